/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-test-upload.h"

#include <string.h>

#define WAIT_US (30 * (gint64) G_USEC_PER_SEC)
#define LOOK_MS 10

static void
append_field (SoupMultipart *form, const char *name, const char *text)
{
  if (text != NULL)
    soup_multipart_append_form_string (form, name, text);
}

TbkTestReply *
tbk_test_upload (TbkTestClient *client, const TbkTestUpload *upload)
{
  SoupMultipart *form = soup_multipart_new ("multipart/form-data");
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autofree char *path = upload->chat != 0 ? g_strdup_printf ("/chats/" TBK_ID "/adjuntos", upload->chat)
                                            : g_strdup_printf ("/contratos/" TBK_ID "/documentos", upload->contrato);
  g_autoptr (GBytes) body = NULL;
  TbkTestReply *reply;

  if (upload->bytes != NULL)
    soup_multipart_append_form_file (form, "archivo", upload->name, "application/octet-stream", upload->bytes);
  append_field (form, "tipo", upload->tipo);
  append_field (form, "repetido", upload->repetido);
  soup_multipart_to_message (form, headers, &body);
  reply = tbk_test_client_send_bytes (client, "POST", path, body,
                                      soup_message_headers_get_one (headers, "Content-Type"), NULL);
  soup_message_headers_unref (headers);
  soup_multipart_free (form);
  return reply;
}

GBytes *
tbk_test_pdf (gsize size, guint seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  GByteArray *pdf = g_byte_array_new ();
  const char *head = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";
  const char *tail = "\ntrailer << /Root 1 0 R >>\n%%EOF\n";

  g_byte_array_append (pdf, (const guint8 *) head, (guint) strlen (head));
  while (pdf->len < size)
    {
      guint32 word = g_rand_int (random);
      g_byte_array_append (pdf, (const guint8 *) &word, sizeof word);
    }
  g_byte_array_append (pdf, (const guint8 *) tail, (guint) strlen (tail));
  return g_byte_array_free_to_bytes (pdf);
}

gint64
tbk_test_contrato (TbkTestServer *server)
{
  g_autoptr (TbkTestClient) exportadora = tbk_test_client_new_for (server, "exportadora@demo.ec");
  g_autoptr (TbkTestClient) centro = tbk_test_client_new_for (server, "centro@demo.ec");
  g_autoptr (TbkTestReply) yo = NULL;
  g_autoptr (TbkTestReply) made = NULL;
  g_autofree char *body = NULL;

  yo = tbk_test_expect (centro, 200, "GET", NULL, "/me");
  body = g_strdup_printf ("{\"contraparte_id\": " TBK_ID ", \"fecha_firma\": \"2026-11-02\", \"volumen_tm\": \"25\", "
                          "\"tipo_precio\": \"fijo\", \"precio_fijado_tm\": \"5400\"}",
                          tbk_test_reply_int (yo, "empresa_id"));
  made = tbk_test_expect (exportadora, 201, "POST", body, "/contratos");
  return tbk_test_reply_int (made, "id");
}

gint64
tbk_test_chat_of (TbkTestClient *client, gint64 contrato)
{
  g_autoptr (TbkTestReply) list = tbk_test_expect (client, 200, "GET", NULL, "/chats?contrato_id=" TBK_ID, contrato);
  JsonArray *items = tbk_test_reply_array (list, "items");

  g_assert_cmpuint (json_array_get_length (items), ==, 1);
  return json_object_get_int_member (json_array_get_object_element (items, 0), "id");
}

char *
tbk_test_sha256 (GBytes *bytes)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

static guint
count_in (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      n += g_file_test (child, G_FILE_TEST_IS_DIR) ? count_in (child) : 1;
    }
  return n;
}

guint
tbk_test_count_files (TbkTestServer *server, const char *folder)
{
  g_autofree char *path = g_build_filename (tbk_test_server_get_data_dir (server), "storage", folder, NULL);

  return count_in (path);
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
tbk_test_wait (gboolean (*test) (gpointer user_data), gpointer user_data)
{
  gint64 deadline_us = g_get_monotonic_time () + WAIT_US;
  guint waker = g_timeout_add (LOOK_MS, wake_cb, NULL);

  while (!test (user_data))
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    }
  g_source_remove (waker);
}

void
tbk_test_limit_files (TbkTestServer *server, rlim_t bytes)
{
  g_autoptr (GArray) workers = tbk_test_server_get_workers (server);
  struct rlimit limit;

  for (guint i = 0; i < workers->len; i++)
    {
      GPid pid = g_array_index (workers, GPid, i);

      g_assert_cmpint (prlimit (pid, RLIMIT_FSIZE, NULL, &limit), ==, 0);
      limit.rlim_cur = MIN (bytes, limit.rlim_max);
      g_assert_cmpint (prlimit (pid, RLIMIT_FSIZE, &limit, NULL), ==, 0);
    }
}
