/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-turn.h"

typedef struct
{
  TbkTurn turn;
  guint n_begun;
} Work;

static void
begin (gpointer data)
{
  Work *work = data;

  work->n_begun++;
}

static Work
new_work (Work *work, guint gap_ms)
{
  return (Work){ .turn = { .begin = begin, .data = work, .gap_ms = gap_ms } };
}

static void
run_until (const Work *work, guint n_begun)
{
  while (work->n_begun < n_begun)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_once_more (void)
{
  Work work = new_work (&work, 0);

  tbk_turn_ask (&work.turn);
  tbk_turn_ask (&work.turn);
  tbk_turn_ask (&work.turn);
  g_assert_cmpuint (work.n_begun, ==, 1);
  tbk_turn_end (&work.turn, FALSE);
  g_assert_cmpuint (work.n_begun, ==, 2); /* for both who asked meanwhile */
  tbk_turn_end (&work.turn, FALSE);
  g_assert_cmpuint (work.n_begun, ==, 2);
  tbk_turn_ask (&work.turn);
  tbk_turn_end (&work.turn, TRUE);
  g_assert_cmpuint (work.n_begun, ==, 4);
}

/* What is asked for within the gap waits for its end, and is done once. */
static void
test_gap (void)
{
  Work work = new_work (&work, 50);

  tbk_turn_ask (&work.turn);
  g_assert_cmpuint (work.n_begun, ==, 1);
  tbk_turn_end (&work.turn, FALSE);
  for (guint i = 0; i < 5; i++)
    tbk_turn_ask (&work.turn);
  run_until (&work, 2);
  g_assert_true (work.turn.running);
  tbk_turn_end (&work.turn, FALSE);
  g_assert_cmpuint (work.turn.source, ==, 0);
  g_assert_cmpuint (work.n_begun, ==, 2);
}

static void
test_more_does_not_wait (void)
{
  Work work = new_work (&work, G_MAXINT / 2);

  tbk_turn_ask (&work.turn);
  tbk_turn_end (&work.turn, TRUE);
  g_assert_cmpuint (work.n_begun, ==, 2);
}

static void
test_clear (void)
{
  Work work = new_work (&work, G_MAXINT / 2);

  tbk_turn_ask (&work.turn);
  tbk_turn_ask (&work.turn);
  tbk_turn_clear (&work.turn);
  tbk_turn_end (&work.turn, FALSE);
  g_assert_cmpuint (work.n_begun, ==, 1);
  tbk_turn_ask (&work.turn);
  g_assert_cmpuint (work.turn.source, !=, 0);
  tbk_turn_clear (&work.turn);
  g_assert_cmpuint (work.turn.source, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/turn/once-more", test_once_more);
  g_test_add_func ("/turn/gap", test_gap);
  g_test_add_func ("/turn/more-does-not-wait", test_more_does_not_wait);
  g_test_add_func ("/turn/clear", test_clear);
  return g_test_run ();
}
