/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-schema.h"

#include <string.h>

#include "tbk-resource.h"
#include "unit-cases.h"

/* clang-format off */
static const TbkField fields[] = {
  { "id", "Id", TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "tipo", "Kind", TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED | TBK_FIELD_CREATE_ONLY,
    .choices = (const char *const[]) { "fijo", "por_fijar", NULL } },
  { "peso", "Weight", TBK_FIELD_DECIMAL, TBK_FIELD_NULLABLE, TBK_UNIT_KG, 3, .min = "0.001", .max = "1000",
    .hint = "Net." },
  { "clave", "Password", TBK_FIELD_TEXT, TBK_FIELD_SECRET, .max_length = 72 },
};
/* clang-format on */
static const TbkSchema schema = TBK_SCHEMA ("Prueba", fields);

typedef struct
{
  TbkField field;
  const char *json;
} FieldCase;

/* clang-format off */
static const FieldCase field_cases[] = {
  { .field = { "id", "Id", TBK_FIELD_ID },
    .json = "{\"title\":\"Id\",\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1}" },
  { .field = { "empresa_id", NULL, TBK_FIELD_REF, .ref = "empresa" },
    .json = "{\"description\":\"The id of a row of empresa.\",\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1}" },
  { .field = { "u", NULL, TBK_FIELD_UUID }, .json = "{\"type\":\"string\",\"format\":\"uuid\"}" },
  { .field = { "t", NULL, TBK_FIELD_TEXT }, .json = "{\"type\":\"string\",\"maxLength\":200}" },
  { .field = { "m", NULL, TBK_FIELD_TEXT, .max_length = 5, .pattern = "a|b" },
    .json = "{\"type\":\"string\",\"maxLength\":5,\"pattern\":\"^(?:a|b)$\"}" },
  { .field = { "e", NULL, TBK_FIELD_EMAIL, .max_length = 254 },
    .json = "{\"type\":\"string\",\"maxLength\":254,\"format\":\"email\"}" },
  { .field = { "d", NULL, TBK_FIELD_DECIMAL, .decimals = 2, .min = "-5", .max = "0.5" },
    .json = "{\"description\":\"Digits after the point: 2 at most. From -5 to 0.5.\",\"type\":[\"string\",\"number\"],"
            "\"format\":\"decimal\",\"pattern\":\"^\\\\s*[-+]?[0-9]+([.,][0-9]+)?\\\\s*$\",\"minimum\":-5,\"maximum\":0.5}" },
  { .field = { "n", NULL, TBK_FIELD_INTEGER, .min = "0" },
    .json = "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0}" },
  { .field = { "b", NULL, TBK_FIELD_BOOLEAN }, .json = "{\"type\":\"boolean\"}" },
  { .field = { "f", NULL, TBK_FIELD_DATE }, .json = "{\"type\":\"string\",\"format\":\"date\"}" },
  { .field = { "h", NULL, TBK_FIELD_TIME }, .json = "{\"type\":\"string\",\"format\":\"date-time\"}" },
  { .field = { "j", NULL, TBK_FIELD_JSON }, .json = "{\"type\":[\"object\",\"array\"]}" },
};
/* clang-format on */

static char *
to_text (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static void
test_field (gconstpointer data)
{
  const FieldCase *c = data;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  tbk_field_build_schema (&c->field, builder);
  text = to_text (builder);
  g_assert_cmpstr (text, ==, c->json);
}

typedef struct
{
  TbkSchemaUse use;
  const char *json;
} UseCase;

#define HINT "Net. Unit: kg. Digits after the point: 3 at most. From 0.001 to 1000."
#define PESO "\"peso\":{\"title\":\"Weight\",\"description\":\"" HINT "\","
#define PESO_IN                                                            \
  PESO "\"type\":[\"string\",\"number\",\"null\"],\"format\":\"decimal\"," \
       "\"pattern\":\"^\\\\s*[-+]?[0-9]+([.,][0-9]+)?\\\\s*$\",\"minimum\":0.001,\"maximum\":1000}"
#define CLAVE_IN "\"clave\":{\"title\":\"Password\",\"type\":\"string\",\"maxLength\":72,\"writeOnly\":true}"
#define TIPO "\"tipo\":{\"title\":\"Kind\",\"type\":\"string\",\"enum\":[\"fijo\",\"por_fijar\"]}"

/* clang-format off */
static const UseCase use_cases[] = {
  { .use = TBK_SCHEMA_REPLY,
    .json = "{\"type\":\"object\",\"properties\":{"
            "\"id\":{\"title\":\"Id\",\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1,\"readOnly\":true},"
            TIPO ","
            PESO "\"type\":[\"string\",\"null\"],\"format\":\"decimal\",\"pattern\":\"^-?[0-9]+(\\\\.[0-9]{1,3})?$\"}},"
            "\"required\":[\"id\",\"tipo\"]}" },
  { .use = TBK_SCHEMA_CREATE,
    .json = "{\"type\":\"object\",\"properties\":{" TIPO "," PESO_IN "," CLAVE_IN "},"
            "\"required\":[\"tipo\"],\"additionalProperties\":false}" },
  { .use = TBK_SCHEMA_UPDATE,
    .json = "{\"type\":\"object\",\"properties\":{" PESO_IN "," CLAVE_IN "},\"additionalProperties\":false}" },
};
/* clang-format on */

static void
test_use (gconstpointer data)
{
  const UseCase *c = data;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  tbk_schema_build (&schema, c->use, builder);
  text = to_text (builder);
  g_assert_cmpstr (text, ==, c->json);
}

static void
test_choice_or_null (void)
{
  const TbkField field[] = { { "c", NULL, TBK_FIELD_CHOICE, .choices = (const char *const[]){ "a", NULL } } };
  const TbkSchema reply = TBK_SCHEMA ("Prueba", field);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  tbk_schema_build (&reply, TBK_SCHEMA_REPLY, builder);
  text = to_text (builder);
  g_assert_cmpstr (text, ==,
                   "{\"type\":\"object\",\"properties\":{"
                   "\"c\":{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",null]}}}");
}

/* Every noun, every use: an object whose properties are just the fields in that use, and patterns that compile. */
static void
test_nouns (void)
{
  const TbkResource *const *nouns = tbk_resources ();

  for (gsize n = 0; nouns[n] != NULL; n++)
    for (int use = TBK_SCHEMA_REPLY; use <= TBK_SCHEMA_UPDATE; use++)
      {
        g_autoptr (JsonBuilder) builder = json_builder_new ();
        g_autoptr (JsonNode) root = NULL;
        g_autoptr (GList) names = NULL;
        JsonObject *properties;

        tbk_schema_build (&nouns[n]->schema, use, builder);
        root = json_builder_get_root (builder);
        properties = json_object_get_object_member (json_node_get_object (root), "properties");
        names = json_object_get_members (properties);
        for (GList *l = names; l != NULL; l = l->next)
          {
            JsonObject *property = json_object_get_object_member (properties, l->data);
            const char *pattern = json_object_get_string_member_with_default (property, "pattern", "");
            g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);

            g_assert_nonnull (tbk_schema_find (&nouns[n]->schema, l->data));
            g_assert_nonnull (regex);
            g_assert_true (json_object_has_member (property, "title"));
          }
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/schema/field", field_cases, test_field);
  unit_add_cases ("/schema/use", use_cases, test_use);
  g_test_add_func ("/schema/choice-or-null", test_choice_or_null);
  g_test_add_func ("/schema/nouns", test_nouns);
  return g_test_run ();
}
