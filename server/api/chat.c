/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-api.h"

#include <glib/gi18n.h>

#include "tbk-resource.h"

/* Who sees, opens and reads which chat is the database's to say (0011-chat.sql): each route is one statement. */

/* clang-format off */
static const char *const roles[] = { "proveedor", "centro", "exportadora", NULL };

static const TbkField query_fields[] = {
  { "contrato_id", N_("Contract"), TBK_FIELD_REF, .ref = "contrato" },
  { "rol", N_("Role"), TBK_FIELD_CHOICE, .choices = roles },
  { "q", N_("Search"), TBK_FIELD_TEXT },
};
static const TbkSchema query_schema = TBK_SCHEMA ("ChatFiltro", query_fields);

static const TbkField open_fields[] = {
  { "usuario_id", N_("User"), TBK_FIELD_REF, TBK_FIELD_REQUIRED, .ref = "usuario" },
};
static const TbkSchema open_schema = TBK_SCHEMA ("ChatDirecto", open_fields);

static const TbkField contact_fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "nombre", N_("Name"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY },
  { "rol", N_("Role"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "empresa" },
  { "empresa_nombre", N_("Company"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY },
};
static const TbkSchema contact_schema = TBK_SCHEMA ("Contacto", contact_fields);

static const TbkField member_fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "nombre", N_("Name"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY },
  { "rol", N_("Role"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "empresa" },
  { "empresa_nombre", N_("Company"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY },
  { "entregado", N_("Delivered"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "leido", N_("Read"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "visto_en", N_("Last Seen"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
};
static const TbkSchema member_schema = TBK_SCHEMA ("ChatMiembro", member_fields);

static const TbkField mark_fields[] = {
  { "entregado", N_("Delivered"), TBK_FIELD_INTEGER, .min = "0" },
  { "leido", N_("Read"), TBK_FIELD_INTEGER, .min = "0" },
};
static const TbkSchema mark_schema = TBK_SCHEMA ("Lectura", mark_fields);

static const TbkRoute routes[] = {
  { "GET", "/chats", TBK_ROL_ANY, "The chats that the caller is in, with the last message and how many are unread.", "chat",
    .query = &query_schema, .out_kind = TBK_OUT_PAGE, .out = &tbk_chat.schema, .orden = "-ultimo_en", .statement = "chat_page" },
  { "POST", "/chats", TBK_ROL_ANY, "Opens the direct chat with a partner, which is made when there is none.", "chat",
    .in = &open_schema, .out_kind = TBK_OUT_ONE, .out = &tbk_chat.schema, .statement = "chat_abrir" },
  { "GET", "/chats/contactos", TBK_ROL_ANY, "Whom the caller may write to directly.", "chat",
    .out_kind = TBK_OUT_ITEMS, .out = &contact_schema, .statement = "chat_contactos" },
  { "GET", "/chats/{id}", TBK_ROL_ANY, "One chat.", "chat",
    .out_kind = TBK_OUT_ONE, .out = &tbk_chat.schema, .statement = "chat_get" },
  { "GET", "/chats/{id}/miembros", TBK_ROL_ANY, "Who is in a chat, how far each has read and when it was last here.", "chat",
    .out_kind = TBK_OUT_ITEMS, .out = &member_schema, .statement = "chat_miembros" },
  { "POST", "/chats/{id}/lectura", TBK_ROL_ANY, "Says up to which number the caller has received and read.", "chat",
    .in = &mark_schema, .out_kind = TBK_OUT_NONE, .flags = TBK_ROUTE_WHO_SEES_MAY, .statement = "chat_leer" },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_routes_chat = { "chat", routes };
