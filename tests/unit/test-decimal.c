/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-decimal.h"

#include "unit-cases.h"

#define GOOD -1 /* no error */

typedef struct
{
  const char *text;
  gint64 units;
  guint8 scale;
  int error;
} ParseCase;

/* clang-format off */
static const ParseCase parse_cases[] = {
  { .text = "0", .units = 0, .error = GOOD },
  { .text = "-0", .units = 0, .error = GOOD },
  { .text = "-0.00", .units = 0, .scale = 2, .error = GOOD },
  { .text = "1234.50", .units = 123450, .scale = 2, .error = GOOD },
  { .text = "-7", .units = -7, .error = GOOD },
  { .text = "+150", .units = 150, .error = GOOD },
  { .text = "7,5", .units = 75, .scale = 1, .error = GOOD },
  { .text = "  7,5 ", .units = 75, .scale = 1, .error = GOOD },
  { .text = "\t7\n", .units = 7, .error = GOOD },
  { .text = "007.50", .units = 750, .scale = 2, .error = GOOD },
  { .text = "0.000000001", .units = 1, .scale = 9, .error = GOOD },
  { .text = "999999999999999999", .units = 999999999999999999, .error = GOOD },
  { .text = "-999999999999999999", .units = -999999999999999999, .error = GOOD },
  { .text = "999999999.999999999", .units = 999999999999999999, .scale = 9, .error = GOOD },
  { .text = "000000000000000000000000000001", .units = 1, .error = GOOD },
  { .text = "1000000000000000000", .error = TBK_DECIMAL_ERROR_OVERFLOW },
  { .text = "9999999999.999999999", .error = TBK_DECIMAL_ERROR_OVERFLOW },
  { .text = "99999999999999999999999999999999999999999999", .error = TBK_DECIMAL_ERROR_OVERFLOW },
  { .text = "0.0000000001", .error = TBK_DECIMAL_ERROR_OVERFLOW },
  { .text = "", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = " ", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "-", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = ".", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = ".5", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "5.", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "5,", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "--5", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "-+5", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "- 5", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "1.2.3", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "1,234.5", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "1.234,5", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "1,2,3", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "1 000", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "1'000", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "1e3", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "1E999", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "0x10", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "NaN", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "inf", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "\xd9\xa3", .error = TBK_DECIMAL_ERROR_FORMAT },     /* Arabic-Indic 3 */
  { .text = "\xef\xbc\x93", .error = TBK_DECIMAL_ERROR_FORMAT }, /* full-width 3 */
  { .text = "5\xff", .error = TBK_DECIMAL_ERROR_FORMAT },
  { .text = "5 USD", .error = TBK_DECIMAL_ERROR_FORMAT },
};
/* clang-format on */

static void
test_parse (gconstpointer data)
{
  const ParseCase *c = data;
  TbkDecimal value = { 4711, 7 };
  g_autoptr (GError) error = NULL;
  gboolean good = tbk_decimal_parse (c->text, &value, &error);

  if (c->error == GOOD)
    {
      g_assert_no_error (error);
      g_assert_true (good);
      g_assert_cmpint (value.units, ==, c->units);
      g_assert_cmpuint (value.scale, ==, c->scale);
      return;
    }
  g_assert_false (good);
  g_assert_error (error, TBK_DECIMAL_ERROR, c->error);
  g_assert_cmpint (value.units, ==, 4711); /* left alone */
}

static TbkDecimal
decimal (const char *text)
{
  TbkDecimal value = { 0 };

  g_assert_true (tbk_decimal_parse (text, &value, NULL));
  return value;
}

