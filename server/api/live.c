/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-api.h"

#include <glib/gi18n.h>

#include "tbk-engineio.h"

/* The socket itself is server/live's. */
static TbkReply *
make_ticket (const TbkApp *app, const TbkRequest *request, GError **error)
{
  g_autofree char *ticket = tbk_tokens_issue (app->tickets, tbk_request_get_caller (request));
  GString *json = g_string_new (NULL);

  g_string_printf (json, "{\"ticket\":\"%s\",\"expires_in\":%u}", ticket, tbk_tokens_get_ttl (app->tickets));
  return tbk_reply_new_json (200, json);
}

/* clang-format off */
static const TbkField query_fields[] = {
  { "desde", N_("After"), TBK_FIELD_INTEGER, .min = "0",
    .hint = N_("The last number that was seen: what came after it is sent first.") },
  { "ticket", N_("Ticket"), TBK_FIELD_TEXT, .max_length = 1024,
    .hint = N_("Instead of the Authorization field, where that cannot be set.") },
};
static const TbkSchema query_schema = TBK_SCHEMA ("Conexion", query_fields);

static const TbkField ticket_fields[] = {
  { "ticket", N_("Ticket"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 1024 },
  { "expires_in", N_("Seconds"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
};
static const TbkSchema ticket_schema = TBK_SCHEMA ("Ticket", ticket_fields);

static const char *const versions[] = { "4", NULL };
static const char *const transports[] = { "websocket", NULL };

/* `t` and `sid` are what its client adds; nothing is made of them. */
static const TbkField engineio_fields[] = {
  { "EIO", N_("Version"), TBK_FIELD_CHOICE, .choices = versions },
  { "transport", N_("Transport"), TBK_FIELD_CHOICE, .choices = transports,
    .hint = N_("There is no polling: io (url, { transports: ['websocket'] }).") },
  { "ticket", N_("Ticket"), TBK_FIELD_TEXT, .max_length = 1024 },
  { "t", N_("Time"), TBK_FIELD_TEXT },
  { "sid", N_("Session"), TBK_FIELD_TEXT },
};
static const TbkSchema engineio_schema = TBK_SCHEMA ("SocketIO", engineio_fields);
static const int engineio_errors[] = { 401, 403, 426, 0 };

static const int socket_errors[] = { 403, 426, 0 };

static const TbkRoute routes[] = {
  { "GET", "/ws/chat", TBK_ROL_ANY, "A WebSocket: messages and changes as they come, and those that were missed.", "live",
    .query = &query_schema, .out_kind = TBK_OUT_SOCKET, .status = 101, .statement = "live_entrar", .errors = socket_errors },
  { "GET", TBK_ENGINEIO_PATH, TBK_ROL_NONE,
    "The same for clients of socket.io 4, by WebSocket alone; the token in `auth`, in the Authorization field, or a ticket.", "live",
    .query = &engineio_schema, .out_kind = TBK_OUT_SOCKET, .status = 101, .direct = tbk_engineio_reply, .errors = engineio_errors },
  { "POST", "/ws/ticket", TBK_ROL_ANY, "A ticket of a minute for a socket's handshake.", "live",
    .out_kind = TBK_OUT_ONE, .out = &ticket_schema, .direct = make_ticket },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_live = { "live", routes };
