/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: order, states, one process, a full disk, and kill -9 at any moment. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tbk-buzon.h"
#include "tbk-killed.h"

#define KILLS 20
#define BODY "{\"peso\":\"1234.500\"}"

typedef struct
{
  char *folder;
  char *path;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->folder = g_dir_make_tmp ("buzon-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "outbox.db", NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  g_autofree char *journal = g_strconcat (place->path, "-journal", NULL);

  g_remove (place->path);
  g_remove (journal);
  g_assert_cmpint (g_rmdir (place->folder), ==, 0);
  g_free (place->path);
  g_free (place->folder);
}

static TbkBuzon *
open_it (Place *place)
{
  g_autoptr (GError) error = NULL;
  TbkBuzon *buzon = tbk_buzon_open (place->path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (buzon);
  return buzon;
}

static void
put (TbkBuzon *buzon, const char *id, gint64 when)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tbk_buzon_put (buzon, id, BODY, when, &error));
  g_assert_no_error (error);
}

static void
check_oldest (TbkBuzon *buzon, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkBuzonFila) fila = tbk_buzon_peek (buzon, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (fila != NULL ? fila->id : NULL, ==, id);
}

static void
check_count (TbkBuzon *buzon, guint waiting, guint sent, guint refused)
{
  TbkBuzonCuenta cuenta;

  g_assert_true (tbk_buzon_count (buzon, &cuenta, NULL));
  g_assert_cmpuint (cuenta.esperan, ==, waiting);
  g_assert_cmpuint (cuenta.enviadas, ==, sent);
  g_assert_cmpuint (cuenta.rechazadas, ==, refused);
  tbk_buzon_cuenta_clear (&cuenta);
}

static void
test_order (Place *place, gconstpointer data)
{
  TbkBuzon *buzon = open_it (place);
  TbkBuzonCuenta cuenta;

  check_oldest (buzon, NULL);
  put (buzon, "a", 100);
  put (buzon, "b", 50); /* captured by a clock that went back: after it all the same */
  put (buzon, "a", 999);
  check_count (buzon, 2, 0, 0);
  check_oldest (buzon, "a");
  g_assert_true (tbk_buzon_mark_failed (buzon, "a", "no line", NULL));
  check_oldest (buzon, "a");
  g_assert_true (tbk_buzon_count (buzon, &cuenta, NULL));
  g_assert_cmpint (cuenta.desde, ==, 100);
  g_assert_cmpstr (cuenta.error, ==, "no line");
  tbk_buzon_cuenta_clear (&cuenta);
  g_assert_true (tbk_buzon_mark_refused (buzon, "a", "422", NULL));
  check_oldest (buzon, "b");
  g_assert_true (tbk_buzon_mark_sent (buzon, "b", 200, NULL));
  check_count (buzon, 0, 1, 1);
  g_assert_true (tbk_buzon_retry (buzon, "a", NULL));
  check_oldest (buzon, "a");
  tbk_buzon_close (buzon);
  buzon = open_it (place);
  check_count (buzon, 1, 1, 0);
  g_assert_true (tbk_buzon_forget_sent (buzon, 201, NULL));
  check_count (buzon, 1, 0, 0);
  put (buzon, "b", 1); /* forgotten, so it is a new one; the server knows its id */
  check_count (buzon, 2, 0, 0);
  tbk_buzon_close (buzon);
}

static void
test_list (Place *place, gconstpointer data)
{
  TbkBuzon *buzon = open_it (place);
  g_autoptr (GPtrArray) list = NULL;
  const TbkBuzonFila *fila;

  put (buzon, "a", 1);
  put (buzon, "b", 2);
  put (buzon, "c", 3);
  g_assert_true (tbk_buzon_mark_failed (buzon, "c", "why not", NULL));
  list = tbk_buzon_list (buzon, TBK_BUZON_WAITING, 0, 2, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  fila = g_ptr_array_index (list, 0);
  g_assert_cmpstr (fila->id, ==, "c");
  g_assert_cmpstr (fila->cuerpo, ==, BODY);
  g_assert_cmpstr (fila->error, ==, "why not");
  g_assert_cmpuint (fila->intentos, ==, 1);
  g_assert_cmpint (fila->capturado_en, ==, 3);
  tbk_buzon_close (buzon);
}

static void
test_refused_input (Place *place, gconstpointer data)
{
  TbkBuzon *buzon = open_it (place);
  g_autofree char *huge = g_strnfill (TBK_BUZON_MAX_BODY + 1, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_false (tbk_buzon_put (buzon, "", BODY, 1, &error));
  g_assert_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (tbk_buzon_put (buzon, "a", huge, 1, &error));
  g_assert_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_FAILED);
  check_count (buzon, 0, 0, 0);
  tbk_buzon_close (buzon);
}

static void
test_one_process (Place *place, gconstpointer data)
{
  TbkBuzon *buzon = open_it (place);
  g_autoptr (GError) error = NULL;

  g_assert_null (tbk_buzon_open (place->path, &error));
  g_assert_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_BUSY);
  put (buzon, "a", 1);
  tbk_buzon_close (buzon);
  buzon = open_it (place);
  check_count (buzon, 1, 0, 0);
  tbk_buzon_close (buzon);
}

