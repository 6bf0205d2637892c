/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents on the real server: uploaded as curl, browsers and libsoup do, listed, fetched whole
 * and in ranges, by a session and by a signed address, and all in one archive. */

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "tbk-signed.h"
#include "tbk-test-upload.h"

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *exportadora, *centro, *admin, *nobody;
} Desk;

/* A PDF in a new contrato. Returns: (transfer full). */
static TbkTestReply *
add_pdf (const Desk *desk, gsize size, guint seed, const char *name)
{
  g_autoptr (GBytes) pdf = tbk_test_pdf (size, seed);
  const TbkTestUpload upload = { tbk_test_contrato (desk->server), name, "factura", pdf, NULL };
  TbkTestReply *reply = tbk_test_upload (desk->exportadora, &upload);

  tbk_assert_status (reply, 201);
  return reply;
}

static TbkTestReply *
fetch (TbkTestClient *client, const char *url, const char *range, const char *if_range)
{
  const char *headers[] = { range != NULL ? "Range" : NULL, range,
                            if_range != NULL ? "If-Range" : NULL, if_range, NULL };

  return tbk_test_client_send_bytes (client, "GET", url, NULL, NULL, headers);
}

static const char *
header (const TbkTestReply *reply, const char *name)
{
  return soup_message_headers_get_one (reply->headers, name);
}

/* --- uploading
 * --------------------------------------------------------------------------------------------------------
 */

static void
check_uploaded (const Desk *desk, const TbkTestReply *made, GBytes *bytes, const char *name)
{
  g_autofree char *sha256 = tbk_test_sha256 (bytes);
  g_autoptr (TbkTestReply) file = NULL;
  g_autofree char *fetched = NULL;

  tbk_assert_status (made, 201);
  g_assert_cmpstr (tbk_test_reply_text (made, "nombre_archivo"), ==, name);
  g_assert_cmpstr (tbk_test_reply_text (made, "sha256"), ==, sha256);
  g_assert_cmpint (tbk_test_reply_int (made, "tamano"), ==, g_bytes_get_size (bytes));
  g_assert_cmpstr (tbk_test_reply_text (made, "tipo_contenido"), ==, "application/pdf");
  g_assert_cmpstr (tbk_test_reply_text (made, "subido_por_nombre"), ==, "Ricardo Vélez");
  file = fetch (desk->nobody, tbk_test_reply_text (made, "url_archivo"), NULL, NULL);
  tbk_assert_status (file, 200);
  fetched = tbk_test_sha256 (file->body);
  g_assert_cmpstr (fetched, ==, sha256);
}

static void
test_soup (gconstpointer data)
{
  const Desk *desk = data;
  const char *names[] = { "contrato.pdf", "Guía de remisión ñ.pdf", "di \"so\".pdf", "a;b=c.pdf", "100%.pdf" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) pdf = tbk_test_pdf (i == 0 ? 300000 : 100, (guint) i);
      const TbkTestUpload upload = { tbk_test_contrato (desk->server), names[i], "contrato", pdf, NULL };
      g_autoptr (TbkTestReply) made = tbk_test_upload (desk->exportadora, &upload);

      check_uploaded (desk, made, pdf, names[i]);
    }
}

/* What a browser sends for a form whose file input stands before the others. */
static void
test_browser (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (GBytes) pdf = tbk_test_pdf (70000, 1);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autofree char *path = g_strdup_printf ("/contratos/" TBK_ID "/documentos", tbk_test_contrato (desk->server));
  const char *head = "------WebKitFormBoundaryA1\r\nContent-Disposition: form-data; name=\"archivo\"; "
                     "filename=\"Gu\xc3\xad\x61 %22uno%22.pdf\"\r\nContent-Type: application/pdf\r\n\r\n";
  const char *tail = "\r\n------WebKitFormBoundaryA1\r\nContent-Disposition: form-data; name=\"observaciones\"\r\n\r\n"
                     "dos\r\nl\xc3\xadneas\r\n------WebKitFormBoundaryA1\r\nContent-Disposition: form-data; "
                     "name=\"tipo\"\r\n\r\nguia\r\n------WebKitFormBoundaryA1--\r\n";
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TbkTestReply) made = NULL;

  g_byte_array_append (body, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (body, g_bytes_get_data (pdf, NULL), (guint) g_bytes_get_size (pdf));
  g_byte_array_append (body, (const guint8 *) tail, (guint) strlen (tail));
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  made = tbk_test_client_send_bytes (desk->exportadora, "POST", path, bytes,
                                     "multipart/form-data; boundary=----WebKitFormBoundaryA1", NULL);
  check_uploaded (desk, made, pdf, "Guía \"uno\".pdf");
  g_assert_cmpstr (tbk_test_reply_text (made, "tipo"), ==, "guia");
}

