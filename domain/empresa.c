/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "empresa.h"

#include <glib/gi18n.h>

#include "tbk-humedad.h"

/* clang-format off */
static const char *const tipos[] = { "proveedor", "centro", "exportadora", NULL };

static const char *const metodos[] = { "materia_seca", "puntos", "tabla", NULL };

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
  { "humedad_metodo", N_("Moisture Discount"), TBK_FIELD_CHOICE, TBK_FIELD_NULLABLE, .choices = metodos,
    .hint = N_("How what is over the reference comes off the net weight; without one, nothing does.") },
  { "humedad_referencia", N_("Reference Moisture"), TBK_FIELD_DECIMAL, TBK_FIELD_OPTIONAL, TBK_UNIT_PERCENT, 2,
    .min = "0", .max = "99.99", .hint = N_("At this moisture or below nothing comes off.") },
  { "humedad_tabla", N_("Discount Table"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = TBK_HUMEDAD_MAX_TEXTO,
    .hint = N_("What percent comes off from which moisture on, as 7.5:0.5 8:1.2.") },
  { "humedad_regla", N_("Discount Rule"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED,
    .max_length = TBK_HUMEDAD_MAX_TEXTO },
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

gboolean
tbk_empresa_settle (TbkValues *values, GError **error)
{
  const char *tabla = tbk_values_get (values, "humedad_tabla");
  g_autoptr (GError) why = NULL;
  g_autofree char *pasos = NULL;
  TbkHumedadRegla regla = { 0 };
  GError *problem = NULL;

  if (tabla == NULL || *tabla == '\0')
    {
      if (g_strcmp0 (tbk_values_get (values, "humedad_metodo"), "tabla") != 0)
        return TRUE;
      tbk_problem_add_field (&problem, "humedad_tabla", "missing", "a discount by a table needs the table");
    }
  else if (!tbk_humedad_parse_pasos (tabla, &regla, &why))
    tbk_problem_add_field (&problem, "humedad_tabla", "format", "%s", why->message);
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  pasos = tbk_humedad_pasos_to_text (&regla);
  tbk_values_set (values, "humedad_tabla", pasos);
  return TRUE;
}
