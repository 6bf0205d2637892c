/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-descuento.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-closures.h"

#define NUMBER "0123456789."
#define DECIMALS_PERCENT 2

gboolean
tbk_descuento_compute (const char *regla, const char *humedad, TbkDecimal neto_kg, TbkHumedadCuenta *cuenta)
{
  TbkHumedadRegla rule;
  TbkDecimal moisture;

  return regla != NULL && humedad != NULL && tbk_humedad_regla_parse (regla, &rule, NULL)
         && tbk_decimal_parse (humedad, &moisture, NULL)
         && tbk_decimal_rescale (moisture, DECIMALS_PERCENT, &moisture, NULL) /* as it is kept */
         && tbk_humedad_descontar (&rule, neto_kg, moisture, cuenta, NULL);
}

static char *
show_percent (TbkDecimal value)
{
  g_autofree char *text = tbk_decimal_to_text (value);

  return tbk_show_percent (NULL, text);
}

/* With the digits that are kept of it. */
static char *
show_moisture (const char *humedad)
{
  TbkDecimal value;

  if (!tbk_decimal_parse (humedad, &value, NULL) || !tbk_decimal_rescale (value, DECIMALS_PERCENT, &value, NULL))
    return g_strdup ("");
  return show_percent (value);
}

static char *
show_kg (TbkDecimal value)
{
  g_autofree char *text = tbk_decimal_to_text (value);

  return tbk_show_peso (NULL, text, "kg");
}

char *
tbk_descuento_show_suma (const TbkHumedadCuenta *cuenta, TbkHumedadLineaKind linea)
{
  const char *suma = cuenta->lineas[linea].suma;
  GString *text = g_string_new (NULL);

  while (*suma != '\0')
    {
      gsize digits = strspn (suma, NUMBER);
      gsize others = strcspn (suma + digits, NUMBER);
      g_autofree char *number = g_strndup (suma, digits);
      g_autofree char *shown = tbk_show_decimal (NULL, number);

      g_string_append (text, shown);
      g_string_append_len (text, suma + digits, (gssize) others);
      suma += digits + others;
    }
  return g_string_free (text, FALSE);
}

char *
tbk_descuento_describe (const char *regla, const char *humedad, const TbkHumedadCuenta *cuenta)
{
  TbkHumedadRegla rule;
  g_autofree char *moisture = show_moisture (humedad);
  g_autofree char *percent = show_percent (cuenta->porcentaje);
  g_autofree char *off = show_kg (cuenta->descuento_kg);
  g_autofree char *paid = show_kg (cuenta->liquido_kg);
  g_autofree char *suma = tbk_descuento_show_suma (cuenta, TBK_HUMEDAD_LINEA_LIQUIDO);
  g_autofree char *reference = NULL;

  if (!tbk_humedad_regla_parse (regla, &rule, NULL))
    return g_strdup ("");
  reference = show_percent (rule.referencia);
  if (cuenta->descuento_kg.units == 0)
    /* Translators: two percentages and a weight */
    return g_strdup_printf (_ ("Moisture %s, reference %s → no discount; payable %s"), moisture, reference, paid);
  /* Translators: the moisture, the reference, what percent comes off, two weights, and the sum of the last one */
  return g_strdup_printf (_ ("Moisture %s − reference %s → discount %s = %s; payable %s = %s"),
                          moisture, reference, percent, off, paid, suma);
}

char *
tbk_descuento_describe_rule (const char *regla)
{
  TbkHumedadRegla rule;
  g_autofree char *reference = NULL;
  g_autofree char *method = NULL;

  if (regla == NULL || !tbk_humedad_regla_parse (regla, &rule, NULL))
    return NULL;
  reference = show_percent (rule.referencia);
  method = tbk_show_choice (NULL, tbk_humedad_metodo_name (rule.metodo));
  /* Translators: how moisture is discounted ("Dry matter"), and from which moisture on */
  return g_strdup_printf (_ ("%s over %s"), method, reference);
}
