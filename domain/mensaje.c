/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <glib/gi18n.h>

/* clang-format off */
/* `numero` counts within the chat; `cliente_id` is the author's app's own, so that what is sent twice is stored once. */
static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "chat_id", N_("Chat"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "chat" },
  { "numero", N_("Number"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY | TBK_FIELD_SORTABLE },
  { "autor_id", N_("Author"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "usuario" },
  { "autor_nombre", N_("Author"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "cliente_id", N_("Identifier"), TBK_FIELD_UUID, TBK_FIELD_REQUIRED | TBK_FIELD_CREATE_ONLY },
  { "texto", N_("Text"), TBK_FIELD_TEXT, .max_length = 4000 },
  { "menciones", N_("Mentions"), TBK_FIELD_JSON, TBK_FIELD_CREATE_ONLY,
    .hint = N_("The numbers of the users whom the message names.") },
  { "documento_id", N_("Attachment"), TBK_FIELD_REF, TBK_FIELD_NULLABLE | TBK_FIELD_CREATE_ONLY, .ref = "documento",
    .hint = N_("A file that its author uploaded to the chat; the text may then be empty.") },
  { "documento_nombre", N_("File Name"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "documento_tipo_contenido", N_("Content"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED, .max_length = 100 },
  { "documento_tamano", N_("Size"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "editado_en", N_("Changed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "borrado", N_("Deleted"), TBK_FIELD_BOOLEAN, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "version", N_("Version"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "created_at", N_("Created"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "updated_at", N_("Changed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
};
/* clang-format on */

const TbkResource tbk_mensaje = {
  .name = "mensaje",
  .collection = "mensajes",
  .type_name = "TbkMensaje",
  .label = N_ ("Message"),
  .label_plural = N_ ("Messages"),
  .schema = TBK_SCHEMA ("Mensaje", fields),
  .orden = "numero",
};
