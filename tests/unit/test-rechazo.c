/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"
#include "tbk-validate.h"
#include "unit-cases.h"

/* Nobody writes one: each of its fields is refused in any body. */
static void
test_is_read_only (void)
{
  for (gsize i = 0; i < tbk_rechazo.schema.n_fields; i++)
    {
      const TbkField *field = &tbk_rechazo.schema.fields[i];
      g_autoptr (TbkValues) given = tbk_values_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *errors = NULL;
      g_autofree char *expected = g_strdup_printf ("%s:read_only", field->name);

      tbk_values_set (given, field->name, "1");
      g_assert_null (tbk_validate_values (&tbk_rechazo.schema, given, TBK_VALIDATE_CREATE, &error));
      errors = unit_describe_fields (error);
      g_assert_cmpstr (errors, ==, expected);
    }
}

/* The two ways that the database knows (0026-rechazo.sql). */
static void
test_channels (void)
{
  const TbkField *canal = tbk_schema_find (&tbk_rechazo.schema, "canal");

  g_assert_true (g_strv_contains (canal->choices, "mqtt"));
  g_assert_true (g_strv_contains (canal->choices, "http"));
  g_assert_cmpuint (g_strv_length ((GStrv) canal->choices), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rechazo/is-read-only", test_is_read_only);
  g_test_add_func ("/rechazo/channels", test_channels);
  return g_test_run ();
}
