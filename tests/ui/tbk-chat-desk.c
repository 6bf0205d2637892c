/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-chat-desk.h"

#include <string.h>

#include <glib/gstdio.h>

#include "tbk-json.h"
#include "tbk-live.h"
#include "tbk-wire.h"

#define SECONDS_APART 60

static char *
to_json (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);
  return tbk_json_to_text (node);
}

static JsonObject *
make_message (TbkChatDesk *desk, gint64 autor_id, const char *texto, const char *cliente_id, gint64 when)
{
  gint64 numero = (gint64) desk->messages->len + 1;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (when);
  g_autofree char *created = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *made = cliente_id == NULL ? g_uuid_string_random () : NULL;
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", 1000 + numero);
  json_object_set_int_member (object, "chat_id", 5);
  json_object_set_int_member (object, "numero", numero);
  json_object_set_int_member (object, "autor_id", autor_id);
  json_object_set_string_member (object, "autor_nombre", autor_id == 7 ? "Ana Vera" : "Luis Mora");
  json_object_set_string_member (object, "cliente_id", cliente_id != NULL ? cliente_id : made);
  json_object_set_string_member (object, "texto", texto);
  json_object_set_boolean_member (object, "borrado", FALSE);
  json_object_set_int_member (object, "version", 1);
  json_object_set_string_member (object, "created_at", created);
  g_ptr_array_add (desk->messages, object);
  return object;
}

/* --- reading --- */

static gint64
read_number (const char *query, const char *name, gint64 otherwise)
{
  g_autoptr (GHashTable) params
             = query != NULL ? g_uri_parse_params (query, -1, "&", G_URI_PARAMS_NONE, NULL) : NULL;
  const char *text = params != NULL ? g_hash_table_lookup (params, name) : NULL;

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : otherwise;
}

static gboolean
matches (JsonObject *object, const char *query)
{
  g_autoptr (GHashTable) params
             = query != NULL ? g_uri_parse_params (query, -1, "&", G_URI_PARAMS_NONE, NULL) : NULL;
  const char *q = params != NULL ? g_hash_table_lookup (params, "q") : NULL;

  return q == NULL || strstr (tbk_wire_get_text (object, "texto"), q) != NULL;
}

/* As mensaje_list of server/sql/mensaje.sql. */
static char *
list_cb (const char *query, gpointer data)
{
  TbkChatDesk *desk = data;
  gint64 antes = read_number (query, "antes", G_MAXINT64);
  gint64 despues = read_number (query, "despues", -1);
  gint64 limite = MIN (read_number (query, "limite", 50), 200);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GString *json = g_string_new ("{\"items\":[");
  guint from, to;

  for (guint i = 0; i < desk->messages->len; i++)
    {
      JsonObject *object = g_ptr_array_index (desk->messages, i);
      gint64 numero = i + 1;

      if (numero > despues && numero < antes && matches (object, query))
        g_ptr_array_add (found, object);
    }
  from = despues >= 0 || found->len <= limite ? 0 : found->len - (guint) limite;
  to = MIN (found->len, from + (guint) limite);
  for (guint i = from; i < to; i++)
    {
      g_autofree char *text = to_json (g_ptr_array_index (found, i));

      g_string_append_printf (json, "%s%s", i > from ? "," : "", text);
    }
  g_string_append (json, "]}");
  return g_string_free (json, FALSE);
}

static char *
record_cb (const char *query, gpointer data)
{
  return tbk_chat_desk_record (data);
}

static char *
chats_cb (const char *query, gpointer data)
{
  g_autofree char *record = tbk_chat_desk_record (data);

  if (query != NULL && strstr (query, "q=") != NULL && strstr (query, "q=Luis") == NULL)
    return g_strdup ("{\"items\":[],\"page\":1,\"page_size\":100,\"total\":0,\"siguiente\":null}");
  return g_strdup_printf (
      "{\"items\":[%s],\"page\":1,\"page_size\":100,\"total\":1,\"siguiente\":null}", record);
}

/* --- writing --- */

