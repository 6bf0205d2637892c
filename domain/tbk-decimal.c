/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-decimal.h"

#define MAX_SCALE 9
#define MAX_UNITS G_GINT64_CONSTANT (999999999999999999) /* 18 digits */

G_GNUC_EXTENSION typedef __int128 Wide;

G_DEFINE_QUARK (tbk - decimal - error, tbk_decimal_error)

static gboolean
fail (TbkDecimalError code, const char *reason, GError **error)
{
  g_set_error_literal (error, TBK_DECIMAL_ERROR, code, reason);
  return FALSE;
}

/* exponent 0..18 */
static Wide
power_of_ten (guint exponent)
{
  gint64 power = 1;

  while (exponent-- > 0)
    power *= 10;
  return power;
}

static gboolean
set_wide (Wide units, guint8 scale, TbkDecimal *out, GError **error)
{
  if (units > MAX_UNITS || units < -MAX_UNITS)
    return fail (TBK_DECIMAL_ERROR_OVERFLOW, "number has more than 18 digits", error);
  out->units = (gint64) units;
  out->scale = scale;
  return TRUE;
}

/* divisor > 0 */
static Wide
divide_half_away (Wide dividend, Wide divisor)
{
  Wide quotient = dividend / divisor;
  Wide rest = dividend % divisor;

  if (rest < 0)
    rest = -rest;
  if (rest >= divisor - rest)
    quotient += dividend < 0 ? -1 : 1;
  return quotient;
}

/* |units| below 10^37; from 0..18 */
static gboolean
rescale_wide (Wide units, guint from, guint8 to, TbkDecimal *out, GError **error)
{
  if (from > to)
    return set_wide (divide_half_away (units, power_of_ten (from - to)), to, out, error);
  if (units > MAX_UNITS || units < -MAX_UNITS)
    return set_wide (units, to, out, error);
  return set_wide (units * power_of_ten (to - from), to, out, error);
}

static const char *
skip_spaces (const char *p)
{
  while (g_ascii_isspace (*p))
    p++;
  return p;
}

/* A point, or a comma where the number has no other separator. */
static gboolean
is_separator (char c)
{
  return c == '.' || c == ',';
}

gboolean
tbk_decimal_parse (const char *text, TbkDecimal *out, GError **error)
{
  const char *p;
  gboolean negative, in_fraction = FALSE, has_digit = FALSE;
  guint64 units = 0; /* a digit more than fits is seen before it wraps */
  guint scale = 0;

  g_return_val_if_fail (text != NULL && out != NULL, FALSE);
  p = skip_spaces (text);
  negative = *p == '-';
  if (*p == '-' || *p == '+')
    p++;
  for (;; p++)
    {
      if (g_ascii_isdigit (*p))
        {
          if (in_fraction && ++scale > MAX_SCALE)
            return fail (TBK_DECIMAL_ERROR_OVERFLOW, "number has more than 9 digits after the point", error);
          units = units * 10 + (guint64) (*p - '0');
          if (units > MAX_UNITS)
            return fail (TBK_DECIMAL_ERROR_OVERFLOW, "number has more than 18 digits", error);
          has_digit = TRUE;
        }
      else if (is_separator (*p) && has_digit && !in_fraction && g_ascii_isdigit (p[1]))
        in_fraction = TRUE;
      else
        break;
    }
  if (!has_digit || *skip_spaces (p) != '\0')
    return fail (TBK_DECIMAL_ERROR_FORMAT, "not a decimal number", error);
  out->units = negative ? -(gint64) units : (gint64) units;
  out->scale = (guint8) scale;
  return TRUE;
}

char *
tbk_decimal_to_text (TbkDecimal value)
{
  gint64 power = (gint64) power_of_ten (MIN (value.scale, MAX_SCALE));
  gint64 magnitude = ABS (value.units);
  const char *sign = value.units < 0 ? "-" : "";

  if (value.scale == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, value.units);
  return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%0*" G_GINT64_FORMAT, sign, magnitude / power, (int) value.scale,
                          magnitude % power);
}

gboolean
tbk_decimal_rescale (TbkDecimal value, guint8 scale, TbkDecimal *out, GError **error)
{
  g_return_val_if_fail (out != NULL && scale <= MAX_SCALE && value.scale <= MAX_SCALE, FALSE);
  return rescale_wide (value.units, value.scale, scale, out, error);
}

/* sign 1 or -1 */
static gboolean
add_signed (TbkDecimal a, TbkDecimal b, int sign, TbkDecimal *out, GError **error)
{
  guint8 scale = MAX (a.scale, b.scale);
  Wide left = a.units * power_of_ten (scale - a.scale);
  Wide right = b.units * power_of_ten (scale - b.scale);

  return set_wide (left + sign * right, scale, out, error);
}

gboolean
tbk_decimal_add (TbkDecimal a, TbkDecimal b, TbkDecimal *out, GError **error)
{
  g_return_val_if_fail (out != NULL && a.scale <= MAX_SCALE && b.scale <= MAX_SCALE, FALSE);
  return add_signed (a, b, 1, out, error);
}

gboolean
tbk_decimal_sub (TbkDecimal a, TbkDecimal b, TbkDecimal *out, GError **error)
{
  g_return_val_if_fail (out != NULL && a.scale <= MAX_SCALE && b.scale <= MAX_SCALE, FALSE);
  return add_signed (a, b, -1, out, error);
}

gboolean
tbk_decimal_mul (TbkDecimal a, TbkDecimal b, guint8 scale, TbkDecimal *out, GError **error)
{
  g_return_val_if_fail (out != NULL && scale <= MAX_SCALE && a.scale <= MAX_SCALE && b.scale <= MAX_SCALE, FALSE);
  return rescale_wide ((Wide) a.units * b.units, a.scale + b.scale, scale, out, error);
}

gboolean
tbk_decimal_div (TbkDecimal a, TbkDecimal b, guint8 scale, TbkDecimal *out, GError **error)
{
  Wide dividend = a.units, divisor = b.units;
  int exponent = (int) scale + b.scale - a.scale; /* -9..18 */

  g_return_val_if_fail (out != NULL && scale <= MAX_SCALE && a.scale <= MAX_SCALE && b.scale <= MAX_SCALE, FALSE);
  if (b.units == 0)
    return fail (TBK_DECIMAL_ERROR_OVERFLOW, "division by zero", error);
  if (exponent >= 0)
    dividend *= power_of_ten (exponent);
  else
    divisor *= power_of_ten (-exponent);
  if (divisor < 0)
    {
      dividend = -dividend;
      divisor = -divisor;
    }
  return set_wide (divide_half_away (dividend, divisor), scale, out, error);
}

int
tbk_decimal_compare (TbkDecimal a, TbkDecimal b)
{
  guint8 scale = MAX (a.scale, b.scale);
  Wide left = a.units * power_of_ten (scale - a.scale);
  Wide right = b.units * power_of_ten (scale - b.scale);

  return (left > right) - (left < right);
}
