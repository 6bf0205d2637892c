/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <glib/gi18n.h>

/* clang-format off */
/* A contrato's channel has contrato and empresas; a direct chat has the other one. */
static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "contrato_id", N_("Contract"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "contrato" },
  { "contrato_codigo", N_("Contract"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "empresa1_id", N_("Buyer"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "empresa" },
  { "empresa1_nombre", N_("Buyer"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "empresa2_id", N_("Counterpart"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "empresa" },
  { "empresa2_nombre", N_("Counterpart"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "otro_id", N_("With"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED, .ref = "usuario" },
  { "otro_nombre", N_("With"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "otro_empresa_nombre", N_("Company"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "mensajes_n", N_("Messages"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY, TBK_UNIT_COUNT },
  { "ultimo_en", N_("Last Message"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY | TBK_FIELD_SORTABLE },
  { "ultimo_texto", N_("Last Message"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "ultimo_documento_nombre", N_("Attachment"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "ultimo_autor_id", N_("Author"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED, .ref = "usuario" },
  { "ultimo_autor_nombre", N_("Author"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "entregado", N_("Delivered"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "leido", N_("Read"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "sin_leer", N_("Unread"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED, TBK_UNIT_COUNT },
  { "created_at", N_("Created"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "updated_at", N_("Changed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
};
/* clang-format on */

const TbkResource tbk_chat = {
  .name = "chat",
  .collection = "chats",
  .type_name = "TbkChat",
  .label = N_ ("Chat"),
  .label_plural = N_ ("Chats"),
  .schema = TBK_SCHEMA ("Chat", fields),
  .orden = "-ultimo_en",
};