/* curl itself; a large enough body makes it ask for 100 Continue. */
static void
test_curl (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (GBytes) pdf = tbk_test_pdf (3 * 1024 * 1024, 2);
  g_autofree char *file = g_build_filename (tbk_test_server_get_data_dir (desk->server), "Factura ñ.pdf", NULL);
  g_autofree char *part = g_strdup_printf ("archivo=@%s", file);
  gint64 contrato = tbk_test_contrato (desk->server);
  g_autofree char *url = g_strdup_printf ("%s/v1/contratos/" TBK_ID "/documentos",
                                          tbk_test_server_get_url (desk->server), contrato);
  g_autofree char *token = g_strdup_printf ("Authorization: Bearer %s", tbk_test_client_get_token (desk->exportadora));
  const char *argv[] = { "curl", "-sk", "--fail-with-body", "-H", token, "-F", "tipo=pago", "-F", part, url, NULL };
  g_autoptr (GSubprocess) curl = NULL;
  g_autoptr (TbkTestReply) made = NULL;
  g_autoptr (TbkTestReply) list = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *items;

  g_assert_true (g_file_set_contents (file, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), NULL));
  curl = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (curl, NULL, &error));
  g_assert_no_error (error);
  list = tbk_test_expect (desk->exportadora, 200, "GET", NULL, "/contratos/" TBK_ID "/documentos", contrato);
  items = tbk_test_reply_array (list, "items");
  g_assert_cmpuint (json_array_get_length (items), ==, 1);
  made = tbk_test_expect (desk->exportadora, 200, "GET", NULL, "/documentos/" TBK_ID,
                          json_object_get_int_member (json_array_get_object_element (items, 0), "id"));
  made->status = 201; /* it was made by someone else */
  check_uploaded (desk, made, pdf, "Factura ñ.pdf");
}

/* Said, not doubled; and stored again where it was asked for. */
static void
test_twice (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (GBytes) pdf = tbk_test_pdf (1000, 3);
  TbkTestUpload upload = { tbk_test_contrato (desk->server), "a.pdf", "contrato", pdf, NULL };
  g_autoptr (TbkTestReply) first = tbk_test_upload (desk->exportadora, &upload);
  guint files = tbk_test_count_files (desk->server, "contratos");
  g_autoptr (TbkTestReply) second = tbk_test_upload (desk->centro, &upload);
  g_autoptr (TbkTestReply) third = NULL;
  g_autoptr (TbkTestReply) contrato = NULL;
  g_autofree char *pdf_path = NULL;
  JsonObject *actual;

  tbk_assert_status (first, 201);
  tbk_assert_status (second, 409);
  actual = json_object_get_object_member (json_node_get_object (second->json), "actual");
  g_assert_cmpint (json_object_get_int_member (actual, "id"), ==, tbk_test_reply_int (first, "id"));
  g_assert_cmpuint (tbk_test_count_files (desk->server, "contratos"), ==, files);
  g_assert_cmpuint (tbk_test_count_files (desk->server, "spool"), ==, 0);
  upload.repetido = "true";
  third = tbk_test_upload (desk->centro, &upload);
  tbk_assert_status (third, 201);
  g_assert_cmpint (tbk_test_reply_int (third, "id"), >, tbk_test_reply_int (first, "id"));

  contrato = tbk_test_expect (desk->exportadora, 200, "GET", NULL, "/contratos/" TBK_ID, upload.contrato);
  pdf_path = g_strdup_printf ("/documentos/" TBK_ID, tbk_test_reply_int (third, "id"));
  g_assert_cmpstr (tbk_test_reply_text (contrato, "archivo_pdf"), ==, pdf_path);
}

