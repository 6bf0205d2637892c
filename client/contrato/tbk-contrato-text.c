/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-contrato-text.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-peso.h"
#include "tbk-precio.h"

#define DECIMALS_TM 3

static gboolean
parse (const char *text, TbkDecimal *out)
{
  return text != NULL && *text != '\0' && tbk_decimal_parse (text, out, NULL);
}

double
tbk_contrato_fraction (gpointer self, const char *entregado_tm, const char *volumen_tm)
{
  double volumen = volumen_tm != NULL ? g_ascii_strtod (volumen_tm, NULL) : 0;

  if (volumen <= 0 || entregado_tm == NULL)
    return 0;
  return CLAMP (g_ascii_strtod (entregado_tm, NULL) / volumen, 0, 1);
}

/* Whole percents; 100 only when nothing is missing. */
static int
percent_of (const char *part, const char *whole)
{
  const TbkDecimal hundred = { 100, 0 };
  TbkDecimal a, b, percent;

  if (!parse (part, &a) || !parse (whole, &b) || b.units <= 0
      || !tbk_decimal_mul (a, hundred, a.scale, &percent, NULL) || !tbk_decimal_div (percent, b, 2, &percent, NULL))
    return 0;
  return tbk_decimal_compare (a, b) < 0 ? MIN ((int) (percent.units / 100), 99) : (int) (percent.units / 100);
}

char *
tbk_contrato_progress (gpointer self, const char *entregado_tm, const char *volumen_tm)
{
  g_autofree char *entregado = tbk_show_decimal (self, entregado_tm != NULL ? entregado_tm : "0.000");
  g_autofree char *volumen = tbk_show_tm (self, volumen_tm);

  return g_strdup_printf (_ ("%s of %s delivered (%d %%)"), entregado, volumen,
                          percent_of (entregado_tm, volumen_tm));
}

/* What is enough: the volume less its tolerance. Returns: (transfer full) (nullable): wire text. */
static char *
least_volume (TbkDecimal volumen, const char *tolerancia_pct)
{
  const TbkDecimal hundred = { 100, 0 };
  TbkDecimal tolerancia, share, least;

  if (!parse (tolerancia_pct, &tolerancia) || tolerancia.units <= 0)
    return NULL;
  if (!tbk_decimal_sub (hundred, tolerancia, &share, NULL)
      || !tbk_decimal_mul (volumen, share, DECIMALS_TM + 2, &least, NULL)
      || !tbk_decimal_div (least, hundred, DECIMALS_TM, &least, NULL))
    return NULL;
  return tbk_decimal_to_text (least);
}

char *
tbk_contrato_describe_volumen (gpointer self, const char *volumen_tm, const char *tolerancia_pct)
{
  g_autofree char *least = NULL;
  g_autofree char *least_shown = NULL;
  g_autofree char *kg_text = NULL;
  g_autofree char *qq_shown = NULL;
  TbkDecimal volumen, kg;

  if (!parse (volumen_tm, &volumen) || volumen.units <= 0 || !tbk_peso_to_kg (volumen, TBK_UNIT_TM, &kg, NULL))
    return g_strdup ("");
  kg_text = tbk_decimal_to_text (kg);
  qq_shown = tbk_show_peso (self, kg_text, "qq");
  least = least_volume (volumen, tolerancia_pct);
  if (least == NULL)
    return g_strdup_printf ("= %s", qq_shown);
  least_shown = tbk_show_tm (self, least);
  /* Translators: a volume in quintals, the volume that is enough: "= 1.102,31 qq; 47,500 TM fulfil it" */
  return g_strdup_printf (_ ("= %s; %s fulfil it"), qq_shown, least_shown);
}

/* At home a price is said by the quintal. */
static char *
describe_fixed (TbkDecimal precio)
{
  const TbkDecimal zero = { 0, 0 };
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  TbkDecimal qq;

  if (!tbk_precio_qq (precio, zero, &qq, NULL))
    return g_strdup ("");
  text = tbk_decimal_to_text (qq);
  shown = tbk_show_usd (NULL, text);
  /* Translators: %s is a price in US dollars */
  return g_strdup_printf (_ ("= %s a quintal"), shown);
}

static char *
describe_differential (TbkDecimal diferencial)
{
  TbkDecimal size = { ABS (diferencial.units), diferencial.scale };
  g_autofree char *text = tbk_decimal_to_text (size);
  g_autofree char *shown = tbk_show_usd (NULL, text);

  if (diferencial.units == 0)
    return g_strdup (_ ("New York's price as it is"));
  /* Translators: %s is a price in US dollars */
  return g_strdup_printf (diferencial.units < 0 ? _ ("%s a tonne below New York's price")
                                                : _ ("%s a tonne above New York's price"),
                          shown);
}

char *
tbk_contrato_describe_precio (gpointer self,
                              const char *tipo_precio,
                              const char *precio_fijado_tm,
                              const char *diferencial_tm)
{
  gboolean fijo = g_strcmp0 (tipo_precio, "fijo") == 0;
  TbkDecimal value;

  if (!parse (fijo ? precio_fijado_tm : diferencial_tm, &value))
    return g_strdup ("");
  return fijo ? describe_fixed (value) : describe_differential (value);
}
