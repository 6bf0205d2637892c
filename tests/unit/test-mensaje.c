/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-json.h"
#include "tbk-resource.h"
#include "tbk-validate.h"
#include "unit-cases.h"

#include <string.h>

#define ID "\"cliente_id\": \"0f8fad5b-d9cb-469f-a165-70867728950e\""

typedef struct
{
  const char *body;
  const char *errors; /* "": it is taken */
} Case;

/* clang-format off */
static const Case cases[] = {
  { "{\"texto\": \"Buenos días\", " ID "}", "" },
  { "{\"texto\": \"@Rosa, ¿ya salió?\\nGracias\", " ID ", \"menciones\": [7]}", "" },
  { "{\"texto\": \"\", " ID ", \"documento_id\": 7}", "" },
  { "{" ID ", \"documento_id\": 7}", "" },
  { "{" ID ", \"documento_id\": 0}", "documento_id:range" },
  { "{" ID ", \"documento_nombre\": \"a.pdf\"}", "documento_nombre:read_only" },
  { "{\"texto\": \"hola\"}", "cliente_id:missing" },
  { "{\"texto\": \"hola\", \"cliente_id\": \"7\"}", "cliente_id:format" },
  { "{\"texto\": \"hola\", " ID ", \"menciones\": 7}", "menciones:type" },
  { "{\"texto\": \"hola\", " ID ", \"numero\": 7}", "numero:read_only" },
  { "{\"texto\": \"hola\", " ID ", \"autor_id\": 7}", "autor_id:read_only" },
};
/* clang-format on */

static void
test_body (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (JsonNode) node = tbk_json_parse (test->body, -1, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkValues) values = NULL;
  g_autofree char *errors = NULL;

  g_assert_nonnull (node);
  values = tbk_validate_object (&tbk_mensaje.schema, json_node_get_object (node), TBK_VALIDATE_CREATE, &error);
  errors = error != NULL ? unit_describe_fields (error) : g_strdup ("");
  g_assert_cmpstr (errors, ==, test->errors);
  g_assert_cmpint (values != NULL, ==, *test->errors == '\0');
}

/* 4000 characters and not one more, whatever their bytes. */
static void
test_length (void)
{
  const TbkField *texto = tbk_schema_find (&tbk_mensaje.schema, "texto");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 4000; i++)
    g_string_append (text, "ñ");
  g_autofree char *taken = tbk_validate_text (texto, text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (taken, ==, text->str);
  g_string_append (text, "ñ");
  g_assert_null (tbk_validate_text (texto, text->str, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/mensaje/body", cases, test_body);
  g_test_add_func ("/mensaje/length", test_length);
  return g_test_run ();
}
