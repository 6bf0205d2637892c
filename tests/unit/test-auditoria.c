/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"
#include "tbk-validate.h"
#include "unit-cases.h"

/* Nobody writes a auditoria: each of its fields is refused in any body. */
static void
test_is_read_only (void)
{
  for (gsize i = 0; i < tbk_auditoria.schema.n_fields; i++)
    {
      const TbkField *field = &tbk_auditoria.schema.fields[i];
      g_autoptr (TbkValues) given = tbk_values_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *errors = NULL;
      g_autofree char *expected = g_strdup_printf ("%s:read_only", field->name);

      tbk_values_set (given, field->name, "1");
      g_assert_null (tbk_validate_values (&tbk_auditoria.schema, given, TBK_VALIDATE_CREATE, &error));
      errors = unit_describe_fields (error);
      g_assert_cmpstr (errors, ==, expected);
    }
}

/* The three words that the database's trigger writes. */
static void
test_actions (void)
{
  const TbkField *accion = tbk_schema_find (&tbk_auditoria.schema, "accion");

  g_assert_true (g_strv_contains (accion->choices, "crear"));
  g_assert_true (g_strv_contains (accion->choices, "editar"));
  g_assert_true (g_strv_contains (accion->choices, "borrar"));
  g_assert_cmpuint (g_strv_length ((GStrv) accion->choices), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/auditoria/is-read-only", test_is_read_only);
  g_test_add_func ("/auditoria/actions", test_actions);
  return g_test_run ();
}
