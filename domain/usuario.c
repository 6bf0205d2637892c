/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <glib/gi18n.h>

/* clang-format off */
static const char *const roles[] = { "proveedor", "centro", "exportadora", "admin", NULL };
static const char *const estado_names[] = { "En revision", "Activo", "Suspendido", NULL };

static const TbkEstado estados[] = {
  { "En revision", N_("In Review"), N_("Back to Review"),
    (const char *const[]) { "Activo", "Suspendido", NULL } },
  { "Activo", N_("Active"), N_("Approve"),
    (const char *const[]) { "Suspendido", NULL } },
  { "Suspendido", N_("Suspended"), N_("Suspend"),
    (const char *const[]) { "Activo", NULL } },
  { NULL },
};

static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "nombre", N_("Name"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED | TBK_FIELD_SORTABLE, .max_length = 120 },
  { "email", N_("Email"), TBK_FIELD_EMAIL, TBK_FIELD_REQUIRED | TBK_FIELD_SORTABLE, .max_length = 254,
    .hint = N_("The address to sign in with.") },
  { "rol", N_("Role"), TBK_FIELD_CHOICE, TBK_FIELD_OPTIONAL, .choices = roles,
    .hint = N_("Follows the kind of the company, except for administrators.") },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, TBK_FIELD_NULLABLE, .ref = "empresa" },
  { "empresa_nombre", N_("Company"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "es_dueno", N_("Owner"), TBK_FIELD_BOOLEAN, TBK_FIELD_OPTIONAL,
    .hint = N_("May approve other users of the same company.") },
  { "estado", N_("State"), TBK_FIELD_CHOICE, TBK_FIELD_OPTIONAL, .choices = estado_names },
  { "config_json", N_("Settings"), TBK_FIELD_JSON },
  { "ultimo_acceso", N_("Last Seen"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "version", N_("Version"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "created_at", N_("Created"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "updated_at", N_("Changed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
};
/* clang-format on */

const TbkResource tbk_usuario = {
  .name = "usuario",
  .collection = "usuarios",
  .type_name = "TbkUsuario",
  .label = N_ ("User"),
  .label_plural = N_ ("Users"),
  .schema = TBK_SCHEMA ("Usuario", fields),
  .estados = estados,
  .orden = "nombre",
};
