/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"
#include "tbk-validate.h"
#include "unit-cases.h"

/* Nobody writes a sesion: each of its fields is refused in any body. */
static void
test_is_read_only (void)
{
  for (gsize i = 0; i < tbk_sesion.schema.n_fields; i++)
    {
      const TbkField *field = &tbk_sesion.schema.fields[i];
      g_autoptr (TbkValues) given = tbk_values_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *errors = NULL;
      g_autofree char *expected = g_strdup_printf ("%s:read_only", field->name);

      tbk_values_set (given, field->name, "1");
      g_assert_null (tbk_validate_values (&tbk_sesion.schema, given, TBK_VALIDATE_CREATE, &error));
      errors = unit_describe_fields (error);
      g_assert_cmpstr (errors, ==, expected);
    }
}

static void
test_id_is_uuid (void)
{
  g_assert_cmpint (tbk_schema_find (&tbk_sesion.schema, "id")->type, ==, TBK_FIELD_UUID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sesion/is-read-only", test_is_read_only);
  g_test_add_func ("/sesion/id-is-uuid", test_id_is_uuid);
  return g_test_run ();
}