static JsonObject *
find_by_cliente (TbkChatDesk *desk, const char *cliente_id)
{
  for (guint i = 0; i < desk->messages->len; i++)
    {
      JsonObject *object = g_ptr_array_index (desk->messages, i);

      if (g_strcmp0 (tbk_wire_get_text (object, "cliente_id"), cliente_id) == 0)
        return object;
    }
  return NULL;
}

static void
tell_message (TbkChatDesk *desk, const char *event, JsonObject *object)
{
  g_autofree char *json = to_json (object);

  tbk_chat_desk_tell (desk, event, json);
}

static JsonObject *
store (TbkChatDesk *desk, JsonObject *data)
{
  JsonObject *object = find_by_cliente (desk, tbk_wire_get_text (data, "cliente_id"));

  if (object != NULL)
    return object;
  return make_message (desk, 7, tbk_wire_get_text (data, "texto"), tbk_wire_get_text (data, "cliente_id"),
                       g_get_real_time () / G_USEC_PER_SEC);
}

static char *
send_cb (JsonObject *data, gpointer user_data)
{
  TbkChatDesk *desk = user_data;
  guint before = desk->messages->len;
  JsonObject *object = store (desk, data);

  if (desk->cut_after > 0 && --desk->cut_after == 0)
    {
      tbk_stand_in_live_close (desk->server, 0);
      return g_strdup ("{}"); /* nobody hears it */
    }
  if (desk->messages->len > before)
    tell_message (desk, "receive_message", object);
  return to_json (object);
}

static char *
post_cb (const char *query, gpointer data)
{
  TbkChatDesk *desk = data;
  g_autoptr (JsonObject) body = tbk_ui_test_object (tbk_stand_in_last (desk->server, "POST /chats/5/mensajes")->body);

  return to_json (store (desk, body));
}

/* --- the folder --- */

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

char *
tbk_chat_desk_begin (void)
{
  char *folder = g_dir_make_tmp ("tbk-chat-XXXXXX", NULL);

  g_assert_nonnull (folder);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  return folder;
}

int
tbk_chat_desk_end (char *folder, int status)
{
  remove_tree (folder);
  g_free (folder);
  return status;
}

/* --- the desk --- */

void
tbk_chat_desk_answer_messages (TbkChatDesk *desk)
{
  tbk_stand_in_forget (desk->server, TBK_CHAT_DESK_MESSAGES);
  tbk_stand_in_answer_by (desk->server, TBK_CHAT_DESK_MESSAGES, list_cb, desk);
}

static void
answer (TbkChatDesk *desk)
{
  static const char miembros[]
      = "{\"items\":[{\"id\":7,\"nombre\":\"Ana Vera\",\"rol\":\"exportadora\",\"entregado\":0,\"leido\":0},"
        "{\"id\":8,\"nombre\":\"Luis Mora\",\"rol\":\"centro\",\"entregado\":2,\"leido\":1}]}";

  tbk_chat_desk_answer_messages (desk);
  tbk_stand_in_answer_by (desk->server, "GET /chats", chats_cb, desk);
  tbk_stand_in_answer_by (desk->server, "GET /chats/5", record_cb, desk);
  tbk_stand_in_answer_by (desk->server, "POST /chats/5/mensajes", post_cb, desk);
  tbk_stand_in_answer (desk->server, "GET /chats/5/miembros", 200, miembros);
  tbk_stand_in_answer (desk->server, "POST /chats/5/lectura", 204, NULL);
  tbk_stand_in_live_answer_by (desk->server, "send_message", send_cb, desk);
  tbk_stand_in_live_answer (desk->server, "read", "ack", "{}");
  tbk_stand_in_live_answer (desk->server, "typing", "ack", "{}");
}

void
tbk_chat_desk_open (TbkChatDesk *desk, guint n)
{
  gint64 last = g_get_real_time () / G_USEC_PER_SEC - 3600;

  *desk = (TbkChatDesk){ .evento = 40, .leido = n };
  desk->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *texto = g_strdup_printf ("Mensaje %u", i + 1);

      make_message (desk, i % 3 == 0 ? 7 : 8, texto, NULL, last - (gint64) (n - 1 - i) * SECONDS_APART);
    }
  desk->server = tbk_stand_in_new (NULL);
  answer (desk);
  tbk_stand_in_live_open (desk->server, desk->evento);
  desk->api = tbk_stand_in_sign_in (desk->server);
  desk->talk = tbk_talk_of (desk->api);
  tbk_ui_test_until (tbk_live_get_connected (tbk_api_get_live (desk->api)));
}

