/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The photo of a weighing on the real server: one, once whatever comes twice, by its bytes, whole
 * or not at all, and kept by the store's round. */

#include <string.h>
#include <utime.h>

#include "tbk-test-client.h"
#include "tbk-test-db.h"
#include "tbk-test-upload.h"

#define MB (1024 * 1024)
#define TWO_HOURS_S (2 * 3600)
#define TYPE "multipart/form-data; boundary=b"
#define HEAD "--b\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"camion.png\"\r\n\r\n"
#define END "\r\n--b--\r\n"
#define WRITERS 6

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *centro, *exportadora, *other, *admin, *nobody;
  PGconn *db; /* as its superuser */
} Yard;

/* --- pieces --- */

static char *
weigh (TbkTestClient *client)
{
  g_autoptr (TbkTestReply) lote
             = tbk_test_expect (client, 201, "POST", "{\"fecha\": \"2026-11-03\", \"peso_kg\": \"1\"}", "/lotes");
  g_autofree char *body = g_strdup_printf ("{\"lote_id\": " TBK_ID ", \"peso\": \"60\"}",
                                           tbk_test_reply_int (lote, "id"));
  g_autoptr (TbkTestReply) made = tbk_test_expect (client, 201, "POST", body, "/iot/pesaje");

  g_assert_false (json_object_get_boolean_member (json_node_get_object (made->json), "foto"));
  return g_strdup (tbk_test_reply_text (made, "id"));
}

/* The head of a PNG of that size, with `size` bytes behind it, which nobody looks at. */
static GBytes *
make_png (guint16 width, guint8 seed, gsize size)
{
  const guint8 head[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R',
                          0, 0, width >> 8, width & 0xff, 0, 0, 0, 1, 8, 2, 0, 0, 0 };
  GByteArray *png = g_byte_array_new ();

  g_byte_array_append (png, head, sizeof head);
  g_byte_array_set_size (png, (guint) (sizeof head + size));
  memset (png->data + sizeof head, seed, size);
  return g_byte_array_free_to_bytes (png);
}

static GBytes *
make_form (GBytes *file)
{
  GByteArray *form = g_byte_array_new ();
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (file, &size);

  g_byte_array_append (form, (const guint8 *) HEAD, sizeof HEAD - 1);
  g_byte_array_append (form, bytes, (guint) size);
  g_byte_array_append (form, (const guint8 *) END, sizeof END - 1);
  return g_byte_array_free_to_bytes (form);
}

/* Returns: (transfer full): what was answered. */
static TbkTestReply *
put (TbkTestClient *client, const char *id, GBytes *file)
{
  g_autofree char *path = g_strdup_printf ("/pesajes/%s/foto", id);
  g_autoptr (GBytes) form = make_form (file);

  return tbk_test_client_send_bytes (client, "PUT", path, form, TYPE, NULL);
}

static void
expect_put (TbkTestClient *client, guint status, const char *id, GBytes *file)
{
  g_autoptr (TbkTestReply) reply = put (client, id, file);

  tbk_assert_status (reply, status);
}

static guint
count_files (const Yard *yard)
{
  g_assert_cmpuint (tbk_test_count_files (yard->server, "spool"), ==, 0);
  return tbk_test_count_files (yard->server, "pesajes");
}

/* --- from the upload to whoever looks --- */

