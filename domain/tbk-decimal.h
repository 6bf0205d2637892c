/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An exact decimal: units * 10^-scale. Weights and money are held in these, never in binary floating point.
 * |units| fits 18 digits, scale is 0..9; what does not fit is an error, never a rounding. Values; any thread. */
typedef struct
{
  gint64 units;
  guint8 scale;
} TbkDecimal;

typedef enum
{
  TBK_DECIMAL_ERROR_FORMAT,   /* not a decimal number */
  TBK_DECIMAL_ERROR_OVERFLOW, /* more than 18 digits, or more than 9 after the point */
} TbkDecimalError;
#define TBK_DECIMAL_ERROR (tbk_decimal_error_quark ())
GQuark tbk_decimal_error_quark (void);

/* Reads "1234.50", "-7", "7,5" (a comma is a point when there is just one and no point). No exponent, no spaces
 * inside, no thousands separators. Expected errors: FORMAT, OVERFLOW. */
gboolean tbk_decimal_parse (const char *text, TbkDecimal *out, GError **error);

/* Returns: (transfer full): canonical text with `scale` digits after the point. */
char *tbk_decimal_to_text (TbkDecimal value);

/* Rounds half away from zero to that many digits after the point, or adds zeros. Expected error: OVERFLOW. */
gboolean tbk_decimal_rescale (TbkDecimal value, guint8 scale, TbkDecimal *out, GError **error);

gboolean tbk_decimal_add (TbkDecimal a, TbkDecimal b, TbkDecimal *out, GError **error);
gboolean tbk_decimal_sub (TbkDecimal a, TbkDecimal b, TbkDecimal *out, GError **error);
/* Product and quotient, exact inside (128 bits), rounded half away from zero to `scale`. b = 0 is OVERFLOW. */
gboolean tbk_decimal_mul (TbkDecimal a, TbkDecimal b, guint8 scale, TbkDecimal *out, GError **error);
gboolean tbk_decimal_div (TbkDecimal a, TbkDecimal b, guint8 scale, TbkDecimal *out, GError **error);
int tbk_decimal_compare (TbkDecimal a, TbkDecimal b);

G_END_DECLS
