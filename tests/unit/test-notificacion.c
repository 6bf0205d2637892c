/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

/* The kinds that the database's triggers write, and no other: each is a word that the app translates. */
static void
test_kinds (void)
{
  const char *const kinds[] = { "contrato_estado", "lote_recibido", "mensaje", "mencion",
                                "documento", "fijacion", "aviso" };
  const TbkField *tipo = tbk_schema_find (&tbk_notificacion.schema, "tipo");

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_true (g_strv_contains (tipo->choices, kinds[i]));
  g_assert_cmpuint (g_strv_length ((GStrv) tipo->choices), ==, G_N_ELEMENTS (kinds));
}

/* Whose it is never leaves the server: it is always the caller's. */
static void
test_no_user (void)
{
  g_assert_null (tbk_schema_find (&tbk_notificacion.schema, "usuario_id"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notificacion/kinds", test_kinds);
  g_test_add_func ("/notificacion/no-user", test_no_user);
  return g_test_run ();
}
