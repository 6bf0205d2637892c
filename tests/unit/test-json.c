/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-json.h"

#include <math.h>
#include <string.h>

#include "unit-cases.h"

typedef struct
{
  const char *text;
  const char *result; /* as it is written; NULL: refused */
  const char *reason; /* part of the detail */
} JsonCase;

/* clang-format off */
static const JsonCase json_cases[] = {
  { .text = "{}", .result = "{}" },
  { .text = " [1, 2.5, -3, true, false, null, \"x\"] ", .result = "[1,2.5,-3,true,false,null,\"x\"]" },
  { .text = "{\"a\": {\"b\": [{}]}}", .result = "{\"a\":{\"b\":[{}]}}" },
  { .text = "\"ma\xc3\xb1" "ana \\u00f1 \\ud83c\\udf6b \\n\"", .result = "\"mañana ñ 🍫 \\n\"" },
  { .text = "1e3", .result = "1000" },
  { .text = "1e300", .result = "1e+300" },
  { .text = "-79.88", .result = "-79.88" },
  { .text = "[0.1,0.3,1.7976931348623157e308,5e-324]", .result = "[0.1,0.3,1.7976931348623157e+308,4.94065645841247e-324]" },
  { .text = "\"\\u0001\\t\\u007f\\/\"", .result = "\"\\u0001\\t\\u007f/\"" },
  { .text = "{\"\\\"\\\\\":{}}", .result = "{\"\\\"\\\\\":{}}" },
  { .text = "1e999", .reason = "too large" },
  { .text = "[-1e400]", .reason = "too large" },
  { .text = "0.1234567890123456789012345678901234567890123456789012345678901234567890", .reason = "too long" },
  { .text = "-0.5E-2", .result = "-0.005" },
  { .text = "999999999999999999", .result = "999999999999999999" },
  { .text = "-999999999999999999", .result = "-999999999999999999" },
  { .text = "{\"a\":1,\"a\":2}", .result = "{\"a\":2}" },
  { .text = "\"http://x/*y*/ #z ' =\"", .result = "\"http://x/*y*/ #z ' =\"" },
  { .text = "", .reason = "empty" },
  { .text = "  \n", .reason = "empty" },
  { .text = "{", .reason = "JSON" },
  { .text = "[1,]", .reason = "JSON" },
  { .text = "{\"a\":1}x", .reason = "after the value" },
  { .text = "{\"a\":1}{}", .reason = "after the value" },
  { .text = "[1] [2]", .reason = "after the value" },
  { .text = "1 2", .reason = "after the value" },
  { .text = "{}]", .reason = "after the value" },
  { .text = "]", .reason = "unexpected character" },
  { .text = "[1}", .reason = "JSON" },
  { .text = "nul", .reason = "JSON" },
  { .text = "1000000000000000000", .reason = "18 digits" },
  { .text = "{\"a\":99999999999999999999}", .reason = "18 digits" },
  { .text = "010", .reason = "malformed number" },
  { .text = "-", .reason = "malformed number" },
  { .text = "5.", .reason = "malformed number" },
  { .text = "5.e1", .reason = "malformed number" },
  { .text = "1e", .reason = "malformed number" },
  { .text = "1e+", .reason = "malformed number" },
  { .text = "0x1F", .reason = "after the value" },
  { .text = "[0x1F]", .reason = "unexpected character" },
  { .text = ".5", .reason = "unexpected character" },
  { .text = "+1", .reason = "unexpected character" },
  { .text = "NaN", .reason = "unexpected character" },
  { .text = "{\"a\":'x'}", .reason = "unexpected character" },
  { .text = "/* c */ {}", .reason = "unexpected character" },
  { .text = "# c\n{}", .reason = "unexpected character" },
  { .text = "var a = {}", .reason = "after the value" },
  { .text = "\"\\u0000\"", .reason = "NUL" },
  { .text = "\"\\ud800\"", .reason = "surrogate" },
  { .text = "\"\\ud800x\"", .reason = "surrogate" },
  { .text = "\"\\udc00\\ud800\"", .reason = "surrogate" },
  { .text = "\"\\ud800\\u0041\"", .reason = "surrogate" },
  { .text = "\"\\u12\"", .reason = "escape" },
  { .text = "\"\\u12", .reason = "escape" },
  { .text = "\"\\q\"", .reason = "escape" },
  { .text = "\"\\", .reason = "escape" },
  { .text = "\"a\x01\"", .reason = "control character" },
  { .text = "\"a\nb\"", .reason = "control character" },
  { .text = "\"a", .reason = "unterminated" },
  { .text = "\"\xff\"", .reason = "UTF-8" },
  { .text = "\"\xc0\x80\"", .reason = "UTF-8" },
  { .text = "\xef\xbb\xbf{}", .reason = "unexpected character" },
};
/* clang-format on */

