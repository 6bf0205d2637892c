/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lote.h"

#include <glib/gi18n.h>

#include "tbk-peso.h"

#define DECIMALS_KG 3
#define DECIMALS_QQ 4
/* "22.05 qq" is 1000 kg to a person; "22 qq" is not */
#define DECIMALS_QQ_AGREE 2

/* clang-format off */
static const char *const estado_names[] = {
  "Registrado", "En transito", "Recibido", "Fermentacion", "Secado", "Almacenado", "Exportado", "Rechazado", NULL
};

/* Steps may be skipped forward (DOMAIN.md, "States"). */
static const TbkEstado estados[] = {
  { "Registrado", N_("Registered"), N_("Back to Registered"),
    (const char *const[]) { "En transito", "Recibido", "Fermentacion", "Secado", "Almacenado", "Exportado", NULL } },
  { "En transito", N_("In Transit"), N_("Dispatch"),
    (const char *const[]) { "Recibido", "Fermentacion", "Secado", "Almacenado", "Exportado", NULL } },
  { "Recibido", N_("Received"), N_("Confirm Reception"),
    (const char *const[]) { "Fermentacion", "Secado", "Almacenado", "Exportado", "Rechazado", NULL } },
  { "Fermentacion", N_("Fermenting"), N_("Start Fermentation"),
    (const char *const[]) { "Secado", "Almacenado", "Exportado", NULL } },
  { "Secado", N_("Drying"), N_("Start Drying"),
    (const char *const[]) { "Almacenado", "Exportado", NULL } },
  { "Almacenado", N_("Stored"), N_("Store"),
    (const char *const[]) { "Exportado", NULL } },
  { "Exportado", N_("Exported"), N_("Mark as Exported"), NULL },
  { "Rechazado", N_("Rejected"), N_("Reject"), NULL },
  { NULL },
};

