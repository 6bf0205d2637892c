/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <glib/gi18n.h>

/* clang-format off */
static const char *const estado_names[] = { "Pendiente", "Activa", NULL };

static const TbkEstado estados[] = {
  { "Pendiente", N_("Pending"), N_("Back to Pending"), (const char *const[]) { "Activa", NULL } },
  { "Activa", N_("Active"), N_("Accept"), NULL },
  { NULL },
};

/* Who asks leaves its own side out; the other side accepts. */
static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "centro_id", N_("Collection Center"), TBK_FIELD_REF, TBK_FIELD_CREATE_ONLY, .ref = "empresa" },
  { "centro_nombre", N_("Collection Center"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "proveedor_id", N_("Supplier"), TBK_FIELD_REF, TBK_FIELD_CREATE_ONLY, .ref = "empresa" },
  { "proveedor_nombre", N_("Supplier"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "solicitante_id", N_("Asked By"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "empresa" },
  { "estado", N_("State"), TBK_FIELD_CHOICE, TBK_FIELD_READ_ONLY, .choices = estado_names },
  { "version", N_("Version"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "created_at", N_("Created"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY | TBK_FIELD_SORTABLE },
  { "updated_at", N_("Changed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
};
/* clang-format on */

const TbkResource tbk_asociacion = {
  .name = "asociacion",
  .collection = "asociaciones",
  .type_name = "TbkAsociacion",
  .label = N_ ("Association"),
  .label_plural = N_ ("Associations"),
  .schema = TBK_SCHEMA ("Asociacion", fields),
  .estados = estados,
  .orden = "-created_at",
};
