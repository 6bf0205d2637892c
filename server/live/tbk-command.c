/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-command.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tbk-json.h"
#include "tbk-resource.h"
#include "tbk-send-queue.h"
#include "tbk-validate.h"

#define MAX_ID_BYTES 64

/* What a frame can ask for: a statement and what goes into it. */
typedef struct
{
  const char *event;
  const char *statement;
  const TbkSchema *in;
  const TbkSchema *out; /* of the ack's data; NULL: none */
  gboolean changes;     /* may add to the feed */
  gboolean queued;      /* one after the other, of a chat */
  /* What follows for the socket, once it has its ack; NULL: nothing. */
  void (*then) (TbkSocket *socket, const TbkRows *rows);
} Command;

typedef struct
{
  TbkSocket *socket;
  const Command *command;
  char *id;
} Call;

/* clang-format off */
#define WHICH_CHAT \
  { "chat_id", N_("Chat"), TBK_FIELD_REF, .ref = "chat" }, \
  { "contrato_id", N_("Contract"), TBK_FIELD_REF, .ref = "contrato" }

static const TbkField chat_fields[] = { WHICH_CHAT };
static const TbkSchema chat_schema = TBK_SCHEMA ("TramaChat", chat_fields);

static const TbkField message_fields[] = {
  WHICH_CHAT,
  { "cliente_id", N_("Identifier"), TBK_FIELD_UUID, TBK_FIELD_REQUIRED },
  { "texto", N_("Text"), TBK_FIELD_TEXT, .max_length = 4000 },
  { "documento_id", N_("Attachment"), TBK_FIELD_REF, TBK_FIELD_NULLABLE, .ref = "documento" },
  { "menciones", N_("Mentions"), TBK_FIELD_JSON },
};
static const TbkSchema message_schema = TBK_SCHEMA ("TramaMensaje", message_fields);

static const TbkField read_fields[] = {
  WHICH_CHAT,
  { "entregado", N_("Delivered"), TBK_FIELD_INTEGER, .min = "0" },
  { "leido", N_("Read"), TBK_FIELD_INTEGER, .min = "0" },
};
static const TbkSchema read_schema = TBK_SCHEMA ("TramaLectura", read_fields);

static const TbkField scale_fields[] = {
  { "oir", N_("Listening"), TBK_FIELD_BOOLEAN, TBK_FIELD_REQUIRED },
};
static const TbkSchema scale_schema = TBK_SCHEMA ("TramaBascula", scale_fields);

static void listen_to_scales (TbkSocket *socket, const TbkRows *rows);

static const Command commands[] = {
  { "join", "chat_unir", &chat_schema, &tbk_chat.schema, FALSE, FALSE },
  { "send_message", "mensaje_enviar", &message_schema, &tbk_mensaje.schema, TRUE, TRUE },
  { "read", "chat_leer", &read_schema, NULL, TRUE, FALSE },
  { "typing", "chat_escribe", &chat_schema, NULL, FALSE, FALSE },
  { "scale", "live_bascula", &scale_schema, NULL, FALSE, FALSE, listen_to_scales },
};
/* clang-format on */

static void
listen_to_scales (TbkSocket *socket, const TbkRows *rows)
{
  tbk_hub_listen (tbk_socket_get_hub (socket), socket, tbk_rows_bool (rows, 0, "oir"));
}

static const Command *
find_command (const char *event)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].event, event) == 0)
      return &commands[i];
  return NULL;
}

void
tbk_command_refuse (TbkSocket *socket, const char *id, const GError *error)
{
  g_autofree char *problem = tbk_problem_to_json (error, NULL);

  tbk_socket_answer (socket, FALSE, id, problem);
}

static void
answer_row (const Call *call, const TbkRows *rows, guint row)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) problem = NULL;

  if (call->command->out != NULL && row >= tbk_rows_count (rows))
    {
      tbk_problem_set (&problem, 404, "there is no such chat");
      tbk_command_refuse (call->socket, call->id, problem);
      return;
    }
  if (call->command->out != NULL)
    tbk_rows_write_object (rows, row, call->command->out, json);
  else
    g_string_append (json, "{}");
  tbk_socket_answer (call->socket, TRUE, call->id, json->str);
  if (call->command->then != NULL)
    call->command->then (call->socket, rows);
}

