/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contrato.h"

#include "tbk-validate.h"
#include "unit-cases.h"

/* Pairs of name and text, NULL-terminated. */
static TbkValues *
new_values (const char *const *pairs)
{
  TbkValues *values = tbk_values_new ();

  for (gsize i = 0; pairs[i] != NULL; i += 2)
    tbk_values_set (values, pairs[i], pairs[i + 1]);
  return values;
}

typedef struct
{
  const char *whole[12];
  const char *errors; /* NULL: good */
} CheckCase;

/* clang-format off */
static const CheckCase check_cases[] = {
  { .whole = { "tipo_precio", "fijo", "precio_fijado_tm", "5400" } },
  { .whole = { "tipo_precio", "por_fijar", "diferencial_tm", "-700" } },
  { .whole = { "tipo_precio", "por_fijar", "diferencial_tm", "0", "precio_fijado_tm", "5456.25" } },
  { .whole = { NULL } },
  { .whole = { "entrega_desde", "2026-01-31", "entrega_hasta", "2026-01-31" } },
  { .whole = { "entrega_hasta", "2026-01-31" } },
  { .whole = { "exportadora_id", "7", "contraparte_id", "8" } },
  { .whole = { "exportadora_id", "7" } },
  { .whole = { "tipo_precio", "fijo" }, .errors = "precio_fijado_tm:missing" },
  { .whole = { "tipo_precio", "fijo", "diferencial_tm", "-700" }, .errors = "precio_fijado_tm:missing" },
  { .whole = { "tipo_precio", "por_fijar", "precio_fijado_tm", "5400" }, .errors = "diferencial_tm:missing" },
  { .whole = { "entrega_desde", "2026-02-01", "entrega_hasta", "2026-01-31" }, .errors = "entrega_hasta:range" },
  { .whole = { "entrega_desde", "2027-01-01", "entrega_hasta", "2026-12-31" }, .errors = "entrega_hasta:range" },
  { .whole = { "exportadora_id", "7", "contraparte_id", "7" }, .errors = "contraparte_id:conflict" },
  { .whole = { "tipo_precio", "fijo", "entrega_desde", "2026-02-01", "entrega_hasta", "2026-01-31",
               "exportadora_id", "7", "contraparte_id", "7" },
    .errors = "precio_fijado_tm:missing entrega_hasta:range contraparte_id:conflict" },
};
/* clang-format on */

static void
test_check (gconstpointer data)
{
  const CheckCase *c = data;
  g_autoptr (TbkValues) whole = new_values (c->whole);
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;
  gboolean good = tbk_contrato_check (whole, &error);

  g_assert_cmpint (good, ==, c->errors == NULL);
  g_assert_cmpint (tbk_contrato_check (whole, NULL), ==, good);
  if (good)
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_error (error, TBK_PROBLEM, 422);
  errors = unit_describe_fields (error);
  g_assert_cmpstr (errors, ==, c->errors);
}

/* A null price is no price. */
static void
test_null_price (void)
{
  const char *const pairs[] = { "tipo_precio", "fijo", NULL };
  g_autoptr (TbkValues) whole = new_values (pairs);
  g_autoptr (GError) error = NULL;

  tbk_values_set (whole, "precio_fijado_tm", NULL);
  g_assert_false (tbk_contrato_check (whole, &error));
  g_assert_error (error, TBK_PROBLEM, 422);
}

typedef struct
{
  const char *from;
  const char *to;
  gboolean allowed;
} StepCase;

static const StepCase step_cases[] = {
  { .from = "Borrador", .to = "En revision", .allowed = TRUE },
  { .from = "Borrador", .to = "en revisión", .allowed = TRUE },
  { .from = "En revision", .to = "Activo", .allowed = TRUE },
  { .from = "Activo", .to = "En proceso", .allowed = TRUE },
  { .from = "En proceso", .to = "Cerrado", .allowed = TRUE },
  { .from = "Borrador", .to = "Cancelado", .allowed = TRUE },
  { .from = "En revision", .to = "Cancelado", .allowed = TRUE },
  { .from = "Activo", .to = "Cancelado", .allowed = TRUE },
  { .from = "En proceso", .to = "Cancelado", .allowed = TRUE },
  { .from = "Cerrado", .to = "Cancelado", .allowed = FALSE },
  { .from = "Cerrado", .to = "Activo", .allowed = FALSE },
  { .from = "Cancelado", .to = "Borrador", .allowed = FALSE },
  { .from = "Borrador", .to = "Activo", .allowed = FALSE },
  { .from = "Borrador", .to = "Cerrado", .allowed = FALSE },
  { .from = "Activo", .to = "Borrador", .allowed = FALSE },
};

static void
test_step (gconstpointer data)
{
  const StepCase *c = data;

  g_assert_cmpint (tbk_estado_allows (tbk_contrato.estados, c->from, c->to), ==, c->allowed);
}

static void
test_create (void)
{
  const char *const pairs[] = {
    "contraparte_id", "8", "fecha_firma", "2026-03-01", "volumen_tm", "200", "tipo_precio", "Por_Fijar",
    "diferencial_tm", "-700", "mes_bolsa", "CCH26", "tolerancia_pct", "5", NULL
  };
  g_autoptr (TbkValues) given = new_values (pairs);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkValues) values = tbk_validate_values (&tbk_contrato.schema, given, TBK_VALIDATE_CREATE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tbk_values_get (values, "tipo_precio"), ==, "por_fijar");
  g_assert_true (tbk_contrato_check (values, &error));
}

static void
test_create_without (void)
{
  g_autoptr (TbkValues) given = tbk_values_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;

  tbk_values_set (given, "entregado_tm", "200");
  g_assert_null (tbk_validate_values (&tbk_contrato.schema, given, TBK_VALIDATE_CREATE, &error));
  errors = unit_describe_fields (error);
  g_assert_cmpstr (errors, ==, "entregado_tm:read_only fecha_firma:missing volumen_tm:missing tipo_precio:missing");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/contrato/check", check_cases, test_check);
  g_test_add_func ("/contrato/null-price", test_null_price);
  unit_add_cases ("/contrato/step", step_cases, test_step);
  g_test_add_func ("/contrato/create", test_create);
  g_test_add_func ("/contrato/create-without", test_create_without);
  return g_test_run ();
}
