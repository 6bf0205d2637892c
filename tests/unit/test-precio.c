/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-precio.h"

#include "unit-cases.h"

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

typedef struct
{
  const char *spot;
  const char *diferencial;
  const char *qq; /* spot less diferencial, by quintal */
  const char *tm; /* spot plus diferencial */
} PrecioCase;

static const PrecioCase precio_cases[] = {
  { .spot = "6319", .diferencial = "200", .qq = "277.55", .tm = "6519.00" },
  { .spot = "6319", .diferencial = "300", .qq = "273.02", .tm = "6619.00" },
  { .spot = "11498", .diferencial = "-700", .qq = "553.29", .tm = "10798.00" },
  { .spot = "6100", .diferencial = "-700", .qq = "308.44", .tm = "5400.00" },
  { .spot = "6250", .diferencial = "-700", .qq = "315.25", .tm = "5550.00" },
  { .spot = "5456.25", .diferencial = "0", .qq = "247.49", .tm = "5456.25" },
  { .spot = "100", .diferencial = "200", .qq = "-4.54", .tm = "300.00" },
  { .spot = "0.005", .diferencial = "0", .qq = "0.00", .tm = "0.01" },
};

static void
test_precio (gconstpointer data)
{
  const PrecioCase *c = data;
  TbkDecimal spot = decimal (c->spot), diferencial = decimal (c->diferencial), out;

  g_assert_true (tbk_precio_qq (spot, diferencial, &out, NULL));
  assert_text (out, c->qq);
  g_assert_true (tbk_precio_tm (spot, diferencial, &out, NULL));
  assert_text (out, c->tm);
}

/* At the farm gate: New York 11,498, differential -700, 15 USD/qq of costs. */
static void
test_gate_price (void)
{
  TbkDecimal tm, qq, gate;

  g_assert_true (tbk_precio_tm (decimal ("11498"), decimal ("-700"), &tm, NULL));
  g_assert_true (tbk_precio_qq (tm, decimal ("0"), &qq, NULL));
  g_assert_true (tbk_decimal_sub (qq, decimal ("15"), &gate, NULL));
  assert_text (gate, "474.79");
}

static void
test_fob (void)
{
  TbkDecimal tm;

  g_assert_true (tbk_precio_tm_from_qq (decimal ("174.77"), &tm, NULL));
  assert_text (tm, "3853.01");
  assert_text (decimal (TBK_PRECIO_DIVISOR_QQ), "22.0462");
}

static void
test_too_large (void)
{
  TbkDecimal huge = decimal ("999999999999999999"), out;
  g_autoptr (GError) error = NULL;

  g_assert_false (tbk_precio_qq (huge, decimal ("-1"), &out, &error));
  g_assert_error (error, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_OVERFLOW);
  g_clear_error (&error);
  g_assert_false (tbk_precio_tm (huge, huge, &out, &error));
  g_assert_error (error, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_OVERFLOW);
  g_clear_error (&error);
  g_assert_false (tbk_precio_tm_from_qq (huge, &out, &error));
  g_assert_error (error, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_OVERFLOW);
}

typedef struct
{
  const char *peso[3];
  const char *valor[3];
  gsize n;
  guint8 scale;
  const char *promedio; /* NULL: overflow */
} PromedioCase;

static const PromedioCase promedio_cases[] = {
  { .peso = { "50", "30" }, .valor = { "5400", "5550" }, .n = 2, .scale = 2, .promedio = "5456.25" },
  { .peso = { "10000", "1000" }, .valor = { "7.0", "9.0" }, .n = 2, .scale = 2, .promedio = "7.18" },
  { .peso = { "0.001" }, .valor = { "5400" }, .n = 1, .scale = 2, .promedio = "5400.00" },
  { .peso = { "0", "1" }, .valor = { "1", "2" }, .n = 2, .scale = 0, .promedio = "2" },
  { .peso = { "1", "1" }, .valor = { "-1", "-2" }, .n = 2, .scale = 0, .promedio = "-2" },
  { .n = 0, .scale = 2 },
  { .peso = { "0" }, .valor = { "7" }, .n = 1, .scale = 2 },
  { .peso = { "2", "-1" }, .valor = { "7", "7" }, .n = 2, .scale = 2 },
  { .peso = { "999999999999" }, .valor = { "999999999999" }, .n = 1, .scale = 2 },
};

static void
test_promedio (gconstpointer data)
{
  const PromedioCase *c = data;
  TbkParte partes[3];
  TbkDecimal out;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < c->n; i++)
    partes[i] = (TbkParte){ decimal (c->peso[i]), decimal (c->valor[i]) };
  if (c->promedio == NULL)
    {
      g_assert_false (tbk_promedio (partes, c->n, c->scale, &out, &error));
      g_assert_error (error, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_OVERFLOW);
      return;
    }
  g_assert_true (tbk_promedio (partes, c->n, c->scale, &out, &error));
  g_assert_no_error (error);
  assert_text (out, c->promedio);
}