static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "codigo_lote", N_("Code"), TBK_FIELD_TEXT, TBK_FIELD_CREATE_ONLY | TBK_FIELD_SORTABLE, .max_length = 30,
    .hint = N_("Leave it empty and the server gives the next one.") },
  { "empresa_id", N_("Company"), TBK_FIELD_REF, TBK_FIELD_CREATE_ONLY, .ref = "empresa",
    .hint = N_("Who holds the lot; your own company when left empty.") },
  { "empresa_nombre", N_("Company"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "proveedor_id", N_("Supplier"), TBK_FIELD_REF, TBK_FIELD_NULLABLE, .ref = "empresa",
    .hint = N_("Who grew or delivered it.") },
  { "proveedor_nombre", N_("Supplier"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "contrato_id", N_("Contract"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "contrato" },
  { "contrato_codigo", N_("Contract"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "calidad", N_("Quality"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 40,
    .hint = N_("A trade name such as ASS, ASE or CCN51.") },
  { "fecha", N_("Date"), TBK_FIELD_DATE, TBK_FIELD_REQUIRED | TBK_FIELD_SORTABLE },
  { "sacos", N_("Sacks"), TBK_FIELD_INTEGER, TBK_FIELD_NULLABLE, TBK_UNIT_COUNT, .min = "0", .max = "1000000" },
  { "peso_kg", N_("Weight"), TBK_FIELD_DECIMAL, TBK_FIELD_SORTABLE, TBK_UNIT_KG, DECIMALS_KG,
    .min = "0.001", .max = "100000000", .hint = N_("Net kilograms.") },
  { "peso_qq", N_("Weight in Quintals"), TBK_FIELD_DECIMAL, TBK_FIELD_OPTIONAL, TBK_UNIT_QQ, DECIMALS_QQ,
    .min = "0.0001", .max = "2204622", .hint = N_("Net quintals of 45.359237 kg, instead of kilograms.") },
  { "humedad", N_("Moisture"), TBK_FIELD_DECIMAL, TBK_FIELD_NULLABLE, TBK_UNIT_PERCENT, 2,
    .min = "0", .max = "100", .hint = N_("Percent of water, wet basis.") },
  { "ubicacion", N_("Location"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 120,
    .hint = N_("Where it lies: warehouse, row, pallet.") },
  { "estado", N_("State"), TBK_FIELD_CHOICE, TBK_FIELD_OPTIONAL, .choices = estado_names },
  { "motivo", N_("Reason"), TBK_FIELD_TEXT, TBK_FIELD_SECRET | TBK_FIELD_DERIVED | TBK_FIELD_NULLABLE,
    .max_length = 500, .hint = N_("Why the state changes; the history keeps it.") },
  { "origen", N_("Origin"), TBK_FIELD_JSON, TBK_FIELD_NULLABLE },
  { "metadata_json", N_("Further Data"), TBK_FIELD_JSON, TBK_FIELD_NULLABLE },
  { "recibido_en", N_("Received On"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "observaciones", N_("Remarks"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 2000 },
  { "version", N_("Version"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "created_at", N_("Created"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "updated_at", N_("Changed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
};
/* clang-format on */

const TbkResource tbk_lote = {
  .name = "lote",
  .collection = "lotes",
  .type_name = "TbkLote",
  .label = N_ ("Lot"),
  .label_plural = N_ ("Lots"),
  .schema = TBK_SCHEMA ("Lote", fields),
  .estados = estados,
  .orden = "-fecha",
};

/* Absent or null is no weight and no error: `given` says. */
static gboolean
read_weight (const TbkValues *values, const char *name, TbkDecimal *out, gboolean *given, GError **error)
{
  const char *text = tbk_values_get (values, name);
  g_autoptr (GError) reason = NULL;

  *given = text != NULL;
  if (text == NULL || tbk_decimal_parse (text, out, &reason))
    return TRUE;
  tbk_problem_add_field (error, name, "format", "%s", reason->message);
  return FALSE;
}

static gboolean
check_agreement (TbkDecimal kg, TbkDecimal qq, GError **error)
{
  TbkDecimal same;
  guint8 scale = MAX (qq.scale, DECIMALS_QQ_AGREE);

  if (tbk_peso_from_kg (kg, TBK_UNIT_QQ, scale, &same, NULL) && tbk_decimal_compare (same, qq) == 0)
    return TRUE;
  tbk_problem_add_field (error, "peso_qq", "conflict", "peso_qq and peso_kg are different weights");
  return FALSE;
}

static gboolean
set_weight (TbkValues *values, TbkDecimal kg, GError **error)
{
  TbkDecimal stored, qq;
  g_autofree char *kg_text = NULL;
  g_autofree char *qq_text = NULL;

  if (!tbk_decimal_rescale (kg, DECIMALS_KG, &stored, NULL)
      || !tbk_peso_from_kg (stored, TBK_UNIT_QQ, DECIMALS_QQ, &qq, NULL))
    {
      tbk_problem_add_field (error, "peso_kg", "range", "the weight is too large");
      return FALSE;
    }
  kg_text = tbk_decimal_to_text (stored);
  qq_text = tbk_decimal_to_text (qq);
  tbk_values_set (values, "peso_kg", kg_text);
  tbk_values_set (values, "peso_qq", qq_text);
  return TRUE;
}

gboolean
tbk_lote_settle_peso (TbkValues *values, GError **error)
{
  TbkDecimal kg = { 0 }, qq = { 0 };
  gboolean has_kg, has_qq;

  if (!read_weight (values, "peso_kg", &kg, &has_kg, error)
      || !read_weight (values, "peso_qq", &qq, &has_qq, error))
    return FALSE;
  if (!has_kg && !has_qq)
    return TRUE;
  if (has_kg && has_qq && !check_agreement (kg, qq, error))
    return FALSE;
  if (!has_kg && !tbk_peso_to_kg (qq, TBK_UNIT_QQ, &kg, NULL))
    {
      tbk_problem_add_field (error, "peso_qq", "range", "the weight is too large");
      return FALSE;
    }
  return set_weight (values, kg, error);
}

gboolean
tbk_lote_check (const TbkValues *whole, GError **error)
{
  if (tbk_values_get (whole, "peso_kg") != NULL)
    return TRUE;
  tbk_problem_add_field (error, "peso_kg", "missing", "a lot needs its weight");
  return FALSE;
}
