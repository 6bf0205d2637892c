/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read as a decimal is written and read again as the same, and no sum of two breaks its bounds. */
#include "fuzz.h"
#include "tbk-decimal.h"

#define MAX_UNITS G_GINT64_CONSTANT (999999999999999999)

static void
check_value (TbkDecimal value)
{
  g_assert_cmpint (value.units, <=, MAX_UNITS);
  g_assert_cmpint (value.units, >=, -MAX_UNITS);
  g_assert_cmpuint (value.scale, <=, 9);
}

static void
check_round_trip (TbkDecimal value)
{
  g_autofree char *text = tbk_decimal_to_text (value);
  TbkDecimal back;

  check_value (value);
  g_assert_true (tbk_decimal_parse (text, &back, NULL));
  g_assert_cmpint (back.units, ==, value.units);
  g_assert_cmpuint (back.scale, ==, value.scale);
}

static void
check_sums (TbkDecimal a, TbkDecimal b)
{
  TbkDecimal out;

  if (tbk_decimal_add (a, b, &out, NULL))
    check_value (out);
  if (tbk_decimal_sub (a, b, &out, NULL))
    check_value (out);
  for (guint8 scale = 0; scale <= 9; scale++)
    {
      if (tbk_decimal_mul (a, b, scale, &out, NULL))
        check_value (out);
      if (tbk_decimal_div (a, b, scale, &out, NULL))
        check_value (out);
      if (tbk_decimal_rescale (a, scale, &out, NULL))
        check_value (out);
    }
  g_assert_cmpint (tbk_decimal_compare (a, b), ==, -tbk_decimal_compare (b, a));
}

/* Two numbers, a line each. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 2);
  TbkDecimal a, b = { 1, 0 };

  if (lines[0] == NULL || !tbk_decimal_parse (lines[0], &a, NULL))
    return 0;
  check_round_trip (a);
  if (lines[1] != NULL && tbk_decimal_parse (lines[1], &b, NULL))
    check_round_trip (b);
  check_sums (a, b);
  return 0;
}
