/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-peso.h"

#include "unit-cases.h"

static TbkDecimal
decimal (const char *text)
{
  TbkDecimal value = { 0 };

  g_assert_true (tbk_decimal_parse (text, &value, NULL));
  return value;
}

typedef struct
{
  const char *kg;
  TbkUnit unit;
  guint8 scale;
  const char *amount;
} FromCase;

static const FromCase from_cases[] = {
  { .kg = "1000", .unit = TBK_UNIT_QQ, .scale = 6, .amount = "22.046226" },
  { .kg = "1000", .unit = TBK_UNIT_QQ, .scale = 4, .amount = "22.0462" },
  { .kg = "45.359237", .unit = TBK_UNIT_QQ, .scale = 9, .amount = "1.000000000" },
  { .kg = "4535.9237", .unit = TBK_UNIT_QQ, .scale = 2, .amount = "100.00" },
  { .kg = "1234.567", .unit = TBK_UNIT_TM, .scale = 6, .amount = "1.234567" },
  { .kg = "0.5", .unit = TBK_UNIT_TM, .scale = 3, .amount = "0.001" },
  { .kg = "-0.5", .unit = TBK_UNIT_TM, .scale = 3, .amount = "-0.001" },
  { .kg = "12.3456", .unit = TBK_UNIT_KG, .scale = 3, .amount = "12.346" },
};

static void
test_from_kg (gconstpointer data)
{
  const FromCase *c = data;
  TbkDecimal amount;
  g_autofree char *text = NULL;

  g_assert_true (tbk_peso_from_kg (decimal (c->kg), c->unit, c->scale, &amount, NULL));
  text = tbk_decimal_to_text (amount);
  g_assert_cmpstr (text, ==, c->amount);
}

typedef struct
{
  const char *amount;
  TbkUnit unit;
  const char *kg;
} ToCase;

static const ToCase to_cases[] = {
  { .amount = "1", .unit = TBK_UNIT_QQ, .kg = "45.359" },
  { .amount = "1000", .unit = TBK_UNIT_QQ, .kg = "45359.237" },
  { .amount = "1.234567", .unit = TBK_UNIT_TM, .kg = "1234.567" },
  { .amount = "7.5", .unit = TBK_UNIT_KG, .kg = "7.500" },
  { .amount = "22.0462", .unit = TBK_UNIT_QQ, .kg = "999.999" },
};

static void
test_to_kg (gconstpointer data)
{
  const ToCase *c = data;
  TbkDecimal kg;
  g_autofree char *text = NULL;

  g_assert_true (tbk_peso_to_kg (decimal (c->amount), c->unit, &kg, NULL));
  text = tbk_decimal_to_text (kg);
  g_assert_cmpstr (text, ==, c->kg);
}

static void
test_too_large (void)
{
  TbkDecimal out;
  g_autoptr (GError) error = NULL;

  g_assert_false (tbk_peso_to_kg (decimal ("999999999999999999"), TBK_UNIT_TM, &out, &error));
  g_assert_error (error, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_OVERFLOW);
  g_clear_error (&error);
  g_assert_false (tbk_peso_from_kg (decimal ("999999999999999999"), TBK_UNIT_KG, 3, &out, &error));
  g_assert_error (error, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_OVERFLOW);
}

/* Kilograms as they are stored come back from every unit, given digits enough. */
static void
test_round_trips (void)
{
  const TbkUnit units[] = { TBK_UNIT_KG, TBK_UNIT_TM, TBK_UNIT_QQ };

  for (int i = 0; i < 10000; i++)
    {
      TbkDecimal kg = { g_test_rand_int_range (0, G_MAXINT32), 3 };

      for (gsize u = 0; u < G_N_ELEMENTS (units); u++)
        {
          TbkDecimal amount, back;

          g_assert_true (tbk_peso_from_kg (kg, units[u], 6, &amount, NULL));
          g_assert_true (tbk_peso_to_kg (amount, units[u], &back, NULL));
          g_assert_cmpint (back.units, ==, kg.units);
        }
    }
}

static void
test_symbols (void)
{
  const TbkUnit units[] = {
    TBK_UNIT_KG, TBK_UNIT_TM, TBK_UNIT_QQ, TBK_UNIT_PERCENT, TBK_UNIT_USD_TM, TBK_UNIT_USD_QQ
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    g_assert_cmpint (tbk_unit_from_symbol (tbk_unit_symbol (units[i])), ==, units[i]);
  g_assert_cmpstr (tbk_unit_symbol (TBK_UNIT_TM), ==, "TM");
  g_assert_cmpint (tbk_unit_from_symbol ("tm"), ==, TBK_UNIT_TM);
  g_assert_cmpstr (tbk_unit_symbol (TBK_UNIT_NONE), ==, "");
  g_assert_cmpstr (tbk_unit_symbol (TBK_UNIT_COUNT), ==, "");
  g_assert_cmpint (tbk_unit_from_symbol (""), ==, TBK_UNIT_NONE);
  g_assert_cmpint (tbk_unit_from_symbol (NULL), ==, TBK_UNIT_NONE);
  g_assert_cmpint (tbk_unit_from_symbol ("lb"), ==, TBK_UNIT_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/peso/from-kg", from_cases, test_from_kg);
  unit_add_cases ("/peso/to-kg", to_cases, test_to_kg);
  g_test_add_func ("/peso/too-large", test_too_large);
  g_test_add_func ("/peso/round-trips", test_round_trips);
  g_test_add_func ("/peso/symbols", test_symbols);
  return g_test_run ();
}
