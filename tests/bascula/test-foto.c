/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photos in the outbox: behind their weighings and never before them, through kill -9, a full disk and refusals. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tbk-buzon-place.h"
#include "tbk-foto.h"
#include "tbk-killed.h"
#include "tbk-patio.h"

#define KILLS 12
#define BODY "{\"peso\":\"60.000\"}"

static void
put (TbkBuzonPlace *place, const char *id)
{
  g_assert_true (tbk_buzon_put (place->buzon, id, BODY, 1, NULL));
}

static void
put_foto (TbkBuzonPlace *place, const char *id, const char *copia)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tbk_foto_put (place->buzon, id, copia, &error));
  g_assert_no_error (error);
}

static void
check_next (TbkBuzonPlace *place, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkBuzonFila) fila = tbk_foto_cola.peek (place->buzon, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (fila != NULL ? fila->id : NULL, ==, id);
}

/* How many rows are left, and how many copies are wanted. */
static void
check_swept (TbkBuzonPlace *place, guint wanted)
{
  g_autoptr (GHashTable) copies = tbk_foto_sweep (place->buzon, NULL);

  g_assert_cmpuint (g_hash_table_size (copies), ==, wanted);
}

/* Each behind its own weighing, in the weighings' order, whatever order they were chosen in. */
static void
test_order (TbkBuzonPlace *place, gconstpointer data)
{
  g_autoptr (TbkBuzonFila) fila = NULL;

  put (place, "a");
  put (place, "b");
  put_foto (place, "b", "/b.jpg");
  put_foto (place, "a", "/a.jpg");
  check_next (place, NULL);
  g_assert_true (tbk_buzon_mark_sent (place->buzon, "b", 2, NULL));
  check_next (place, "b");
  g_assert_true (tbk_buzon_mark_sent (place->buzon, "a", 2, NULL));
  check_next (place, "a");
  fila = tbk_foto_cola.peek (place->buzon, NULL);
  g_assert_cmpstr (fila->ruta, ==, "/pesajes/a/foto");
  g_assert_cmpstr (fila->cuerpo, ==, "/a.jpg");
  g_assert_true (tbk_foto_cola.mark_sent (place->buzon, "a", 3, NULL));
  check_next (place, "b");
  check_swept (place, 1);
}

/* A weighing that was refused keeps its photo here until it is accepted; given up, it takes it along. */
static void
test_refused_weighing (TbkBuzonPlace *place, gconstpointer data)
{
  put (place, "a");
  put (place, "b");
  put_foto (place, "a", "/a.jpg");
  put_foto (place, "b", "/b.jpg");
  g_assert_true (tbk_buzon_mark_refused (place->buzon, "a", "422", NULL));
  g_assert_true (tbk_buzon_mark_sent (place->buzon, "b", 2, NULL));
  check_next (place, "b");
  g_assert_true (tbk_foto_cola.mark_sent (place->buzon, "b", 3, NULL));
  check_next (place, NULL);
  check_swept (place, 1);
  g_assert_true (tbk_buzon_give_up (place->buzon, "a", "twice", NULL));
  check_swept (place, 0);
}

static void
test_refused (TbkBuzonPlace *place, gconstpointer data)
{
  g_autoptr (TbkBuzonFila) fila = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (TbkBuzonFila) none = NULL;

  put (place, "a");
  put (place, "b");
  put_foto (place, "a", "/a.jpg");
  put_foto (place, "b", "/b.jpg");
  g_assert_true (tbk_buzon_mark_sent (place->buzon, "a", 2, NULL));
  g_assert_true (tbk_buzon_mark_sent (place->buzon, "b", 2, NULL));
  g_assert_true (tbk_foto_cola.mark_failed (place->buzon, "a", "no line", NULL));
  check_next (place, "a");
  g_assert_true (tbk_foto_cola.mark_refused (place->buzon, "a", "no picture", NULL));
  check_next (place, "b");
  tbk_buzon_place_reopen (place);
  fila = tbk_foto_find (place->buzon, "a", NULL);
  g_assert_cmpint (fila->estado, ==, TBK_BUZON_REFUSED);
  g_assert_cmpstr (fila->error, ==, "no picture");
  g_assert_cmpuint (fila->intentos, ==, 2);
  list = tbk_foto_list (place->buzon, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  /* its weighing is not forgotten before it */
  g_assert_true (tbk_foto_cola.mark_sent (place->buzon, "b", 3, NULL));
  g_assert_true (tbk_buzon_forget_sent (place->buzon, 100, NULL));
  check_swept (place, 1);
  g_assert_true (tbk_foto_retry (place->buzon, "a", NULL));
  check_next (place, "a");
  g_assert_true (tbk_foto_remove (place->buzon, "a", NULL));
  none = tbk_foto_find (place->buzon, "a", NULL);
  g_assert_null (none);
  check_swept (place, 0);
}

/* Of a truck in the yard: it waits for the pair, by whoever completes it, and goes with a truck that left. */
static void
test_yard (TbkBuzonPlace *place, gconstpointer data)
{
  const TbkCamion one = { .id = (char *) "a", .placa = (char *) "GBA-1", .datos = (char *) "{}", .desde = 1 };
  const TbkCamion two = { .id = (char *) "b", .placa = (char *) "GBA-2", .datos = (char *) "{}", .desde = 2 };

  tbk_buzon_set_usuario (place->buzon, 7);
  g_assert_true (tbk_patio_put (place->buzon, &one, NULL) && tbk_patio_put (place->buzon, &two, NULL));
  put_foto (place, "a", "/a.jpg");
  put_foto (place, "a", "/a2.jpg"); /* another one was chosen */
  put_foto (place, "b", "/b.jpg");
  check_swept (place, 2);
  check_next (place, NULL);
  tbk_buzon_set_usuario (place->buzon, 8);
  g_assert_true (tbk_patio_finish (place->buzon, "a", BODY, 3, NULL));
  g_assert_true (tbk_buzon_mark_sent (place->buzon, "a", 4, NULL));
  check_next (place, "a");
  tbk_buzon_set_usuario (place->buzon, 7);
  check_next (place, NULL);
  g_assert_true (tbk_patio_dismiss (place->buzon, "b", "left", NULL));
  check_swept (place, 1);
}

/* One that was sent stays that one. */
static void
test_sent (TbkBuzonPlace *place, gconstpointer data)
{
  g_autoptr (TbkBuzonFila) fila = NULL;

  put (place, "a");
  put_foto (place, "a", "/a.jpg");
  g_assert_true (tbk_buzon_mark_sent (place->buzon, "a", 2, NULL));
  g_assert_true (tbk_foto_cola.mark_sent (place->buzon, "a", 3, NULL));
  put_foto (place, "a", "/other.jpg");
  fila = tbk_foto_find (place->buzon, "a", NULL);
  g_assert_cmpstr (fila->cuerpo, ==, "/a.jpg");
  g_assert_cmpint (fila->estado, ==, TBK_BUZON_SENT);
  g_assert_true (tbk_buzon_forget_sent (place->buzon, 100, NULL));
  check_swept (place, 0);
  g_clear_pointer (&fila, tbk_buzon_fila_free);
  fila = tbk_foto_find (place->buzon, "a", NULL);
  g_assert_null (fila);
}

/* A file that may grow no more stands for a disk that is full: the photo is refused, its weighing is there. */
static void
test_full (TbkBuzonPlace *place, gconstpointer data)
{
  struct rlimit was, tight;
  g_autoptr (GError) error = NULL;
  g_autofree char *longest = g_strnfill (200000, 'x'); /* a row that no free page takes */
  g_autoptr (TbkBuzonFila) fila = NULL;
  GStatBuf now;

  put (place, "a");
  g_assert_cmpint (g_stat (place->path, &now), ==, 0);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &was), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  tight = (struct rlimit){ (rlim_t) now.st_size, was.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  g_assert_false (tbk_foto_put (place->buzon, "a", longest, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &was), ==, 0);
  g_assert_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_FULL);
  fila = tbk_buzon_peek (place->buzon, NULL);
  g_assert_cmpstr (fila->id, ==, "a");
  put_foto (place, "a", "/a.jpg");
  check_swept (place, 1);
}

