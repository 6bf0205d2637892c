/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Uploads that go wrong or mean no good: each ends in a clear answer, nothing half stored, and the server goes on. */

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <utime.h>

#include "tbk-clamd.h"
#include "tbk-test-upload.h"

#define MB (1024 * 1024)
#define TYPE "multipart/form-data; boundary=b"
#define N_SPOILED 160
#define TWO_HOURS_S (2 * 3600)

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *centro, *admin;
  TbkClamd *clamd;
  char *socket;
  gint64 contrato; /* for what is refused */
  gint64 chat;     /* of the centro's */
} Desk;

static void
assert_nothing_left (const Desk *desk, guint files)
{
  g_autoptr (TbkTestReply) health = tbk_test_expect (desk->admin, 200, "GET", NULL, "/health");

  g_assert_cmpuint (tbk_test_count_files (desk->server, "spool"), ==, 0);
  g_assert_cmpuint (tbk_test_count_files (desk->server, "contratos"), ==, files);
}

static TbkTestReply *
send_raw (const Desk *desk, const char *type, const char *body, gsize length)
{
  g_autofree char *path = g_strdup_printf ("/contratos/" TBK_ID "/documentos", desk->contrato);
  g_autoptr (GBytes) bytes = g_bytes_new (body, length);

  return tbk_test_client_send_bytes (desk->centro, "POST", path, bytes, type, NULL);
}

/* --- forms
 * ------------------------------------------------------------------------------------------------------------
 */

typedef struct
{
  const char *body;
  guint status;
  const char *loc; /* blamed, of a 422 */
} FormCase;

#define PART(name) "--b\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_PART(name) "--b\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"" name "\"\r\n\r\n"
#define END "\r\n--b--\r\n"
#define PDF "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"