/* An average lies between the least and the greatest of its values. */
static void
test_promedio_is_between (void)
{
  for (int round = 0; round < 5000; round++)
    {
      TbkParte partes[8];
      gsize n = (gsize) g_test_rand_int_range (1, G_N_ELEMENTS (partes) + 1);
      gint64 least = G_MAXINT64, most = G_MININT64;
      TbkDecimal out;

      for (gsize i = 0; i < n; i++)
        {
          partes[i].peso = (TbkDecimal){ g_test_rand_int_range (1, 1000000), 3 };
          partes[i].valor = (TbkDecimal){ g_test_rand_int_range (-2000000, 2000000), 2 };
          least = MIN (least, partes[i].valor.units);
          most = MAX (most, partes[i].valor.units);
        }
      g_assert_true (tbk_promedio (partes, n, 2, &out, NULL));
      g_assert_cmpint (out.units, >=, least);
      g_assert_cmpint (out.units, <=, most);
    }
}

typedef struct
{
  const char *peso;
  const char *humedad;
  const char *referencia;
  const char *materia_seca; /* NULL: error */
  const char *puntos;
} HumedadCase;

static const HumedadCase humedad_cases[] = {
  { .peso = "100", .humedad = "12", .referencia = "7", .materia_seca = "94.624", .puntos = "95.000" },
  { .peso = "100", .humedad = "7", .referencia = "7", .materia_seca = "100.000", .puntos = "100.000" },
  { .peso = "100", .humedad = "6.5", .referencia = "7", .materia_seca = "100.000", .puntos = "100.000" },
  { .peso = "1234.567", .humedad = "7.01", .referencia = "7", .materia_seca = "1234.434", .puntos = "1234.444" },
  { .peso = "100", .humedad = "100", .referencia = "7", .materia_seca = "0.000", .puntos = "7.000" },
  { .peso = "0", .humedad = "12", .referencia = "7", .materia_seca = "0.000", .puntos = "0.000" },
  { .peso = "100", .humedad = "100.01", .referencia = "7" },
  { .peso = "100", .humedad = "-1", .referencia = "7" },
  { .peso = "100", .humedad = "100", .referencia = "100" },
  { .peso = "100", .humedad = "7", .referencia = "-1" },
};

static void
test_humedad (gconstpointer data)
{
  const HumedadCase *c = data;
  const char *expected[] = { c->materia_seca, c->puntos };
  const TbkDescuento metodos[] = { TBK_DESCUENTO_MATERIA_SECA, TBK_DESCUENTO_PUNTOS };

  for (gsize i = 0; i < G_N_ELEMENTS (metodos); i++)
    {
      TbkDecimal out;
      g_autoptr (GError) error = NULL;
      gboolean good = tbk_peso_liquidable (decimal (c->peso), decimal (c->humedad), decimal (c->referencia), metodos[i],
                                           &out, &error);

      if (expected[i] == NULL)
        g_assert_error (error, TBK_DECIMAL_ERROR, TBK_DECIMAL_ERROR_OVERFLOW);
      g_assert_cmpint (good, ==, expected[i] != NULL);
      if (good)
        assert_text (out, expected[i]);
    }
}

static void
test_humedad_two_digits (void)
{
  const TbkDescuento metodo = TBK_DESCUENTO_MATERIA_SECA;
  TbkDecimal out;

  g_assert_true (tbk_peso_liquidable (decimal ("100"), decimal ("12"), decimal ("7"), metodo, &out, NULL));
  g_assert_true (tbk_decimal_rescale (out, 2, &out, NULL));
  assert_text (out, "94.62");
}

/* Never more than was weighed, never less than nothing, and less the wetter it is. */
static void
test_humedad_only_lessens (void)
{
  for (int i = 0; i < 5000; i++)
    {
      TbkDecimal peso = { g_test_rand_int_range (0, 100000000), 3 };
      TbkDecimal humedad = { g_test_rand_int_range (0, 9999), 2 };
      TbkDecimal wetter = { humedad.units + 1, 2 };
      TbkDecimal referencia = { g_test_rand_int_range (0, 2000), 2 };
      TbkDescuento metodo = g_test_rand_bit () ? TBK_DESCUENTO_MATERIA_SECA : TBK_DESCUENTO_PUNTOS;
      TbkDecimal dry, less;

      g_assert_true (tbk_peso_liquidable (peso, humedad, referencia, metodo, &dry, NULL));
      g_assert_true (tbk_peso_liquidable (peso, wetter, referencia, metodo, &less, NULL));
      g_assert_cmpint (dry.units, <=, peso.units);
      g_assert_cmpint (less.units, <=, dry.units);
      g_assert_cmpint (less.units, >=, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/precio/precio", precio_cases, test_precio);
  g_test_add_func ("/precio/gate-price", test_gate_price);
  g_test_add_func ("/precio/fob", test_fob);
  g_test_add_func ("/precio/too-large", test_too_large);
  unit_add_cases ("/precio/promedio", promedio_cases, test_promedio);
  g_test_add_func ("/precio/promedio-is-between", test_promedio_is_between);
  unit_add_cases ("/precio/humedad", humedad_cases, test_humedad);
  g_test_add_func ("/precio/humedad-two-digits", test_humedad_two_digits);
  g_test_add_func ("/precio/humedad-only-lessens", test_humedad_only_lessens);
  return g_test_run ();
}