/* --- fetching
 * ---------------------------------------------------------------------------------------------------------
 */

/* As a client resumes: piece by piece, each only while the file is the same. */
static void
test_ranges (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestReply) made = add_pdf (desk, 200000, 4, "a.pdf");
  const char *url = tbk_test_reply_text (made, "url_archivo");
  gint64 size = tbk_test_reply_int (made, "tamano");
  g_autofree char *etag = g_strdup_printf ("\"%s\"", tbk_test_reply_text (made, "sha256"));
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *sha256 = NULL;

  while (whole->len < size)
    {
      g_autofree char *range = g_strdup_printf ("bytes=%u-%u", whole->len, whole->len + 65536);
      g_autoptr (TbkTestReply) piece = fetch (desk->nobody, url, range, etag);
      g_autofree char *said = g_strdup_printf ("bytes %u-" TBK_ID "/" TBK_ID, whole->len,
                                               MIN (whole->len + 65536, size - 1), size);

      tbk_assert_status (piece, 206);
      g_assert_cmpstr (header (piece, "Content-Range"), ==, said);
      g_assert_cmpstr (header (piece, "ETag"), ==, etag);
      g_byte_array_append (whole, g_bytes_get_data (piece->body, NULL), (guint) g_bytes_get_size (piece->body));
    }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&whole));
  sha256 = tbk_test_sha256 (bytes);
  g_assert_cmpstr (sha256, ==, tbk_test_reply_text (made, "sha256"));
}

static void
test_whole_instead (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestReply) made = add_pdf (desk, 2000, 5, "a.pdf");
  const char *url = tbk_test_reply_text (made, "url_archivo");
  gint64 size = tbk_test_reply_int (made, "tamano");
  g_autofree char *etag = g_strdup_printf ("\"%s\"", tbk_test_reply_text (made, "sha256"));
  const char *known[] = { "If-None-Match", etag, NULL };
  g_autoptr (TbkTestReply) changed = fetch (desk->nobody, url, "bytes=0-9", "\"other\"");
  g_autoptr (TbkTestReply) many = fetch (desk->nobody, url, "bytes=0-9,20-29", NULL);
  g_autoptr (TbkTestReply) beyond = fetch (desk->nobody, url, "bytes=99999-", NULL);
  g_autoptr (TbkTestReply) head = tbk_test_client_send_bytes (desk->nobody, "HEAD", url, NULL, NULL, NULL);
  g_autoptr (TbkTestReply) same = NULL;

  tbk_assert_status (changed, 200);
  g_assert_cmpint (g_bytes_get_size (changed->body), ==, size);
  tbk_assert_status (many, 200);
  tbk_assert_status (beyond, 416);
  g_assert_true (g_str_has_prefix (header (beyond, "Content-Range"), "bytes */"));
  tbk_assert_status (head, 200);
  g_assert_cmpint (g_bytes_get_size (head->body), ==, 0);
  g_assert_cmpint (soup_message_headers_get_content_length (head->headers), ==, size);
  g_assert_cmpstr (header (head, "Accept-Ranges"), ==, "bytes");
  g_assert_cmpstr (header (head, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_true (g_str_has_prefix (header (head, "Content-Security-Policy"), "sandbox"));
  g_assert_true (g_str_has_prefix (header (head, "Content-Disposition"), "attachment; "));
  same = tbk_test_client_send_bytes (desk->nobody, "GET", url, NULL, NULL, known);
  g_assert_cmpuint (same->status, ==, 304);
}

static void
test_disposition (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestReply) made = add_pdf (desk, 100, 6, "Guía \"uno\" 100%.pdf");
  g_autoptr (TbkTestReply) file = fetch (desk->nobody, tbk_test_reply_text (made, "url_archivo"), NULL, NULL);

  g_assert_cmpstr (header (file, "Content-Disposition"), ==,
                   "attachment; filename=\"Guia _uno_ 100_.pdf\"; filename*=UTF-8''Gu%C3%ADa%20_uno_%20100%25.pdf");
}

