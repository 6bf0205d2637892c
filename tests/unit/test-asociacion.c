/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"
#include "tbk-validate.h"
#include "unit-cases.h"

typedef struct
{
  const char *name;
  const char *text;
  const char *errors; /* NULL: good */
} AskCase;

/* Who asks names the other side; neither the state nor the one who asks can be claimed. */
static const AskCase ask_cases[] = {
  { .name = "centro_id", .text = "5" },
  { .name = "proveedor_id", .text = "6" },
  { .name = "centro_id", .text = "0", .errors = "centro_id:range" },
  { .name = "estado", .text = "Activa", .errors = "estado:read_only" },
  { .name = "solicitante_id", .text = "5", .errors = "solicitante_id:read_only" },
};

static void
test_ask (gconstpointer data)
{
  const AskCase *c = data;
  g_autoptr (TbkValues) given = tbk_values_new ();
  g_autoptr (TbkValues) values = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;

  tbk_values_set (given, c->name, c->text);
  values = tbk_validate_values (&tbk_asociacion.schema, given, TBK_VALIDATE_CREATE, &error);
  if (c->errors == NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (tbk_values_get (values, c->name), ==, c->text);
      return;
    }
  errors = unit_describe_fields (error);
  g_assert_cmpstr (errors, ==, c->errors);
}

static void
test_steps (void)
{
  g_assert_true (tbk_estado_allows (tbk_asociacion.estados, "Pendiente", "Activa"));
  g_assert_false (tbk_estado_allows (tbk_asociacion.estados, "Activa", "Pendiente"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/asociacion/ask", ask_cases, test_ask);
  g_test_add_func ("/asociacion/steps", test_steps);
  return g_test_run ();
}
