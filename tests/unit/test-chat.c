/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"
#include "tbk-validate.h"
#include "unit-cases.h"

/* Chats are made by the database: each field is refused in any body. */
static void
test_is_read_only (void)
{
  for (gsize i = 0; i < tbk_chat.schema.n_fields; i++)
    {
      const TbkField *field = &tbk_chat.schema.fields[i];
      g_autoptr (TbkValues) given = tbk_values_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *errors = NULL;
      g_autofree char *expected = g_strdup_printf ("%s:read_only", field->name);

      tbk_values_set (given, field->name, "1");
      g_assert_null (tbk_validate_values (&tbk_chat.schema, given, TBK_VALIDATE_CREATE, &error));
      errors = unit_describe_fields (error);
      g_assert_cmpstr (errors, ==, expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chat/is-read-only", test_is_read_only);
  return g_test_run ();
}
