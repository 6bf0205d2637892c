/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-peso.h"

/* clang-format off */
static const struct
{
  TbkUnit unit;
  const char *symbol;
  TbkDecimal kg; /* of one; scale 0 and units 0 for what is no mass */
} units[] = {
  { TBK_UNIT_KG, "kg", { 1, 0 } },
  { TBK_UNIT_TM, "TM", { 1000, 0 } },
  { TBK_UNIT_QQ, "qq", { 45359237, 6 } },
  { TBK_UNIT_PERCENT, "%", { 0 } },
  { TBK_UNIT_USD_TM, "USD/TM", { 0 } },
  { TBK_UNIT_USD_QQ, "USD/qq", { 0 } },
};
/* clang-format on */

#define DECIMALS_KG 3

static gboolean
kg_of (TbkUnit unit, TbkDecimal *kg)
{
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (units[i].unit == unit && units[i].kg.units != 0)
      {
        *kg = units[i].kg;
        return TRUE;
      }
  return FALSE;
}

gboolean
tbk_peso_from_kg (TbkDecimal kg, TbkUnit unit, guint8 scale, TbkDecimal *out, GError **error)
{
  TbkDecimal one;

  g_return_val_if_fail (kg_of (unit, &one), FALSE);
  return tbk_decimal_div (kg, one, scale, out, error);
}

gboolean
tbk_peso_to_kg (TbkDecimal amount, TbkUnit unit, TbkDecimal *kg, GError **error)
{
  TbkDecimal one;

  g_return_val_if_fail (kg_of (unit, &one), FALSE);
  return tbk_decimal_mul (amount, one, DECIMALS_KG, kg, error);
}

const char *
tbk_unit_symbol (TbkUnit unit)
{
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (units[i].unit == unit)
      return units[i].symbol;
  return "";
}

TbkUnit
tbk_unit_from_symbol (const char *symbol)
{
  if (symbol == NULL)
    return TBK_UNIT_NONE;
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (units[i].symbol, symbol) == 0)
      return units[i].unit;
  return TBK_UNIT_NONE;
}