/* clang-format off */
static const FormCase form_cases[] = {
  { "", 400 },
  { "hello", 400 },
  { PART ("tipo") "otro\r\n" FILE_PART ("a.pdf") PDF, 400 }, /* cut */
  { PART ("tipo") "otro\r\n" FILE_PART ("a.pdf") PDF END "more", 400 },
  { "--b\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"a.pdf\r\n\r\n" PDF END, 400 },
  { PART ("tipo") "otro" END, 422, "archivo" },
  { FILE_PART ("a.pdf") PDF END, 422, "tipo" },
  { PART ("tipo") "novela\r\n" FILE_PART ("a.pdf") PDF END, 422, "tipo" },
  { PART ("tipo") "otro\r\n" PART ("tipo") "pago\r\n" FILE_PART ("a.pdf") PDF END, 422, "tipo" },
  { PART ("tipo") "otro\r\n" FILE_PART ("a.pdf") PDF "\r\n" FILE_PART ("b.pdf") PDF END, 422, "archivo" },
  { PART ("tipo") "otro\r\n" PART ("archivo") "text" END, 422, "archivo" },
  { PART ("tipo") "otro\r\n" FILE_PART ("") PDF END, 422, "archivo" },
  { PART ("tipo") "otro\r\n" FILE_PART ("../..") PDF END, 422, "archivo" },
  { PART ("tipo") "otro\r\n" FILE_PART ("a.pdf") END, 422, "archivo" }, /* empty */
  { PART ("tipo") "otro\r\n" PART ("contrato_id") "1\r\n" FILE_PART ("a.pdf") PDF END, 422, "contrato_id" },
  { PART ("tipo") "otro\r\n" PART ("repetido") "quizas\r\n" FILE_PART ("a.pdf") PDF END, 422, "repetido" },
  { PART ("tipo") "ot\xffro\r\n" FILE_PART ("a.pdf") PDF END, 422, "tipo" },
  { PART ("tipo") "otro\r\n" FILE_PART ("a.docx") PDF END, 415, "archivo" },
  { PART ("tipo") "otro\r\n" FILE_PART ("a.exe") "MZ\x90" END, 415, "archivo" },
  { PART ("tipo") "otro\r\n" FILE_PART ("a.pdf") "<html><script>alert(1)</script></html>" END, 415, "archivo" },
  { PART ("tipo") "otro\r\n" FILE_PART ("a.pdf") "GIF89a" PDF END, 415, "archivo" },
};
/* clang-format on */

static void
test_forms (gconstpointer data)
{
  const Desk *desk = data;
  guint files = tbk_test_count_files (desk->server, "contratos");

  for (gsize i = 0; i < G_N_ELEMENTS (form_cases); i++)
    {
      const FormCase *c = &form_cases[i];
      g_autoptr (TbkTestReply) reply = send_raw (desk, TYPE, c->body, strlen (c->body));

      if (reply->status != c->status || (c->loc != NULL && !tbk_test_reply_blames (reply, c->loc)))
        g_error ("form %zu: %u %s", i, reply->status, tbk_test_reply_text (reply, "detail"));
    }
  g_autoptr (TbkTestReply) unbounded = send_raw (desk, "multipart/form-data", PART ("a"), 10);
  tbk_assert_status (unbounded, 400);
  g_autofree char *filler = g_strnfill (10000, 'x');
  g_autofree char *text = g_strconcat (PART ("observaciones"), filler, END, NULL);
  g_autoptr (TbkTestReply) talkative = send_raw (desk, TYPE, text, strlen (text));
  tbk_assert_status (talkative, 422);
  assert_nothing_left (desk, files);
}

/* Whatever a name says, the file is named by us, and what is shown of it is harmless. */
static void
test_names (gconstpointer data)
{
  const Desk *desk = data;
  static const char *const names[][2] = {
    { "../../../etc/cron.d/x.pdf", "x.pdf" },
    { "..\\..\\x.pdf", "x.pdf" },
    { "/dev/null.pdf", "null.pdf" },
    { "fact\xe2\x80\xae"
      "fdp.pdf",
      "factfdp.pdf" },
    { "a\xc2\x85"
      "b.pdf",
      "ab.pdf" },
    { "<script>.pdf", "<script>.pdf" },
    { "'; DROP TABLE documento; --.pdf", "'; DROP TABLE documento; --.pdf" },
    { "$(reboot).pdf", "$(reboot).pdf" },
    { "CON.pdf", "CON.pdf" },
    { "%2e%2e%2fx.pdf", "%2e%2e%2fx.pdf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) pdf = tbk_test_pdf (100, 1000 + i);
      const TbkTestUpload upload = { desk->contrato, names[i][0], "otro", pdf, NULL };
      g_autoptr (TbkTestReply) made = tbk_test_upload (desk->centro, &upload);

      tbk_assert_status (made, 201);
      g_assert_cmpstr (tbk_test_reply_text (made, "nombre_archivo"), ==, names[i][1]);
    }
}

/* Files of every kind with bytes changed, cut and put together: taken or not, by a clear answer, never a 500. */
static void
test_spoiled (gconstpointer data)
{
  const Desk *desk = data;
  static const char *const heads[] = {
    PDF,
    "%PDF-1.7\n%\xff\xff\n1 0 obj<</JS(app.alert(1))/S/JavaScript>>endobj",
    "PK\x03\x04\x14",
    "\x89PNG\r\n\x1a\n",
    "\xff\xd8\xff\xe0",
    "RIFF\xff\xff\xff\xffWEBPVP8 ",
    "II*\x08",
    "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM "
    "\"file:///etc/passwd\">]><a>&b;</a>",
    "a;b\n1;=cmd|' /C calc'!A0\n",
    "\x1f\x8b\x08",
  };
  static const char *const ends[] = { "pdf", "docx", "xlsx", "png", "jpg", "webp", "tif", "xml", "csv", "exe" };
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  guint taken = 0;

  for (guint i = 0; i < N_SPOILED; i++)
    {
      const char *head = heads[i % G_N_ELEMENTS (heads)];
      g_autofree char *name = g_strdup_printf ("a%u.%s", i, ends[i / G_N_ELEMENTS (heads) % G_N_ELEMENTS (ends)]);
      g_autoptr (GByteArray) array = g_byte_array_new ();
      g_autoptr (GBytes) bytes = NULL;
      TbkTestUpload upload = { desk->contrato, name, "otro", NULL, NULL };
      g_autoptr (TbkTestReply) reply = NULL;

      g_byte_array_append (array, (const guint8 *) head, (guint) strlen (head));
      for (guint n = (guint) g_rand_int_range (random, 1, 3000); n > 0; n--)
        g_byte_array_append (array, &(guint8){ (guint8) g_rand_int (random) }, 1);
      if (i % 3 == 0)
        array->data[g_rand_int_range (random, 0, (gint32) MIN (array->len, 20))] ^= 0x20;
      bytes = g_byte_array_free_to_bytes (g_steal_pointer (&array));
      upload.bytes = bytes;
      reply = tbk_test_upload (desk->centro, &upload);
      if (reply->status == 201)
        taken++;
      else
        tbk_assert_status (reply, 415);
    }
  g_assert_cmpuint (taken, >, 5);
  g_assert_cmpuint (taken, <, N_SPOILED / 2);
  g_assert_cmpuint (tbk_test_count_files (desk->server, "spool"), ==, 0);
}

/* --- room
 * ---------------------------------------------------------------------------------------------------------------
 */

static void
test_too_large (gconstpointer data)
{
  const Desk *desk = data;
  guint files = tbk_test_count_files (desk->server, "contratos");
  /* by its length, before it is read; and by what it holds, where the form's other parts hide it */
  const gsize sizes[] = { 4 * MB, MB + 1000 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) pdf = tbk_test_pdf (sizes[i], 20);
      const TbkTestUpload upload = { desk->contrato, "a.pdf", "otro", pdf, NULL };
      g_autoptr (TbkTestReply) reply = tbk_test_upload (desk->centro, &upload);

      tbk_assert_status (reply, 413);
    }
  assert_nothing_left (desk, files);
}

/* A write that the disk does not take, half way; and all is well again when it does. The limit on a
 * file's size fails as a full disk does, and needs no disk of its own. */
static void
test_disk_full (gconstpointer data)
{
  const Desk *desk = data;
  guint files = tbk_test_count_files (desk->server, "contratos");
  g_autoptr (GBytes) pdf = tbk_test_pdf (500000, 21);
  TbkTestUpload upload = { desk->contrato, "a.pdf", "otro", pdf, NULL };
  g_autoptr (TbkTestReply) full = NULL;
  g_autoptr (TbkTestReply) again = NULL;
  g_autoptr (TbkTestReply) in_chat = NULL;

  tbk_test_limit_files (desk->server, 100000);
  full = tbk_test_upload (desk->centro, &upload);
  upload.chat = desk->chat;
  in_chat = tbk_test_upload (desk->centro, &upload);
  upload.chat = 0;
  tbk_test_limit_files (desk->server, RLIM_INFINITY);
  tbk_assert_status (full, 507);
  tbk_assert_status (in_chat, 507);
  assert_nothing_left (desk, files);
  again = tbk_test_upload (desk->centro, &upload);
  tbk_assert_status (again, 201);
}

/* --- the scanner
 * -------------------------------------------------------------------------------------------------------
 */

static void
test_scanner (gconstpointer data)
{
  Desk *desk = (Desk *) data;
  guint files = tbk_test_count_files (desk->server, "contratos");
  g_autoptr (GBytes) clean = tbk_test_pdf (1000, 22);
  g_autoptr (GBytes) infected = g_bytes_new_static (PDF TBK_CLAMD_VIRUS, strlen (PDF TBK_CLAMD_VIRUS));
  TbkTestUpload upload = { desk->contrato, "a.pdf", "otro", infected, NULL };
  guint scans = tbk_clamd_get_scans (desk->clamd);
  g_autoptr (TbkTestReply) found = tbk_test_upload (desk->centro, &upload);
  g_autoptr (TbkTestReply) in_chat = NULL;
  g_autoptr (TbkTestReply) away = NULL;
  g_autoptr (TbkTestReply) back = NULL;

  tbk_assert_status (found, 422);
  g_assert_true (tbk_test_reply_blames (found, "archivo"));
  g_assert_cmpuint (tbk_clamd_get_scans (desk->clamd), ==, scans + 1);
  upload.chat = desk->chat;
  in_chat = tbk_test_upload (desk->centro, &upload);
  upload.chat = 0;
  tbk_assert_status (in_chat, 422);
  g_assert_true (tbk_test_reply_blames (in_chat, "archivo"));
  assert_nothing_left (desk, files);
  g_assert_cmpuint (tbk_test_count_files (desk->server, "chats"), ==, 0);
  g_clear_pointer (&desk->clamd, tbk_clamd_free);
  upload.bytes = clean;
  away = tbk_test_upload (desk->centro, &upload);
  desk->clamd = tbk_clamd_new (desk->socket);
  tbk_assert_status (away, 503);
  assert_nothing_left (desk, files);
  back = tbk_test_upload (desk->centro, &upload);
  tbk_assert_status (back, 201);
}

/* --- cut half way
 * ------------------------------------------------------------------------------------------------------
 */

static gboolean
accept_cb (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags errors, gpointer data)
{
  return TRUE;
}

static void
event_cb (GSocketClient *client, GSocketClientEvent event, GSocketConnectable *host, GIOStream *stream, gpointer data)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    g_signal_connect (stream, "accept-certificate", G_CALLBACK (accept_cb), NULL);
}

