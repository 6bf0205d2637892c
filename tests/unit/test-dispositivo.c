/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-json.h"
#include "tbk-resource.h"
#include "tbk-validate.h"
#include "unit-cases.h"

typedef struct
{
  const char *body;
  const char *errors; /* "": it is taken */
} Case;

static const Case cases[] = {
  { "{\"token\": \"dQw4:APA91b-_x\", \"plataforma\": \"android\"}", "" },
  { "{\"token\": \"a b\", \"plataforma\": \"ios\"}", "token:format" },
  { "{\"token\": \"\", \"plataforma\": \"ios\"}", "token:missing" },
  { "{\"token\": \"ñ\", \"plataforma\": \"web\"}", "token:format" },
  { "{\"token\": \"a\", \"plataforma\": \"nokia\"}", "plataforma:choice" },
  { "{\"token\": \"a\"}", "plataforma:missing" },
  { "{\"token\": \"a\", \"plataforma\": \"web\", \"usuario_id\": 7}", "usuario_id:unknown" },
};

static void
test_body (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (JsonObject) body = tbk_json_parse_object (test->body, -1, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkValues) values = tbk_validate_object (&tbk_dispositivo.schema, body, TBK_VALIDATE_CREATE, &error);
  g_autofree char *errors = error != NULL ? unit_describe_fields (error) : g_strdup ("");

  g_assert_cmpstr (errors, ==, test->errors);
  g_assert_true ((values != NULL) == (*test->errors == '\0'));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/dispositivo/body", cases, test_body);
  return g_test_run ();
}