static void
assert_text (TbkDecimal value, const char *expected)
{
  g_autofree char *text = tbk_decimal_to_text (value);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_to_text (void)
{
  assert_text ((TbkDecimal){ 0, 0 }, "0");
  assert_text ((TbkDecimal){ 0, 3 }, "0.000");
  assert_text ((TbkDecimal){ 5, 2 }, "0.05");
  assert_text ((TbkDecimal){ -5, 2 }, "-0.05");
  assert_text ((TbkDecimal){ -123450, 2 }, "-1234.50");
  assert_text ((TbkDecimal){ 999999999999999999, 9 }, "999999999.999999999");
  assert_text (decimal ("007,50"), "7.50");
  assert_text (decimal ("-0,0"), "0.0");
}

typedef struct
{
  char operator; /* + - * / or r for rescale */
  const char *a;
  const char *b;
  guint8 scale;
  const char *result; /* NULL: overflow */
} SumCase;

/* clang-format off */
static const SumCase sum_cases[] = {
  { 'r', "2.5", NULL, 0, "3" },
  { 'r', "-2.5", NULL, 0, "-3" },
  { 'r', "2.4999", NULL, 0, "2" },
  { 'r', "-2.4999", NULL, 0, "-2" },
  { 'r', "0.005", NULL, 2, "0.01" },
  { 'r', "-0.005", NULL, 2, "-0.01" },
  { 'r', "-0.004", NULL, 2, "0.00" },
  { 'r', "1", NULL, 9, "1.000000000" },
  { 'r', "999999999999999999", NULL, 1, NULL },
  { 'r', "999999999999999999", NULL, 0, "999999999999999999" },
  { 'r', "999999999.999999999", NULL, 0, "1000000000" },
  { '+', "0.1", "0.2", 0, "0.3" },
  { '+', "-700", "11498.00", 0, "10798.00" },
  { '+', "999999999999999999", "1", 0, NULL },
  { '+', "-999999999999999999", "-1", 0, NULL },
  { '+', "999999999999999999", "0.1", 0, NULL },
  { '-', "1", "0.999999999", 0, "0.000000001" },
  { '-', "-999999999999999999", "999999999999999999", 0, NULL },
  { '-', "999999999999999999", "999999999999999999", 0, "0" },
  { '*', "174.77", "22.0462", 2, "3853.01" },
  { '*', "-0.5", "0.01", 2, "-0.01" },
  { '*', "0.5", "0.01", 2, "0.01" },
  { '*', "999999999", "999999999", 0, "999999998000000001" },
  { '*', "999999999999999999", "999999999999999999", 0, NULL },
  { '*', "999999999999999999", "-999999999999999999", 9, NULL },
  { '*', "999999999.999999999", "0.000000001", 9, "1.000000000" },
  { '*', "1000000000", "1", 9, NULL },
  { '/', "1", "3", 9, "0.333333333" },
  { '/', "2", "3", 9, "0.666666667" },
  { '/', "-2", "3", 2, "-0.67" },
  { '/', "2", "-3", 2, "-0.67" },
  { '/', "-2", "-3", 2, "0.67" },
  { '/', "1", "8", 2, "0.13" },
  { '/', "-1", "8", 2, "-0.13" },
  { '/', "0.000000001", "2", 0, "0" },
  { '/', "999999999999999999", "0.000000001", 9, NULL },
  { '/', "999999999999999999", "999999999999999999", 9, "1.000000000" },
  { '/', "0.000000001", "999999999999999999", 9, "0.000000000" },
  { '/', "999999999.999999999", "1", 0, "1000000000" },
  { '/', "5", "0", 2, NULL },
  { '/', "0", "0.000", 2, NULL },
};
/* clang-format on */

static gboolean
calculate (const SumCase *c, TbkDecimal *out, GError **error)
{
  TbkDecimal a = decimal (c->a);
  TbkDecimal b = c->b != NULL ? decimal (c->b) : (TbkDecimal){ 0 };

  switch (c->operator)
    {
    case 'r':
      return tbk_decimal_rescale (a, c->scale, out, error);
    case '+':
      return tbk_decimal_add (a, b, out, error);
    case '-':
      return tbk_decimal_sub (a, b, out, error);
    case '*':
      return tbk_decimal_mul (a, b, c->scale, out, error);
    default:
      return tbk_decimal_div (a, b, c->scale, out, error);
    }
}

static void
test_sum (gconstpointer data)
{
  const SumCase *c = data;
  TbkDecimal result;
  g_autoptr (GError) error = NULL;
  gboolean good = calculate (c, &result, &error);

  if (c->result == NULL)
    {
      g_assert_false (good);
      g_assert_error (error, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_OVERFLOW);
      return;
    }
  g_assert_no_error (error);
  g_assert_true (good);
  assert_text (result, c->result);
}

typedef struct
{
  const char *a;
  const char *b;
  int order;
} OrderCase;

static const OrderCase order_cases[] = {
  { .a = "1", .b = "1.000000000", .order = 0 },
  { .a = "-1", .b = "1", .order = -1 },
  { .a = "0", .b = "-0.00", .order = 0 },
  { .a = "999999999999999999", .b = "999999999.999999999", .order = 1 },
  { .a = "-999999999999999999", .b = "-999999999.999999999", .order = -1 },
  { .a = "0.000000001", .b = "0", .order = 1 },
};

static void
test_compare (gconstpointer data)
{
  const OrderCase *c = data;

  g_assert_cmpint (tbk_decimal_compare (decimal (c->a), decimal (c->b)), ==, c->order);
  g_assert_cmpint (tbk_decimal_compare (decimal (c->b), decimal (c->a)), ==, -c->order);
}

/* Any size, not only the large ones that a uniform draw gives. */
static TbkDecimal
draw (void)
{
  gint64 bits = ((gint64) (guint32) g_test_rand_int () << 31) ^ (guint32) g_test_rand_int ();
  gint64 magnitude = (bits & G_MAXINT64) % 1000000000000000000;
  int cut = g_test_rand_int_range (0, 18);

  while (cut-- > 0)
    magnitude /= 10;
  return (TbkDecimal){ g_test_rand_bit () ? magnitude : -magnitude, (guint8) g_test_rand_int_range (0, 10) };
}

static void
test_round_trips (void)
{
  for (int i = 0; i < 20000; i++)
    {
      TbkDecimal a = draw (), b = draw (), back, sum;
      g_autofree char *text = tbk_decimal_to_text (a);

      g_assert_true (tbk_decimal_parse (text, &back, NULL));
      g_assert_cmpint (back.units, ==, a.units);
      g_assert_cmpuint (back.scale, ==, a.scale);

      b.scale = a.scale; /* so that what was added can be taken off again */
      if (!tbk_decimal_add (a, b, &sum, NULL))
        continue;
      g_assert_true (tbk_decimal_sub (sum, b, &back, NULL));
      g_assert_cmpint (tbk_decimal_compare (back, a), ==, 0);
    }
}

/* A rounded product or quotient is off by half a unit of its last digit at most. */
static void
test_rounding_is_near (void)
{
  for (int i = 0; i < 20000; i++)
    {
      TbkDecimal a = draw (), b = draw (), product, quotient;
      long double x = a.units, y = b.units;

      for (int s = 0; s < a.scale; s++)
        x /= 10;
      for (int s = 0; s < b.scale; s++)
        y /= 10;
      if (tbk_decimal_mul (a, b, 2, &product, NULL))
        g_assert_true (ABS (product.units - x * y * 100) <= 0.5L + ABS (x * y) * 1e-16L);
      if (b.units != 0 && tbk_decimal_div (a, b, 2, &quotient, NULL))
        g_assert_true (ABS (quotient.units - x / y * 100) <= 0.5L + ABS (x / y) * 1e-16L);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/decimal/parse", parse_cases, test_parse);
  unit_add_cases ("/decimal/sum", sum_cases, test_sum);
  unit_add_cases ("/decimal/compare", order_cases, test_compare);
  g_test_add_func ("/decimal/to-text", test_to_text);
  g_test_add_func ("/decimal/round-trips", test_round_trips);
  g_test_add_func ("/decimal/rounding-is-near", test_rounding_is_near);
  return g_test_run ();
}