/* Begins an upload and sends half of it. Returns: (transfer full): the connection. */
static GSocketConnection *
begin_upload (const Desk *desk)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *filler = g_strnfill (300000, 'x');
  g_autofree char *text = g_strdup_printf (
      "POST /contratos/" TBK_ID "/documentos HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\nContent-Type: " TYPE
      "\r\nContent-Length: 900000\r\n\r\n" PART ("tipo") "otro\r\n" FILE_PART ("a.pdf") "%s%s",
      desk->contrato, tbk_test_client_get_token (desk->centro), PDF, filler);
  GSocketConnection *connection;

  g_socket_client_set_tls (client, TRUE);
  g_signal_connect (client, "event", G_CALLBACK (event_cb), NULL);
  connection = g_socket_client_connect_to_host (
      client, "127.0.0.1", tbk_test_server_get_port (desk->server), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                                 strlen (text), NULL, NULL, &error));
  return connection;
}

static gboolean
is_spooled (gpointer data)
{
  return tbk_test_count_files (((Desk *) data)->server, "spool") > 0;
}

static gboolean
is_not_spooled (gpointer data)
{
  return !is_spooled (data);
}

static void
test_client_leaves (gconstpointer data)
{
  Desk *desk = (Desk *) data;
  guint files = tbk_test_count_files (desk->server, "contratos");
  GSocketConnection *connection = begin_upload (desk);

  tbk_test_wait (is_spooled, desk);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_object_unref (connection);
  tbk_test_wait (is_not_spooled, desk);
  assert_nothing_left (desk, files);
}