static void
test_not_ours (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *junk = g_strnfill (8192, 'x');

  g_assert_true (g_file_set_contents (place->path, junk, 8192, NULL));
  g_assert_null (tbk_buzon_open (place->path, &error));
  g_assert_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (tbk_buzon_open ("/proc/none/outbox.db", &error));
  g_assert_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_FAILED);
}

/* A file that may grow no more stands for a disk that is full. Says so, keeps what it had, goes on
 * when there is room. */
static void
test_full (Place *place, gconstpointer data)
{
  TbkBuzon *buzon = open_it (place);
  struct rlimit was, tight;
  g_autoptr (GError) error = NULL;
  guint stored = 0;
  GStatBuf now;

  g_assert_cmpint (g_stat (place->path, &now), ==, 0);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &was), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  tight = (struct rlimit){ (rlim_t) now.st_size, was.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  for (; stored < 10000 && error == NULL; stored++)
    {
      g_autofree char *id = g_strdup_printf ("id-%u", stored);

      tbk_buzon_put (buzon, id, BODY, stored, &error);
    }
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &was), ==, 0);
  g_assert_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_FULL);
  check_count (buzon, stored - 1, 0, 0);
  put (buzon, "and on", 1);
  check_count (buzon, stored, 0, 0);
  tbk_buzon_close (buzon);
}

/* --- kill -9 ---------------------------------------------------------------------------------- */

/* Stores one after another, and says the number of each only when it is stored; ends by being killed. */
static void
child (int tell, gconstpointer path)
{
  g_autoptr (GError) error = NULL;
  TbkBuzon *buzon = tbk_buzon_open (path, &error);

  for (guint i = 0; buzon != NULL; i++)
    {
      g_autofree char *id = g_strdup_printf ("%d-%u", (int) getpid (), i);
      g_autofree char *line = g_strconcat (id, "\n", NULL);

      if (!tbk_buzon_put (buzon, id, BODY, i, &error) || write (tell, line, strlen (line)) < 0)
        break;
    }
  fprintf (stderr, "child: %s\n", error != NULL ? error->message : "pipe");
  _exit (EXIT_FAILURE);
}

static void
test_killed (Place *place, gconstpointer data)
{
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint said = 0;

  for (int round = 0; round < KILLS; round++)
    {
      g_auto (GStrv) ids = tbk_killed_run (child, place->path, (gsize) g_test_rand_int_range (1, 400));
      TbkBuzon *buzon = open_it (place);
      g_autoptr (GPtrArray) list = tbk_buzon_list (buzon, TBK_BUZON_WAITING, 0, G_MAXINT, NULL);

      g_hash_table_remove_all (there);
      for (guint i = 0; i < list->len; i++)
        g_assert_true (g_hash_table_add (there, g_strdup (((TbkBuzonFila *) g_ptr_array_index (list, i))->id)));
      for (guint i = 0; ids[i] != NULL; i++, said++)
        g_assert_true (g_hash_table_contains (there, ids[i]));
      /* What was stored and not said any more: one a kill at most. */
      g_assert_cmpuint (list->len, >=, said);
      g_assert_cmpuint (list->len, <=, said + (guint) round + 1);
      tbk_buzon_close (buzon);
    }
  g_assert_cmpuint (said, >, KILLS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/buzon/" name, Place, NULL, set_up, func, tear_down)
  ADD ("order", test_order);
  ADD ("list", test_list);
  ADD ("refused-input", test_refused_input);
  ADD ("one-process", test_one_process);
  ADD ("not-ours", test_not_ours);
  ADD ("full", test_full);
  ADD ("killed", test_killed);
  return g_test_run ();
}
