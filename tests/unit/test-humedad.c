/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-humedad.h"

#include <string.h>

#include "unit-cases.h"

#define TABLA "7.5:0.5  8:1,25;\n12:6"

typedef struct
{
  const char *metodo;
  const char *referencia;
  const char *kg;
  const char *humedad;
  const char *liquido;
  const char *descuento;
  const char *suma;
  const char *porcentaje;
} Case;

/* DOMAIN.md: 100 at 12 % on 7 % is 94.62 by dry matter, 95.00 by points. */
/* clang-format off */
static const Case cases[] = {
  { "materia_seca", "7", "100", "12", "94.624", "5.376", "100.000 × (100 − 12.00) ÷ (100 − 7.00)", "5.38" },
  { "puntos", "7", "100", "12", "95.000", "5.000", "100.000 × (100 − 5.00) ÷ 100", "5.00" },
  { "tabla", "7", "100", "12", "94.000", "6.000", "100.000 × (100 − 6.00) ÷ 100", "6.00" },
  { "tabla", "7", "100", "11.99", "98.750", "1.250", "100.000 × (100 − 1.25) ÷ 100", "1.25" },
  { "tabla", "7", "100", "7.49", "100.000", "0.000", "100.000 × (100 − 0.00) ÷ 100", "0.00" },
  { "materia_seca", "7", "4533.5", "7", "4533.500", "0.000", "4533.500", "0.00" },
  { "materia_seca", "7", "4533.5", "5.5", "4533.500", "0.000", "4533.500", "0.00" },
  { "puntos", "7", "4533.5", "0", "4533.500", "0.000", "4533.500", "0.00" },
  { "puntos", "7.5", "4533.5", "8.25", "4499.499", "34.001", "4533.500 × (100 − 0.75) ÷ 100", "0.75" },
  { "materia_seca", "7", "100", "100", "0.000", "100.000", "100.000 × (100 − 100.00) ÷ (100 − 7.00)", "100.00" },
  { "materia_seca", "7", "100000000", "99.99", "10752.688", "99989247.312", "100000000.000 × (100 − 99.99) ÷ (100 − 7.00)", "99.99" },
  { "puntos", "0", "0.001", "50", "0.001", "0.000", "0.001 × (100 − 50.00) ÷ 100", "50.00" },
};
/* clang-format on */

static TbkDecimal
decimal (const char *text, guint8 scale)
{
  TbkDecimal value;

  g_assert_true (tbk_decimal_parse (text, &value, NULL));
  g_assert_true (tbk_decimal_rescale (value, scale, &value, NULL));
  return value;
}

static TbkHumedadRegla
rule_of (const char *metodo, const char *referencia)
{
  TbkHumedadRegla regla = { .referencia = decimal (referencia, 2) };

  g_assert_true (tbk_humedad_metodo_from_name (metodo, &regla.metodo));
  g_assert_cmpstr (tbk_humedad_metodo_name (regla.metodo), ==, metodo);
  if (regla.metodo == TBK_HUMEDAD_TABLA)
    g_assert_true (tbk_humedad_parse_pasos (TABLA, &regla, NULL));
  return regla;
}

static void
assert_decimal (TbkDecimal value, const char *text)
{
  g_autofree char *is = tbk_decimal_to_text (value);

  g_assert_cmpstr (is, ==, text);
}

static void
test_descontar (gconstpointer data)
{
  const Case *c = data;
  TbkHumedadRegla regla = rule_of (c->metodo, c->referencia);
  g_auto (TbkHumedadCuenta) cuenta = { 0 };
  g_autoptr (GError) error = NULL;
  TbkDecimal alone;

  tbk_humedad_descontar (&regla, decimal (c->kg, 3), decimal (c->humedad, 2), &cuenta, &error);
  g_assert_no_error (error);
  assert_decimal (cuenta.liquido_kg, c->liquido);
  g_assert_true (tbk_humedad_liquido (&regla, decimal (c->kg, 3), decimal (c->humedad, 2), &alone, NULL));
  assert_decimal (alone, c->liquido);
  assert_decimal (cuenta.descuento_kg, c->descuento);
  assert_decimal (cuenta.porcentaje, c->porcentaje);
  g_assert_cmpstr (cuenta.lineas[TBK_HUMEDAD_LINEA_LIQUIDO].suma, ==, c->suma);
}

static void
test_lines (void)
{
  TbkHumedadRegla regla = rule_of ("materia_seca", TBK_HUMEDAD_REFERENCIA);
  g_auto (TbkHumedadCuenta) cuenta = { 0 };
  TbkDecimal two;

  g_assert_true (tbk_humedad_descontar (&regla, decimal ("100", 3), decimal ("12", 2), &cuenta, NULL));
  g_assert_true (tbk_decimal_rescale (cuenta.liquido_kg, 2, &two, NULL));
  assert_decimal (two, "94.62");
  g_assert_cmpstr (cuenta.lineas[TBK_HUMEDAD_LINEA_NETO].suma, ==, "100.000");
  g_assert_cmpstr (cuenta.lineas[TBK_HUMEDAD_LINEA_EXCESO].suma, ==, "12.00 − 7.00");
  assert_decimal (cuenta.lineas[TBK_HUMEDAD_LINEA_EXCESO].valor, "5.00");
  g_assert_cmpstr (cuenta.lineas[TBK_HUMEDAD_LINEA_DESCUENTO].suma, ==, "100.000 − 94.624");
  for (guint i = 0; i < TBK_HUMEDAD_LINEAS; i++)
    g_assert_nonnull (cuenta.lineas[i].label);
}