static gboolean
has_workers (gpointer data)
{
  g_autoptr (GArray) workers = tbk_test_server_get_workers (((Desk *) data)->server);

  return workers->len == 2;
}

/* Makes every file of the spool older, and gives its path. Returns: (transfer full). */
static char *
age_spool (const Desk *desk)
{
  g_autofree char *folder = g_build_filename (tbk_test_server_get_data_dir (desk->server), "storage", "spool", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = g_dir_read_name (dir);
  char *path = g_build_filename (folder, name, NULL);
  const struct utimbuf then = { .actime = time (NULL) - TWO_HOURS_S, .modtime = time (NULL) - TWO_HOURS_S };

  g_assert_cmpint (utime (path, &then), ==, 0);
  return path;
}

static TbkTestReply *
sweep (const Desk *desk)
{
  return tbk_test_expect (desk->admin, 200, "POST", NULL, "/admin/almacen");
}

/* kill -9 leaves a file in the spool, and no row: the sweep takes it, when it is old enough to belong to no one. */
static void
test_server_killed (gconstpointer data)
{
  Desk *desk = (Desk *) data;
  GSocketConnection *connection = begin_upload (desk);
  g_autoptr (GArray) workers = tbk_test_server_get_workers (desk->server);
  g_autoptr (TbkTestReply) young = NULL;
  g_autoptr (TbkTestReply) old = NULL;
  g_autofree char *path = NULL;

  tbk_test_wait (is_spooled, desk);
  for (guint i = 0; i < workers->len; i++)
    kill (g_array_index (workers, GPid, i), SIGKILL);
  tbk_test_wait (has_workers, desk);
  g_object_unref (connection);
  g_assert_cmpuint (tbk_test_count_files (desk->server, "spool"), ==, 1);
  young = sweep (desk);
  g_assert_cmpint (tbk_test_reply_int (young, "huerfanos"), ==, 0);
  g_assert_cmpuint (tbk_test_count_files (desk->server, "spool"), ==, 1);
  path = age_spool (desk);
  old = sweep (desk);
  g_assert_cmpint (tbk_test_reply_int (old, "huerfanos"), ==, 1);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  assert_nothing_left (desk, (guint) tbk_test_reply_int (old, "revisados"));
}

/* --- files against rows
 * --------------------------------------------------------------------------------------------------
 */

/* The only file that holds these bytes. Returns: (transfer full). */
static char *
find_file (const Desk *desk, const TbkTestReply *made)
{
  g_autofree char *root = g_build_filename (tbk_test_server_get_data_dir (desk->server), "storage", "contratos", NULL);
  g_autofree char *tail = g_strdup_printf ("-%.12s", tbk_test_reply_text (made, "sha256"));
  g_autoptr (GDir) folders = g_dir_open (root, 0, NULL);
  const char *folder;

  while ((folder = g_dir_read_name (folders)) != NULL)
    {
      g_autofree char *path = g_build_filename (root, folder, NULL);
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (dir)) != NULL)
        if (g_str_has_suffix (name, tail))
          return g_build_filename (path, name, NULL);
    }
  g_error ("no file %s", tail);
  return NULL;
}