/* Takes the call. */
static void
end_call (const TbkRows *rows, guint row, const GError *error, gpointer data)
{
  Call *call = data;

  if (error == NULL)
    answer_row (call, rows, row);
  else
    tbk_command_refuse (call->socket, call->id, error);
  if (error != NULL && error->code == 401)
    tbk_socket_close (call->socket, TBK_SOCKET_SESSION_ENDED, "the session has ended");
  tbk_socket_unref (call->socket);
  g_free (call->id);
  g_free (call);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const Call *call = user_data;
  TbkHub *hub = tbk_socket_get_hub (call->socket);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = tbk_pipe_run_finish (tbk_hub_get_app (hub)->pipe, result, &error);

  if (results != NULL && call->command->changes)
    tbk_hub_poke (hub);
  end_call (results != NULL ? results->pdata[0] : NULL, 0, error, user_data);
  tbk_hub_flush (hub);
}

/* `values` (transfer full) */
static void
run (TbkSocket *socket, const Command *command, const char *id, TbkValues *values)
{
  TbkHub *hub = tbk_socket_get_hub (socket);
  const TbkApp *app = tbk_hub_get_app (hub);
  g_autoptr (TbkValues) owned = values;
  const TbkStep step = { .statement = tbk_sql_find (app->sql, command->statement), .values = values };
  Call *call = g_new0 (Call, 1);

  call->socket = tbk_socket_ref (socket);
  call->command = command;
  call->id = g_strdup (id);
  /* A statement's `id` is the chat's, as in a path. */
  tbk_values_set (values, "id", tbk_values_get (values, "chat_id"));
  if (command->queued)
    tbk_send_queue_push (tbk_hub_get_send_queue (hub), tbk_socket_get_caller (socket),
                         g_steal_pointer (&owned), end_call, call);
  else
    tbk_pipe_run_async (app->pipe, tbk_socket_get_caller (socket), &step, 1, NULL, done_cb, call);
}

/* What a client may have echoed: nothing that would need escaping. */
static gboolean
is_id (const char *id)
{
  gsize length = strspn (id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:-");

  return length > 0 && length <= MAX_ID_BYTES && id[length] == '\0';
}

/* A member that is text. Returns: FALSE with `error` when it is something else; absent is NULL. */
static gboolean
read_text (JsonObject *frame, const char *name, const char **out, GError **error)
{
  JsonNode *node = json_object_get_member (frame, name);

  *out = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      *out = json_node_get_string (node);
      return TRUE;
    }
  tbk_problem_add_field (error, name, "type", "must be text");
  return FALSE;
}

/* Returns: (transfer full) (nullable): what a call is given, checked. */
static TbkValues *
read_data (JsonNode *node, const Command *command, GError **error)
{
  g_autoptr (JsonObject) none = json_object_new ();

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    {
      tbk_problem_add_field (error, "data", "type", "must be an object");
      return NULL;
    }
  return tbk_validate_object (command->in, node != NULL ? json_node_get_object (node) : none,
                              TBK_VALIDATE_CREATE, error);
}

static gboolean
read_head (JsonObject *frame, const char **event, const char **id, GError **error)
{
  if (!read_text (frame, "id", id, error))
    return FALSE;
  if (*id != NULL && !is_id (*id))
    {
      *id = NULL;
      tbk_problem_add_field (error, "id", "format", "is 1 to 64 letters, digits and _.:-");
      return FALSE;
    }
  return read_text (frame, "event", event, error);
}

void
tbk_command_call (TbkSocket *socket, const char *event, const char *id, JsonNode *data)
{
  const Command *command = event != NULL ? find_command (event) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkValues) values = NULL;

  if (command == NULL)
    tbk_problem_add_field (&error, "event", event != NULL ? "choice" : "missing", "names no event that is taken here");
  else
    values = read_data (data, command, &error);
  if (values != NULL)
    run (socket, command, id, g_steal_pointer (&values));
  else
    tbk_command_refuse (socket, id, error);
}

void
tbk_command_run (TbkSocket *socket, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) frame = tbk_json_parse_object (text, (gssize) length, &error);
  const char *event = NULL;
  const char *id = NULL;

  if (frame != NULL && read_head (frame, &event, &id, &error))
    tbk_command_call (socket, event, id, json_object_get_member (frame, "data"));
  else
    tbk_command_refuse (socket, id, error);
}
