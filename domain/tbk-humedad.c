/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-humedad.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#define DECIMALS_KG 3
#define DECIMALS_PERCENT 2
#define DECIMALS_PRODUCT 5 /* kg times percent, exact */
#define HUNDRED ((TbkDecimal){ 100, 0 })

G_DEFINE_QUARK (tbk - humedad - error - quark, tbk_humedad_error)

static const char *const metodos[] = { "materia_seca", "puntos", "tabla" };

/* clang-format off */
static const char *const labels[TBK_HUMEDAD_LINEAS] = {
  [TBK_HUMEDAD_LINEA_NETO] = N_("Net"),
  [TBK_HUMEDAD_LINEA_EXCESO] = N_("Moisture over the Reference"),
  [TBK_HUMEDAD_LINEA_DESCUENTO] = N_("Moisture Discount"),
  [TBK_HUMEDAD_LINEA_LIQUIDO] = N_("Payable"),
};
/* clang-format on */

const char *
tbk_humedad_metodo_name (TbkHumedadMetodo metodo)
{
  g_return_val_if_fail (metodo < G_N_ELEMENTS (metodos), NULL);
  return metodos[metodo];
}

gboolean
tbk_humedad_metodo_from_name (const char *name, TbkHumedadMetodo *metodo)
{
  for (guint i = 0; i < G_N_ELEMENTS (metodos); i++)
    if (g_strcmp0 (metodos[i], name) == 0)
      {
        *metodo = i;
        return TRUE;
      }
  return FALSE;
}

/* --- a table ------------------------------------------------------------------------------------------------------ */

static gboolean
is_percent (TbkDecimal value)
{
  return value.units >= 0 && tbk_decimal_compare (value, HUNDRED) <= 0;
}

static gboolean
refuse_step (GError **error, guint step, const char *why)
{
  g_set_error (error, TBK_HUMEDAD_ERROR, TBK_HUMEDAD_ERROR_TABLA, "step %u %s", step + 1, why);
  return FALSE;
}

static gboolean
read_percent (JsonArray *pair, guint index, TbkDecimal *out)
{
  JsonNode *node = json_array_get_element (pair, index);
  TbkDecimal value;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  return tbk_decimal_parse (json_node_get_string (node), &value, NULL) && is_percent (value)
         && value.scale <= DECIMALS_PERCENT && tbk_decimal_rescale (value, DECIMALS_PERCENT, out, NULL);
}

static gboolean
read_step (JsonNode *node, TbkHumedadRegla *regla, GError **error)
{
  guint n = regla->n_pasos;
  TbkHumedadPaso paso;
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (n == TBK_HUMEDAD_MAX_PASOS)
    return refuse_step (error, n, "is one too many");
  if (pair == NULL || json_array_get_length (pair) != 2)
    return refuse_step (error, n, "is no pair of moisture and discount");
  if (!read_percent (pair, 0, &paso.desde) || !read_percent (pair, 1, &paso.descuento))
    return refuse_step (error, n, "must have two texts of 0 to 100 with 2 digits after the point at most");
  if (n > 0 && tbk_decimal_compare (paso.desde, regla->pasos[n - 1].desde) <= 0)
    return refuse_step (error, n, "must begin at more moisture than the one before");
  if (n > 0 && tbk_decimal_compare (paso.descuento, regla->pasos[n - 1].descuento) < 0)
    return refuse_step (error, n, "must not discount less than the one before");
  regla->pasos[regla->n_pasos++] = paso;
  return TRUE;
}

gboolean
tbk_humedad_parse_pasos (const char *json, TbkHumedadRegla *regla, GError **error)
{
  g_autoptr (JsonNode) root = json != NULL ? json_from_string (json, NULL) : NULL;
  JsonArray *steps = root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  regla->n_pasos = 0;
  if (steps == NULL || json_array_get_length (steps) == 0)
    {
      g_set_error (error, TBK_HUMEDAD_ERROR, TBK_HUMEDAD_ERROR_TABLA, "a table is a list of steps, one at least");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (steps); i++)
    if (!read_step (json_array_get_element (steps, i), regla, error))
      return FALSE;
  return TRUE;
}

/* --- the sum
 * --------------------------------------------------------------------------------------------------------
 */

static TbkDecimal
find_discount (const TbkHumedadRegla *regla, TbkDecimal humedad)
{
  TbkDecimal found = { 0, DECIMALS_PERCENT };

  for (guint i = 0; i < regla->n_pasos; i++)
    if (tbk_decimal_compare (humedad, regla->pasos[i].desde) >= 0)
      found = regla->pasos[i].descuento;
  return found;
}

/* `kept` of `whole` parts of the weight. */
static gboolean
keep_part (TbkDecimal kg, TbkDecimal kept, TbkDecimal whole, TbkDecimal *out, GError **error)
{
  TbkDecimal product;

  return tbk_decimal_mul (kg, kept, DECIMALS_PRODUCT, &product, error)
         && tbk_decimal_div (product, whole, DECIMALS_KG, out, error);
}

