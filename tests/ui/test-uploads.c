/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files on their way to the server: what is sent, in which order, and what becomes of those that fail. */
#include <string.h>

#include <glib/gstdio.h>

#include "tbk-stand-in.h"
#include "tbk-ui-test.h"
#include "tbk-uploads.h"

#define PATH "/contratos/5/documentos"
#define POST "POST " PATH
#define STORED "{\"id\":1}"
#define CONTENT "%PDF-1.4\r\n--triboka"
#define PROBLEM                                                                                   \
  "{\"title\":\"Conflict\",\"status\":409,\"detail\":\"already\",\"actual\":{\"nombre_archivo\":" \
  "\"otra.pdf\"}}"

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkUploads *uploads;
  char *folder;
  guint stored;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
  fixture->uploads = tbk_uploads_new ();
  fixture->folder = g_dir_make_tmp ("tbk-uploads-XXXXXX", NULL);
  g_signal_connect_swapped (fixture->uploads, "stored", G_CALLBACK (tbk_ui_test_count), &fixture->stored);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->uploads);
  g_object_unref (fixture->api);
  tbk_stand_in_free (fixture->server);
}

static GFile *
make_file (Fixture *fixture, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  if (content != NULL)
    g_assert_true (g_file_set_contents (path, content, -1, NULL));
  return g_file_new_for_path (path);
}

/* Returns: (transfer none): the list holds it. */
static TbkUpload *
add (Fixture *fixture, const char *name, const char *content)
{
  g_autoptr (GFile) file = make_file (fixture, name, content);
  g_autoptr (TbkUpload) upload = tbk_upload_new (fixture->api, PATH, "CT-2026-00005", file, "factura");

  g_assert_true (tbk_uploads_add (fixture->uploads, upload));
  return upload;
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->uploads));
}

static char *
error_of (TbkUpload *upload)
{
  char *text = NULL;

  g_object_get (upload, "error-text", &text, NULL);
  return text;
}

static gboolean
sent (Fixture *fixture, const char *text)
{
  return strstr (tbk_stand_in_last (fixture->server, POST)->body, text) != NULL;
}

static void
test_stored (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, POST, 201, STORED);
  add (fixture, "Guía \"1\".pdf", CONTENT);
  tbk_ui_test_until (fixture->stored == 1);
  g_assert_cmpuint (count (fixture), ==, 0);
  g_assert_true (sent (fixture, "name=\"tipo\"\r\n\r\nfactura\r\n--"));
  g_assert_true (sent (fixture, "name=\"archivo\"; filename=\"Guía %221%22.pdf\"\r\n"));
  g_assert_true (sent (fixture, "\r\n\r\n" CONTENT "\r\n--triboka-"));
  g_assert_true (g_str_has_suffix (tbk_stand_in_last (fixture->server, POST)->body, "--\r\n"));
  g_assert_false (sent (fixture, "repetido"));
}

static void
test_in_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkUpload) second = NULL;
  double fraction;

  tbk_stand_in_answer (fixture->server, POST, TBK_STAND_IN_HOLD, NULL);
  add (fixture, "1.pdf", CONTENT);
  second = g_object_ref (add (fixture, "2.pdf", CONTENT));
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, POST) == 1);
  g_assert_cmpint (tbk_upload_get_state (second), ==, TBK_UPLOAD_WAITING);
  tbk_stand_in_forget (fixture->server, POST);
  tbk_stand_in_answer (fixture->server, POST, 201, STORED);
  tbk_stand_in_release (fixture->server);
  tbk_ui_test_until (fixture->stored == 2);
  g_object_get (second, "fraction", &fraction, NULL);
  g_assert_true (fraction >= 1.0);
}

/* What fails stays, with its reason, and stands in nobody's way. */
static void
test_failed (Fixture *fixture, gconstpointer data)
{
  TbkUpload *first;
  g_autofree char *text = NULL;

  tbk_stand_in_answer (fixture->server, POST, 415,
                       "{\"title\":\"Unsupported Media Type\",\"status\":415,\"detail\":\"it is text, not PDF\"}");
  tbk_stand_in_answer (fixture->server, POST, 201, STORED);
  first = add (fixture, "1.pdf", CONTENT);
  add (fixture, "2.pdf", CONTENT);
  tbk_ui_test_until (fixture->stored == 1);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_cmpint (tbk_upload_get_state (first), ==, TBK_UPLOAD_FAILED);
  text = error_of (first);
  g_assert_nonnull (text);
  tbk_upload_renew (first, FALSE);
  tbk_ui_test_until (fixture->stored == 2);
  g_assert_cmpuint (count (fixture), ==, 0);
}

static gboolean
is_repeatable (TbkUpload *upload)
{
  gboolean repeatable;

  g_object_get (upload, "repeatable", &repeatable, NULL);
  return repeatable;
}

