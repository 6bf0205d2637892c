/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <glib/gi18n.h>

/* clang-format off */
static const char *const acciones[] = { "crear", "editar", "borrar", NULL };

static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "tabla", N_("Table"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 63 },
  { "fila_id", N_("Row"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "accion", N_("Action"), TBK_FIELD_CHOICE, TBK_FIELD_READ_ONLY, .choices = acciones },
  { "antes", N_("Before"), TBK_FIELD_JSON, TBK_FIELD_READ_ONLY },
  { "despues", N_("After"), TBK_FIELD_JSON, TBK_FIELD_READ_ONLY },
  { "motivo", N_("Reason"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 500 },
  { "usuario_id", N_("User"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "usuario" },
  { "usuario_nombre", N_("User"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "empresa" },
  { "created_at", N_("When"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY | TBK_FIELD_SORTABLE },
};
/* clang-format on */

const TbkResource tbk_auditoria = {
  .name = "auditoria",
  .collection = "auditoria",
  .type_name = "TbkAuditoria",
  .label = N_ ("Change"),
  .label_plural = N_ ("History"),
  .schema = TBK_SCHEMA ("Auditoria", fields),
  .orden = "-created_at",
};
