/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pesaje.h"

#include <glib/gi18n.h>

#include "tbk-humedad.h"

#define DECIMALS_KG 3
/* Of one scale at once; what a truck, or a train of them, weighs is far below. */
#define MAX_KG ((TbkDecimal){ 1000000, 0 })

/* clang-format off */
static const char *const unidades[] = { "kg", "lb", "qq", NULL };

static const TbkField fields[] = {
  { "id", N_("Number"), TBK_FIELD_UUID, TBK_FIELD_READ_ONLY },
  { "numero", N_("Ticket"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "empresa_id", N_("Weighed By"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "empresa" },
  { "empresa_nombre", N_("Weighed By"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "lote_id", N_("Lot"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "lote" },
  { "codigo_lote", N_("Lot"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "capturado_en", N_("Weighed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY | TBK_FIELD_SORTABLE },
  { "bruto_kg", N_("Gross"), TBK_FIELD_DECIMAL, TBK_FIELD_READ_ONLY, TBK_UNIT_KG, DECIMALS_KG },
  { "tara_vehiculo_kg", N_("Tare of the Vehicle"), TBK_FIELD_DECIMAL, TBK_FIELD_READ_ONLY, TBK_UNIT_KG, DECIMALS_KG },
  { "tara_sacos_kg", N_("Tare of the Sacks"), TBK_FIELD_DECIMAL, TBK_FIELD_READ_ONLY, TBK_UNIT_KG, DECIMALS_KG },
  { "neto_kg", N_("Net"), TBK_FIELD_DECIMAL, TBK_FIELD_READ_ONLY | TBK_FIELD_SORTABLE, TBK_UNIT_KG, DECIMALS_KG },
  { "neto_qq", N_("Net in Quintals"), TBK_FIELD_DECIMAL, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED, TBK_UNIT_QQ, 4 },
  { "humedad", N_("Moisture"), TBK_FIELD_DECIMAL, TBK_FIELD_READ_ONLY, TBK_UNIT_PERCENT, 2 },
  { "humedad_regla", N_("Discount Rule"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = TBK_HUMEDAD_MAX_TEXTO },
  { "liquido_kg", N_("Payable"), TBK_FIELD_DECIMAL, TBK_FIELD_READ_ONLY, TBK_UNIT_KG, DECIMALS_KG },
  { "sacos", N_("Sacks"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY, TBK_UNIT_COUNT },
  { "placa", N_("Plate"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 20 },
  { "origen", N_("Source"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 40 },
  { "bascula", N_("Scale"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 60 },
  { "trama", N_("Frame"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 512 },
  { "estable", N_("Stable"), TBK_FIELD_BOOLEAN, TBK_FIELD_READ_ONLY },
  { "manual", N_("Typed"), TBK_FIELD_BOOLEAN, TBK_FIELD_READ_ONLY },
  { "motivo", N_("Reason"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 500 },
  { "tara_en", N_("Tare Weighed"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "tara_trama", N_("Frame of the Tare"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 512 },
  { "usuario_id", N_("Operator"), TBK_FIELD_REF, TBK_FIELD_READ_ONLY, .ref = "usuario" },
  { "usuario_nombre", N_("Operator"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "recibido_en", N_("Received"), TBK_FIELD_TIME, TBK_FIELD_READ_ONLY },
  { "anula", N_("Undoes"), TBK_FIELD_UUID, TBK_FIELD_READ_ONLY },
  { "anulado_por", N_("Undone By"), TBK_FIELD_UUID, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "hash_anterior", N_("Hash Before"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 64 },
  { "hash", N_("Hash"), TBK_FIELD_TEXT, TBK_FIELD_READ_ONLY, .max_length = 64 },
  { "foto", N_("Photo"), TBK_FIELD_BOOLEAN, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
  { "repetido", N_("Known Before"), TBK_FIELD_BOOLEAN, TBK_FIELD_READ_ONLY | TBK_FIELD_DERIVED },
};

static const TbkField lectura_fields[] = {
  { "id", N_("Number"), TBK_FIELD_UUID, .hint = N_("Made where it was weighed; the same again is the same weighing.") },
  { "lote_id", N_("Lot"), TBK_FIELD_REF, TBK_FIELD_REQUIRED, .ref = "lote" },
  { "peso", N_("Gross"), TBK_FIELD_DECIMAL, TBK_FIELD_REQUIRED, TBK_UNIT_NONE, DECIMALS_KG,
    .min = "0.001", .max = "10000000", .hint = N_("What the scale shows, in the unit that is given.") },
  { "unidad", N_("Unit"), TBK_FIELD_CHOICE, TBK_FIELD_OPTIONAL, .choices = unidades },
  { "tara", N_("Tare of the Vehicle"), TBK_FIELD_DECIMAL, TBK_FIELD_NULLABLE, TBK_UNIT_NONE, DECIMALS_KG,
    .min = "0", .max = "10000000", .hint = N_("The empty vehicle or container, in the same unit.") },
  { "tara_sacos", N_("Tare of the Sacks"), TBK_FIELD_DECIMAL, TBK_FIELD_NULLABLE, TBK_UNIT_NONE, DECIMALS_KG,
    .min = "0", .max = "10000000", .hint = N_("All sacks together, in the same unit.") },
  { "humedad", N_("Moisture"), TBK_FIELD_DECIMAL, TBK_FIELD_NULLABLE, TBK_UNIT_PERCENT, 2, .min = "0", .max = "100",
    .hint = N_("Percent of water, wet basis.") },
  { "humedad_regla", N_("Discount Rule"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = TBK_HUMEDAD_MAX_TEXTO,
    .hint = N_("The one that was shown when it was weighed, if the company has or had it; without one, the company's of now.") },
  { "sacos", N_("Sacks"), TBK_FIELD_INTEGER, TBK_FIELD_NULLABLE, TBK_UNIT_COUNT, .min = "0", .max = "100000" },
  { "placa", N_("Plate"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 20 },
  { "origen", N_("Source"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 40 },
  { "bascula", N_("Scale"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 60 },
  { "trama", N_("Frame"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 512,
    .hint = N_("What the scale sent, control bytes written as \\x02.") },
  { "estable", N_("Stable"), TBK_FIELD_BOOLEAN, TBK_FIELD_OPTIONAL },
  { "manual", N_("Typed"), TBK_FIELD_BOOLEAN, TBK_FIELD_OPTIONAL },
  { "motivo", N_("Reason"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 500,
    .hint = N_("Why it was taken although it was not stable, or typed.") },
  { "capturado_en", N_("Weighed"), TBK_FIELD_TIME, TBK_FIELD_OPTIONAL },
  { "tara_en", N_("Tare Weighed"), TBK_FIELD_TIME, TBK_FIELD_NULLABLE },
  { "tara_trama", N_("Frame of the Tare"), TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 512 },
};

static const struct
{
  const char *unidad;
  TbkDecimal kg; /* of one */
} factors[] = {
  { "kg", { 1, 0 } },
  { "lb", { 45359237, 8 } },
  { "qq", { 45359237, 6 } },
};

static const struct
{
  const char *given;
  const char *column;
} weights[] = {
  { "peso", "bruto_kg" },
  { "tara", "tara_vehiculo_kg" },
  { "tara_sacos", "tara_sacos_kg" },
};
/* clang-format on */

const TbkSchema tbk_pesaje_lectura = TBK_SCHEMA ("PesajeLectura", lectura_fields);

const TbkResource tbk_pesaje = {
  .name = "pesaje",
  .collection = "pesajes",
  .type_name = "TbkPesaje",
  .label = N_ ("Weighing"),
  .label_plural = N_ ("Weighings"),
  .schema = TBK_SCHEMA ("Pesaje", fields),
  .orden = "-capturado_en",
};

gboolean
tbk_pesaje_to_kg (TbkDecimal peso, const char *unidad, TbkDecimal *kg, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (factors); i++)
    if (g_strcmp0 (factors[i].unidad, unidad) == 0)
      return tbk_decimal_mul (peso, factors[i].kg, DECIMALS_KG, kg, error);
  g_return_val_if_reached (FALSE);
}

static void
set_default (TbkValues *values, const char *name, const char *text)
{
  const char *given = tbk_values_get (values, name);

  if (given == NULL || *given == '\0')
    tbk_values_set (values, name, text);
}

/* One weight in kg; absent is 0. */
static gboolean
settle_weight (TbkValues *values, gsize which, TbkDecimal *kg, GError **all)
{
  const char *name = weights[which].given;
  const char *text = tbk_values_get (values, name);
  g_autofree char *canonical = NULL;
  TbkDecimal given = { 0 };

  if (text != NULL && !tbk_decimal_parse (text, &given, NULL))
    tbk_problem_add_field (all, name, "format", "is no weight");
  else if (!tbk_pesaje_to_kg (given, tbk_values_get (values, "unidad"), kg, NULL)
           || tbk_decimal_compare (*kg, MAX_KG) > 0)
    tbk_problem_add_field (all, name, "range", "must not be over 1000000 kg");
  else
    {
      canonical = tbk_decimal_to_text (*kg);
      tbk_values_set (values, weights[which].column, canonical);
      return TRUE;
    }
  return FALSE;
}

static void
settle_weights (TbkValues *values, GError **all)
{
  TbkDecimal kg[G_N_ELEMENTS (weights)], net = { 0 };
  gboolean good = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (weights); i++)
    good = settle_weight (values, i, &kg[i], all) && good;
  if (!good)
    return;
  good = tbk_decimal_sub (kg[0], kg[1], &net, NULL) && tbk_decimal_sub (net, kg[2], &net, NULL);
  if (!good || net.units <= 0)
    tbk_problem_add_field (all, "peso", "range", "the net weight, without the tares, must be over 0");
}

static void
check_time (const TbkValues *values, const char *name, gint64 now_us, GError **all)
{
  const char *text = tbk_values_get (values, name);
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  if (time != NULL && g_date_time_to_unix (time) > now_us / G_USEC_PER_SEC + TBK_PESAJE_MAX_AHEAD_S)
    tbk_problem_add_field (all, name, "range", "is in the future");
}

/* A rule is written in one way, so that it is one of those that its empresa has had. */
static void
settle_rule (TbkValues *values, GError **all)
{
  const char *given = tbk_values_get (values, "humedad_regla");
  g_autoptr (GError) why = NULL;
  g_autofree char *canonical = NULL;
  TbkHumedadRegla regla;

  if (given == NULL)
    return;
  if (tbk_values_get (values, "humedad") == NULL)
    tbk_problem_add_field (all, "humedad", "missing", "a discount needs the moisture");
  if (!tbk_humedad_regla_parse (given, &regla, &why))
    {
      tbk_problem_add_field (all, "humedad_regla", "format", "%s", why->message);
      return;
    }
  canonical = tbk_humedad_regla_to_text (&regla);
  tbk_values_set (values, "humedad_regla", canonical);
}

gboolean
tbk_pesaje_discount (TbkValues *values, const char *regla_text, GError **error)
{
  TbkHumedadRegla regla;
  TbkDecimal kg[G_N_ELEMENTS (weights)], humedad, net, payable;
  g_autofree char *liquido = NULL;

  if (!tbk_humedad_regla_parse (regla_text, &regla, error)
      || !tbk_decimal_parse (tbk_values_get (values, "humedad"), &humedad, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (weights); i++)
    if (!tbk_decimal_parse (tbk_values_get (values, weights[i].column), &kg[i], error))
      return FALSE;
  if (!tbk_decimal_sub (kg[0], kg[1], &net, error) || !tbk_decimal_sub (net, kg[2], &net, error)
      || !tbk_humedad_liquido (&regla, net, humedad, &payable, error))
    return FALSE;
  liquido = tbk_decimal_to_text (payable);
  tbk_values_set (values, "liquido_kg", liquido);
  return TRUE;
}

gboolean
tbk_pesaje_settle (TbkValues *values, gint64 now_us, GError **error)
{
  GError *all = NULL;
  g_autofree char *id = g_uuid_string_random ();
  gboolean plain;

  set_default (values, "id", id);
  set_default (values, "unidad", "kg");
  set_default (values, "estable", "true");
  set_default (values, "manual", "false");
  set_default (values, "origen", "iot");
  settle_weights (values, &all);
  settle_rule (values, &all);
  check_time (values, "capturado_en", now_us, &all);
  check_time (values, "tara_en", now_us, &all);
  plain = g_str_equal (tbk_values_get (values, "estable"), "true")
          && g_str_equal (tbk_values_get (values, "manual"), "false");
  if (!plain && tbk_values_get (values, "motivo") == NULL)
    tbk_problem_add_field (&all, "motivo", "missing", "what is not stable, or typed, needs its reason");
  if (all == NULL)
    return TRUE;
  g_propagate_error (error, all);
  return FALSE;
}