static gboolean
names (const TbkTestReply *reply, const char *member, gint64 id)
{
  JsonArray *ids = tbk_test_reply_array (reply, member);

  for (guint i = 0; i < json_array_get_length (ids); i++)
    if (json_array_get_int_element (ids, i) == id)
      return TRUE;
  return FALSE;
}

static TbkTestReply *
add (const Desk *desk, guint seed)
{
  g_autoptr (GBytes) pdf = tbk_test_pdf (5000, seed);
  const TbkTestUpload upload = { desk->contrato, "a.pdf", "otro", pdf, NULL };
  TbkTestReply *made = tbk_test_upload (desk->centro, &upload);

  tbk_assert_status (made, 201);
  return made;
}

static void
change_file (const char *path, gssize cut)
{
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  text[1000] ^= 1;
  g_assert_true (g_file_set_contents (path, text, (gssize) length - cut, NULL));
}

static void
test_store_checked (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestReply) lost = add (desk, 31);
  g_autoptr (TbkTestReply) altered = add (desk, 32);
  g_autoptr (TbkTestReply) shorter = add (desk, 33);
  g_autoptr (TbkTestReply) deleted = add (desk, 34);
  g_autoptr (TbkTestReply) good = add (desk, 35);
  g_autofree char *lost_path = find_file (desk, lost);
  g_autofree char *altered_path = find_file (desk, altered);
  g_autofree char *shorter_path = find_file (desk, shorter);
  g_autofree char *orphan = g_strdup_printf ("%.*s00000000-0000-4000-8000-000000000000-0123456789ab",
                                             (int) (strrchr (lost_path, '/') + 1 - lost_path), lost_path);
  const struct utimbuf then = { .actime = time (NULL) - TWO_HOURS_S, .modtime = time (NULL) - TWO_HOURS_S };
  g_autoptr (TbkTestReply) report = NULL;
  g_autoptr (TbkTestReply) gone = NULL;
  gint64 id = tbk_test_reply_int (lost, "id");

  gone = tbk_test_expect (desk->centro, 204, "DELETE", NULL, "/documentos/" TBK_ID, tbk_test_reply_int (deleted, "id"));
  g_assert_cmpint (g_unlink (lost_path), ==, 0);
  change_file (altered_path, 0);
  change_file (shorter_path, 1);
  g_assert_true (g_file_set_contents (orphan, "x", 1, NULL));
  g_assert_cmpint (utime (orphan, &then), ==, 0);

  report = sweep (desk);
  g_assert_cmpint (tbk_test_reply_int (report, "huerfanos"), ==, 1);
  g_assert_false (g_file_test (orphan, G_FILE_TEST_EXISTS));
  g_assert_true (names (report, "faltan", id));
  g_assert_true (names (report, "alterados", tbk_test_reply_int (altered, "id")));
  g_assert_true (names (report, "alterados", tbk_test_reply_int (shorter, "id")));
  g_assert_cmpuint (json_array_get_length (tbk_test_reply_array (report, "faltan")), ==, 1);
  g_assert_cmpuint (json_array_get_length (tbk_test_reply_array (report, "alterados")), ==, 2);
  /* what is missing is said when it is asked for, and not sent as something else */
  tbk_test_reply_free (tbk_test_expect (desk->centro, 500, "GET", NULL, "/documentos/" TBK_ID "/download", id));
  tbk_test_reply_free (tbk_test_expect (desk->centro, 500, "GET", NULL, "/contratos/" TBK_ID "/documentos.zip",
                                        desk->contrato));
}

