/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-edit.h"

#include <glib/gi18n.h>

#include "tbk-api.h"

static TbkReply *
list (TbkTx *tx, const TbkRequest *request, GError **error)
{
  return tbk_edit_reply_items (tx, request, "chat_get", "mensaje_list", error);
}

/* clang-format off */
static const TbkField query_fields[] = {
  { "antes", N_("Before"), TBK_FIELD_INTEGER, .min = "1" },
  { "despues", N_("After"), TBK_FIELD_INTEGER, .min = "0" },
  { "q", N_("Search"), TBK_FIELD_TEXT },
  { "limite", N_("At Most"), TBK_FIELD_INTEGER, .min = "1", .max = "200" },
};
static const TbkSchema query_schema = TBK_SCHEMA ("MensajeFiltro", query_fields);

static const TbkField change_fields[] = {
  { "texto", N_("Text"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 4000 },
};
static const TbkSchema change_schema = TBK_SCHEMA ("MensajeTexto", change_fields);

static const int conflict_errors[] = { 409, 0 };

static const TbkRoute routes[] = {
  { "GET", "/chats/{id}/mensajes", TBK_ROL_ANY,
    "Messages of a chat by their numbers, the oldest first: the last ones (before `antes`), or the first after `despues`.", "mensaje",
    .query = &query_schema, .out_kind = TBK_OUT_ITEMS, .out = &tbk_mensaje.schema, .handler = list },
  { "POST", "/chats/{id}/mensajes", TBK_ROL_ANY, "Sends a message; the same `cliente_id` again answers the first.", "mensaje",
    .in = &tbk_mensaje.schema, .out_kind = TBK_OUT_ONE, .out = &tbk_mensaje.schema, .status = 201,
    .statement = "mensaje_enviar", .errors = conflict_errors },
  { "PUT", "/chats/{id}/mensajes/{mensaje_id}", TBK_ROL_ANY, "Changes an own message, within 15 minutes.", "mensaje",
    .in = &change_schema, .out_kind = TBK_OUT_ONE, .out = &tbk_mensaje.schema,
    .statement = "mensaje_cambiar", .errors = conflict_errors },
  { "DELETE", "/chats/{id}/mensajes/{mensaje_id}", TBK_ROL_ANY, "Takes back an own message, within 15 minutes.", "mensaje",
    .out_kind = TBK_OUT_NONE, .statement = "mensaje_cambiar", .errors = conflict_errors },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_mensaje = { "mensaje", routes };