/* By whatever method, more moisture never pays more, and nothing pays more than the net. */
static void
test_never_adds (void)
{
  const char *const metodos[] = { "materia_seca", "puntos", "tabla" };

  for (gsize m = 0; m < G_N_ELEMENTS (metodos); m++)
    {
      TbkHumedadRegla regla = rule_of (metodos[m], "7");
      TbkDecimal before = decimal ("1234.567", 3);

      for (gint64 h = 0; h <= 10000; h += 7)
        {
          g_auto (TbkHumedadCuenta) cuenta = { 0 };

          g_assert_true (tbk_humedad_descontar (&regla, decimal ("1234.567", 3), (TbkDecimal){ h, 2 }, &cuenta, NULL));
          g_assert_cmpint (tbk_decimal_compare (cuenta.liquido_kg, before), <=, 0);
          g_assert_cmpint (cuenta.liquido_kg.units, >=, 0);
          before = cuenta.liquido_kg;
        }
    }
}

static void
test_refused (void)
{
  TbkHumedadRegla regla = rule_of ("puntos", "7");
  g_auto (TbkHumedadCuenta) cuenta = { 0 };

  g_assert_false (tbk_humedad_descontar (&regla, decimal ("0", 3), decimal ("12", 2), &cuenta, NULL));
  g_assert_false (tbk_humedad_descontar (&regla, decimal ("-1", 3), decimal ("12", 2), &cuenta, NULL));
  g_assert_false (tbk_humedad_descontar (&regla, decimal ("1", 3), decimal ("100.01", 2), &cuenta, NULL));
  g_assert_false (tbk_humedad_descontar (&regla, decimal ("1", 3), decimal ("-0.01", 2), &cuenta, NULL));
  regla.referencia = decimal ("100", 2);
  g_assert_false (tbk_humedad_descontar (&regla, decimal ("1", 3), decimal ("12", 2), &cuenta, NULL));
}

static const char *const bad_tables[] = {
  "",
  " ; ",
  "7",
  "7:",
  ":7",
  "7:1:2",
  "a:b",
  "7:101",
  "-1:1",
  "7.001:1",
  "7:1 7:2",
  "7:2 8:1",
  "7: 1",
  "7:1,5:2",
};

static void
test_bad_tables (void)
{
  TbkHumedadRegla regla = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (bad_tables); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad_tables[i]);
      g_assert_false (tbk_humedad_parse_pasos (bad_tables[i], &regla, &error));
      g_assert_error (error, TBK_HUMEDAD_ERROR, TBK_HUMEDAD_ERROR_TABLA);
    }
  g_assert_false (tbk_humedad_parse_pasos (NULL, &regla, NULL));
}

/* A rule reads back as it was written, whatever its method. */
static void
test_rules (void)
{
  const char *const texts[] = { "materia_seca 7.00", "puntos 7.50", "puntos 0.00",
                                "tabla 7.00 7.50:0.50 8.00:1.25 100.00:100.00" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      TbkHumedadRegla regla;
      g_autofree char *text = NULL;

      g_assert_true (tbk_humedad_regla_parse (texts[i], &regla, NULL));
      text = tbk_humedad_regla_to_text (&regla);
      g_assert_cmpstr (text, ==, texts[i]);
    }
}

static void
test_longest_rule (void)
{
  TbkHumedadRegla regla = rule_of ("tabla", "99.99");
  g_autofree char *text = NULL;

  regla.n_pasos = TBK_HUMEDAD_MAX_PASOS;
  for (guint i = 0; i < TBK_HUMEDAD_MAX_PASOS; i++)
    regla.pasos[i] = (TbkHumedadPaso){ decimal ("100", 2), decimal ("100", 2) };
  text = tbk_humedad_regla_to_text (&regla);
  g_assert_cmpuint (strlen (text), <=, TBK_HUMEDAD_MAX_TEXTO);
}

static const char *const bad_rules[] = {
  "",
  "materia_seca",
  "materia_seca ",
  "materia_seca 7.00 ",
  "materia_seca 100",
  "materia_seca -1",
  "materia_seca 7.001",
  "puntos 7.00 7.50:0.50",
  "tabla 7.00",
  "tabla 7.00 ",
  "tabla 7.00 7.50",
  "otro 7.00",
  "materia_seca  7.00",
};

static void
test_bad_rules (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_rules); i++)
    {
      g_autoptr (GError) error = NULL;
      TbkHumedadRegla regla;

      g_test_message ("%s", bad_rules[i]);
      g_assert_false (tbk_humedad_regla_parse (bad_rules[i], &regla, &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/humedad/descontar", cases, test_descontar);
  g_test_add_func ("/humedad/lines", test_lines);
  g_test_add_func ("/humedad/never-adds", test_never_adds);
  g_test_add_func ("/humedad/refused", test_refused);
  g_test_add_func ("/humedad/bad-tables", test_bad_tables);
  g_test_add_func ("/humedad/rules", test_rules);
  g_test_add_func ("/humedad/longest-rule", test_longest_rule);
  g_test_add_func ("/humedad/bad-rules", test_bad_rules);
  return g_test_run ();
}
