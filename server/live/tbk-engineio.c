/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-engineio.h"

#include <string.h>

#include "tbk-command.h"
#include "tbk-frame.h"
#include "tbk-json.h"
#include "tbk-packet.h"
#include "tbk-socket.h"
#include "tbk-upgrade.h"

#define BEARER "Bearer "
#define CODE_POLICY 1008
#define CODE_NORMAL 1000

static GBytes *
text_frame (const char *format, ...) G_GNUC_PRINTF (1, 2);

static GBytes *
text_frame (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return tbk_frame_new_text (text, strlen (text));
}

/* --- what the server says
 * --------------------------------------------------------------------------------
 */

GBytes *
tbk_engineio_open (guint ping_ms)
{
  g_autofree char *sid = g_uuid_string_random ();

  return text_frame ("0{\"sid\":\"%s\",\"upgrades\":[],\"pingInterval\":%u,\"pingTimeout\":%u,\"maxPayload\":%u}", sid,
                     ping_ms, ping_ms, TBK_FRAME_MAX_BYTES);
}

/* socket.on (event, (data, evento) => ...) */
static GBytes *
write_event (const char *event, gint64 numero, const char *data)
{
  if (numero < 0)
    return text_frame ("42[\"%s\",%s]", event, data);
  return text_frame ("42[\"%s\",%s,%" G_GINT64_FORMAT "]", event, data, numero);
}

/* The callback of an emit is given the row, or {"error": problem}; where there is none, a problem is an event. */
static GBytes *
write_answer (gboolean good, const char *id, const char *data)
{
  if (id != NULL)
    return good ? text_frame ("43%s[%s]", id, data) : text_frame ("43%s[{\"error\":%s}]", id, data);
  return good ? NULL : text_frame ("42[\"error\",%s]", data);
}

static GBytes *
write_ping (void)
{
  return text_frame ("2");
}

static GBytes *
write_greeting (void)
{
  g_autofree char *sid = g_uuid_string_random ();

  return text_frame ("40{\"sid\":\"%s\"}", sid);
}

/* The client's connect_error. `why`: words of ours, that need no escape. */
static GBytes *
write_refusal (const char *why)
{
  return text_frame ("44{\"message\":\"%s\"}", why);
}

/* --- who asks
 * --------------------------------------------------------------------------------
 */

gboolean
tbk_engineio_read_caller (const TbkRequest *request, TbkCaller *caller, GError **error)
{
  const TbkApp *app = tbk_request_get_app (request);
  const char *given = tbk_request_get_header (request, "Authorization");
  const char *ticket = tbk_values_get (tbk_request_get_params (request), "ticket");

  if (given != NULL && g_ascii_strncasecmp (given, BEARER, strlen (BEARER)) == 0)
    return tbk_tokens_verify (app->tokens, given + strlen (BEARER), caller, error);
  if (ticket != NULL)
    return tbk_tokens_verify (app->tickets, ticket, caller, error);
  return FALSE;
}

