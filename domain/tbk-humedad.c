/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-humedad.h"

#include <string.h>

#include <glib/gi18n.h>

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

/* --- a table --- */

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
read_percent (const char *text, TbkDecimal *out)
{
  TbkDecimal value;

  return tbk_decimal_parse (text, &value, NULL) && is_percent (value) && value.scale <= DECIMALS_PERCENT
         && tbk_decimal_rescale (value, DECIMALS_PERCENT, out, NULL);
}

/* "7.5:0.5" */
static gboolean
read_step (const char *text, TbkHumedadRegla *regla, GError **error)
{
  guint n = regla->n_pasos;
  TbkHumedadPaso paso;
  g_auto (GStrv) pair = g_strsplit (text, ":", 3);

  if (n == TBK_HUMEDAD_MAX_PASOS)
    return refuse_step (error, n, "is one too many");
  if (g_strv_length (pair) != 2)
    return refuse_step (error, n, "is no pair of moisture and discount, as 7.5:0.5");
  if (!read_percent (pair[0], &paso.desde) || !read_percent (pair[1], &paso.descuento))
    return refuse_step (error, n, "must have two numbers of 0 to 100 with 2 digits after the point at most");
  if (n > 0 && tbk_decimal_compare (paso.desde, regla->pasos[n - 1].desde) <= 0)
    return refuse_step (error, n, "must begin at more moisture than the one before");
  if (n > 0 && tbk_decimal_compare (paso.descuento, regla->pasos[n - 1].descuento) < 0)
    return refuse_step (error, n, "must not discount less than the one before");
  regla->pasos[regla->n_pasos++] = paso;
  return TRUE;
}

gboolean
tbk_humedad_parse_pasos (const char *text, TbkHumedadRegla *regla, GError **error)
{
  g_auto (GStrv) steps = g_strsplit_set (text != NULL ? text : "", " \t\r\n;", -1);

  regla->n_pasos = 0;
  for (guint i = 0; steps[i] != NULL; i++)
    if (*steps[i] != '\0' && !read_step (steps[i], regla, error))
      return FALSE;
  if (regla->n_pasos > 0)
    return TRUE;
  g_set_error (error, TBK_HUMEDAD_ERROR, TBK_HUMEDAD_ERROR_TABLA, "a table has a step at least, as 7.5:0.5");
  return FALSE;
}

char *
tbk_humedad_pasos_to_text (const TbkHumedadRegla *regla)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < regla->n_pasos; i++)
    {
      g_autofree char *desde = tbk_decimal_to_text (regla->pasos[i].desde);
      g_autofree char *descuento = tbk_decimal_to_text (regla->pasos[i].descuento);

      g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "", desde, descuento);
    }
  return g_string_free (text, FALSE);
}

/* --- a rule --- */

gboolean
tbk_humedad_regla_parse (const char *text, TbkHumedadRegla *regla, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 3);
  guint n = g_strv_length (words);

  *regla = (TbkHumedadRegla){ 0 };
  if (n < 2 || !tbk_humedad_metodo_from_name (words[0], &regla->metodo) || !read_percent (words[1], &regla->referencia)
      || tbk_decimal_compare (regla->referencia, HUNDRED) == 0 || (n == 3) != (regla->metodo == TBK_HUMEDAD_TABLA))
    {
      g_set_error (error, TBK_HUMEDAD_ERROR, TBK_HUMEDAD_ERROR_VALOR,
                   "a rule is a method and a reference below 100, as materia_seca 7.00; of a table its steps follow");
      return FALSE;
    }
  return n == 2 || tbk_humedad_parse_pasos (words[2], regla, error);
}

char *
tbk_humedad_regla_to_text (const TbkHumedadRegla *regla)
{
  g_autofree char *referencia = tbk_decimal_to_text (regla->referencia);
  g_autofree char *pasos = regla->metodo == TBK_HUMEDAD_TABLA ? tbk_humedad_pasos_to_text (regla) : NULL;

  return g_strjoin (" ", tbk_humedad_metodo_name (regla->metodo), referencia, pasos, NULL);
}

/* --- the sum --- */

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

/* What goes off, in percent of the net weight. */
static gboolean
find_percent (TbkDecimal kept, TbkDecimal whole, TbkDecimal *out, GError **error)
{
  TbkDecimal off, hundredfold;

  return tbk_decimal_sub (whole, kept, &off, error)
         && tbk_decimal_mul (off, HUNDRED, DECIMALS_PERCENT, &hundredfold, error)
         && tbk_decimal_div (hundredfold, whole, DECIMALS_PERCENT, out, error);
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

/* What the sum is made of, once it is known to be one. */
typedef struct
{
  TbkDecimal kg, exceso; /* with 3 digits; of moisture over the reference */
  TbkDecimal kept, whole;
} Parts;

static gboolean
check_parts (const TbkHumedadRegla *regla, TbkDecimal neto_kg, TbkDecimal humedad, Parts *parts, GError **error)
{
  if (neto_kg.units <= 0 || !is_percent (humedad) || !is_percent (regla->referencia)
      || tbk_decimal_compare (regla->referencia, HUNDRED) == 0)
    {
      g_set_error (error, TBK_HUMEDAD_ERROR, TBK_HUMEDAD_ERROR_VALOR,
                   "a discount needs a weight over 0, a moisture of 0 to 100 and a reference below 100");
      return FALSE;
    }
  return tbk_decimal_rescale (neto_kg, DECIMALS_KG, &parts->kg, error)
         && tbk_decimal_sub (humedad, regla->referencia, &parts->exceso, error);
}

/* At the reference or below it, all of the weight. */
static gboolean
pay (const TbkHumedadRegla *regla, TbkDecimal humedad, Parts *parts, TbkDecimal *liquido_kg, GError **error)
{
  *liquido_kg = parts->kg;
  return parts->exceso.units <= 0
         || (find_parts (regla, humedad, parts->exceso, &parts->kept, &parts->whole)
             && keep_part (parts->kg, parts->kept, parts->whole, liquido_kg, error));
}

gboolean
tbk_humedad_liquido (const TbkHumedadRegla *regla,
                     TbkDecimal neto_kg,
                     TbkDecimal humedad,
                     TbkDecimal *liquido_kg,
                     GError **error)
{
  Parts parts;

  return check_parts (regla, neto_kg, humedad, &parts, error) && pay (regla, humedad, &parts, liquido_kg, error);
}

gboolean
tbk_humedad_descontar (const TbkHumedadRegla *regla,
                       TbkDecimal neto_kg,
                       TbkDecimal humedad,
                       TbkHumedadCuenta *out,
                       GError **error)
{
  Parts parts;

  if (!check_parts (regla, neto_kg, humedad, &parts, error) || !pay (regla, humedad, &parts, &out->liquido_kg, error))
    return FALSE;
  out->porcentaje = (TbkDecimal){ 0, DECIMALS_PERCENT };
  if ((parts.exceso.units > 0 && !find_percent (parts.kept, parts.whole, &out->porcentaje, error))
      || !tbk_decimal_sub (parts.kg, out->liquido_kg, &out->descuento_kg, error))
    return FALSE;
  set_lines (out, regla, parts.kg, humedad, parts.exceso);
  return TRUE;
}

void
tbk_humedad_cuenta_clear (TbkHumedadCuenta *cuenta)
{
  for (guint i = 0; i < TBK_HUMEDAD_LINEAS; i++)
    g_clear_pointer (&cuenta->lineas[i].suma, g_free);
}