static void
test_zip (gconstpointer data)
{
  const Desk *desk = data;
  const char *names[] = { "a.pdf", "A.pdf", "../../x.pdf", "Guía.pdf", "con.pdf" };
  const char *wanted[] = { "a.pdf", "A (2).pdf", "x.pdf", "Guía.pdf", "_con.pdf" };
  TbkTestUpload upload = { tbk_test_contrato (desk->server), NULL, "otro", NULL, NULL };
  g_autoptr (TbkTestReply) zip = NULL;
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  gsize size;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) pdf = tbk_test_pdf (100000 + i, i);
      g_autoptr (TbkTestReply) made = NULL;

      upload.name = names[i];
      upload.bytes = pdf;
      made = tbk_test_upload (desk->exportadora, &upload);
      tbk_assert_status (made, 201);
    }
  zip = tbk_test_expect (desk->centro, 200, "GET", NULL, "/contratos/" TBK_ID "/documentos.zip", upload.contrato);
  g_assert_cmpstr (header (zip, "Content-Type"), ==, "application/zip");
  archive_read_support_format_zip_seekable (archive);
  archive_read_set_options (archive, "hdrcharset=UTF-8");
  gconstpointer bytes = g_bytes_get_data (zip->body, &size);
  g_assert_cmpint (archive_read_open_memory (archive, bytes, size), ==, ARCHIVE_OK);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) pdf = tbk_test_pdf (100000 + i, i);
      gsize length = g_bytes_get_size (pdf);
      g_autofree char *content = g_malloc (length + 1);

      g_assert_cmpint (archive_read_next_header (archive, &entry), ==, ARCHIVE_OK);
      g_assert_cmpstr (archive_entry_pathname_utf8 (entry), ==, wanted[i]);
      g_assert_cmpint (archive_read_data (archive, content, length + 1), ==, (gssize) length);
      g_assert_true (memcmp (content, g_bytes_get_data (pdf, NULL), length) == 0);
    }
  g_assert_cmpint (archive_read_next_header (archive, &entry), ==, ARCHIVE_EOF);
  archive_read_free (archive);
}

/* --- signed addresses
 * -------------------------------------------------------------------------------------------------
 */

static void
assert_fetch (TbkTestClient *client, const char *url, guint status)
{
  g_autoptr (TbkTestReply) reply = fetch (client, url, NULL, NULL);

  tbk_assert_status (reply, status);
}

/* Another byte of the same kind, so that it is still an address that can be sent. */
static char
other_byte (char c)
{
  if (g_ascii_isdigit (c))
    return c == '9' ? '0' : (char) (c + 1);
  if (g_ascii_islower (c))
    return c == 'z' ? 'a' : (char) (c + 1);
  return c == '_' ? '-' : '_';
}

static void
test_altered (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestReply) made = add_pdf (desk, 100, 7, "a.pdf");
  const char *url = tbk_test_reply_text (made, "url_archivo");
  g_autofree char *versioned = g_strconcat ("/v1", url, NULL);
  gsize query = strcspn (url, "?") + 1;

  for (gsize i = 1; url[i] != '\0'; i++)
    {
      g_autofree char *altered = g_strdup (url);
      g_autoptr (TbkTestReply) reply = NULL;

      altered[i] = other_byte (url[i]);
      reply = fetch (desk->nobody, altered, NULL, NULL);
      /* another id or query is no address of ours; another letter of the route is another route, or none */
      if (i >= query || g_ascii_isdigit (url[i]))
        tbk_assert_status (reply, 403);
      else if (reply->status != 401)
        tbk_assert_status (reply, 404);
    }
  for (gsize i = strcspn (url, "?") + 2; url[i] != '\0'; i++)
    {
      g_autofree char *cut = g_strndup (url, i);
      assert_fetch (desk->nobody, cut, 403);
    }
  /* a token beside it does not mend it */
  g_autofree char *longer = g_strconcat (url, "0", NULL);
  assert_fetch (desk->exportadora, longer, 403);
  assert_fetch (desk->nobody, versioned, 200);
  assert_fetch (desk->nobody, url, 200);
}