static void
test_once (gconstpointer data)
{
  const Yard *yard = data;
  g_autofree char *id = weigh (yard->centro);
  g_autoptr (GBytes) photo = make_png (300, 1, 3 * MB);
  g_autoptr (GBytes) other = make_png (300, 2, 100);
  guint before = count_files (yard);
  g_autoptr (TbkTestReply) none = tbk_test_expect (yard->centro, 404, "GET", NULL, "/pesajes/%s/foto", id);
  g_autoptr (TbkTestReply) made = put (yard->centro, id, photo);
  g_autoptr (TbkTestReply) again = put (yard->centro, id, photo);
  g_autoptr (TbkTestReply) another = put (yard->centro, id, other);
  g_autoptr (TbkTestReply) row = tbk_test_expect (yard->centro, 200, "GET", NULL, "/pesajes/%s", id);
  g_autoptr (TbkTestReply) file = tbk_test_expect (yard->centro, 200, "GET", NULL, "/pesajes/%s/foto", id);
  g_autoptr (TbkTestReply) chain = tbk_test_expect (yard->centro, 200, "GET", NULL, "/pesajes/verificar");

  tbk_assert_status (made, 200);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (made->json), "foto"));
  g_assert_cmpstr (tbk_test_reply_text (made, "id"), ==, id);
  tbk_assert_status (again, 200);
  tbk_assert_status (another, 409);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (row->json), "foto"));
  g_assert_true (g_bytes_equal (file->body, photo));
  g_assert_true (json_object_get_boolean_member (json_node_get_object (chain->json), "integra"));
  g_assert_cmpuint (count_files (yard), ==, before + 1);
}

static void
test_others (gconstpointer data)
{
  const Yard *yard = data;
  g_autofree char *id = weigh (yard->centro);
  g_autoptr (GBytes) photo = make_png (300, 3, 100);
  guint before = count_files (yard);

  expect_put (yard->nobody, 401, id, photo);
  expect_put (yard->other, 404, id, photo);
  expect_put (yard->exportadora, 404, id, photo);
  expect_put (yard->centro, 404, "00000000-0000-4000-8000-000000000000", photo);
  expect_put (yard->admin, 200, id, photo);
  tbk_test_reply_free (tbk_test_expect (yard->nobody, 401, "GET", NULL, "/pesajes/%s/foto", id));
  tbk_test_reply_free (tbk_test_expect (yard->other, 404, "GET", NULL, "/pesajes/%s/foto", id));
  tbk_test_reply_free (tbk_test_expect (yard->centro, 200, "GET", NULL, "/pesajes/%s/foto", id));
  g_assert_cmpuint (count_files (yard), ==, before + 1);
}

static void
expect_range (const Yard *yard, const char *id, const char *range, guint status, const char *said)
{
  const char *const headers[] = { "Range", range, NULL };
  g_autofree char *path = g_strdup_printf ("/pesajes/%s/foto", id);
  g_autoptr (TbkTestReply) reply = tbk_test_client_send_bytes (yard->centro, "GET", path, NULL, NULL, headers);

  tbk_assert_status (reply, status);
  g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "Content-Range"), ==, said);
}

/* What is left of one whose line was cut. */
static void
test_ranges (gconstpointer data)
{
  const Yard *yard = data;
  g_autofree char *id = weigh (yard->centro);
  g_autoptr (GBytes) photo = make_png (300, 4, 71); /* 100 bytes */

  expect_put (yard->centro, 200, id, photo);
  expect_range (yard, id, "bytes=90-", 206, "bytes 90-99/100");
  expect_range (yard, id, "bytes=100-", 416, "bytes */100");
}

/* --- what is no photo --- */

static void
test_hostile (gconstpointer data)
{
  const Yard *yard = data;
  const char *const texts[] = { "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
                                "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
                                "MZ\x90", "<html><script>alert(1)</script></html>", "\x89PNG\r\n\x1a\n" };
  g_autofree char *id = weigh (yard->centro);
  guint before = count_files (yard);
  g_autoptr (GBytes) wide = make_png (16385, 1, 100);
  g_autoptr (GBytes) huge = make_png (300, 1, 10 * MB);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (TbkTestReply) reply = put (yard->centro, id, bytes);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      tbk_assert_status (reply, 422);
      g_assert_true (tbk_test_reply_blames (reply, "archivo"));
    }
  expect_put (yard->centro, 422, id, wide);
  expect_put (yard->centro, 422, id, nothing);
  expect_put (yard->centro, 413, id, huge);
  tbk_test_reply_free (tbk_test_expect (yard->centro, 404, "GET", NULL, "/pesajes/%s/foto", id));
  g_assert_cmpuint (count_files (yard), ==, before);
}

