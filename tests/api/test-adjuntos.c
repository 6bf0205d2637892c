/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files sent with messages: nobody's but the uploader's until they are sent, then the chat's, and
 * gone with their message. */

#include <string.h>
#include <time.h>
#include <utime.h>

#include "tbk-test-db.h"
#include "tbk-test-socket.h"
#include "tbk-test-upload.h"

#define TWO_HOURS_S (2 * 3600)

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *exportadora, *centro, *other, *proveedor, *admin, *nobody;
  PGconn *owner;
  gint64 contrato;
  gint64 chat;
} Desk;

static TbkTestClient *
sign_in (const Desk *desk, const char *who)
{
  g_autofree char *email = g_strdup_printf ("%s@demo.ec", who);

  return tbk_test_client_new_for (desk->server, email);
}

/* Returns: (transfer full): what was answered. */
static TbkTestReply *
upload (TbkTestClient *client, gint64 chat, const char *name, guint seed)
{
  g_autoptr (GBytes) pdf = tbk_test_pdf (3000, seed);
  const TbkTestUpload file = { .chat = chat, .name = name, .bytes = pdf };

  return tbk_test_upload (client, &file);
}

static gint64
upload_good (TbkTestClient *client, gint64 chat, const char *name, guint seed)
{
  g_autoptr (TbkTestReply) made = upload (client, chat, name, seed);

  tbk_assert_status (made, 201);
  return tbk_test_reply_int (made, "id");
}

/* Returns: (transfer full): what was answered. */
static TbkTestReply *
send_file (TbkTestClient *client, gint64 chat, gint64 documento, const char *texto)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strdup_printf ("/chats/" TBK_ID "/mensajes", chat);
  g_autofree char *body = g_strdup_printf ("{\"cliente_id\": \"%s\", \"texto\": \"%s\", \"documento_id\": " TBK_ID "}",
                                           id, texto, documento);

  return tbk_test_client_send (client, "POST", path, body);
}

static void
expect_documento (TbkTestClient *client, guint status, gint64 documento)
{
  g_autoptr (TbkTestReply) reply = tbk_test_expect (client, status, "GET", NULL, "/documentos/" TBK_ID, documento);
  g_autoptr (TbkTestReply) file
             = tbk_test_expect (client, status, "GET", NULL, "/documentos/" TBK_ID "/download", documento);
}

/* --- from the upload to whoever reads it
 * --------------------------------------------------------------------------------
 */

static void
test_sent (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestSocket) socket
             = tbk_test_socket_new (desk->server, "/ws/chat", tbk_test_client_get_token (desk->centro), NULL);
  g_autoptr (TbkTestReply) made = upload (desk->exportadora, desk->chat, "Guía ñ.pdf", 1);
  gint64 id = tbk_test_reply_int (made, "id");
  g_autoptr (TbkTestReply) sent = NULL;
  g_autoptr (TbkTestReply) file = NULL;
  g_autoptr (TbkTestReply) chat = NULL;
  g_autoptr (JsonObject) frame = NULL;
  g_autofree char *sha256 = NULL;
  JsonObject *told;

  tbk_assert_status (made, 201);
  g_assert_cmpint (tbk_test_reply_int (made, "chat_id"), ==, desk->chat);
  g_assert_cmpint (tbk_test_reply_int (made, "contrato_id"), ==, 0);
  g_assert_cmpstr (tbk_test_reply_text (made, "tipo"), ==, "otro");
  expect_documento (desk->exportadora, 200, id);
  expect_documento (desk->centro, 404, id);
  expect_documento (desk->admin, 404, id);

  json_object_unref (tbk_test_socket_wait (socket, "ready"));
  sent = send_file (desk->exportadora, desk->chat, id, "");
  tbk_assert_status (sent, 201);
  g_assert_cmpint (tbk_test_reply_int (sent, "documento_id"), ==, id);
  g_assert_cmpstr (tbk_test_reply_text (sent, "documento_nombre"), ==, "Guía ñ.pdf");
  g_assert_cmpstr (tbk_test_reply_text (sent, "documento_tipo_contenido"), ==, "application/pdf");
  g_assert_cmpint (tbk_test_reply_int (sent, "documento_tamano"), ==, tbk_test_reply_int (made, "tamano"));
  frame = tbk_test_socket_wait (socket, "receive_message");
  told = json_object_get_object_member (frame, "data");
  g_assert_cmpint (json_object_get_int_member (told, "documento_id"), ==, id);
  g_assert_cmpstr (json_object_get_string_member (told, "documento_nombre"), ==, "Guía ñ.pdf");

  expect_documento (desk->centro, 200, id);
  expect_documento (desk->admin, 200, id);
  expect_documento (desk->other, 404, id);
  expect_documento (desk->proveedor, 404, id);
  file = tbk_test_client_send (desk->nobody, "GET", tbk_test_reply_text (made, "url_archivo"), NULL);
  tbk_assert_status (file, 200);
  sha256 = tbk_test_sha256 (file->body);
  g_assert_cmpstr (sha256, ==, tbk_test_reply_text (made, "sha256"));
  chat = tbk_test_expect (desk->centro, 200, "GET", NULL, "/chats/" TBK_ID, desk->chat);
  g_assert_cmpstr (tbk_test_reply_text (chat, "ultimo_documento_nombre"), ==, "Guía ñ.pdf");
}

