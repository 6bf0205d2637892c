/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-problem.h"

#include <string.h>

#include "tbk-json.h"
#include "unit-cases.h"

static void
assert_json (const GError *error, const char *instance, const char *expected)
{
  g_autofree char *json = tbk_problem_to_json (error, instance);

  g_assert_cmpstr (json, ==, expected);
}

static void
test_plain (void)
{
  g_autoptr (GError) error = NULL;

  tbk_problem_set (&error, 404, "no contrato %d", 7);
  g_assert_error (error, TBK_PROBLEM, 404);
  g_assert_cmpstr (error->message, ==, "no contrato 7");
  g_assert_null (tbk_problem_get_fields (error));
  g_assert_null (tbk_problem_get_allowed (error));
  g_assert_null (tbk_problem_get_actual (error));
  assert_json (error, NULL,
               "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"no contrato 7\"}");
  tbk_problem_set (NULL, 404, "nobody listens");
}

static void
test_instance (void)
{
  g_autoptr (GError) error = NULL;

  tbk_problem_set (&error, 599, "a \"quoted\"\nline");
  assert_json (error, "/contratos/7",
               "{\"type\":\"about:blank\",\"title\":\"Error\",\"status\":599,"
               "\"detail\":\"a \\\"quoted\\\"\\nline\",\"instance\":\"/contratos/7\"}");
}

static void
test_fields (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *fields = NULL;

  tbk_problem_add_field (&error, "volumen_tm", "range", "must be %s or more", "0.001");
  tbk_problem_add_field (&error, "body.lotes.0", "type", "must be a whole number");
  g_assert_error (error, TBK_PROBLEM, 422);
  fields = unit_describe_fields (error);
  g_assert_cmpstr (fields, ==, "volumen_tm:range body.lotes.0:type");
  assert_json (error, NULL,
               "{\"type\":\"about:blank\",\"title\":\"Unprocessable Content\",\"status\":422,"
               "\"detail\":\"some fields are not valid\",\"errors\":["
               "{\"loc\":\"volumen_tm\",\"msg\":\"must be 0.001 or more\",\"type\":\"range\"},"
               "{\"loc\":\"body.lotes.0\",\"msg\":\"must be a whole number\",\"type\":\"type\"}]}");
  tbk_problem_add_field (NULL, "volumen_tm", "range", "nobody listens");
}

static void
test_fields_of_another (void)
{
  g_autoptr (GError) conflict = NULL;
  g_autoptr (GError) other = NULL;

  tbk_problem_set (&conflict, 409, "taken");
  tbk_problem_add_field (&conflict, "codigo", "conflict", "is taken");
  g_assert_error (conflict, TBK_PROBLEM, 409);
  g_assert_cmpuint (tbk_problem_get_fields (conflict)->len, ==, 1);

  g_set_error_literal (&other, G_FILE_ERROR, G_FILE_ERROR_NOENT, "no file");
  g_assert_null (tbk_problem_get_fields (other));
  g_assert_null (tbk_problem_get_allowed (other));
  g_assert_null (tbk_problem_get_actual (NULL));
  tbk_problem_add_field (&other, "codigo", "conflict", "is taken");
  g_assert_error (other, TBK_PROBLEM, 422);
}

static void
test_allowed_and_actual (void)
{
  g_autoptr (GError) error = NULL;
  const char *const allowed[] = { "Activo", "Cancelado", NULL };
  const char *const none[] = { NULL };

  tbk_problem_set (&error, 409, "no");
  tbk_problem_set_allowed (error, allowed);
  tbk_problem_set_actual (error, "{\"id\":7,\"volumen_tm\":\"12.500\"}");
  g_assert_cmpstr (tbk_problem_get_actual (error), ==, "{\"id\":7,\"volumen_tm\":\"12.500\"}");
  assert_json (error, NULL,
               "{\"type\":\"about:blank\",\"title\":\"Conflict\",\"status\":409,\"detail\":\"no\","
               "\"permitidos\":[\"Activo\",\"Cancelado\"],\"actual\":{\"id\":7,\"volumen_tm\":\"12.500\"}}");
  tbk_problem_set_allowed (error, none);
  tbk_problem_set_actual (error, NULL);
  assert_json (error, NULL,
               "{\"type\":\"about:blank\",\"title\":\"Conflict\",\"status\":409,\"detail\":\"no\",\"permitidos\":[]}");
}