void
tbk_chat_desk_close (TbkChatDesk *desk)
{
  tbk_ui_test_let_go (g_steal_pointer (&desk->api));
  tbk_stand_in_free (desk->server);
  g_ptr_array_unref (desk->messages);
}

char *
tbk_chat_desk_record (TbkChatDesk *desk)
{
  guint n = desk->messages->len;
  JsonObject *last = n > 0 ? g_ptr_array_index (desk->messages, n - 1) : NULL;

  return g_strdup_printf (
      "{\"id\":5,\"contrato_id\":null,\"otro_id\":8,\"otro_nombre\":\"Luis Mora\",\"otro_empresa_nombre\":"
      "\"Centro Boto\",\"mensajes_n\":%u,\"ultimo_en\":\"2026-11-20T10:00:00Z\",\"ultimo_texto\":\"%s\","
      "\"ultimo_autor_id\":8,\"ultimo_autor_nombre\":\"Luis Mora\",\"entregado\":%" G_GINT64_FORMAT
      ",\"leido\":%" G_GINT64_FORMAT ",\"sin_leer\":%" G_GINT64_FORMAT "}",
      n, last != NULL ? tbk_wire_get_text (last, "texto") : "", desk->leido, desk->leido,
      MIN ((gint64) n - desk->leido, 100));
}

TbkConversation *
tbk_chat_desk_converse (TbkChatDesk *desk)
{
  g_autofree char *json = tbk_chat_desk_record (desk);
  g_autoptr (TbkRecord) chat = tbk_ui_test_record (&tbk_chat, json);

  return tbk_conversation_new (desk->api, chat);
}

static gboolean
is_quiet (TbkConversation *conversation)
{
  gboolean loading;

  g_object_get (conversation, "loading", &loading, NULL);
  return !loading && tbk_conversation_get_state (conversation) == TBK_CONVERSATION_READY;
}

void
tbk_chat_desk_wait (TbkConversation *conversation)
{
  tbk_ui_test_until (is_quiet (conversation));
}

void
tbk_chat_desk_say_unheard (TbkChatDesk *desk, gint64 autor_id, const char *texto)
{
  make_message (desk, autor_id, texto, NULL, g_get_real_time () / G_USEC_PER_SEC);
}

void
tbk_chat_desk_say (TbkChatDesk *desk, gint64 autor_id, const char *texto)
{
  tell_message (desk, "receive_message",
                make_message (desk, autor_id, texto, NULL, g_get_real_time () / G_USEC_PER_SEC));
}

void
tbk_chat_desk_change (TbkChatDesk *desk, gint64 numero, const char *texto)
{
  JsonObject *object = g_ptr_array_index (desk->messages, numero - 1);

  json_object_set_string_member (object, "texto", texto != NULL ? texto : "");
  json_object_set_int_member (object, "version", tbk_wire_get_int (object, "version", 1) + 1);
  json_object_set_boolean_member (object, "borrado", texto == NULL);
  if (texto != NULL)
    json_object_set_string_member (object, "editado_en", "2026-11-20T10:00:00Z");
  tell_message (desk, "mensaje.actualizado", object);
}

void
tbk_chat_desk_tell (TbkChatDesk *desk, const char *event, const char *data)
{
  tbk_stand_in_live_event (desk->server, event, ++desk->evento, data);
}

void
tbk_chat_desk_cut (TbkChatDesk *desk)
{
  tbk_stand_in_stop (desk->server);
  tbk_api_reload_me (desk->api);
  tbk_ui_test_until (tbk_api_get_state (desk->api) == TBK_API_OFFLINE);
}

void
tbk_chat_desk_mend (TbkChatDesk *desk)
{
  tbk_stand_in_start (desk->server, NULL);
  tbk_ui_test_until (tbk_live_get_connected (tbk_api_get_live (desk->api)));
}