/* The contrato's papers are what was filed there, and its parties are not told of a document. */
static void
test_no_paper (gconstpointer data)
{
  const Desk *desk = data;
  gint64 contrato = tbk_test_contrato (desk->server);
  gint64 chat = tbk_test_chat_of (desk->centro, contrato);
  gint64 id = upload_good (desk->exportadora, chat, "a.pdf", 2);
  g_autoptr (TbkTestReply) sent = send_file (desk->exportadora, chat, id, "adjunto");
  g_autoptr (TbkTestReply) papers
             = tbk_test_expect (desk->centro, 200, "GET", NULL, "/contratos/" TBK_ID "/documentos", contrato);
  g_autoptr (TbkTestReply) found
             = tbk_test_expect (desk->centro, 200, "GET", NULL, "/chats/" TBK_ID "/mensajes?q=a.PDF", chat);
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM notificacion WHERE tipo = 'documento' AND datos ->> 'documento_id' = '" TBK_ID "'", id);
  g_autofree char *told = tbk_test_db_query (desk->owner, sql);

  tbk_assert_status (sent, 201);
  g_assert_cmpuint (json_array_get_length (tbk_test_reply_array (papers, "items")), ==, 0);
  g_assert_cmpuint (json_array_get_length (tbk_test_reply_array (found, "items")), ==, 1);
  g_assert_cmpstr (told, ==, "0");
}

/* Between two people it is theirs, and no administrator's. */
static void
test_direct (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestReply) me = tbk_test_expect (desk->centro, 200, "GET", NULL, "/me");
  g_autofree char *open = g_strdup_printf ("{\"usuario_id\": " TBK_ID "}", tbk_test_reply_int (me, "id"));
  g_autoptr (TbkTestReply) chat = tbk_test_expect (desk->exportadora, 200, "POST", open, "/chats");
  gint64 chat_id = tbk_test_reply_int (chat, "id");
  gint64 id = upload_good (desk->exportadora, chat_id, "a.pdf", 3);
  g_autoptr (TbkTestReply) sent = send_file (desk->exportadora, chat_id, id, "");
  g_autoptr (TbkTestReply) refused = NULL;

  tbk_assert_status (sent, 201);
  expect_documento (desk->centro, 200, id);
  expect_documento (desk->admin, 404, id);
  expect_documento (desk->other, 404, id);
  refused = upload (desk->admin, chat_id, "b.pdf", 4);
  tbk_assert_status (refused, 404);
}

/* --- what is refused
 * --------------------------------------------------------------------------------
 */

static void
refuse (TbkTestReply *reply, const char *loc)
{
  tbk_assert_status (reply, 422);
  g_assert_true (tbk_test_reply_blames (reply, loc));
  tbk_test_reply_free (reply);
}