/* What is no JSON cannot break the document around it. */
static void
test_actual_that_is_no_json (void)
{
  g_autoptr (GError) error = NULL;

  tbk_problem_set (&error, 412, "stale");
  tbk_problem_set_actual (error, "{\"id\":7}, \"status\": 200");
  assert_json (error, NULL,
               "{\"type\":\"about:blank\",\"title\":\"Precondition Failed\",\"status\":412,\"detail\":\"stale\"}");
}

static void
test_copy_is_deep (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;
  g_autoptr (GError) plain = NULL;
  g_autoptr (GError) plain_copy = NULL;
  const char *const allowed[] = { "Activo", NULL };
  g_autofree char *before = NULL;

  tbk_problem_add_field (&error, "codigo", "length", "too long");
  tbk_problem_set_allowed (error, allowed);
  tbk_problem_set_actual (error, "{}");
  before = tbk_problem_to_json (error, NULL);
  copy = g_error_copy (error);
  tbk_problem_add_field (&error, "ruc", "format", "wrong");
  g_clear_error (&error);
  assert_json (copy, NULL, before);

  tbk_problem_set (&plain, 500, "plain");
  plain_copy = g_error_copy (plain);
  g_assert_null (tbk_problem_get_fields (plain_copy));
}

static void
test_bounds (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *huge = g_strnfill (100000, 'x');
  g_autofree char *json = NULL;
  const TbkFieldError *field;

  for (int i = 0; i < TBK_PROBLEM_MAX_FIELDS + 50; i++)
    tbk_problem_add_field (&error, huge, "unknown", "%s", huge);
  g_assert_cmpuint (tbk_problem_get_fields (error)->len, ==, TBK_PROBLEM_MAX_FIELDS);
  field = g_ptr_array_index (tbk_problem_get_fields (error), 0);
  g_assert_cmpuint (strlen (field->loc), ==, TBK_PROBLEM_MAX_TEXT);
  g_assert_cmpuint (strlen (field->msg), ==, TBK_PROBLEM_MAX_TEXT);
  json = tbk_problem_to_json (error, huge);
  g_assert_cmpuint (strlen (json), <, 200000);
}

/* Bytes from outside never make an answer that is not UTF-8, and a cut never leaves half a letter. */
static void
test_bad_utf8 (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) letters = g_string_new ("a");
  g_autofree char *json = NULL;

  for (int i = 0; i < TBK_PROBLEM_MAX_TEXT; i++)
    g_string_append (letters, "ñ");
  tbk_problem_set (&error, 422, "%s", letters->str);
  g_assert_cmpuint (strlen (error->message), ==, TBK_PROBLEM_MAX_TEXT - 1);
  tbk_problem_add_field (&error, "\xff\xfe", "unknown", "\xc3");
  json = tbk_problem_to_json (error, "/\x80");
  g_assert_true (g_utf8_validate (json, -1, NULL));
  g_assert_null (strstr (error->message, "\xef\xbf\xbd"));
}

typedef struct
{
  const char *body;
  const char *detail;
  const char *fields;
  const char *actual;
} BodyCase;

/* clang-format off */
static const BodyCase body_cases[] = {
  { .body = NULL, .detail = "Conflict", .fields = "" },
  { .body = "", .detail = "Conflict", .fields = "" },
  { .body = "<html>", .detail = "Conflict", .fields = "" },
  { .body = "[]", .detail = "Conflict", .fields = "" },
  { .body = "{}", .detail = "Conflict", .fields = "" },
  { .body = "{\"detail\": 5, \"errors\": {}, \"permitidos\": \"x\", \"actual\": []}", .detail = "Conflict", .fields = "" },
  { .body = "{\"detail\": \"%s%n taken\"}", .detail = "%s%n taken", .fields = "" },
  { .body = "{\"detail\": \"x\", \"errors\": [5, {}, {\"loc\": 5}, {\"loc\": \"a\"}, {\"loc\": \"b\", \"type\": \"range\"}]}",
    .detail = "x", .fields = "a:format b:range" },
  { .body = "{\"detail\": \"stale\", \"actual\": {\"id\": 7}}", .detail = "stale", .fields = "", .actual = "{\"id\":7}" },
};
/* clang-format on */