static void
test_repeated (Fixture *fixture, gconstpointer data)
{
  TbkUpload *upload;
  g_autofree char *text = NULL;

  tbk_stand_in_answer (fixture->server, POST, 409, PROBLEM);
  tbk_stand_in_answer (fixture->server, POST, 201, STORED);
  upload = add (fixture, "1.pdf", CONTENT);
  tbk_ui_test_until (tbk_upload_get_state (upload) == TBK_UPLOAD_FAILED);
  text = error_of (upload);
  g_assert_nonnull (strstr (text, "“otra.pdf”"));
  g_assert_true (is_repeatable (upload));
  tbk_upload_renew (upload, TRUE);
  tbk_ui_test_until (fixture->stored == 1);
  g_assert_true (sent (fixture, "name=\"repetido\"\r\n\r\ntrue\r\n"));
}

/* A conflict of another kind is not mended by sending it again. */
static void
test_no_more (Fixture *fixture, gconstpointer data)
{
  TbkUpload *upload;

  tbk_stand_in_answer (fixture->server, POST, 409, "{\"title\":\"Conflict\",\"status\":409,\"detail\":\"500\"}");
  upload = add (fixture, "1.pdf", CONTENT);
  tbk_ui_test_until (tbk_upload_get_state (upload) == TBK_UPLOAD_FAILED);
  g_assert_false (is_repeatable (upload));
}

static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  TbkUpload *first;

  tbk_stand_in_answer (fixture->server, POST, TBK_STAND_IN_HOLD, NULL);
  tbk_stand_in_answer (fixture->server, POST, 201, STORED);
  first = add (fixture, "1.pdf", CONTENT);
  add (fixture, "2.pdf", CONTENT);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, POST) == 1);
  tbk_uploads_drop (fixture->uploads, first);
  tbk_ui_test_until (fixture->stored == 1);
  g_assert_cmpuint (count (fixture), ==, 0);
}

/* The line fails: it is not known whether the file arrived, so it is not sent again unasked. */
static void
test_line (Fixture *fixture, gconstpointer data)
{
  TbkUpload *upload;

  tbk_stand_in_answer (fixture->server, POST, TBK_STAND_IN_DROP, NULL);
  upload = add (fixture, "1.pdf", CONTENT);
  tbk_ui_test_until (tbk_upload_get_state (upload) == TBK_UPLOAD_FAILED);
  g_assert_cmpuint (fixture->stored, ==, 0);
  g_assert_cmpuint (count (fixture), ==, 1);
}

typedef struct
{
  const char *path;
  const char *name;
  const char *content; /* NULL: no such file */
} Unreadable;

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  const Unreadable *unreadable = data;
  TbkUpload *upload = add (fixture, unreadable->name, unreadable->content);
  g_autofree char *text = NULL;

  tbk_ui_test_until (tbk_upload_get_state (upload) == TBK_UPLOAD_FAILED);
  text = error_of (upload);
  g_assert_cmpstr (text, !=, "");
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, POST), ==, 0);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = make_file (fixture, "1.pdf", CONTENT);

  tbk_stand_in_answer (fixture->server, POST, TBK_STAND_IN_HOLD, NULL);
  for (guint i = 0; i <= TBK_UPLOADS_MAX; i++)
    {
      g_autoptr (TbkUpload) upload = tbk_upload_new (fixture->api, PATH, "CT-2026-00005", file, "factura");
      g_assert_true (tbk_uploads_add (fixture->uploads, upload) == (i < TBK_UPLOADS_MAX));
    }
  tbk_uploads_clear (fixture->uploads);
  g_assert_cmpuint (count (fixture), ==, 0);
}

/* A file that is cut while it is read ends the form with an error, not with less than it announced. */
static void
test_shrunk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = make_file (fixture, "1.pdf", CONTENT);
  g_autoptr (TbkMultipart) form = tbk_multipart_new ("archivo", file, "1.pdf", 1000);
  g_autoptr (GInputStream) stream = tbk_multipart_open (form);
  g_autoptr (GError) error = NULL;
  char buffer[4096];
  gsize n;

  g_assert_cmpint (tbk_multipart_get_length (form), >, 1000);
  g_assert_false (g_input_stream_read_all (stream, buffer, sizeof buffer, &n, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
}

static const Unreadable unreadables[] = {
  { "/uploads/empty", "1.pdf", "" },
  { "/uploads/gone", "no.pdf", NULL },
  { "/uploads/folder", ".", NULL },
};

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } cases[] = {
    { "/uploads/stored", test_stored },
    { "/uploads/in-order", test_in_order },
    { "/uploads/failed", test_failed },
    { "/uploads/repeated", test_repeated },
    { "/uploads/no-more", test_no_more },
    { "/uploads/dropped", test_dropped },
    { "/uploads/line", test_line },
    { "/uploads/full", test_full },
    { "/uploads/shrunk", test_shrunk },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, NULL, set_up, cases[i].test, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (unreadables); i++)
    g_test_add (unreadables[i].path, Fixture, &unreadables[i], set_up, test_unreadable, tear_down);
  return g_test_run ();
}