/* A form whose end never came is no form: nothing is kept of it. */
static void
test_cut (gconstpointer data)
{
  const Desk *desk = data;
  guint files = tbk_test_count_files (desk->server, "chats");
  g_autofree char *path = g_strdup_printf ("/chats/" TBK_ID "/adjuntos", desk->chat);
  static const char form[] = "--b\r\nContent-Disposition: form-data; name=\"archivo\"; "
                             "filename=\"a.pdf\"\r\n\r\n%PDF-1.4\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (form, strlen (form));
  g_autoptr (TbkTestReply) reply = tbk_test_client_send_bytes (
      desk->exportadora, "POST", path, bytes, "multipart/form-data; boundary=b", NULL);

  tbk_assert_status (reply, 400);
  g_assert_cmpuint (tbk_test_count_files (desk->server, "chats"), ==, files);
  g_assert_cmpuint (tbk_test_count_files (desk->server, "spool"), ==, 0);
}

static void
test_refused (gconstpointer data)
{
  const Desk *desk = data;
  gint64 contrato = tbk_test_contrato (desk->server);
  gint64 other_chat = tbk_test_chat_of (desk->exportadora, contrato);
  g_autoptr (GBytes) pdf = tbk_test_pdf (3000, 5);
  const TbkTestUpload paper = { .contrato = contrato, .name = "p.pdf", .tipo = "otro", .bytes = pdf };
  g_autoptr (TbkTestReply) filed = tbk_test_upload (desk->exportadora, &paper);
  gint64 id = upload_good (desk->exportadora, desk->chat, "a.pdf", 6);
  gint64 theirs = upload_good (desk->centro, desk->chat, "a.pdf", 6);
  g_autoptr (TbkTestReply) foreign = upload (desk->other, desk->chat, "a.pdf", 7);
  g_autoptr (TbkTestReply) unnamed = upload (desk->exportadora, desk->chat, "..", 7);

  tbk_assert_status (foreign, 404);
  tbk_assert_status (unnamed, 422);
  refuse (send_file (desk->exportadora, desk->chat, theirs, "x"), "documento_id");
  refuse (send_file (desk->exportadora, desk->chat, tbk_test_reply_int (filed, "id"), "x"), "documento_id");
  refuse (send_file (desk->exportadora, other_chat, id, "x"), "documento_id");
  refuse (send_file (desk->exportadora, desk->chat, 999999999, "x"), "documento_id");
  refuse (tbk_test_expect (desk->exportadora, 422, "POST",
                           "{\"cliente_id\": \"0f8fad5b-d9cb-469f-a165-70867728950e\", \"texto\": \" \"}",
                           "/chats/" TBK_ID "/mensajes", desk->chat),
          "texto");
  g_autoptr (TbkTestReply) sent = send_file (desk->exportadora, desk->chat, id, "");
  tbk_assert_status (sent, 201);
  refuse (send_file (desk->exportadora, desk->chat, id, "again"), "documento_id");
}

/* The frame that was sent again because its answer was lost: one message, one file. */
static void
test_twice (gconstpointer data)
{
  const Desk *desk = data;
  g_autoptr (TbkTestSocket) socket
             = tbk_test_socket_new (desk->server, "/ws/chat", tbk_test_client_get_token (desk->exportadora), NULL);
  gint64 id = upload_good (desk->exportadora, desk->chat, "a.pdf", 8);
  g_autofree char *uuid = g_uuid_string_random ();
  gint64 mensajes[2];

  for (guint i = 0; i < G_N_ELEMENTS (mensajes); i++)
    {
      g_autoptr (JsonObject) ack = NULL;

      tbk_test_socket_send (socket,
                            "{\"event\": \"send_message\", \"id\": \"m%u\", \"data\": {\"chat_id\": " TBK_ID
                            ", \"cliente_id\": \"%s\", \"documento_id\": " TBK_ID "}}",
                            i, desk->chat, uuid, id);
      ack = tbk_test_socket_wait (socket, "ack");
      g_assert_cmpint (
          json_object_get_int_member (json_object_get_object_member (ack, "data"), "documento_id"),
          ==, id);
      mensajes[i] = json_object_get_int_member (json_object_get_object_member (ack, "data"), "id");
    }
  g_assert_cmpint (mensajes[0], ==, mensajes[1]);
}

/* --- the end of it
 * --------------------------------------------------------------------------------
 */

