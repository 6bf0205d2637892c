/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pesaje.h"
#include "tbk-validate.h"
#include "unit-cases.h"

typedef struct
{
  const char *name;
  const char *const *given; /* name, text, ..., NULL: a whole body */
  const char *bruto;        /* NULL: refused */
  const char *tara;
  const char *errors;
} SettleCase;

#define GIVEN(...) ((const char *const[]){ "lote_id", "1", __VA_ARGS__, NULL })

/* 28 November 2026, 12:00 UTC */
#define NOW_US (G_GINT64_CONSTANT (1795867200) * G_USEC_PER_SEC)

/* clang-format off */
static const SettleCase settle_cases[] = {
  { "the four fields", GIVEN ("peso", "4580", "humedad", "7.2", "origen", "siwarex"), "4580.000", "0.000" },
  { "kg", GIVEN ("peso", "4580.5", "unidad", "kg", "tara", "4000"), "4580.500", "4000.000" },
  { "a pound", GIVEN ("peso", "1", "unidad", "lb"), "0.454", "0.000" },
  { "a hundred pounds", GIVEN ("peso", "100", "unidad", "lb"), "45.359", "0.000" },
  { "a quintal", GIVEN ("peso", "1", "unidad", "qq"), "45.359", "0.000" },
  { "tares in the same unit", GIVEN ("peso", "200", "tara", "100", "unidad", "qq"), "9071.847", "4535.924" },
  { "typed, with its reason", GIVEN ("peso", "1", "manual", "true", "motivo", "sin luz"), "1.000", "0.000" },
  { "a clock a little ahead", GIVEN ("peso", "1", "capturado_en", "2026-11-28T12:14:00Z"), "1.000", "0.000" },
  { "days ago", GIVEN ("peso", "1", "capturado_en", "2026-11-20T12:14:00Z"), "1.000", "0.000" },
  { "no net", GIVEN ("peso", "10", "tara", "10"), NULL, NULL, "peso:range" },
  { "no net in kg", GIVEN ("peso", "0.001", "unidad", "lb"), NULL, NULL, "peso:range" },
  { "less than its sacks", GIVEN ("peso", "10", "tara_sacos", "10.001"), NULL, NULL, "peso:range" },
  { "a mountain", GIVEN ("peso", "9000000", "unidad", "qq"), NULL, NULL, "peso:range" },
  { "a mountain's tare", GIVEN ("peso", "9", "tara", "1000000.001"), NULL, NULL, "tara:range" },
  { "moving", GIVEN ("peso", "1", "estable", "false"), NULL, NULL, "motivo:missing" },
  { "typed", GIVEN ("peso", "1", "manual", "true"), NULL, NULL, "motivo:missing" },
  { "tomorrow", GIVEN ("peso", "1", "capturado_en", "2026-11-29T12:00:00Z"), NULL, NULL, "capturado_en:range" },
  { "a tare of tomorrow", GIVEN ("peso", "1", "tara_en", "2026-11-29T12:00:00Z"), NULL, NULL, "tara_en:range" },
  { "with its rule", GIVEN ("peso", "1", "humedad", "9", "humedad_regla", "puntos 7"), "1.000", "0.000" },
  { "a rule without moisture", GIVEN ("peso", "1", "humedad_regla", "puntos 7"), NULL, NULL, "humedad:missing" },
  { "no rule", GIVEN ("peso", "1", "humedad", "9", "humedad_regla", "puntos"), NULL, NULL, "humedad_regla:format" },
  { "all at once", GIVEN ("peso", "1", "tara", "2", "estable", "false", "capturado_en", "2027-01-01T00:00:00Z"), NULL, NULL,
    "peso:range capturado_en:range motivo:missing" },
};
/* clang-format on */

static void
test_settle (gconstpointer data)
{
  const SettleCase *c = data;
  g_autoptr (TbkValues) given = tbk_values_new ();
  g_autoptr (TbkValues) values = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;

  for (gsize i = 0; c->given[i] != NULL; i += 2)
    tbk_values_set (given, c->given[i], c->given[i + 1]);
  values = tbk_validate_values (&tbk_pesaje_lectura, given, TBK_VALIDATE_CREATE, &error);
  g_assert_no_error (error);
  if (tbk_pesaje_settle (values, NOW_US, &error))
    {
      g_assert_null (c->errors);
      g_assert_cmpstr (tbk_values_get (values, "bruto_kg"), ==, c->bruto);
      g_assert_cmpstr (tbk_values_get (values, "tara_vehiculo_kg"), ==, c->tara);
      g_assert_true (g_uuid_string_is_valid (tbk_values_get (values, "id")));
      return;
    }
  errors = unit_describe_fields (error);
  g_assert_cmpstr (errors, ==, c->errors);
}

/* The rule in its one form, and what it leaves. */
static void
test_discount (void)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (GError) error = NULL;

  tbk_values_set (values, "peso", "60.5");
  tbk_values_set (values, "tara_sacos", "5");
  tbk_values_set (values, "humedad", "9");
  tbk_values_set (values, "humedad_regla", "materia_seca 7");
  g_assert_true (tbk_pesaje_settle (values, NOW_US, &error));
  g_assert_cmpstr (tbk_values_get (values, "humedad_regla"), ==, "materia_seca 7.00");
  g_assert_true (tbk_pesaje_discount (values, "materia_seca 7.00", &error));
  g_assert_cmpstr (tbk_values_get (values, "liquido_kg"), ==, "54.306");
  g_assert_false (tbk_pesaje_discount (values, "materia_seca", &error));
}

/* A text of a field's own type is checked before. */
static const struct
{
  const char *name;
  const char *text;
  const char *errors;
} field_cases[] = {
  { "peso", "0", "peso:range" },
  { "peso", "-1", "peso:range" },
  { "peso", "1.0001", "peso:format" },
  { "peso", "1e3", "peso:format" },
  { "humedad", "100.01", "humedad:range" },
  { "unidad", "arroba", "unidad:choice" },
  { "id", "7", "id:format" },
  { "sacos", "-1", "sacos:range" },
  { "trama", "ST\x02GS", "trama:format" },
};

static void
test_fields (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (field_cases); i++)
    {
      g_autoptr (TbkValues) given = tbk_values_new ();
      g_autoptr (TbkValues) values = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *errors = NULL;

      tbk_values_set (given, "lote_id", "1");
      tbk_values_set (given, "peso", "1");
      tbk_values_set (given, field_cases[i].name, field_cases[i].text);
      values = tbk_validate_values (&tbk_pesaje_lectura, given, TBK_VALIDATE_CREATE, &error);
      errors = unit_describe_fields (error);
      g_assert_cmpstr (errors, ==, field_cases[i].errors);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/pesaje/settle", settle_cases, test_settle);
  g_test_add_func ("/pesaje/discount", test_discount);
  g_test_add_func ("/pesaje/fields", test_fields);
  return g_test_run ();
}