static void
test_parse (gconstpointer data)
{
  const JsonCase *c = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = tbk_json_parse (c->text, -1, &error);
  g_autofree char *text = NULL;

  if (c->result == NULL)
    {
      g_assert_null (node);
      g_assert_error (error, TBK_PROBLEM, 400);
      g_assert_nonnull (strstr (error->message, c->reason));
      return;
    }
  g_assert_no_error (error);
  text = tbk_json_to_text (node);
  g_assert_cmpstr (text, ==, c->result);
}

/* The last letter of the text may lie at the end of its memory: no byte after it is touched. */
static void
test_length (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (json_cases); i++)
    {
      gsize length = strlen (json_cases[i].text);
      g_autofree char *exact = g_memdup2 (json_cases[i].text, length);
      g_autoptr (JsonNode) node = tbk_json_parse (exact, (gssize) length, NULL);

      g_assert_cmpint (node != NULL, ==, json_cases[i].result != NULL);
    }
}

static void
test_embedded_nul (void)
{
  const char text[] = "{\"a\":\"x\0y\"}";
  g_autoptr (GError) error = NULL;

  g_assert_null (tbk_json_parse (text, sizeof text - 1, &error));
  g_assert_error (error, TBK_PROBLEM, 400);
}

static char *
nest (guint depth)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");
  g_string_append (text, "1");
  for (guint i = depth; i > 0; i--)
    g_string_append (text, i % 2 == 1 ? "]" : "}");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_depth (void)
{
  g_autofree char *deepest = nest (TBK_JSON_MAX_DEPTH);
  g_autofree char *too_deep = nest (TBK_JSON_MAX_DEPTH + 1);
  g_autofree char *abyss = nest (500000);
  g_autoptr (JsonNode) node = tbk_json_parse (deepest, -1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (node);
  g_assert_null (tbk_json_parse (too_deep, -1, &error));
  g_assert_error (error, TBK_PROBLEM, 400);
  g_assert_nonnull (strstr (error->message, "nested"));
  g_clear_error (&error);
  g_assert_null (tbk_json_parse (abyss, -1, &error));
  g_assert_error (error, TBK_PROBLEM, 400);
}

/* No JSON holds it, but a tree made in C can. */
static void
test_infinite (void)
{
  g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), INFINITY);
  g_autofree char *text = tbk_json_to_text (node);

  g_assert_cmpstr (text, ==, "null");
}

static void
test_object (void)
{
  g_autoptr (JsonObject) object = tbk_json_parse_object ("{\"a\": 5}", -1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (json_object_get_int_member (object, "a"), ==, 5);
  g_assert_null (tbk_json_parse_object ("[5]", -1, &error));
  g_assert_error (error, TBK_PROBLEM, 400);
  g_clear_error (&error);
  g_assert_null (tbk_json_parse_object ("null", -1, &error));
  g_assert_error (error, TBK_PROBLEM, 400);
  g_clear_error (&error);
  g_assert_null (tbk_json_parse_object (NULL, 0, &error));
  g_assert_error (error, TBK_PROBLEM, 400);
}

static void
test_to_value (void)
{
  static const char *const cases[][2] = {
    { "null", NULL },
    { "\"7.50\"", "7.50" },
    { "\"\"", "" },
    { "7", "7" },
    { "true", "true" },
    { "{\"a\":[1]}", "{\"a\":[1]}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = tbk_json_parse (cases[i][0], -1, NULL);
      g_autofree char *value = tbk_json_to_value (node);

      g_assert_cmpstr (value, ==, cases[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/json/parse", json_cases, test_parse);
  g_test_add_func ("/json/length", test_length);
  g_test_add_func ("/json/embedded-nul", test_embedded_nul);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/infinite", test_infinite);
  g_test_add_func ("/json/object", test_object);
  g_test_add_func ("/json/to-value", test_to_value);
  return g_test_run ();
}