static void
test_deleted_with_message (gconstpointer data)
{
  const Desk *desk = data;
  gint64 id = upload_good (desk->exportadora, desk->chat, "a.pdf", 9);
  g_autoptr (TbkTestReply) sent = send_file (desk->exportadora, desk->chat, id, "mira");
  guint files = tbk_test_count_files (desk->server, "chats");
  g_autoptr (TbkTestReply) alone = tbk_test_expect (desk->exportadora, 403, "DELETE", NULL, "/documentos/" TBK_ID, id);
  g_autoptr (TbkTestReply) gone = tbk_test_expect (desk->exportadora, 204, "DELETE", NULL,
                                                   "/chats/" TBK_ID "/mensajes/" TBK_ID, desk->chat,
                                                   tbk_test_reply_int (sent, "id"));
  g_autofree char *path
      = g_strdup_printf ("/chats/" TBK_ID "/mensajes?antes=" TBK_ID "&limite=1", desk->chat,
                         tbk_test_reply_int (sent, "numero") + 1);
  g_autoptr (TbkTestReply) list = tbk_test_client_send (desk->centro, "GET", path, NULL);
  JsonObject *mensaje = json_array_get_object_element (tbk_test_reply_array (list, "items"), 0);

  g_assert_true (json_object_get_boolean_member (mensaje, "borrado"));
  g_assert_true (json_object_get_null_member (mensaje, "documento_id"));
  g_assert_true (json_object_get_null_member (mensaje, "documento_nombre"));
  expect_documento (desk->exportadora, 404, id);
  expect_documento (desk->admin, 404, id);
  g_assert_cmpuint (tbk_test_count_files (desk->server, "chats"), ==, files);
}

/* What should never have been sent: an administrator takes the file, the message stays and says so
 * to who has it open. */
static void
test_deleted_by_admin (gconstpointer data)
{
  const Desk *desk = data;
  gint64 id = upload_good (desk->exportadora, desk->chat, "a.pdf", 10);
  g_autoptr (TbkTestReply) sent = send_file (desk->exportadora, desk->chat, id, "mira");
  g_autoptr (TbkTestSocket) socket
             = tbk_test_socket_new (desk->server, "/ws/chat", tbk_test_client_get_token (desk->centro), NULL);
  g_autoptr (JsonObject) frame = NULL;
  g_autoptr (TbkTestReply) gone = NULL;
  JsonObject *told;

  json_object_unref (tbk_test_socket_wait (socket, "ready"));
  gone = tbk_test_expect (desk->admin, 204, "DELETE", NULL, "/documentos/" TBK_ID, id);
  frame = tbk_test_socket_wait (socket, "mensaje.actualizado");
  told = json_object_get_object_member (frame, "data");
  g_assert_cmpint (json_object_get_int_member (told, "id"), ==, tbk_test_reply_int (sent, "id"));
  g_assert_true (json_object_get_null_member (told, "documento_id"));
  g_assert_cmpstr (json_object_get_string_member (told, "texto"), ==, "mira");
  g_assert_cmpint (json_object_get_int_member (told, "version"), ==, 2);
  expect_documento (desk->exportadora, 404, id);
}

static void
test_taken_back (gconstpointer data)
{
  const Desk *desk = data;
  gint64 id = upload_good (desk->exportadora, desk->chat, "a.pdf", 11);
  g_autoptr (TbkTestReply) not_theirs = tbk_test_expect (desk->centro, 404, "DELETE", NULL, "/documentos/" TBK_ID, id);
  g_autoptr (TbkTestReply) own = tbk_test_expect (desk->exportadora, 204, "DELETE", NULL, "/documentos/" TBK_ID, id);

  expect_documento (desk->exportadora, 404, id);
  refuse (send_file (desk->exportadora, desk->chat, id, "x"), "documento_id");
}

static gboolean
is_forgotten (gpointer data)
{
  g_autofree char *left = tbk_test_db_query (((Desk *) data)->owner,
                                             "SELECT count(*) FROM documento WHERE nombre_archivo LIKE 'viejo%'");

  return strcmp (left, "0") == 0;
}