/* --- kill -9 --- */

/* A copy, its row, its weighing, one after the other, and the number of each when all three are there. */
static void
child (int tell, gconstpointer data)
{
  const TbkBuzonPlace *place = data;
  TbkBuzon *buzon = tbk_buzon_open (place->path, NULL);

  for (guint i = 0; buzon != NULL; i++)
    {
      g_autofree char *id = g_strdup_printf ("%d-%u", (int) getpid (), i);
      g_autofree char *copy = g_build_filename (place->folder, id, NULL);
      g_autofree char *line = g_strconcat (id, "\n", NULL);

      if (!g_file_set_contents (copy, "photo", -1, NULL) || !tbk_foto_put (buzon, id, copy, NULL)
          || !tbk_buzon_put (buzon, id, BODY, i, NULL) || write (tell, line, strlen (line)) < 0)
        break;
    }
  _exit (EXIT_FAILURE);
}

/* Whoever has a row has its copy and its weighing; a copy without one is not wanted, and is the last one made. */
static guint
check_after_kill (TbkBuzonPlace *place)
{
  g_autoptr (GHashTable) wanted = tbk_foto_sweep (place->buzon, NULL);
  g_autoptr (GPtrArray) filas = tbk_buzon_list (place->buzon, TBK_BUZON_WAITING, 0, G_MAXINT, NULL);
  g_autoptr (GDir) dir = g_dir_open (place->folder, 0, NULL);
  const char *name;
  guint unwanted = 0;

  g_assert_cmpuint (g_hash_table_size (wanted), ==, filas->len);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (place->folder, name, NULL);

      if (g_str_has_prefix (name, "outbox") || g_hash_table_remove (wanted, path))
        continue;
      g_remove (path);
      unwanted++;
    }
  g_assert_cmpuint (g_hash_table_size (wanted), ==, 0);
  return unwanted;
}

static void
remove_copies (TbkBuzonPlace *place)
{
  g_autoptr (GDir) dir = g_dir_open (place->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (place->folder, name, NULL);

      if (!g_str_has_prefix (name, "outbox"))
        g_remove (path);
    }
}

static void
test_killed (TbkBuzonPlace *place, gconstpointer data)
{
  for (guint i = 0; i < KILLS; i++)
    {
      g_auto (GStrv) kept = NULL;
      g_autoptr (TbkBuzonFila) fila = NULL;

      g_clear_pointer (&place->buzon, tbk_buzon_close);
      kept = tbk_killed_run (child, place, (gsize) g_test_rand_int_range (1, 200));
      tbk_buzon_place_reopen (place);
      fila = tbk_foto_find (place->buzon, kept[g_strv_length (kept) - 1], NULL);
      g_assert_nonnull (fila);
      g_assert_cmpuint (check_after_kill (place), <=, 1);
    }
  remove_copies (place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                         \
  g_test_add ("/foto/" name, TbkBuzonPlace, NULL, tbk_buzon_place_set_up, func, \
              tbk_buzon_place_tear_down)
  ADD ("order", test_order);
  ADD ("refused-weighing", test_refused_weighing);
  ADD ("refused", test_refused);
  ADD ("yard", test_yard);
  ADD ("sent", test_sent);
  ADD ("full", test_full);
  ADD ("killed", test_killed);
  return g_test_run ();
}