/* A form that is cut. */
static void
test_malformed (gconstpointer data)
{
  const Yard *yard = data;
  g_autofree char *id = weigh (yard->centro);
  g_autofree char *path = g_strdup_printf ("/pesajes/%s/foto", id);
  g_autoptr (GBytes) cut = g_bytes_new_static (HEAD, sizeof HEAD - 1);
  guint before = count_files (yard);
  g_autoptr (TbkTestReply) reply = tbk_test_client_send_bytes (yard->centro, "PUT", path, cut, TYPE, NULL);

  tbk_assert_status (reply, 400);
  g_assert_cmpuint (count_files (yard), ==, before);
}

/* A disk that is full: nothing half stored, and all is well when there is room again. */
static void
test_full (gconstpointer data)
{
  const Yard *yard = data;
  g_autofree char *id = weigh (yard->centro);
  g_autoptr (GBytes) photo = make_png (300, 5, 500000);
  guint before = count_files (yard);
  g_autoptr (TbkTestReply) full = NULL;

  tbk_test_limit_files (yard->server, 100000);
  full = put (yard->centro, id, photo);
  tbk_test_limit_files (yard->server, RLIM_INFINITY);
  tbk_assert_status (full, 507);
  g_assert_cmpuint (count_files (yard), ==, before);
  tbk_test_reply_free (tbk_test_expect (yard->centro, 404, "GET", NULL, "/pesajes/%s/foto", id));
  expect_put (yard->centro, 200, id, photo);
}

/* --- at once --- */

typedef struct
{
  TbkTestClient *client;
  const char *id;
  guint8 seed;
  guint status;
} Writer;

static gpointer
write_one (gpointer data)
{
  Writer *writer = data;
  g_autoptr (GBytes) photo = make_png (300, writer->seed, 200000);
  g_autoptr (TbkTestReply) reply = put (writer->client, writer->id, photo);

  writer->status = reply->status;
  return NULL;
}

static void
run_writers (const Yard *yard, const char *id, Writer writers[WRITERS])
{
  GThread *threads[WRITERS];

  for (guint i = 0; i < WRITERS; i++)
    writers[i] = (Writer){ tbk_test_client_new_for (yard->server, "centro@demo.ec"), id, (guint8) (1 + i % 2), 0 };
  for (guint i = 0; i < WRITERS; i++)
    threads[i] = g_thread_new ("writer", write_one, &writers[i]);
  for (guint i = 0; i < WRITERS; i++)
    {
      g_thread_join (threads[i]);
      tbk_test_client_free (writers[i].client);
    }
}

/* Two kinds of bytes by several at once: one kind is kept, by one file, and whoever brought the other is told. */
static void
test_at_once (gconstpointer data)
{
  const Yard *yard = data;
  g_autofree char *id = weigh (yard->centro);
  guint before = count_files (yard);
  Writer writers[WRITERS];
  g_autoptr (TbkTestReply) file = NULL;
  guint8 kept;

  run_writers (yard, id, writers);
  file = tbk_test_expect (yard->centro, 200, "GET", NULL, "/pesajes/%s/foto", id);
  kept = ((const guint8 *) g_bytes_get_data (file->body, NULL))[g_bytes_get_size (file->body) - 1];
  for (guint i = 0; i < WRITERS; i++)
    g_assert_cmpuint (writers[i].status, ==, writers[i].seed == kept ? 200 : 409);
  g_assert_cmpuint (count_files (yard), ==, before + 1);
}

/* --- the store's round --- */

/* Returns: (transfer full): where its file lies. */
static char *
find_file (const Yard *yard, const char *id)
{
  g_autofree char *query = g_strdup_printf ("SELECT ruta FROM pesaje_foto WHERE pesaje_id = '%s'", id);
  g_autofree char *ruta = tbk_test_db_query (yard->db, query);

  return g_build_filename (tbk_test_server_get_data_dir (yard->server), "storage", ruta, NULL);
}

