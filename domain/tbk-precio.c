/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-precio.h"

#define DECIMALS_USD 2
#define DECIMALS_PESO 3
#define MAX_SCALE 9

static const TbkDecimal divisor_qq = { 220462, 4 }; /* TBK_PRECIO_DIVISOR_QQ */
static const TbkDecimal cien = { 100, 0 };
static const TbkDecimal cero = { 0, 0 };

gboolean
tbk_precio_qq (TbkDecimal spot_tm, TbkDecimal diferencial, TbkDecimal *out, GError **error)
{
  TbkDecimal neto;

  return tbk_decimal_sub (spot_tm, diferencial, &neto, error)
         && tbk_decimal_div (neto, divisor_qq, DECIMALS_USD, out, error);
}

gboolean
tbk_precio_tm (TbkDecimal spot_tm, TbkDecimal diferencial_tm, TbkDecimal *out, GError **error)
{
  TbkDecimal sum;

  return tbk_decimal_add (spot_tm, diferencial_tm, &sum, error)
         && tbk_decimal_rescale (sum, DECIMALS_USD, out, error);
}

gboolean
tbk_precio_tm_from_qq (TbkDecimal precio_qq, TbkDecimal *out, GError **error)
{
  return tbk_decimal_mul (precio_qq, divisor_qq, DECIMALS_USD, out, error);
}

/* Product without rounding as long as it has 9 decimals or fewer, which weights (3) and prices (2) never exceed. */
static gboolean
multiply_exact (TbkDecimal a, TbkDecimal b, TbkDecimal *out, GError **error)
{
  return tbk_decimal_mul (a, b, (guint8) MIN (a.scale + b.scale, MAX_SCALE), out, error);
}

gboolean
tbk_promedio (const TbkParte *partes, gsize n_partes, guint8 scale, TbkDecimal *out, GError **error)
{
  TbkDecimal total = cero, peso = cero, product;

  g_return_val_if_fail (partes != NULL || n_partes == 0, FALSE);
  for (gsize i = 0; i < n_partes; i++)
    {
      if (tbk_decimal_compare (partes[i].peso, cero) < 0)
        {
          g_set_error (error, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_OVERFLOW, "weight of an average is negative");
          return FALSE;
        }
      if (!multiply_exact (partes[i].peso, partes[i].valor, &product, error)
          || !tbk_decimal_add (total, product, &total, error)
          || !tbk_decimal_add (peso, partes[i].peso, &peso, error))
        return FALSE;
    }
  return tbk_decimal_div (total, peso, scale, out, error);
}

static gboolean
is_percent (TbkDecimal value)
{
  return tbk_decimal_compare (value, cero) >= 0 && tbk_decimal_compare (value, cien) <= 0;
}

static gboolean
check_humedad (TbkDecimal humedad, TbkDecimal referencia, GError **error)
{
  if (is_percent (humedad) && is_percent (referencia) && tbk_decimal_compare (referencia, cien) != 0)
    return TRUE;
  g_set_error (error, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_OVERFLOW, "moisture is outside of 0 to 100 percent");
  return FALSE;
}

gboolean
tbk_peso_liquidable (TbkDecimal peso,
                     TbkDecimal humedad,
                     TbkDecimal referencia,
                     TbkDescuento metodo,
                     TbkDecimal *out,
                     GError **error)
{
  /* dry matter compares what is not water; points take the excess off the whole */
  TbkDecimal water = metodo == TBK_DESCUENTO_MATERIA_SECA ? cero : referencia;
  TbkDecimal base = metodo == TBK_DESCUENTO_MATERIA_SECA ? referencia : cero;
  TbkDecimal excess, part, whole, product;

  if (!check_humedad (humedad, referencia, error))
    return FALSE;
  if (tbk_decimal_compare (humedad, referencia) <= 0)
    return tbk_decimal_rescale (peso, DECIMALS_PESO, out, error);
  return tbk_decimal_sub (humedad, water, &excess, error)
         && tbk_decimal_sub (cien, excess, &part, error)
         && tbk_decimal_sub (cien, base, &whole, error)
         && multiply_exact (peso, part, &product, error)
         && tbk_decimal_div (product, whole, DECIMALS_PESO, out, error);
}
