/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <glib/gi18n.h>

/* clang-format off */
static const char *const tipos[] = { "proveedor", "centro", "exportadora", NULL };

static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "nombre", N_("Name"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SORTABLE, .max_length = 160 },
  { "tipo", N_("Kind"), TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED | TBK_FIELD_CREATE_ONLY, .choices = tipos },
  { "ruc", N_("RUC"), TBK_FIELD_RUC, TBK_FIELD_REQUIRED | TBK_FIELD_CREATE_ONLY,
    .hint = N_("The 13 digits of the taxpayer number.") },
  { "ruc_aviso", N_("RUC Unverified"), TBK_FIELD_BOOLEAN, TBK_FIELD_READ_ONLY },
  { "direccion", N_("Address"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 200 },
  { "ciudad", N_("City"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 80 },
  { "provincia", N_("Province"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 80 },
  { "telefono", N_("Telephone"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 30,
    .pattern = "[+]?[0-9(][0-9 ().-]{4,28}", .hint = N_("With the area code: 04 230 1234 or +593 4 230 1234.") },
  { "email", N_("Email"), TBK_FIELD_EMAIL, TBK_FIELD_NULLABLE, .max_length = 254 },
  { "ubicacion_json", N_("Location"), TBK_FIELD_JSON, TBK_FIELD_NULLABLE },
  { "logo_url", N_("Logo"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "version", N_("Version"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "created_at", N_("Created"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "updated_at", N_("Changed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
};
/* clang-format on */

const TbkResource tbk_empresa = {
  .name = "empresa",
  .collection = "empresas",
  .type_name = "TbkEmpresa",
  .label = N_ ("Company"),
  .label_plural = N_ ("Companies"),
  .schema = TBK_SCHEMA ("Empresa", fields),
  .orden = "nombre",
};
