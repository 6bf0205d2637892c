/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pace.h"

typedef struct
{
  TbkPace pace;
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
  return (Work){ .pace = { .begin = begin, .data = work, .gap_ms = gap_ms } };
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

  tbk_pace_ask (&work.pace);
  tbk_pace_ask (&work.pace);
  tbk_pace_ask (&work.pace);
  g_assert_cmpuint (work.n_begun, ==, 1);
  tbk_pace_end (&work.pace, FALSE);
  g_assert_cmpuint (work.n_begun, ==, 2); /* for both who asked meanwhile */
  tbk_pace_end (&work.pace, FALSE);
  g_assert_cmpuint (work.n_begun, ==, 2);
  tbk_pace_ask (&work.pace);
  tbk_pace_end (&work.pace, TRUE);
  g_assert_cmpuint (work.n_begun, ==, 4);
}

/* What is asked for within the gap waits for its end, and is done once. */
static void
test_gap (void)
{
  Work work = new_work (&work, 50);

  tbk_pace_ask (&work.pace);
  g_assert_cmpuint (work.n_begun, ==, 1);
  tbk_pace_end (&work.pace, FALSE);
  for (guint i = 0; i < 5; i++)
    tbk_pace_ask (&work.pace);
  run_until (&work, 2);
  g_assert_true (work.pace.running);
  tbk_pace_end (&work.pace, FALSE);
  g_assert_cmpuint (work.pace.source, ==, 0);
  g_assert_cmpuint (work.n_begun, ==, 2);
}

static void
test_more_does_not_wait (void)
{
  Work work = new_work (&work, G_MAXINT / 2);

  tbk_pace_ask (&work.pace);
  tbk_pace_end (&work.pace, TRUE);
  g_assert_cmpuint (work.n_begun, ==, 2);
}

static void
test_clear (void)
{
  Work work = new_work (&work, G_MAXINT / 2);

  tbk_pace_ask (&work.pace);
  tbk_pace_ask (&work.pace);
  tbk_pace_clear (&work.pace);
  tbk_pace_end (&work.pace, FALSE);
  g_assert_cmpuint (work.n_begun, ==, 1);
  tbk_pace_ask (&work.pace);
  g_assert_cmpuint (work.pace.source, !=, 0);
  tbk_pace_clear (&work.pace);
  g_assert_cmpuint (work.pace.source, ==, 0);
}

/* Nothing is lost by it: what was asked for begins a gap later. */
static void
test_put_off (void)
{
  Work work = new_work (&work, 50);
  gint64 put_off_us;

  tbk_pace_put_off (&work.pace);
  tbk_pace_ask (&work.pace);
  g_assert_cmpuint (work.n_begun, ==, 0);
  put_off_us = g_get_monotonic_time ();
  tbk_pace_put_off (&work.pace);
  run_until (&work, 1);
  g_assert_cmpint (work.pace.began_us - put_off_us, >=, 50 * G_TIME_SPAN_MILLISECOND);
  tbk_pace_put_off (&work.pace);
  g_assert_cmpuint (work.pace.source, ==, 0); /* nobody asks */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pace/once-more", test_once_more);
  g_test_add_func ("/pace/gap", test_gap);
  g_test_add_func ("/pace/more-does-not-wait", test_more_does_not_wait);
  g_test_add_func ("/pace/put-off", test_put_off);
  g_test_add_func ("/pace/clear", test_clear);
  return g_test_run ();
}
