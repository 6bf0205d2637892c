/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"
#include "tbk-validate.h"
#include "unit-cases.h"

typedef struct
{
  const char *from;
  const char *to;
  gboolean allowed;
} StepCase;

static const StepCase step_cases[] = {
  { .from = "En revision", .to = "Activo", .allowed = TRUE },
  { .from = "En revision", .to = "Suspendido", .allowed = TRUE },
  { .from = "Activo", .to = "Suspendido", .allowed = TRUE },
  { .from = "Suspendido", .to = "Activo", .allowed = TRUE },
  { .from = "Activo", .to = "En revision", .allowed = FALSE },
  { .from = "Suspendido", .to = "En revision", .allowed = FALSE },
};

static void
test_step (gconstpointer data)
{
  const StepCase *c = data;

  g_assert_cmpint (tbk_estado_allows (tbk_usuario.estados, c->from, c->to), ==, c->allowed);
}

/* One address, one account: case and spaces make no other. */
static void
test_email_is_canonical (void)
{
  const TbkField *email = tbk_schema_find (&tbk_usuario.schema, "email");
  g_autofree char *text = tbk_validate_text (email, "  Admin@Demo.EC ", NULL);

  g_assert_cmpstr (text, ==, "admin@demo.ec");
}

static void
test_create_without (void)
{
  g_autoptr (TbkValues) given = tbk_values_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;

  tbk_values_set (given, "rol", "root");
  tbk_values_set (given, "hash_password", "x");
  g_assert_null (tbk_validate_values (&tbk_usuario.schema, given, TBK_VALIDATE_CREATE, &error));
  errors = unit_describe_fields (error);
  g_assert_cmpstr (errors, ==, "rol:choice hash_password:unknown nombre:missing email:missing");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/usuario/step", step_cases, test_step);
  g_test_add_func ("/usuario/email-is-canonical", test_email_is_canonical);
  g_test_add_func ("/usuario/create-without", test_create_without);
  return g_test_run ();
}
