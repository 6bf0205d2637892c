/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "empresa.h"
#include "tbk-validate.h"
#include "unit-cases.h"

typedef struct
{
  const char *field;
  const char *text;
  gboolean good;
} TextCase;

static const TextCase text_cases[] = {
  { .field = "telefono", .text = "04 230 1234", .good = TRUE },
  { .field = "telefono", .text = "+593 4 230-1234", .good = TRUE },
  { .field = "telefono", .text = "(04) 2301234", .good = TRUE },
  { .field = "telefono", .text = "0999123456", .good = TRUE },
  { .field = "telefono", .text = "123", .good = FALSE },
  { .field = "telefono", .text = "+", .good = FALSE },
  { .field = "telefono", .text = "call me at 5", .good = FALSE },
  { .field = "telefono", .text = "04 230 1234 ext", .good = FALSE },
  { .field = "ruc", .text = "1790011674001", .good = TRUE },
  { .field = "ruc", .text = "1790011674000", .good = FALSE },
  { .field = "tipo", .text = "CENTRO", .good = TRUE },
  { .field = "tipo", .text = "admin", .good = FALSE },
  { .field = "ubicacion_json", .text = "{\"lat\": -2.19, \"lon\": -79.88}", .good = TRUE },
  { .field = "ubicacion_json", .text = "Guayaquil", .good = FALSE },
};

static void
test_text (gconstpointer data)
{
  const TextCase *c = data;
  const TbkField *field = tbk_schema_find (&tbk_empresa.schema, c->field);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = tbk_validate_text (field, c->text, &error);

  g_assert_cmpint (text != NULL, ==, c->good);
  if (!c->good)
    g_assert_error (error, TBK_PROBLEM, 422);
}

typedef struct
{
  const char *metodo;
  const char *tabla;
  const char *settled; /* the table; NULL: none */
  const char *errors;  /* NULL: it is taken */
} RuleCase;

static const RuleCase rule_cases[] = {
  { NULL, NULL, NULL, NULL },
  { "materia_seca", NULL, NULL, NULL },
  { "puntos", "", "", NULL },
  { "tabla", "7.5:0.5; 8:1,2", "7.50:0.50 8.00:1.20", NULL },
  { "puntos", "7:1", "7.00:1.00", NULL },
  { "tabla", NULL, NULL, "humedad_tabla:missing" },
  { "tabla", "", NULL, "humedad_tabla:missing" },
  { "tabla", "7:1 8", NULL, "humedad_tabla:format" },
  { "puntos", "x", NULL, "humedad_tabla:format" },
};

static void
test_rule (gconstpointer data)
{
  const RuleCase *c = data;
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;

  tbk_values_set (values, "humedad_metodo", c->metodo);
  tbk_values_set (values, "humedad_tabla", c->tabla);
  if (tbk_empresa_settle (values, &error))
    {
      g_assert_null (c->errors);
      g_assert_cmpstr (tbk_values_get (values, "humedad_tabla"), ==, c->settled);
      return;
    }
  errors = unit_describe_fields (error);
  g_assert_cmpstr (errors, ==, c->errors);
}

/* A company stays what it was registered as. */
static void
test_identity_stays (void)
{
  const char *const names[] = { "tipo", "ruc", "ruc_aviso", "logo_url" };
  const char *const texts[] = { "centro", "1790011674001", "false", "/x" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TbkValues) given = tbk_values_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *expected = g_strdup_printf ("%s:read_only", names[i]);
      g_autofree char *errors = NULL;

      tbk_values_set (given, names[i], texts[i]);
      g_assert_null (tbk_validate_values (&tbk_empresa.schema, given, TBK_VALIDATE_UPDATE, &error));
      errors = unit_describe_fields (error);
      g_assert_cmpstr (errors, ==, expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/empresa/text", text_cases, test_text);
  g_test_add_func ("/empresa/identity-stays", test_identity_stays);
  for (gsize i = 0; i < G_N_ELEMENTS (rule_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/empresa/rule/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, &rule_cases[i], test_rule);
    }
  return g_test_run ();
}
