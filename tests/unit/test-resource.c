/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-resource.h"

#include <string.h>

#include "tbk-decimal.h"

static void
test_list (void)
{
  const char *const names[] = { "contrato", "lote", "empresa", "usuario", "asociacion", "sesion", "auditoria",
                                "documento", "chat", "mensaje", "notificacion", "dispositivo", "pesaje", "tara",
                                "rechazo" };
  const TbkResource *const *nouns = tbk_resources ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (nouns[i]->name, ==, names[i]);
  g_assert_null (nouns[G_N_ELEMENTS (names)]);
}

static void
test_find (void)
{
  g_assert_true (tbk_resource_find ("contrato") == &tbk_contrato);
  g_assert_true (tbk_resource_find ("contratos") == &tbk_contrato);
  g_assert_true (tbk_resource_find ("sesiones") == &tbk_sesion);
  g_assert_null (tbk_resource_find ("Contrato"));
  g_assert_null (tbk_resource_find (""));
}

/* A name is letters of SQL, JSON and C alike. */
static gboolean
is_name (const char *text)
{
  return g_ascii_islower (*text) && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen (text);
}

/* One name, or several with a slash between: what devices send stands under iot/. */
static gboolean
is_path (const char *text)
{
  g_auto (GStrv) names = g_strsplit (text, "/", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (!is_name (names[i]))
      return FALSE;
  return names[0] != NULL;
}

static void
check_limits (const TbkField *field)
{
  TbkDecimal min, max;

  if (field->min == NULL || field->max == NULL)
    return;
  g_assert_true (tbk_decimal_parse (field->min, &min, NULL));
  g_assert_true (tbk_decimal_parse (field->max, &max, NULL));
  g_assert_cmpint (tbk_decimal_compare (min, max), <, 0);
  g_assert_cmpuint (min.scale, <=, field->decimals);
  g_assert_cmpuint (max.scale, <=, field->decimals);
}

static void
check_field (const TbkResource *noun, const TbkField *field)
{
  gboolean is_decimal = field->type == TBK_FIELD_DECIMAL;
  guint given = TBK_FIELD_REQUIRED | TBK_FIELD_CREATE_ONLY | TBK_FIELD_NULLABLE;

  g_test_message ("%s.%s", noun->name, field->name);
  g_assert_true (is_name (field->name));
  g_assert_true (tbk_schema_find (&noun->schema, field->name) == field); /* no name twice */
  g_assert_nonnull (field->label);
  g_assert_cmpint (field->choices != NULL, ==, field->type == TBK_FIELD_CHOICE);
  g_assert_cmpint (field->ref != NULL, ==, field->type == TBK_FIELD_REF);
  g_assert_cmpint (field->decimals > 0, ==, is_decimal);
  if (field->ref != NULL)
    g_assert_nonnull (tbk_resource_find (field->ref));
  if (is_decimal && (field->flags & TBK_FIELD_READ_ONLY) == 0)
    g_assert_true (field->min != NULL && field->max != NULL);
  if (field->flags & TBK_FIELD_READ_ONLY)
    g_assert_false (field->flags & given);
  if (field->flags & TBK_FIELD_REQUIRED)
    g_assert_false (field->flags & TBK_FIELD_NULLABLE);
  if (field->flags & TBK_FIELD_SORTABLE) /* a cursor's key is never null, so never NULLABLE */
    g_assert_false (field->flags & TBK_FIELD_NULLABLE);
  if (field->hint != NULL)
    g_assert_true (g_str_has_suffix (field->hint, "."));
  check_limits (field);
}

static void
test_fields (void)
{
  const TbkResource *const *nouns = tbk_resources ();

  for (gsize n = 0; nouns[n] != NULL; n++)
    for (gsize i = 0; i < nouns[n]->schema.n_fields; i++)
      check_field (nouns[n], &nouns[n]->schema.fields[i]);
}

static void
test_nouns (void)
{
  const TbkResource *const *nouns = tbk_resources ();

  for (gsize n = 0; nouns[n] != NULL; n++)
    {
      const TbkResource *noun = nouns[n];
      const char *key = *noun->orden == '-' ? noun->orden + 1 : noun->orden;
      const TbkField *orden = tbk_schema_find (&noun->schema, key);

      g_test_message ("%s", noun->name);
      g_assert_true (is_name (noun->name) && is_path (noun->collection));
      g_assert_true (g_str_has_prefix (noun->type_name, "Tbk"));
      g_assert_nonnull (noun->label);
      g_assert_nonnull (noun->label_plural);
      g_assert_cmpstr (noun->schema.fields[0].name, ==, "id");
      g_assert_true (orden != NULL && (orden->flags & TBK_FIELD_SORTABLE) != 0);
    }
}

/* The machine's names are the choices of `estado`, in the same order, and steps lead to states that there are. */
static void
check_machine (const TbkResource *noun)
{
  const TbkField *estado = tbk_schema_find (&noun->schema, "estado");
  gsize i;

  for (i = 0; noun->estados[i].name != NULL; i++)
    {
      const TbkEstado *state = &noun->estados[i];

      g_assert_cmpstr (estado->choices[i], ==, state->name);
      g_assert_nonnull (state->label);
      g_assert_nonnull (state->step_label);
      for (gsize j = 0; state->next != NULL && state->next[j] != NULL; j++)
        {
          g_assert_true (g_strv_contains (estado->choices, state->next[j]));
          g_assert_cmpstr (state->next[j], !=, state->name);
        }
    }
  g_assert_null (estado->choices[i]);
}

static void
test_machines (void)
{
  const TbkResource *const *nouns = tbk_resources ();

  for (gsize n = 0; nouns[n] != NULL; n++)
    {
      g_test_message ("%s", nouns[n]->name);
      g_assert_cmpint (nouns[n]->estados != NULL, ==, tbk_schema_find (&nouns[n]->schema, "estado") != NULL);
      if (nouns[n]->estados != NULL)
        check_machine (nouns[n]);
    }
}

/* No secret of the database has a field that could let it out. */
static void
test_no_password (void)
{
  const TbkResource *const *nouns = tbk_resources ();
  const char *const secrets[] = { "hash_password", "password", "token", "refresh_token" };

  for (gsize n = 0; nouns[n] != NULL; n++)
    for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
      g_assert_null (tbk_schema_find (&nouns[n]->schema, secrets[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resource/list", test_list);
  g_test_add_func ("/resource/find", test_find);
  g_test_add_func ("/resource/fields", test_fields);
  g_test_add_func ("/resource/nouns", test_nouns);
  g_test_add_func ("/resource/machines", test_machines);
  g_test_add_func ("/resource/no-password", test_no_password);
  return g_test_run ();
}