static void
make_old (const char *path)
{
  const struct utimbuf then = { time (NULL) - TWO_HOURS_S, time (NULL) - TWO_HOURS_S };

  g_assert_cmpint (utime (path, &then), ==, 0);
}

/* An old photo that has its row stays, an old file without one goes, and what is missing or altered is named. */
static void
test_round (gconstpointer data)
{
  const Yard *yard = data;
  g_autofree char *kept = weigh (yard->centro);
  g_autofree char *altered = weigh (yard->centro);
  g_autoptr (GBytes) photo = make_png (300, 9, 1000);
  g_autofree char *file = NULL;
  g_autofree char *spoiled = NULL;
  g_autofree char *orphan = NULL;
  g_autofree char *query = g_strdup_printf ("SELECT id::text FROM pesaje_foto WHERE pesaje_id = '%s'", altered);
  g_autofree char *number = NULL;
  g_autoptr (TbkTestReply) round = NULL;
  JsonArray *named;

  expect_put (yard->centro, 200, kept, photo);
  expect_put (yard->centro, 200, altered, photo);
  file = find_file (yard, kept);
  spoiled = find_file (yard, altered);
  orphan = g_strconcat (file, "-huerfano", NULL);
  g_assert_true (g_file_set_contents (orphan, "x", 1, NULL));
  g_assert_true (g_file_set_contents (spoiled, "x", 1, NULL));
  make_old (file);
  make_old (orphan);
  round = tbk_test_expect (yard->admin, 200, "POST", NULL, "/admin/almacen");
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (orphan, G_FILE_TEST_EXISTS));
  number = tbk_test_db_query (yard->db, query);
  named = tbk_test_reply_array (round, "alterados");
  g_assert_cmpuint (json_array_get_length (named), ==, 1);
  g_assert_cmpint (json_array_get_int_element (named, 0), ==, g_ascii_strtoll (number, NULL, 10));
  tbk_test_reply_free (tbk_test_expect (yard->centro, 500, "GET", NULL, "/pesajes/%s/foto", altered));
}

int
main (int argc, char **argv)
{
  Yard yard = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  yard.server = tbk_test_server_new (NULL);
  yard.db = tbk_test_db_connect (yard.server, "postgres");
  yard.centro = tbk_test_client_new_for (yard.server, "centro@demo.ec");
  yard.exportadora = tbk_test_client_new_for (yard.server, "exportadora@demo.ec");
  yard.other = tbk_test_client_new_for (yard.server, "centro2@demo.ec");
  yard.admin = tbk_test_client_new_for (yard.server, "admin@demo.ec");
  yard.nobody = tbk_test_client_new (yard.server);
  g_test_add_data_func ("/pesaje-foto/once", &yard, test_once);
  g_test_add_data_func ("/pesaje-foto/others", &yard, test_others);
  g_test_add_data_func ("/pesaje-foto/ranges", &yard, test_ranges);
  g_test_add_data_func ("/pesaje-foto/hostile", &yard, test_hostile);
  g_test_add_data_func ("/pesaje-foto/malformed", &yard, test_malformed);
  g_test_add_data_func ("/pesaje-foto/full", &yard, test_full);
  g_test_add_data_func ("/pesaje-foto/at-once", &yard, test_at_once);
  g_test_add_data_func ("/pesaje-foto/round", &yard, test_round);
  status = g_test_run ();
  PQfinish (yard.db);
  g_clear_pointer (&yard.centro, tbk_test_client_free);
  g_clear_pointer (&yard.exportadora, tbk_test_client_free);
  g_clear_pointer (&yard.other, tbk_test_client_free);
  g_clear_pointer (&yard.admin, tbk_test_client_free);
  g_clear_pointer (&yard.nobody, tbk_test_client_free);
  tbk_test_server_free (yard.server);
  return status;
}