static void
test_from_body (gconstpointer data)
{
  const BodyCase *c = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *fields = NULL;

  tbk_problem_set_from_json (&error, 409, c->body, -1);
  g_assert_error (error, TBK_PROBLEM, 409);
  g_assert_cmpstr (error->message, ==, c->detail);
  fields = unit_describe_fields (error);
  g_assert_cmpstr (fields, ==, c->fields);
  g_assert_cmpstr (tbk_problem_get_actual (error), ==, c->actual);
  tbk_problem_set_from_json (NULL, 409, c->body, -1);
}

static void
test_allowed_from_body (void)
{
  g_autoptr (GError) error = NULL;
  const char *const *allowed;

  tbk_problem_set_from_json (&error, 409, "{\"permitidos\": [\"Activo\", 5, null, \"Cancelado\"]}", -1);
  allowed = tbk_problem_get_allowed (error);
  g_assert_cmpstr (allowed[0], ==, "Activo");
  g_assert_cmpstr (allowed[1], ==, "Cancelado");
  g_assert_null (allowed[2]);
}

/* Server to client and back: the same document. */
static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) back = NULL;
  g_autofree char *json = NULL;
  const char *const allowed[] = { "Activo", "En proceso", NULL };

  tbk_problem_set (&error, 409, "cannot go from Borrador to Cerrado");
  tbk_problem_add_field (&error, "estado", "conflict", "ñandú \"x\"");
  tbk_problem_set_allowed (error, allowed);
  tbk_problem_set_actual (error, "{\"version\":3}");
  json = tbk_problem_to_json (error, NULL);
  tbk_problem_set_from_json (&back, 409, json, (gssize) strlen (json));
  assert_json (back, NULL, json);
}

static void
test_titles (void)
{
  const int statuses[] = { 400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 500, 503 };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    g_assert_cmpstr (tbk_problem_title (statuses[i]), !=, "Error");
  g_assert_cmpstr (tbk_problem_title (299), ==, "Error");
}

static void
test_final (void)
{
  static const int again[] = { 401, 408, 429, 500, 503 };
  static const int never[] = { 400, 403, 404, 409, 413, 422 };
  g_autoptr (GError) other = g_error_new_literal (G_FILE_ERROR, 404, "no problem");

  for (gsize i = 0; i < G_N_ELEMENTS (again); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (TBK_PROBLEM, again[i], "x");

      g_assert_false (tbk_problem_is_final (error));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (never); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (TBK_PROBLEM, never[i], "x");

      g_assert_true (tbk_problem_is_final (error));
    }
  g_assert_false (tbk_problem_is_final (other));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/problem/plain", test_plain);
  g_test_add_func ("/problem/instance", test_instance);
  g_test_add_func ("/problem/fields", test_fields);
  g_test_add_func ("/problem/fields-of-another", test_fields_of_another);
  g_test_add_func ("/problem/allowed-and-actual", test_allowed_and_actual);
  g_test_add_func ("/problem/actual-that-is-no-json", test_actual_that_is_no_json);
  g_test_add_func ("/problem/copy-is-deep", test_copy_is_deep);
  g_test_add_func ("/problem/bounds", test_bounds);
  g_test_add_func ("/problem/bad-utf8", test_bad_utf8);
  unit_add_cases ("/problem/from-body", body_cases, test_from_body);
  g_test_add_func ("/problem/allowed-from-body", test_allowed_from_body);
  g_test_add_func ("/problem/round-trip", test_round_trip);
  g_test_add_func ("/problem/titles", test_titles);
  g_test_add_func ("/problem/final", test_final);
  return g_test_run ();
}
