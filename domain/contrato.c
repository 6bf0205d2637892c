/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contrato.h"

#include <string.h>

#include <glib/gi18n.h>

/* clang-format off */
static const char *const tipos_precio[] = { "fijo", "por_fijar", NULL };
static const char *const estado_names[] = {
  "Borrador", "En revision", "Activo", "En proceso", "Cerrado", "Cancelado", NULL
};

static const TbkEstado estados[] = {
  { "Borrador", N_("Draft"), N_("Back to Draft"),
    (const char *const[]) { "En revision", "Cancelado", NULL } },
  { "En revision", N_("In Review"), N_("Send to Review"),
    (const char *const[]) { "Activo", "Cancelado", NULL } },
  { "Activo", N_("Active"), N_("Activate"),
    (const char *const[]) { "En proceso", "Cancelado", NULL } },
  { "En proceso", N_("In Progress"), N_("Start"),
    (const char *const[]) { "Cerrado", "Cancelado", NULL } },
  { "Cerrado", N_("Closed"), N_("Close"), NULL },
  { "Cancelado", N_("Cancelled"), N_("Cancel Contract"), NULL },
  { NULL },
};

static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "codigo", N_("Code"), TBK_FIELD_TEXT, TBK_FIELD_CREATE_ONLY | TBK_FIELD_SORTABLE, .max_length = 30,
    .hint = N_("Leave it empty and the server gives the next one.") },
  { "exportadora_id", N_("Exporter"), TBK_FIELD_REF, TBK_FIELD_CREATE_ONLY, .ref = "empresa",
    .hint = N_("The company that buys.") },
  { "exportadora_nombre", N_("Exporter"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "contraparte_id", N_("Counterpart"), TBK_FIELD_REF, TBK_FIELD_CREATE_ONLY, .ref = "empresa",
    .hint = N_("The collection center or supplier that sells.") },
  { "contraparte_nombre", N_("Counterpart"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "autor_empresa_id", N_("Created By"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "empresa" },
  { "fecha_firma", N_("Signed On"), TBK_FIELD_DATE, TBK_FIELD_REQUIRED | TBK_FIELD_SORTABLE },
  { "calidad", N_("Quality"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 40,
    .hint = N_("A trade name such as ASS, ASE or CCN51.") },
  { "volumen_tm", N_("Volume"), TBK_FIELD_DECIMAL, TBK_FIELD_REQUIRED | TBK_FIELD_SORTABLE, TBK_UNIT_TM, 3,
    .min = "0.001", .max = "1000000", .hint = N_("Metric tonnes to be delivered.") },
  { "tolerancia_pct", N_("Tolerance"), TBK_FIELD_DECIMAL, TBK_FIELD_OPTIONAL, TBK_UNIT_PERCENT, 2,
    .min = "0", .max = "50", .hint = N_("How much less than the volume still fulfils the contract.") },
  { "entregado_tm", N_("Delivered"), TBK_FIELD_DECIMAL, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED, TBK_UNIT_TM, 3 },
  { "tipo_precio", N_("Price Type"), TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED, .choices = tipos_precio },
  { "precio_fijado_tm", N_("Fixed Price"), TBK_FIELD_DECIMAL, TBK_FIELD_NULLABLE, TBK_UNIT_USD_TM, 2,
    .min = "0.01", .max = "1000000", .hint = N_("US dollars per metric tonne.") },
  { "diferencial_tm", N_("Differential"), TBK_FIELD_DECIMAL, TBK_FIELD_NULLABLE, TBK_UNIT_USD_TM, 2,
    .min = "-100000", .max = "100000", .hint = N_("Added to the price in New York: -700 is 700 below it.") },
  { "mes_bolsa", N_("Futures Month"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 5,
    .pattern = "CC[HKNUZ][0-9]{2}", .hint = N_("CC, the letter of the month (H, K, N, U or Z), the year: CCH26.") },
  { "entrega_desde", N_("Delivery From"), TBK_FIELD_DATE, TBK_FIELD_NULLABLE },
  { "entrega_hasta", N_("Delivery Until"), TBK_FIELD_DATE, TBK_FIELD_NULLABLE },
  { "observaciones", N_("Remarks"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 2000 },
  { "estado", N_("State"), TBK_FIELD_CHOICE, TBK_FIELD_OPTIONAL, .choices = estado_names },
  { "motivo", N_("Reason"), TBK_FIELD_TEXT, TBK_FIELD_SECRET | TBK_FIELD_DERIVED | TBK_FIELD_NULLABLE,
    .max_length = 500, .hint = N_("Why the state changes; the history keeps it.") },
  { "lotes_n", N_("Lots"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED, TBK_UNIT_COUNT },
  { "archivo_pdf", N_("Document"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "version", N_("Version"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "created_at", N_("Created"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "updated_at", N_("Changed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
};
/* clang-format on */

const TbkResource tbk_contrato = {
  .name = "contrato",
  .collection = "contratos",
  .type_name = "TbkContrato",
  .label = N_ ("Contract"),
  .label_plural = N_ ("Contracts"),
  .schema = TBK_SCHEMA ("Contrato", fields),
  .estados = estados,
  .orden = "-fecha_firma",
};

static void
check_price (const TbkValues *whole, GError **problem)
{
  const char *tipo = tbk_values_get (whole, "tipo_precio");

  if (g_strcmp0 (tipo, "fijo") == 0 && tbk_values_get (whole, "precio_fijado_tm") == NULL)
    tbk_problem_add_field (problem, "precio_fijado_tm", "missing", "a contract at a fixed price needs the price");
  if (g_strcmp0 (tipo, "por_fijar") == 0 && tbk_values_get (whole, "diferencial_tm") == NULL)
    tbk_problem_add_field (problem, "diferencial_tm", "missing", "a contract to be fixed needs the differential");
}

gboolean
tbk_contrato_check (const TbkValues *whole, GError **error)
{
  g_autoptr (GError) problem = NULL;
  const char *desde = tbk_values_get (whole, "entrega_desde");
  const char *hasta = tbk_values_get (whole, "entrega_hasta");
  gint64 exportadora = tbk_values_get_int (whole, "exportadora_id", 0);

  check_price (whole, &problem);
  /* canonical dates compare as text */
  if (desde != NULL && hasta != NULL && strcmp (hasta, desde) < 0)
    tbk_problem_add_field (&problem, "entrega_hasta", "range", "delivery ends on %s, before it begins on %s", hasta,
                           desde);
  if (exportadora != 0 && tbk_values_get_int (whole, "contraparte_id", 0) == exportadora)
    tbk_problem_add_field (&problem, "contraparte_id", "conflict", "the counterpart is the exporter itself");

  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}
