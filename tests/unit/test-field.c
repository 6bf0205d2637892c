/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-field.h"

static const TbkField fields[] = {
  { "id", "Id", TBK_FIELD_ID },
  { "codigo", "Code", TBK_FIELD_TEXT },
  { "codigo_lote", "Code", TBK_FIELD_TEXT },
};
static const TbkSchema schema = TBK_SCHEMA ("Prueba", fields);
static const TbkSchema empty = { .name = "Vacio" };

static void
test_find (void)
{
  g_assert_true (tbk_schema_find (&schema, "codigo") == &fields[1]);
  g_assert_true (tbk_schema_find (&schema, "codigo_lote") == &fields[2]);
  g_assert_null (tbk_schema_find (&schema, "Codigo"));
  g_assert_null (tbk_schema_find (&schema, ""));
  g_assert_null (tbk_schema_find (&empty, "id"));
}

static void
test_index (void)
{
  g_assert_cmpuint (schema.n_fields, ==, 3);
  g_assert_cmpint (tbk_schema_index (&schema, "id"), ==, 0);
  g_assert_cmpint (tbk_schema_index (&schema, "codigo_lote"), ==, 2);
  g_assert_cmpint (tbk_schema_index (&schema, "codigo_"), ==, -1);
  g_assert_cmpint (tbk_schema_index (&empty, "id"), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/find", test_find);
  g_test_add_func ("/field/index", test_index);
  return g_test_run ();
}