/* By how much of it the weight is multiplied and divided, and how that reads on a ticket. */
static gboolean
find_parts (const TbkHumedadRegla *regla, TbkDecimal humedad, TbkDecimal exceso, TbkDecimal *kept, TbkDecimal *whole)
{
  TbkDecimal off = regla->metodo == TBK_HUMEDAD_TABLA ? find_discount (regla, humedad) : exceso;

  *whole = HUNDRED;
  if (regla->metodo != TBK_HUMEDAD_MATERIA_SECA)
    return tbk_decimal_sub (HUNDRED, off, kept, NULL);
  return tbk_decimal_sub (HUNDRED, humedad, kept, NULL) && tbk_decimal_sub (HUNDRED, regla->referencia, whole, NULL);
}

static char *
write_sum (const TbkHumedadRegla *regla, TbkDecimal kg, TbkDecimal humedad, TbkDecimal exceso)
{
  g_autofree char *w = tbk_decimal_to_text (kg);
  g_autofree char *h = tbk_decimal_to_text (humedad);
  g_autofree char *hr = tbk_decimal_to_text (regla->referencia);
  g_autofree char *off = NULL;

  if (exceso.units <= 0)
    return g_steal_pointer (&w);
  if (regla->metodo == TBK_HUMEDAD_MATERIA_SECA)
    return g_strdup_printf ("%s × (100 − %s) ÷ (100 − %s)", w, h, hr);
  off = tbk_decimal_to_text (regla->metodo == TBK_HUMEDAD_TABLA ? find_discount (regla, humedad) : exceso);
  return g_strdup_printf ("%s × (100 − %s) ÷ 100", w, off);
}

static void
set_line (TbkHumedadCuenta *out, TbkHumedadLineaKind kind, char *suma, TbkDecimal valor)
{
  out->lineas[kind] = (TbkHumedadLinea){ .label = labels[kind], .suma = suma, .valor = valor };
}

static void
set_lines (TbkHumedadCuenta *out, const TbkHumedadRegla *regla, TbkDecimal kg, TbkDecimal humedad, TbkDecimal exceso)
{
  g_autofree char *w = tbk_decimal_to_text (kg);
  g_autofree char *h = tbk_decimal_to_text (humedad);
  g_autofree char *hr = tbk_decimal_to_text (regla->referencia);
  g_autofree char *paid = tbk_decimal_to_text (out->liquido_kg);
  TbkDecimal over = exceso.units > 0 ? exceso : (TbkDecimal){ 0, DECIMALS_PERCENT };

  set_line (out, TBK_HUMEDAD_LINEA_NETO, g_strdup (w), kg);
  set_line (out, TBK_HUMEDAD_LINEA_EXCESO, g_strdup_printf ("%s − %s", h, hr), over);
  set_line (out, TBK_HUMEDAD_LINEA_DESCUENTO, g_strdup_printf ("%s − %s", w, paid), out->descuento_kg);
  set_line (out, TBK_HUMEDAD_LINEA_LIQUIDO, write_sum (regla, kg, humedad, exceso), out->liquido_kg);
}

gboolean
tbk_humedad_descontar (const TbkHumedadRegla *regla,
                       TbkDecimal neto_kg,
                       TbkDecimal humedad,
                       TbkHumedadCuenta *out,
                       GError **error)
{
  TbkDecimal kg, exceso, kept, whole;

  if (neto_kg.units <= 0 || !is_percent (humedad) || !is_percent (regla->referencia)
      || tbk_decimal_compare (regla->referencia, HUNDRED) == 0)
    {
      g_set_error (error, TBK_HUMEDAD_ERROR, TBK_HUMEDAD_ERROR_VALOR,
                   "a discount needs a weight over 0, a moisture of 0 to 100 and a reference below 100");
      return FALSE;
    }
  if (!tbk_decimal_rescale (neto_kg, DECIMALS_KG, &kg, error)
      || !tbk_decimal_sub (humedad, regla->referencia, &exceso, error))
    return FALSE;
  out->liquido_kg = kg;
  if (exceso.units > 0
      && (!find_parts (regla, humedad, exceso, &kept, &whole) || !keep_part (kg, kept, whole, &out->liquido_kg, error)))
    return FALSE;
  if (!tbk_decimal_sub (kg, out->liquido_kg, &out->descuento_kg, error))
    return FALSE;
  set_lines (out, regla, kg, humedad, exceso);
  return TRUE;
}

void
tbk_humedad_cuenta_clear (TbkHumedadCuenta *cuenta)
{
  for (guint i = 0; i < TBK_HUMEDAD_LINEAS; i++)
    g_clear_pointer (&cuenta->lineas[i].suma, g_free);
}