static void
finish (Desk *desk)
{
  tbk_test_client_free (desk->centro);
  tbk_test_client_free (desk->admin);
  tbk_test_server_free (desk->server);
  tbk_clamd_free (desk->clamd);
  g_free (desk->socket);
}

int
main (int argc, char **argv)
{
  Desk desk = { .socket = g_strdup_printf ("%s/tbk-clamd-%d", g_get_tmp_dir (), getpid ()) };
  g_autofree char *setting = g_strconcat ("CLAMAV_SOCKET=", desk.socket, NULL);
  const char *environment[] = { "MAX_UPLOAD_MB=1", setting, NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  desk.clamd = tbk_clamd_new (desk.socket);
  desk.server = tbk_test_server_new (environment);
  desk.centro = tbk_test_client_new_for (desk.server, "centro@demo.ec");
  desk.admin = tbk_test_client_new_for (desk.server, "admin@demo.ec");
  desk.contrato = tbk_test_contrato (desk.server);
  desk.chat = tbk_test_chat_of (desk.centro, desk.contrato);
  g_test_add_data_func ("/documentos-hostile/forms", &desk, test_forms);
  g_test_add_data_func ("/documentos-hostile/names", &desk, test_names);
  g_test_add_data_func ("/documentos-hostile/spoiled", &desk, test_spoiled);
  g_test_add_data_func ("/documentos-hostile/too-large", &desk, test_too_large);
  g_test_add_data_func ("/documentos-hostile/disk-full", &desk, test_disk_full);
  g_test_add_data_func ("/documentos-hostile/scanner", &desk, test_scanner);
  g_test_add_data_func ("/documentos-hostile/client-leaves", &desk, test_client_leaves);
  g_test_add_data_func ("/documentos-hostile/server-killed", &desk, test_server_killed);
  g_test_add_data_func ("/documentos-hostile/store-checked", &desk, test_store_checked);
  status = g_test_run ();
  finish (&desk);
  return status;
}