/* As the server itself would sign, for whoever that address was given to. */
static char *
sign (const Desk *desk, const char *url, gint64 documento, gint64 expires_s)
{
  g_autofree char *file = g_build_filename (tbk_test_server_get_data_dir (desk->server), "secret.key", NULL);
  g_autofree char *path = g_strdup_printf ("/documentos/" TBK_ID "/download", documento);
  g_autofree char *secret = NULL;
  g_auto (GStrv) pairs = g_strsplit_set (url, "?&=", -1);
  g_autoptr (TbkSigner) signer = NULL;
  g_autoptr (GError) error = NULL;
  TbkCaller caller = {
    .usuario_id = g_ascii_strtoll (pairs[6], NULL, 10),
    .rol = tbk_rol_from_text (pairs[8]),
  };

  g_assert_true (g_file_get_contents (file, &secret, NULL, NULL));
  signer = tbk_signer_new (secret, NULL, &error);
  g_assert_no_error (error);
  g_strlcpy (caller.sesion, pairs[4], sizeof caller.sesion);
  return tbk_signer_sign (signer, path, &caller, expires_s);
}

static void
test_expired (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestReply) made = add_pdf (desk, 100, 8, "a.pdf");
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  gint64 id = tbk_test_reply_int (made, "id");
  g_autofree char *good = sign (desk, tbk_test_reply_text (made, "url_archivo"), id, now_s + 60);
  g_autofree char *late = sign (desk, tbk_test_reply_text (made, "url_archivo"), id, now_s - 1);

  assert_fetch (desk->nobody, good, 200);
  assert_fetch (desk->nobody, late, 403);
}

/* Rightly signed, and yet not theirs: what one does not see is not there. */
static void
test_foreign (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestClient) other = tbk_test_client_new_for (desk->server, "exportadora2@demo.ec");
  g_autoptr (TbkTestReply) made = add_pdf (desk, 100, 9, "a.pdf");
  g_autoptr (TbkTestReply) theirs = NULL;
  g_autoptr (TbkTestReply) list = tbk_test_expect (other, 200, "GET", NULL, "/contratos?page_size=1");
  g_autoptr (GBytes) pdf = tbk_test_pdf (100, 10);
  TbkTestUpload upload = { 0, "b.pdf", "otro", pdf, NULL };
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  gint64 id = tbk_test_reply_int (made, "id");
  g_autofree char *url = NULL;

  upload.contrato = json_object_get_int_member (
      json_array_get_object_element (tbk_test_reply_array (list, "items"), 0), "id");
  theirs = tbk_test_upload (other, &upload);
  tbk_assert_status (theirs, 201);
  url = sign (desk, tbk_test_reply_text (theirs, "url_archivo"), id, now_s + 60);
  assert_fetch (desk->nobody, url, 404);
  tbk_test_reply_free (tbk_test_expect (other, 404, "GET", NULL, "/documentos/" TBK_ID, id));
}

/* The session that it was given to ends: by log-out, and by suspension. */
static void
test_session_ends (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestClient) leaving = tbk_test_client_new_for (desk->server, "exportadora@demo.ec");
  g_autoptr (TbkTestReply) made = add_pdf (desk, 100, 11, "a.pdf");
  gint64 id = tbk_test_reply_int (made, "id");
  g_autoptr (TbkTestReply) seen = tbk_test_expect (leaving, 200, "GET", NULL, "/documentos/" TBK_ID, id);
  const char *url = tbk_test_reply_text (seen, "url_archivo");
  g_autoptr (TbkTestReply) out = NULL;

  assert_fetch (desk->nobody, url, 200);
  out = tbk_test_expect (leaving, 204, "POST", NULL, "/auth/logout");
  assert_fetch (desk->nobody, url, 403);
}

