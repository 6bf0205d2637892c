/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gio/gio.h>

#include "tbk-board.h"

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)

static TbkBoard *
new_board (void)
{
  g_autoptr (GError) error = NULL;
  TbkBoard *board = tbk_board_new (&error);

  g_assert_no_error (error);
  return board;
}

/* Does it in another process, which opens the board by its descriptor as a worker does. */
static int
run_elsewhere (TbkBoard *board, int (*what) (TbkBoard *))
{
  pid_t pid = fork ();
  int status;

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      TbkBoard *own = tbk_board_open (dup (tbk_board_get_fd (board)), NULL);

      _exit (own != NULL ? what (own) : 255);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

/* Returns: how many of 100 it is given at the same moment. */
static int
take_all (TbkBoard *board)
{
  int n = 0;

  for (guint i = 0; i < 100; i++)
    n += tbk_board_take (board, 7, 20, MINUTE_US) == 0;
  return n;
}

static void
test_rate_shared (void)
{
  g_autoptr (TbkBoard) board = new_board ();

  g_assert_cmpint (run_elsewhere (board, take_all), ==, 10);
  g_assert_cmpint (take_all (board), ==, 0);
  g_assert_cmpint (run_elsewhere (board, take_all), ==, 0);
}

static void
test_rate (void)
{
  g_autoptr (TbkBoard) board = new_board ();
  gint64 now_us = MINUTE_US;
  guint n = 0;

  /* Half of a minute's at once, at least 5. */
  for (guint i = 0; i < 20; i++)
    n += tbk_board_take (board, 1, 4, now_us) == 0;
  g_assert_cmpuint (n, ==, 5);
  /* The wait that it names is enough, and not much too long. */
  g_assert_cmpuint (tbk_board_take (board, 1, 4, now_us), ==, 15);
  g_assert_cmpuint (tbk_board_take (board, 1, 4, now_us + 14 * G_USEC_PER_SEC), ==, 1);
  g_assert_cmpuint (tbk_board_take (board, 1, 4, now_us + 15 * G_USEC_PER_SEC), ==, 0);
  /* Another key is another bucket. */
  g_assert_cmpuint (tbk_board_take (board, 2, 4, now_us), ==, 0);
  /* Over an hour, no more than was allowed. */
  n = 0;
  for (now_us = 10 * MINUTE_US; now_us < 70 * MINUTE_US; now_us += G_USEC_PER_SEC)
    n += tbk_board_take (board, 1, 4, now_us) == 0;
  g_assert_cmpuint (n, >=, 240);
  g_assert_cmpuint (n, <=, 245);
}

/* The smallest and largest settings, and a clock that has come far. */
static void
test_rate_ends (void)
{
  g_autoptr (TbkBoard) board = new_board ();
  gint64 late_us = G_MAXINT64 / 4;

  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (tbk_board_take (board, 1, 100000000, late_us), ==, 0);
  g_assert_cmpuint (tbk_board_take (board, 2, 1, late_us), ==, 0);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (tbk_board_take (board, 2, 1, late_us), ==, 0);
  g_assert_cmpuint (tbk_board_take (board, 2, 1, late_us), ==, 60);
}

static int
work (TbkBoard *board)
{
  tbk_board_worker_up (board, 1, getpid ());
  tbk_board_set_database (board, 1, TRUE);
  tbk_board_set_connections (board, 1, 12);
  tbk_board_count (board, 1, 3, 200, 700);
  tbk_board_count (board, 1, 3, 404, 2000000);
  return 0;
}

static void
test_counts_shared (void)
{
  g_autoptr (TbkBoard) board = new_board ();
  TbkBoardWorker worker;

  tbk_board_worker_up (board, 0, 1);
  tbk_board_count (board, 0, 3, 200, 400);
  g_assert_cmpint (run_elsewhere (board, work), ==, 0);
  g_assert_cmpuint (tbk_board_get_n_workers (board), ==, 2);
  tbk_board_get_worker (board, 1, &worker);
  g_assert_cmpint (worker.pid, !=, 0);
  g_assert_true (worker.database);
  g_assert_cmpuint (worker.connections, ==, 12);
  g_assert_cmpuint (tbk_board_get_requests (board, 3, 2), ==, 2);
  g_assert_cmpuint (tbk_board_get_requests (board, 3, 4), ==, 1);
  g_assert_cmpuint (tbk_board_get_requests (board, 4, 2), ==, 0);
  g_assert_cmpuint (tbk_board_get_sum_us (board), ==, 2001100);
  g_assert_cmpuint (tbk_board_get_bucket (board, 0), ==, 1);
  g_assert_cmpuint (tbk_board_get_bucket (board, 1), ==, 1);
  g_assert_cmpuint (tbk_board_get_bucket (board, TBK_BOARD_BUCKETS - 2), ==, 1);

  /* A worker that is gone leaves what it counted. */
  tbk_board_worker_down (board, 1);
  tbk_board_get_worker (board, 1, &worker);
  g_assert_cmpint (worker.pid, ==, 0);
  g_assert_false (worker.database);
  g_assert_cmpuint (worker.restarts, ==, 1);
  g_assert_cmpuint (tbk_board_get_requests (board, 3, 2), ==, 2);
}

/* What lies outside of the tables is counted at their ends. */
static void
test_counts_ends (void)
{
  g_autoptr (TbkBoard) board = new_board ();

  tbk_board_worker_up (board, TBK_BOARD_MAX_WORKERS - 1, 1);
  g_assert_cmpuint (tbk_board_get_n_workers (board), ==, TBK_BOARD_MAX_WORKERS);
  tbk_board_count (board, TBK_BOARD_MAX_WORKERS - 1, G_MAXUINT, 999, G_MAXINT64);
  tbk_board_count (board, TBK_BOARD_MAX_WORKERS - 1, TBK_BOARD_MAX_ROUTES - 1, 0, 0);
  g_assert_cmpuint (tbk_board_get_requests (board, TBK_BOARD_MAX_ROUTES - 1, 5), ==, 1);
  g_assert_cmpuint (tbk_board_get_requests (board, TBK_BOARD_MAX_ROUTES - 1, 0), ==, 1);
  g_assert_cmpuint (tbk_board_get_bucket (board, TBK_BOARD_BUCKETS - 1), ==, 1);
}

static void
test_no_board (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tbk_board_open (-1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "shared memory: "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/rate-shared", test_rate_shared);
  g_test_add_func ("/board/rate", test_rate);
  g_test_add_func ("/board/rate-ends", test_rate_ends);
  g_test_add_func ("/board/counts-shared", test_counts_shared);
  g_test_add_func ("/board/counts-ends", test_counts_ends);
  g_test_add_func ("/board/no-board", test_no_board);
  return g_test_run ();
}
