/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lote.h"

#include "tbk-decimal.h"
#include "unit-cases.h"

typedef struct
{
  const char *kg; /* NULL: not given */
  const char *qq;
  const char *settled_kg; /* NULL with errors */
  const char *settled_qq;
  const char *errors;
} PesoCase;

/* clang-format off */
static const PesoCase peso_cases[] = {
  { .kg = "1000", .settled_kg = "1000.000", .settled_qq = "22.0462" },
  { .qq = "1", .settled_kg = "45.359", .settled_qq = "1.0000" },
  { .qq = "22.0462", .settled_kg = "999.999", .settled_qq = "22.0462" },
  { .qq = "100.00", .settled_kg = "4535.924", .settled_qq = "100.0000" },
  { .kg = "1000", .qq = "22.0462", .settled_kg = "1000.000", .settled_qq = "22.0462" },
  { .kg = "1000", .qq = "22.046", .settled_kg = "1000.000", .settled_qq = "22.0462" },
  { .kg = "1000", .qq = "22.05", .settled_kg = "1000.000", .settled_qq = "22.0462" },
  { .kg = "4535.924", .qq = "100", .settled_kg = "4535.924", .settled_qq = "100.0000" },
  { .settled_kg = NULL, .settled_qq = NULL },
  { .kg = "1000", .qq = "22.04", .errors = "peso_qq:conflict" },
  { .kg = "1000", .qq = "22", .errors = "peso_qq:conflict" },
  { .kg = "1000", .qq = "22.0463", .errors = "peso_qq:conflict" },
  { .kg = "1000", .qq = "1000", .errors = "peso_qq:conflict" },
  { .kg = "x", .errors = "peso_kg:format" },
  { .qq = "1e3", .errors = "peso_qq:format" },
  { .kg = "999999999999999999", .errors = "peso_kg:range" },
  { .qq = "999999999999999999", .errors = "peso_qq:range" },
};
/* clang-format on */

static void
test_settle (gconstpointer data)
{
  const PesoCase *c = data;
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;
  gboolean good;

  if (c->kg != NULL)
    tbk_values_set (values, "peso_kg", c->kg);
  if (c->qq != NULL)
    tbk_values_set (values, "peso_qq", c->qq);
  good = tbk_lote_settle_peso (values, &error);
  g_assert_cmpint (good, ==, c->errors == NULL);
  if (!good)
    {
      g_assert_error (error, TBK_PROBLEM, 422);
      errors = unit_describe_fields (error);
      g_assert_cmpstr (errors, ==, c->errors);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpstr (tbk_values_get (values, "peso_kg"), ==, c->settled_kg);
  g_assert_cmpstr (tbk_values_get (values, "peso_qq"), ==, c->settled_qq);
}

/* Null beside a weight is as if it were not there; null alone stays null. */
static void
test_settle_null (void)
{
  g_autoptr (TbkValues) values = tbk_values_new ();

  tbk_values_set (values, "peso_kg", NULL);
  g_assert_true (tbk_lote_settle_peso (values, NULL));
  g_assert_null (tbk_values_get (values, "peso_kg"));
  g_assert_false (tbk_values_has (values, "peso_qq"));
  tbk_values_set (values, "peso_qq", "2");
  g_assert_true (tbk_lote_settle_peso (values, NULL));
  g_assert_cmpstr (tbk_values_get (values, "peso_kg"), ==, "90.718");
}

/* What was settled agrees with itself and stays. */
static void
test_settled_is_stable (void)
{
  for (int i = 0; i < 5000; i++)
    {
      g_autoptr (TbkValues) values = tbk_values_new ();
      TbkDecimal kg = { g_test_rand_int_range (1, G_MAXINT32), 3 };
      g_autofree char *text = tbk_decimal_to_text (kg);
      g_autofree char *qq = NULL;

      tbk_values_set (values, "peso_kg", text);
      g_assert_true (tbk_lote_settle_peso (values, NULL));
      qq = g_strdup (tbk_values_get (values, "peso_qq"));
      g_assert_true (tbk_lote_settle_peso (values, NULL));
      g_assert_cmpstr (tbk_values_get (values, "peso_kg"), ==, text);
      g_assert_cmpstr (tbk_values_get (values, "peso_qq"), ==, qq);
    }
}

/* A weight given in qq is shown again as it was given. */
static void
test_qq_comes_back (void)
{
  for (int i = 0; i < 5000; i++)
    {
      g_autoptr (TbkValues) values = tbk_values_new ();
      TbkDecimal qq = { g_test_rand_int_range (1, G_MAXINT32), 4 };
      g_autofree char *text = tbk_decimal_to_text (qq);

      tbk_values_set (values, "peso_qq", text);
      g_assert_true (tbk_lote_settle_peso (values, NULL));
      g_assert_cmpstr (tbk_values_get (values, "peso_qq"), ==, text);
    }
}

static void
test_check (void)
{
  g_autoptr (TbkValues) whole = tbk_values_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;

  g_assert_false (tbk_lote_check (whole, &error));
  errors = unit_describe_fields (error);
  g_assert_cmpstr (errors, ==, "peso_kg:missing");
  tbk_values_set (whole, "peso_kg", NULL);
  g_assert_false (tbk_lote_check (whole, NULL));
  tbk_values_set (whole, "peso_kg", "1.000");
  g_assert_true (tbk_lote_check (whole, NULL));
}

/* Every later state of the way is a step, no earlier one is; only a received lot is rejected. */
static void
test_steps (void)
{
  const char *const way[] = {
    "Registrado", "En transito", "Recibido", "Fermentacion", "Secado", "Almacenado", "Exportado"
  };

  for (gsize from = 0; from < G_N_ELEMENTS (way); from++)
    {
      gboolean received = g_str_equal (way[from], "Recibido");

      for (gsize to = 0; to < G_N_ELEMENTS (way); to++)
        {
          g_assert_cmpint (tbk_estado_allows (tbk_lote.estados, way[from], way[to]), ==, to > from);
          g_assert_cmpint (tbk_estado_is_backward (tbk_lote.estados, way[from], way[to]), ==, to < from);
        }
      g_assert_cmpint (tbk_estado_allows (tbk_lote.estados, way[from], "Rechazado"), ==, received);
      g_assert_false (tbk_estado_allows (tbk_lote.estados, "Rechazado", way[from]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/lote/settle", peso_cases, test_settle);
  g_test_add_func ("/lote/settle-null", test_settle_null);
  g_test_add_func ("/lote/settled-is-stable", test_settled_is_stable);
  g_test_add_func ("/lote/qq-comes-back", test_qq_comes_back);
  g_test_add_func ("/lote/check", test_check);
  g_test_add_func ("/lote/steps", test_steps);
  return g_test_run ();
}
