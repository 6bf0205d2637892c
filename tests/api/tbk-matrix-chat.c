/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Chats, messages and notificaciones for the walk over all routes. */

#include "tbk-matrix.h"

#define EXPORTADORA "exportadora@demo.ec"
#define ADMIN "admin@demo.ec"
#define PROVEEDOR "proveedor@demo.ec"
#define MAX_WAITING 20

/* The first row of a list. Returns: (transfer full). */
static char *
first_id (TbkTestClient *client, const char *path)
{
  g_autoptr (TbkTestReply) reply = tbk_test_client_send (client, "GET", path, NULL);
  JsonArray *items = tbk_test_reply_array (reply, "items");

  tbk_assert_status (reply, 200);
  g_assert_cmpuint (json_array_get_length (items), >, 0);
  return g_strdup_printf (TBK_ID, json_object_get_int_member (json_array_get_object_element (items, 0), "id"));
}

/* The channel of a new contrato between the first exportadora and the first centro. */
char *
tbk_make_chat (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *contrato = tbk_make_contrato (matrix, client);
  g_autofree char *path = g_strdup_printf ("/chats?contrato_id=%s", contrato);

  return first_id (tbk_matrix_client (matrix, EXPORTADORA), path);
}

/* One of the exportadora's in it. */
char *
tbk_make_chat_con_mensaje (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *chat = tbk_make_chat (matrix, client);
  g_autofree char *path = g_strdup_printf ("/chats/%s/mensajes", chat);

  g_free (matrix->last_mensaje);
  matrix->last_mensaje
      = tbk_matrix_create (matrix, EXPORTADORA, path, "{\"texto\": \"Hola\", \"cliente_id\": \"$uuid\"}");
  return g_steal_pointer (&chat);
}

char *
tbk_make_chat_con_borrado (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *chat = tbk_make_chat_con_mensaje (matrix, client);
  g_autofree char *path = g_strdup_printf ("/chats/%s/mensajes/%s", chat, matrix->last_mensaje);
  g_autoptr (TbkTestReply) reply = NULL;

  reply = tbk_test_client_send (tbk_matrix_client (matrix, EXPORTADORA), "DELETE", path, NULL);
  tbk_assert_status (reply, 204);
  return g_steal_pointer (&chat);
}

char *
tbk_last_mensaje (TbkMatrix *matrix, TbkTestClient *client)
{
  return g_strdup (matrix->last_mensaje);
}

char *
tbk_make_cliente_id_usado (TbkMatrix *matrix)
{
  g_autofree char *chat = tbk_make_chat (matrix, NULL);
  g_autofree char *path = g_strdup_printf ("/chats/%s/mensajes", chat);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *body = g_strdup_printf ("{\"texto\": \"Hola\", \"cliente_id\": \"%s\"}", id);

  g_free (tbk_matrix_create (matrix, EXPORTADORA, path, body));
  return g_steal_pointer (&id);
}

/* The first proveedor's direct chat with one who was an administrator, and is now of a company without contratos. */
char *
tbk_make_chat_sin_socio (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *email = g_strdup_printf ("jefe%u@demo.ec", ++matrix->counter);
  g_autofree char *user = g_strdup_printf (
      "{\"nombre\": \"Jefe\", \"email\": \"%s\", \"password\": \"" TBK_TEST_PASSWORD
      "\", \"rol\": \"admin\", \"estado\": \"Activo\"}",
      email);
  g_autofree char *id = tbk_matrix_create (matrix, ADMIN, "/usuarios", user);
  g_autofree char *empresa = tbk_matrix_create (
      matrix, ADMIN, "/empresas",
      "{\"nombre\": \"Nueva $unico\", \"tipo\": \"exportadora\", \"ruc\": \"$ruc\"}");
  g_autofree char *open = g_strdup_printf ("{\"usuario_id\": %s}", id);
  g_autofree char *chat = tbk_matrix_create (matrix, PROVEEDOR, "/chats", open);
  g_autofree char *change = g_strdup_printf ("{\"rol\": \"exportadora\", \"empresa_id\": %s}", empresa);
  g_autoptr (TbkTestReply) changed = NULL;

  changed = tbk_test_expect (tbk_matrix_client (matrix, ADMIN), 200, "PUT", change, "/usuarios/%s", id);
  return g_steal_pointer (&chat);
}

/* As many as may wait there to be sent, of the exportadora's. */
char *
tbk_make_chat_con_adjuntos (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *chat = tbk_make_chat (matrix, client);
  g_autofree char *path = g_strdup_printf ("/chats/%s/adjuntos", chat);

  for (guint i = 0; i < MAX_WAITING; i++)
    g_free (tbk_matrix_upload (matrix, EXPORTADORA, path));
  return g_steal_pointer (&chat);
}

/* Sent in a chat that the client does not see. */
char *
tbk_otro_adjunto (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *chat = tbk_otro_chat (matrix, client);
  g_autofree char *path = g_strdup_printf ("/chats/%s/adjuntos", chat);
  g_autofree char *messages = g_strdup_printf ("/chats/%s/mensajes", chat);
  g_autofree char *id = tbk_matrix_upload (matrix, ADMIN, path);
  g_autofree char *body = g_strdup_printf ("{\"documento_id\": %s, \"cliente_id\": \"$uuid\"}", id);

  g_free (tbk_matrix_create (matrix, ADMIN, messages, body));
  return g_steal_pointer (&id);
}

char *
tbk_otro_chat (TbkMatrix *matrix, TbkTestClient *client)
{
  return tbk_matrix_find_foreign (matrix, client, "chats");
}

char *
tbk_make_notificacion (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autoptr (TbkTestReply) told = NULL;

  told = tbk_test_expect (tbk_matrix_client (matrix, ADMIN), 200, "POST",
                          "{\"titulo\": \"Aviso\", \"texto\": \"Para todos\"}", "/notify");
  return first_id (client, "/notificaciones");
}

/* An administrator's own. */
char *
tbk_otra_notificacion (TbkMatrix *matrix, TbkTestClient *client)
{
  return tbk_make_notificacion (matrix, tbk_matrix_client (matrix, ADMIN));
}

/* The client's own. */
char *
tbk_make_dispositivo (TbkMatrix *matrix, TbkTestClient *client)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *body = g_strdup_printf ("{\"token\": \"%s\", \"plataforma\": \"ios\"}", uuid);
  g_autoptr (TbkTestReply) made = tbk_test_expect (client, 201, "POST", body, "/dispositivos");

  return g_strdup_printf (TBK_ID, tbk_test_reply_int (made, "id"));
}

/* An administrator's own. */
char *
tbk_otro_dispositivo (TbkMatrix *matrix, TbkTestClient *client)
{
  return tbk_make_dispositivo (matrix, tbk_matrix_client (matrix, ADMIN));
}
