/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <glib/gi18n.h>

/* clang-format off */
static const char *const clases[] = { "vehiculo", "saco", NULL };

/* What an empty vehicle, or one empty sack of a kind, weighs. */
static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "empresa" },
  { "clase", N_("Kind"), TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED | TBK_FIELD_CREATE_ONLY, .choices = clases },
  { "nombre", N_("Name"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SORTABLE, .max_length = 40,
    .hint = N_("A vehicle's plate, or what a kind of sack is called.") },
  { "kg", N_("Tare"), TBK_FIELD_DECIMAL, TBK_FIELD_REQUIRED, TBK_UNIT_KG, 3, .min = "0.001", .max = "1000000" },
  { "pesada_en", N_("Weighed"), TBK_FIELD_TIME, TBK_FIELD_OPTIONAL,
    .hint = N_("Of two tares of one name the later one counts; without a time it is now.") },
  { "trama", N_("Frame"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 512 },
  { "usuario_id", N_("Operator"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "usuario" },
  { "usuario_nombre", N_("Operator"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "version", N_("Version"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "created_at", N_("Created"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "updated_at", N_("Changed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
};
/* clang-format on */

const TbkResource tbk_tara = {
  .name = "tara",
  .collection = "taras",
  .type_name = "TbkTara",
  .label = N_ ("Tare"),
  .label_plural = N_ ("Tares"),
  .schema = TBK_SCHEMA ("Tara", fields),
  .orden = "nombre",
};
