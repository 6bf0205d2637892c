/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-cartero.h"

#include <glib/gstdio.h>

#define DEADLINE_S 30

typedef struct
{
  char *folder;
  char *path;
  TbkBuzon *buzon;
  TbkCartero *cartero;
  GString *posted; /* ids as they were posted */
  GString *script; /* what each post answers: s(ent), a(way), r(efused), l(ost: no answer at all) */
} Bench;

static void
post_cb (TbkCartero *cartero, const TbkBuzonFila *fila, gpointer data)
{
  Bench *bench = data;
  char answer = bench->script->len > 0 ? bench->script->str[0] : 's';

  g_string_append (bench->posted, fila->id);
  if (bench->script->len > 0)
    g_string_erase (bench->script, 0, 1);
  if (answer != 'l')
    tbk_cartero_done (cartero, fila->id,
                      answer == 's'   ? TBK_CARTERO_SENT
                      : answer == 'r' ? TBK_CARTERO_REFUSED
                                      : TBK_CARTERO_AWAY,
                      "because");
}

static void
set_up (Bench *bench, gconstpointer script)
{
  bench->folder = g_dir_make_tmp ("cartero-XXXXXX", NULL);
  bench->path = g_build_filename (bench->folder, "outbox.db", NULL);
  bench->buzon = tbk_buzon_open (bench->path, NULL);
  bench->posted = g_string_new (NULL);
  bench->script = g_string_new (script);
  bench->cartero = tbk_cartero_new (bench->buzon, post_cb, bench);
  for (const char *id = "a\0b\0c\0"; *id != '\0'; id += 2)
    g_assert_true (tbk_cartero_put (bench->cartero, id, "{}", 1, NULL));
}

static void
tear_down (Bench *bench, gconstpointer data)
{
  tbk_cartero_stop (bench->cartero);
  g_assert_finalize_object (bench->cartero);
  tbk_buzon_close (bench->buzon);
  g_remove (bench->path);
  g_assert_cmpint (g_rmdir (bench->folder), ==, 0);
  g_string_free (bench->posted, TRUE);
  g_string_free (bench->script, TRUE);
  g_free (bench->path);
  g_free (bench->folder);
}

static void
check_count (Bench *bench, guint waiting, guint sent, guint refused)
{
  TbkBuzonCuenta cuenta;

  g_assert_true (tbk_buzon_count (bench->buzon, &cuenta, NULL));
  g_assert_cmpuint (cuenta.esperan, ==, waiting);
  g_assert_cmpuint (cuenta.enviadas, ==, sent);
  g_assert_cmpuint (cuenta.rechazadas, ==, refused);
  tbk_buzon_cuenta_clear (&cuenta);
}

/* Until nothing more happens by itself: what comes later comes by a timer. */
static void
run_idle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_in_order (Bench *bench, gconstpointer data)
{
  run_idle ();
  g_assert_cmpstr (bench->posted->str, ==, "abc");
  check_count (bench, 0, 3, 0);
}

/* One that the server will never take does not stop those behind it. */
static void
test_refused (Bench *bench, gconstpointer data)
{
  run_idle ();
  g_assert_cmpstr (bench->posted->str, ==, "abc");
  check_count (bench, 0, 2, 1);
}

/* The server is away: all wait behind the first; a kick tries it at once, and all follow. */
static void
test_away (Bench *bench, gconstpointer data)
{
  TbkBuzonCuenta cuenta;

  run_idle ();
  g_assert_cmpstr (bench->posted->str, ==, "a");
  g_assert_true (tbk_cartero_put (bench->cartero, "d", "{}", 1, NULL));
  run_idle ();
  g_assert_cmpstr (bench->posted->str, ==, "a");
  g_assert_true (tbk_buzon_count (bench->buzon, &cuenta, NULL));
  g_assert_cmpstr (cuenta.error, ==, "because");
  tbk_buzon_cuenta_clear (&cuenta);
  tbk_cartero_kick (bench->cartero);
  run_idle ();
  g_assert_cmpstr (bench->posted->str, ==, "aabcd");
  check_count (bench, 0, 4, 0);
}

/* By itself, after its first pause. */
static void
test_comes_back (Bench *bench, gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_S * G_TIME_SPAN_SECOND;

  while (bench->posted->len < 4 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  run_idle ();
  g_assert_cmpstr (bench->posted->str, ==, "aabc");
}

/* While one is under way nothing else is posted, and an answer for another one changes nothing. */
static void
test_one_at_a_time (Bench *bench, gconstpointer data)
{
  gboolean sending;

  run_idle ();
  tbk_cartero_kick (bench->cartero);
  run_idle ();
  g_assert_cmpstr (bench->posted->str, ==, "a");
  tbk_cartero_done (bench->cartero, "b", TBK_CARTERO_SENT, NULL);
  check_count (bench, 3, 0, 0);
  g_object_get (bench->cartero, "sending", &sending, NULL);
  g_assert_true (sending);
  tbk_cartero_done (bench->cartero, "a", TBK_CARTERO_SENT, NULL);
  run_idle ();
  g_assert_cmpstr (bench->posted->str, ==, "abc");
}

static void
test_stopped (Bench *bench, gconstpointer data)
{
  tbk_cartero_stop (bench->cartero);
  run_idle ();
  g_assert_cmpstr (bench->posted->str, ==, "");
  check_count (bench, 3, 0, 0);
}

static void
test_status (void)
{
  const guint sent[] = { 200, 201, 204 }, away[] = { 0, 301, 401, 408, 429, 500, 502, 503, 507 },
              refused[] = { 400, 403, 404, 409, 413, 422 };

  for (gsize i = 0; i < G_N_ELEMENTS (sent); i++)
    g_assert_cmpint (tbk_cartero_result_of (sent[i]), ==, TBK_CARTERO_SENT);
  for (gsize i = 0; i < G_N_ELEMENTS (away); i++)
    g_assert_cmpint (tbk_cartero_result_of (away[i]), ==, TBK_CARTERO_AWAY);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_cmpint (tbk_cartero_result_of (refused[i]), ==, TBK_CARTERO_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, script, func) g_test_add ("/cartero/" name, Bench, script, set_up, func, tear_down)
  ADD ("in-order", "", test_in_order);
  ADD ("refused", "sr", test_refused);
  ADD ("away", "a", test_away);
  ADD ("comes-back", "a", test_comes_back);
  ADD ("one-at-a-time", "l", test_one_at_a_time);
  ADD ("stopped", "", test_stopped);
  g_test_add_func ("/cartero/status", test_status);
  return g_test_run ();
}
