/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is fetched into a file is there whole, or the file is as it was. */
#include "tbk-fetch-file.h"

#include <glib/gstdio.h>

#include "tbk-problem.h"
#include "tbk-test-line.h"
#include "tbk-stand-in.h"
#include "tbk-ui-test.h"

#define ZIP "GET /contratos/9/documentos.zip"
#define PATH "/contratos/9/documentos.zip"
#define BEFORE "antes"
#define SIZE (20 * 1024 * 1024) /* more than an answer may have that is kept in memory */

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  char *folder, *path;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
  fixture->folder = g_dir_make_tmp ("tbk-fetch-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "todo.zip", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
  g_assert_true (g_file_set_contents (fixture->path, BEFORE, -1, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_ui_test_let_go (fixture->api);
  tbk_stand_in_free (fixture->server);
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0); /* nothing else was left there */
  g_object_unref (fixture->file);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static GBytes *
make_bytes (void)
{
  guint8 *data = g_malloc (SIZE);

  for (gsize i = 0; i < SIZE; i++)
    data[i] = (guint8) (i * 31 + (i >> 12));
  return g_bytes_new_take (data, SIZE);
}

static gboolean
fetch (TbkApi *api, GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_fetch_file_async (api, PATH, file, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_fetch_file_finish (api, result, error);
}

static void
assert_as_before (Fixture *fixture)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, BEFORE);
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ();
  g_autoptr (GError) error = NULL;
  g_autofree char *got = NULL;
  gsize length;

  tbk_stand_in_answer_bytes (fixture->server, ZIP, "\"one\"", bytes);
  g_assert_true (fetch (fixture->api, fixture->file, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &got, &length, NULL));
  g_assert_cmpmem (got, length, g_bytes_get_data (bytes, NULL), SIZE);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, ZIP, 404, "{\"title\":\"Not Found\",\"status\":404}");
  g_assert_false (fetch (fixture->api, fixture->file, &error));
  g_assert_error (error, TBK_PROBLEM, 404);
  assert_as_before (fixture);
}

static void
test_line_cut (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  TbkTestLine *line = tbk_test_line_new (tbk_stand_in_get_url (fixture->server), 100000000);
  TbkApi *api = tbk_stand_in_sign_in_at (fixture->server, tbk_test_line_get_url (line));

  tbk_stand_in_answer_bytes (fixture->server, ZIP, "\"one\"", bytes);
  tbk_fetch_file_async (api, PATH, fixture->file, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (tbk_test_line_get_carried (line) > SIZE / 4);
  tbk_test_line_free (line);
  tbk_ui_test_until (result != NULL);
  g_assert_false (tbk_fetch_file_finish (api, result, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_AWAY);
  assert_as_before (fixture);
  g_clear_object (&result);
  tbk_ui_test_let_go (api);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, ZIP, TBK_STAND_IN_HOLD, NULL);
  tbk_fetch_file_async (fixture->api, PATH, fixture->file, cancellable, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, ZIP) > 0);
  g_cancellable_cancel (cancellable);
  tbk_ui_test_until (result != NULL);
  g_assert_false (tbk_fetch_file_finish (fixture->api, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_as_before (fixture);
}

/* Where it is written to is full: said as what it is, not as a server that is away. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *room = g_malloc (SIZE / 2);
  g_autoptr (GOutputStream) into = g_memory_output_stream_new (room, SIZE / 2, NULL, NULL);
  g_autoptr (GBytes) bytes = make_bytes ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer_bytes (fixture->server, ZIP, "\"one\"", bytes);
  tbk_api_call_async (fixture->api, &(TbkCall){ .path = PATH, .into = into }, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  g_assert_null (tbk_api_call_finish (fixture->api, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

#define add(name, function) g_test_add ("/fetch-file/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  tbk_ui_test_init (&argc, &argv);
  add ("whole", test_whole);
  add ("refused", test_refused);
  add ("line-cut", test_line_cut);
  add ("cancelled", test_cancelled);
  add ("full", test_full);
  return g_test_run ();
}