/* Where its row says that it lies. Returns: (transfer full). */
static char *
path_of (const Desk *desk, gint64 documento)
{
  g_autofree char *sql = g_strdup_printf ("SELECT ruta FROM documento WHERE id = " TBK_ID, documento);
  g_autofree char *ruta = tbk_test_db_query (desk->owner, sql);

  return g_build_filename (tbk_test_server_get_data_dir (desk->server), "storage", ruta, NULL);
}

/* Never sent: after a day the row goes, and its file with the next sweep; what was sent, or is new, stays. */
static void
test_forgotten (gconstpointer data)
{
  Desk *desk = (Desk *) data;
  gint64 old = upload_good (desk->exportadora, desk->chat, "viejo.pdf", 12);
  gint64 young = upload_good (desk->exportadora, desk->chat, "nuevo.pdf", 13);
  gint64 used = upload_good (desk->exportadora, desk->chat, "usado.pdf", 14);
  g_autoptr (TbkTestReply) sent = send_file (desk->exportadora, desk->chat, used, "");
  const gint64 ids[] = { old, young, used };
  const struct utimbuf then = { .actime = time (NULL) - TWO_HOURS_S, .modtime = time (NULL) - TWO_HOURS_S };
  char *paths[G_N_ELEMENTS (ids)];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      paths[i] = path_of (desk, ids[i]);
      g_assert_cmpint (utime (paths[i], &then), ==, 0);
    }
  g_free (tbk_test_db_query (desk->owner, "UPDATE documento SET created_at = now() - interval '25 hours'"
                                          " WHERE nombre_archivo IN ('viejo.pdf', 'usado.pdf')"));
  g_free (tbk_test_db_query (desk->owner, "SELECT trabajo_poner ('limpiar', NULL, NULL)"));
  tbk_test_wait (is_forgotten, desk);
  g_autoptr (TbkTestReply) swept = tbk_test_expect (desk->admin, 200, "POST", NULL, "/admin/almacen");
  g_assert_cmpint (tbk_test_reply_int (swept, "huerfanos"), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_assert_true (g_file_test (paths[i], G_FILE_TEST_EXISTS) == (ids[i] != old));
      g_free (paths[i]);
    }
  expect_documento (desk->exportadora, 200, young);
  expect_documento (desk->centro, 200, used);
}

int
main (int argc, char **argv)
{
  Desk desk = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  desk.server = tbk_test_server_new (NULL);
  desk.exportadora = sign_in (&desk, "exportadora");
  desk.centro = sign_in (&desk, "centro");
  desk.other = sign_in (&desk, "exportadora2");
  desk.proveedor = sign_in (&desk, "proveedor");
  desk.admin = sign_in (&desk, "admin");
  desk.nobody = tbk_test_client_new (desk.server);
  desk.owner = tbk_test_db_connect (desk.server, "postgres");
  desk.contrato = tbk_test_contrato (desk.server);
  desk.chat = tbk_test_chat_of (desk.exportadora, desk.contrato);
  g_test_add_data_func ("/adjuntos/sent", &desk, test_sent);
  g_test_add_data_func ("/adjuntos/no-paper", &desk, test_no_paper);
  g_test_add_data_func ("/adjuntos/direct", &desk, test_direct);
  g_test_add_data_func ("/adjuntos/cut", &desk, test_cut);
  g_test_add_data_func ("/adjuntos/refused", &desk, test_refused);
  g_test_add_data_func ("/adjuntos/twice", &desk, test_twice);
  g_test_add_data_func ("/adjuntos/deleted-with-message", &desk, test_deleted_with_message);
  g_test_add_data_func ("/adjuntos/deleted-by-admin", &desk, test_deleted_by_admin);
  g_test_add_data_func ("/adjuntos/taken-back", &desk, test_taken_back);
  g_test_add_data_func ("/adjuntos/forgotten", &desk, test_forgotten);
  status = g_test_run ();
  PQfinish (desk.owner);
  tbk_test_client_free (desk.exportadora);
  tbk_test_client_free (desk.centro);
  tbk_test_client_free (desk.other);
  tbk_test_client_free (desk.proveedor);
  tbk_test_client_free (desk.admin);
  tbk_test_client_free (desk.nobody);
  tbk_test_server_free (desk.server);
  return status;
}