/* What is spoken must be said. */
static gboolean
check_spoken (const TbkRequest *request, GError **error)
{
  const char *const wanted[] = { "EIO", "transport" };
  GError *problem = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (tbk_values_get (tbk_request_get_params (request), wanted[i]) == NULL)
      tbk_problem_add_field (&problem, wanted[i], "missing", "is missing: EIO=4&transport=websocket is spoken here");
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

TbkReply *
tbk_engineio_reply (const TbkApp *app, const TbkRequest *request, GError **error)
{
  g_autoptr (TbkReply) reply = tbk_upgrade_reply (request, error);
  TbkCaller caller;
  GError *problem = NULL;

  if (reply == NULL || !check_spoken (request, error))
    return NULL;
  if (tbk_engineio_read_caller (request, &caller, &problem) || problem == NULL)
    return g_steal_pointer (&reply);
  g_propagate_error (error, problem);
  return NULL;
}

static const char *
text_member (JsonObject *auth, const char *name)
{
  JsonNode *node = json_object_get_member (auth, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* auth: {"token": "..."} or {"ticket": "..."}, where none came with the handshake. */
static gboolean
read_auth (TbkSocket *socket, JsonObject *auth, TbkCaller *caller, GError **error)
{
  const TbkApp *app = tbk_hub_get_app (tbk_socket_get_hub (socket));
  const char *token = text_member (auth, "token");
  const char *ticket = text_member (auth, "ticket");

  if (token != NULL)
    return tbk_tokens_verify (app->tokens, token, caller, error);
  if (ticket != NULL)
    return tbk_tokens_verify (app->tickets, ticket, caller, error);
  if (tbk_socket_get_caller (socket)->rol == TBK_ROL_NONE)
    {
      tbk_problem_set (error, 401, "auth lacks a token");
      return FALSE;
    }
  *caller = *tbk_socket_get_caller (socket);
  return TRUE;
}

static void
connect_socket (TbkSocket *socket, const TbkPacket *packet)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) auth = tbk_json_parse_object (packet->length > 0 ? packet->data : "{}",
                                                       packet->length > 0 ? (gssize) packet->length : -1, &error);
  TbkCaller caller;
  gint64 since;

  if (packet->space_length > 1)
    {
      g_autoptr (GBytes) frame
                 = text_frame ("44%.*s,{\"message\":\"Invalid namespace\"}", (int) packet->space_length, packet->space);

      tbk_socket_say (socket, frame);
      tbk_socket_pass (socket);
      return;
    }
  if (auth == NULL || !read_auth (socket, auth, &caller, &error))
    {
      tbk_socket_refuse (socket, error->message);
      return;
    }
  since = json_object_get_int_member_with_default (auth, "desde", -1);
  tbk_socket_pass (socket);
  tbk_socket_enter (socket, &caller, since);
}

/* --- what a client asks for
 * --------------------------------------------------------------------------------
 */

/* ["send_message", {...}]. Returns: (transfer none) (nullable): the event's name; `data`: nullable. */
static const char *
read_event (JsonNode *node, JsonNode **data)
{
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  JsonNode *name = n == 1 || n == 2 ? json_array_get_element (array, 0) : NULL;

  *data = n == 2 ? json_array_get_element (array, 1) : NULL;
  return name != NULL && JSON_NODE_HOLDS_VALUE (name) && json_node_get_value_type (name) == G_TYPE_STRING
             ? json_node_get_string (name)
             : NULL;
}

static void
call (TbkSocket *socket, const TbkPacket *packet)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = packet->id_length > 0 ? g_strndup (packet->id, packet->id_length) : NULL;
  g_autoptr (JsonNode) node = tbk_json_parse (packet->data, (gssize) packet->length, &error);
  JsonNode *data = NULL;
  const char *event = node != NULL ? read_event (node, &data) : NULL;

  if (!tbk_socket_has_entered (socket) || packet->space_length > 1)
    {
      tbk_socket_close (socket, CODE_POLICY, "an EVENT before its CONNECT");
      return;
    }
  if (node != NULL && event == NULL)
    tbk_problem_add_field (&error, "event", "format", "is the name and one object");
  if (error != NULL)
    tbk_command_refuse (socket, id, error);
  else
    tbk_command_call (socket, event, id, data);
}

static void
take (TbkSocket *socket, const char *text, gsize length)
{
  TbkPacket packet = tbk_packet_read (text, length);

  switch (packet.kind)
    {
    case TBK_PACKET_CONNECT:
      connect_socket (socket, &packet);
      break;
    case TBK_PACKET_EVENT:
      call (socket, &packet);
      break;
    case TBK_PACKET_PONG:
      tbk_socket_heard (socket);
      tbk_socket_pass (socket);
      break;
    case TBK_PACKET_CLOSE:
    case TBK_PACKET_DISCONNECT:
      tbk_socket_close (socket, CODE_NORMAL, NULL);
      break;
    case TBK_PACKET_BAD:
      tbk_socket_close (socket, CODE_POLICY, packet.why);
      break;
    case TBK_PACKET_NOTHING:
    default:
      tbk_socket_pass (socket);
      break;
    }
}

const TbkDialect tbk_dialect_engineio = {
  .index = 1,
  .write = write_event,
  .answer = write_answer,
  .ping = write_ping,
  .greet = write_greeting,
  .refuse = write_refusal,
  .take = take,
  .steady = TRUE,
};