static void
test_suspended (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestReply) yo = tbk_test_expect (desk->exportadora, 200, "GET", NULL, "/me");
  g_autofree char *body = g_strdup_printf (
      "{\"nombre\": \"Va\", \"email\": \"va@demo.ec\", \"password\": \"" TBK_TEST_PASSWORD
      "\", \"rol\": \"exportadora\", \"empresa_id\": " TBK_ID ", \"estado\": \"Activo\"}",
      tbk_test_reply_int (yo, "empresa_id"));
  g_autoptr (TbkTestReply) usuario = tbk_test_expect (desk->admin, 201, "POST", body, "/usuarios");
  g_autoptr (TbkTestClient) client = tbk_test_client_new_for (desk->server, "va@demo.ec");
  g_autoptr (TbkTestReply) made = add_pdf (desk, 100, 12, "a.pdf");
  g_autoptr (TbkTestReply) seen = tbk_test_expect (client, 200, "GET", NULL, "/documentos/" TBK_ID,
                                                   tbk_test_reply_int (made, "id"));
  g_autoptr (TbkTestReply) done = NULL;

  assert_fetch (desk->nobody, tbk_test_reply_text (seen, "url_archivo"), 200);
  done = tbk_test_expect (desk->admin, 200, "POST", NULL, "/usuarios/" TBK_ID "/suspender",
                          tbk_test_reply_int (usuario, "id"));
  assert_fetch (desk->nobody, tbk_test_reply_text (seen, "url_archivo"), 403);
}

/* Neither addresses nor their queries are in the log. */
static void
test_log (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestReply) made = add_pdf (desk, 100, 13, "secreto.pdf");
  g_autofree char *log = NULL;

  assert_fetch (desk->nobody, tbk_test_reply_text (made, "url_archivo"), 200);
  tbk_test_server_stop (desk->server); /* all of it is written */
  log = tbk_test_server_read_log (desk->server);
  g_assert_nonnull (strstr (log, "/documentos/{id}/download"));
  g_assert_null (strstr (log, "firma="));
  g_assert_null (strstr (log, "secreto.pdf"));
  tbk_test_server_start_again (desk->server);
}

int
main (int argc, char **argv)
{
  Desk desk = { 0 };
  int status;

  setlocale (LC_ALL, "C.UTF-8"); /* libarchive gives names in the locale's letters */
  g_test_init (&argc, &argv, NULL);
  desk.server = tbk_test_server_new (NULL);
  desk.exportadora = tbk_test_client_new_for (desk.server, "exportadora@demo.ec");
  desk.centro = tbk_test_client_new_for (desk.server, "centro@demo.ec");
  desk.admin = tbk_test_client_new_for (desk.server, "admin@demo.ec");
  desk.nobody = tbk_test_client_new (desk.server);
  g_test_add_data_func ("/documentos/soup", &desk, test_soup);
  g_test_add_data_func ("/documentos/browser", &desk, test_browser);
  g_test_add_data_func ("/documentos/curl", &desk, test_curl);
  g_test_add_data_func ("/documentos/twice", &desk, test_twice);
  g_test_add_data_func ("/documentos/ranges", &desk, test_ranges);
  g_test_add_data_func ("/documentos/whole-instead", &desk, test_whole_instead);
  g_test_add_data_func ("/documentos/disposition", &desk, test_disposition);
  g_test_add_data_func ("/documentos/zip", &desk, test_zip);
  g_test_add_data_func ("/documentos/altered", &desk, test_altered);
  g_test_add_data_func ("/documentos/expired", &desk, test_expired);
  g_test_add_data_func ("/documentos/foreign", &desk, test_foreign);
  g_test_add_data_func ("/documentos/session-ends", &desk, test_session_ends);
  g_test_add_data_func ("/documentos/suspended", &desk, test_suspended);
  g_test_add_data_func ("/documentos/log", &desk, test_log);
  status = g_test_run ();
  tbk_test_client_free (desk.exportadora);
  tbk_test_client_free (desk.centro);
  tbk_test_client_free (desk.admin);
  tbk_test_client_free (desk.nobody);
  tbk_test_server_free (desk.server);
  return status;
}
