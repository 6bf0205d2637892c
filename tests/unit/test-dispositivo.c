/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

/* What is known of a device, but for its token. */
static void
test_fields (void)
{
  const char *const names[] = { "id", "plataforma", "created_at", "updated_at" };

  g_assert_cmpuint (tbk_dispositivo.schema.n_fields, ==, G_N_ELEMENTS (names));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const TbkField *field = &tbk_dispositivo.schema.fields[i];

      g_assert_cmpstr (field->name, ==, names[i]);
      g_assert_true ((field->flags & TBK_FIELD_READ_ONLY) != 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispositivo/fields", test_fields);
  return g_test_run ();
}
