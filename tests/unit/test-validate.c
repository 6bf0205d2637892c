/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-validate.h"

#include <string.h>

#include "tbk-decimal.h"
#include "tbk-json.h"
#include "unit-cases.h"

/* One field of each kind; the tests take them by name. */
/* clang-format off */
static const TbkField fields[] = {
  { "id", "Id", TBK_FIELD_ID, TBK_FIELD_READ_ONLY },
  { "empresa_id", "Company", TBK_FIELD_REF, TBK_FIELD_CREATE_ONLY, .ref = "empresa" },
  { "sesion", "Session", TBK_FIELD_UUID },
  { "nombre", "Name", TBK_FIELD_TEXT, TBK_FIELD_REQUIRED, .max_length = 10 },
  { "notas", "Notes", TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 2000 },
  { "clave", "Password", TBK_FIELD_TEXT, TBK_FIELD_SECRET },
  { "mes", "Month", TBK_FIELD_TEXT, TBK_FIELD_NULLABLE, .max_length = 5, .pattern = "CC[HKNUZ][0-9]{2}" },
  { "email", "Email", TBK_FIELD_EMAIL, TBK_FIELD_NULLABLE, .max_length = 254 },
  { "ruc", "RUC", TBK_FIELD_RUC },
  { "estado", "State", TBK_FIELD_CHOICE, .choices = (const char *const[]) { "Activo", "En revisión", NULL } },
  { "precio", "Price", TBK_FIELD_DECIMAL, TBK_FIELD_NULLABLE, TBK_UNIT_USD_TM, 2, .min = "-1000", .max = "1000000" },
  { "peso", "Weight", TBK_FIELD_DECIMAL, TBK_FIELD_OPTIONAL, TBK_UNIT_KG, 3, .min = "0.001" },
  { "resto", "Rest", TBK_FIELD_DECIMAL, TBK_FIELD_OPTIONAL, TBK_UNIT_NONE, 9 },
  { "sacos", "Sacks", TBK_FIELD_INTEGER, TBK_FIELD_NULLABLE, TBK_UNIT_COUNT, .min = "0", .max = "1000" },
  { "numero", "Number", TBK_FIELD_INTEGER },
  { "dueno", "Owner", TBK_FIELD_BOOLEAN },
  { "fecha", "Date", TBK_FIELD_DATE, TBK_FIELD_NULLABLE },
  { "hora", "Time", TBK_FIELD_TIME },
  { "datos", "Data", TBK_FIELD_JSON, TBK_FIELD_NULLABLE },
};
/* clang-format on */
static const TbkSchema schema = TBK_SCHEMA ("Prueba", fields);

typedef struct
{
  const char *field;
  const char *text;
  const char *result; /* NULL: refused */
  const char *type;   /* of the refusal */
} TextCase;

/* clang-format off */
static const TextCase text_cases[] = {
  { .field = "id", .text = " 7 ", .result = "7" },
  { .field = "id", .text = "007", .result = "7" },
  { .field = "id", .text = "9223372036854775807", .result = "9223372036854775807" },
  { .field = "id", .text = "9223372036854775808", .type = "range" },
  { .field = "id", .text = "0", .type = "range" },
  { .field = "id", .text = "-1", .type = "range" },
  { .field = "id", .text = "1e3", .type = "format" },
  { .field = "id", .text = "+1", .type = "format" },
  { .field = "id", .text = "1;DROP TABLE lote", .type = "format" },
  { .field = "empresa_id", .text = "\xd9\xa3", .type = "format" }, /* Arabic-Indic 3 */
  { .field = "sesion", .text = "6BA7B810-9DAD-11D1-80B4-00C04FD430C8", .result = "6ba7b810-9dad-11d1-80b4-00c04fd430c8" },
  { .field = "sesion", .text = "6ba7b810-9dad-11d1-80b4-00c04fd430c", .type = "format" },
  { .field = "sesion", .text = "6ba7b8109dad11d180b400c04fd430c8", .type = "format" },
  { .field = "nombre", .text = "  José  ", .result = "José" },
  { .field = "nombre", .text = "\xc2\xa0\xe2\x80\x83" "Ana\xe3\x80\x80", .result = "Ana" }, /* odd spaces */
  { .field = "nombre", .text = "Jose\xcc\x81", .result = "José" },                       /* composed */
  { .field = "nombre", .text = "ññññññññññ", .result = "ññññññññññ" },
  { .field = "nombre", .text = "ñññññññññññ", .type = "length" },
  { .field = "nombre", .text = "", .type = "missing" },
  { .field = "nombre", .text = " \t\n ", .type = "missing" },
  { .field = "nombre", .text = "a\nb", .type = "format" },
  { .field = "nombre", .text = "a\x7f" "b", .type = "format" },
  { .field = "nombre", .text = "a\xc2\x85" "b", .type = "format" },
  { .field = "nombre", .text = "a\xff", .type = "format" },
  { .field = "nombre", .text = "\xed\xa0\x80", .type = "format" }, /* a surrogate */
  { .field = "nombre", .text = "=1+1", .result = "=1+1" },
  { .field = "notas", .text = "one\n\ttwo\n", .result = "one\n\ttwo" },
  { .field = "notas", .text = "one\rtwo", .type = "format" },
  { .field = "notas", .text = "", .result = "" },
  { .field = "clave", .text = " pass ", .result = " pass " },
  { .field = "clave", .text = "e\xcc\x81", .result = "e\xcc\x81" },
  { .field = "clave", .text = " ", .result = " " },
  { .field = "mes", .text = "CCH26", .result = "CCH26" },
  { .field = "mes", .text = " CCZ09 ", .result = "CCZ09" },
  { .field = "mes", .text = "cch26", .type = "format" },
  { .field = "mes", .text = "CCA26", .type = "format" },
  { .field = "mes", .text = "xCCH26", .type = "length" },
  { .field = "mes", .text = "CCH2", .type = "format" },
  { .field = "email", .text = " Ana.Paz+x@Demo.EC ", .result = "ana.paz+x@demo.ec" },
  { .field = "email", .text = "a@b", .type = "format" },
  { .field = "email", .text = "a@b@c.ec", .type = "format" },
  { .field = "email", .text = "@b.ec", .type = "format" },
  { .field = "email", .text = "a@.ec", .type = "format" },
  { .field = "email", .text = "a@b..ec", .type = "format" },
  { .field = "email", .text = "a@b.ec.", .type = "format" },
  { .field = "email", .text = ".a@b.ec", .type = "format" },
  { .field = "email", .text = "a.@b.ec", .type = "format" },
  { .field = "email", .text = "a b@c.ec", .type = "format" },
  { .field = "email", .text = "a@b.ec\nBcc: c@d.ec", .type = "format" },
  { .field = "email", .text = "<a@b.ec>", .type = "format" },
  { .field = "email", .text = "añ@b.ec", .type = "format" },
  { .field = "email", .text = "plain", .type = "format" },
  { .field = "ruc", .text = "1710034065001", .result = "1710034065001" },
  { .field = "ruc", .text = " 171003406-5 001", .result = "1710034065001" },
  { .field = "ruc", .text = "1793189549001", .result = "1793189549001" }, /* warns, is taken */
  { .field = "ruc", .text = "1710034066001", .type = "format" },
  { .field = "ruc", .text = "1710034065000", .type = "format" },
  { .field = "ruc", .text = "171", .type = "format" },
  { .field = "estado", .text = "Activo", .result = "Activo" },
  { .field = "estado", .text = " ACTIVO", .result = "Activo" },
  { .field = "estado", .text = "en REVISION", .result = "En revisión" },
  { .field = "estado", .text = "Otro", .type = "choice" },
  { .field = "precio", .text = "  7,5 ", .result = "7.5" },
  { .field = "precio", .text = "7.50", .result = "7.50" },
  { .field = "precio", .text = "7.5000", .result = "7.50" },
  { .field = "precio", .text = "007", .result = "7" },
  { .field = "precio", .text = "+150", .result = "150" },
  { .field = "precio", .text = "-0", .result = "0" },
  { .field = "precio", .text = "-1000.00", .result = "-1000.00" },
  { .field = "precio", .text = "-1000.01", .type = "range" },
  { .field = "precio", .text = "1000000.01", .type = "range" },
  { .field = "precio", .text = "7.501", .type = "format" },
  { .field = "precio", .text = "99999999999999999999999", .type = "range" },
  { .field = "precio", .text = "1e999", .type = "format" },
  { .field = "precio", .text = "1e3", .type = "format" },
  { .field = "precio", .text = "\xd9\xa3", .type = "format" },
  { .field = "precio", .text = "1.234,50", .type = "format" },
  { .field = "peso", .text = "0", .type = "range" },
  { .field = "peso", .text = "0.001", .result = "0.001" },
  { .field = "resto", .text = "0.123456789", .result = "0.123456789" },
  { .field = "resto", .text = "-999999999999999999", .result = "-999999999999999999" },
  { .field = "resto", .text = "1000000000000000000", .type = "range" },
  { .field = "sacos", .text = "1000", .result = "1000" },
  { .field = "sacos", .text = "1001", .type = "range" },
  { .field = "sacos", .text = "-1", .type = "range" },
  { .field = "sacos", .text = "1.0", .type = "format" },
  { .field = "sacos", .text = "9223372036854775807", .type = "range" },
  { .field = "numero", .text = "-9223372036854775808", .result = "-9223372036854775808" },
  { .field = "numero", .text = "-9223372036854775809", .type = "range" },
  { .field = "numero", .text = "-", .type = "format" },
  { .field = "numero", .text = "- 1", .type = "format" },
  { .field = "dueno", .text = "true", .result = "true" },
  { .field = "dueno", .text = "0", .result = "false" },
  { .field = "dueno", .text = "yes", .type = "format" },
  { .field = "fecha", .text = "2026-02-28", .result = "2026-02-28" },
  { .field = "fecha", .text = "2024-02-29", .result = "2024-02-29" },
  { .field = "fecha", .text = "2026-02-29", .type = "format" },
  { .field = "fecha", .text = "2026-13-01", .type = "format" },
  { .field = "fecha", .text = "2026-00-10", .type = "format" },
  { .field = "fecha", .text = "2026-1-01", .type = "format" },
  { .field = "fecha", .text = "2026-01-01x", .type = "format" },
  { .field = "fecha", .text = "01/02/2026", .type = "format" },
  { .field = "fecha", .text = "1899-12-31", .type = "range" },
  { .field = "fecha", .text = "2200-01-01", .type = "range" },
  { .field = "fecha", .text = "0000-01-01", .type = "format" },
  { .field = "hora", .text = "2026-01-02T03:04:05Z", .result = "2026-01-02T03:04:05Z" },
  { .field = "hora", .text = "2026-01-02T03:04:05-05:00", .result = "2026-01-02T08:04:05Z" },
  { .field = "hora", .text = "2026-12-31T23:00:00-05:00", .result = "2027-01-01T04:00:00Z" },
  { .field = "hora", .text = "2026-01-02T03:04:05.250Z", .result = "2026-01-02T03:04:05.250000Z" },
  { .field = "hora", .text = "2026-01-02T03:04:05", .type = "format" },
  { .field = "hora", .text = "2026-01-02", .type = "format" },
  { .field = "hora", .text = "2026-01-02T25:04:05Z", .type = "format" },
  { .field = "hora", .text = "2026-02-30T03:04:05Z", .type = "format" },
  { .field = "hora", .text = "2026-W01-1T03:04:05Z", .type = "format" },
  { .field = "hora", .text = "2026-01-02T03:04:05+99:99", .type = "format" },
  { .field = "hora", .text = "2026-01-02T03:04:05.Z", .type = "format" },
  { .field = "datos", .text = " {\"a\": [1, 2]} ", .result = "{\"a\":[1,2]}" },
  { .field = "datos", .text = "[]", .result = "[]" },
  { .field = "datos", .text = "5", .type = "type" },
  { .field = "datos", .text = "{\"a\":", .type = "format" },
  { .field = "datos", .text = "{\"a\":\"\\u0000\"}", .type = "format" },
};
/* clang-format on */

static void
test_text (gconstpointer data)
{
  const TextCase *c = data;
  const TbkField *field = tbk_schema_find (&schema, c->field);
  g_autoptr (GError) error = NULL;
  g_autofree char *result = tbk_validate_text (field, c->text, &error);
  const TbkFieldError *refusal;

  g_assert_cmpstr (result, ==, c->result);
  if (c->result != NULL)
    {
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      again = tbk_validate_text (field, result, &error); /* canonical text stays as it is */
      g_assert_cmpstr (again, ==, result);
      return;
    }
  g_assert_error (error, TBK_PROBLEM, 422);
  g_assert_cmpuint (tbk_problem_get_fields (error)->len, ==, 1);
  refusal = g_ptr_array_index (tbk_problem_get_fields (error), 0);
  g_assert_cmpstr (refusal->loc, ==, c->field);
  g_assert_cmpstr (refusal->type, ==, c->type);
  g_assert_cmpstr (refusal->msg, !=, "");
  g_assert_null (tbk_validate_text (field, c->text, NULL));
}

static void
test_huge_text (void)
{
  g_autofree char *huge = g_strnfill (10 * 1024 * 1024, '9');

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tbk_validate_text (&fields[i], huge, &error));
      g_assert_error (error, TBK_PROBLEM, 422);
    }
}

typedef struct
{
  const char *json;
  TbkValidateMode mode;
  const char *values; /* "a=1 b=2 c"; NULL: refused */
  const char *errors; /* "loc:type loc:type" */
} ObjectCase;

/* clang-format off */
static const ObjectCase object_cases[] = {
  { .json = "{\"nombre\": \"Ana\"}", .mode = TBK_VALIDATE_CREATE, .values = "nombre=Ana" },
  { .json = "{}", .mode = TBK_VALIDATE_CREATE, .errors = "nombre:missing" },
  { .json = "{\"nombre\": null}", .mode = TBK_VALIDATE_CREATE, .errors = "nombre:missing" },
  { .json = "{\"nombre\": \" \"}", .mode = TBK_VALIDATE_CREATE, .errors = "nombre:missing" },
  { .json = "{}", .mode = TBK_VALIDATE_UPDATE, .values = "" },
  { .json = "{\"nombre\": null}", .mode = TBK_VALIDATE_UPDATE, .errors = "nombre:missing" },
  { .json = "{\"notas\": null, \"mes\": \"\"}", .mode = TBK_VALIDATE_UPDATE, .values = "notas mes" },
  { .json = "{\"peso\": null}", .mode = TBK_VALIDATE_UPDATE, .errors = "peso:type" },
  { .json = "{\"peso\": \"\"}", .mode = TBK_VALIDATE_UPDATE, .values = "" },
  { .json = "{\"id\": 5}", .mode = TBK_VALIDATE_UPDATE, .errors = "id:read_only" },
  { .json = "{\"id\": null}", .mode = TBK_VALIDATE_UPDATE, .errors = "id:read_only" },
  { .json = "{\"id\": 5}", .mode = TBK_VALIDATE_QUERY, .values = "id=5" },
  { .json = "{\"empresa_id\": 5}", .mode = TBK_VALIDATE_UPDATE, .errors = "empresa_id:read_only" },
  { .json = "{\"nombre\": \"x\", \"empresa_id\": 5}", .mode = TBK_VALIDATE_CREATE, .values = "nombre=x empresa_id=5" },
  { .json = "{\"hash_password\": \"x\"}", .mode = TBK_VALIDATE_UPDATE, .errors = "hash_password:unknown" },
  { .json = "{\"\": 1}", .mode = TBK_VALIDATE_QUERY, .errors = ":unknown" },
  { .json = "{\"Nombre\": \"x\"}", .mode = TBK_VALIDATE_UPDATE, .errors = "Nombre:unknown" },
  { .json = "{\"nombre\": \"a\", \"nombre\": \"b\"}", .mode = TBK_VALIDATE_UPDATE, .values = "nombre=b" },
  { .json = "{\"nombre\": 5}", .mode = TBK_VALIDATE_UPDATE, .errors = "nombre:type" },
  { .json = "{\"nombre\": [\"x\"]}", .mode = TBK_VALIDATE_UPDATE, .errors = "nombre:type" },
  { .json = "{\"estado\": true}", .mode = TBK_VALIDATE_UPDATE, .errors = "estado:type" },
  { .json = "{\"fecha\": 20260101}", .mode = TBK_VALIDATE_UPDATE, .errors = "fecha:type" },
  { .json = "{\"empresa_id\": \"5\"}", .mode = TBK_VALIDATE_QUERY, .errors = "empresa_id:type" },
  { .json = "{\"empresa_id\": 5.0}", .mode = TBK_VALIDATE_QUERY, .values = "empresa_id=5" },
  { .json = "{\"empresa_id\": 5.5}", .mode = TBK_VALIDATE_QUERY, .errors = "empresa_id:type" },
  { .json = "{\"empresa_id\": 0}", .mode = TBK_VALIDATE_QUERY, .errors = "empresa_id:range" },
  { .json = "{\"sacos\": 1e2}", .mode = TBK_VALIDATE_UPDATE, .values = "sacos=100" },
  { .json = "{\"sacos\": 1e300}", .mode = TBK_VALIDATE_UPDATE, .errors = "sacos:type" },
  { .json = "{\"sacos\": true}", .mode = TBK_VALIDATE_UPDATE, .errors = "sacos:type" },
  { .json = "{\"sacos\": null}", .mode = TBK_VALIDATE_UPDATE, .values = "sacos" },
  { .json = "{\"dueno\": true}", .mode = TBK_VALIDATE_UPDATE, .values = "dueno=true" },
  { .json = "{\"dueno\": false}", .mode = TBK_VALIDATE_UPDATE, .values = "dueno=false" },
  { .json = "{\"dueno\": 1}", .mode = TBK_VALIDATE_UPDATE, .errors = "dueno:type" },
  { .json = "{\"dueno\": \"true\"}", .mode = TBK_VALIDATE_UPDATE, .errors = "dueno:type" },
  { .json = "{\"precio\": 7}", .mode = TBK_VALIDATE_UPDATE, .values = "precio=7" },
  { .json = "{\"precio\": 0.1}", .mode = TBK_VALIDATE_UPDATE, .values = "precio=0.1" },
  { .json = "{\"precio\": 5400.25}", .mode = TBK_VALIDATE_UPDATE, .values = "precio=5400.25" },
  { .json = "{\"precio\": 1e3}", .mode = TBK_VALIDATE_UPDATE, .values = "precio=1000" },
  { .json = "{\"precio\": \"5400.20\"}", .mode = TBK_VALIDATE_UPDATE, .values = "precio=5400.20" },
  { .json = "{\"precio\": \" 7,5 \"}", .mode = TBK_VALIDATE_UPDATE, .values = "precio=7.5" },
  { .json = "{\"precio\": 7.001}", .mode = TBK_VALIDATE_UPDATE, .errors = "precio:format" },
  { .json = "{\"precio\": 1e300}", .mode = TBK_VALIDATE_UPDATE, .errors = "precio:range" },
  { .json = "{\"precio\": -1e18}", .mode = TBK_VALIDATE_UPDATE, .errors = "precio:range" },
  { .json = "{\"precio\": 999999999999999999}", .mode = TBK_VALIDATE_UPDATE, .errors = "precio:range" },
  { .json = "{\"precio\": true}", .mode = TBK_VALIDATE_UPDATE, .errors = "precio:type" },
  { .json = "{\"precio\": []}", .mode = TBK_VALIDATE_UPDATE, .errors = "precio:type" },
  { .json = "{\"resto\": 0.000000001}", .mode = TBK_VALIDATE_UPDATE, .values = "resto=0.000000001" },
  { .json = "{\"resto\": 123456789.123456}", .mode = TBK_VALIDATE_UPDATE, .values = "resto=123456789.123456" },
  { .json = "{\"resto\": 0.12345678901}", .mode = TBK_VALIDATE_UPDATE, .errors = "resto:range" },
  { .json = "{\"datos\": {\"b\": 1, \"a\": [null]}}", .mode = TBK_VALIDATE_UPDATE, .values = "datos={\"b\":1,\"a\":[null]}" },
  { .json = "{\"datos\": {\"lat\": -2.19, \"lon\": -79.88}}", .mode = TBK_VALIDATE_UPDATE,
    .values = "datos={\"lat\":-2.19,\"lon\":-79.88}" },
  { .json = "{\"datos\": \"{}\"}", .mode = TBK_VALIDATE_UPDATE, .errors = "datos:type" },
  { .json = "{\"datos\": null}", .mode = TBK_VALIDATE_UPDATE, .values = "datos" },
  { .json = "{\"precio\": \"x\", \"otro\": 1, \"fecha\": \"ayer\", \"id\": 1, \"email\": \"x\"}",
    .mode = TBK_VALIDATE_CREATE,
    .errors = "precio:format otro:unknown fecha:format id:read_only email:format nombre:missing" },
};
/* clang-format on */

static char *
describe_values (const TbkValues *values)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < tbk_values_size (values); i++)
    {
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", tbk_values_name_at (values, i));
      if (tbk_values_text_at (values, i) != NULL)
        g_string_append_printf (text, "=%s", tbk_values_text_at (values, i));
    }
  return g_string_free (text, FALSE);
}

static void
assert_outcome (const TbkValues *values, const GError *error, const char *expected, const char *errors)
{
  g_autofree char *text = NULL;

  if (expected != NULL)
    {
      g_assert_no_error (error);
      text = describe_values (values);
      g_assert_cmpstr (text, ==, expected);
      return;
    }
  g_assert_null (values);
  g_assert_error (error, TBK_PROBLEM, 422);
  text = unit_describe_fields (error);
  g_assert_cmpstr (text, ==, errors);
}

static void
test_object (gconstpointer data)
{
  const ObjectCase *c = data;
  g_autoptr (JsonObject) object = tbk_json_parse_object (c->json, -1, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkValues) values = tbk_validate_object (&schema, object, c->mode, &error);

  assert_outcome (values, error, c->values, c->errors);
}

typedef struct
{
  const char *name;
  const char *text;
  TbkValidateMode mode;
  const char *values;
  const char *errors;
} ValueCase;

/* clang-format off */
static const ValueCase value_cases[] = {
  { .name = "sacos", .text = " 5 ", .mode = TBK_VALIDATE_QUERY, .values = "sacos=5" },
  { .name = "dueno", .text = "1", .mode = TBK_VALIDATE_QUERY, .values = "dueno=true" },
  { .name = "estado", .text = "activo", .mode = TBK_VALIDATE_QUERY, .values = "estado=Activo" },
  { .name = "estado", .text = "", .mode = TBK_VALIDATE_QUERY, .values = "" },
  { .name = "notas", .text = "", .mode = TBK_VALIDATE_UPDATE, .values = "notas" },
  { .name = "notas", .text = NULL, .mode = TBK_VALIDATE_UPDATE, .values = "notas" },
  { .name = "peso", .text = NULL, .mode = TBK_VALIDATE_UPDATE, .errors = "peso:type" },
  { .name = "notas", .text = "\xff\xfe", .mode = TBK_VALIDATE_QUERY, .errors = "notas:format" },
  { .name = "\xff", .text = "x", .mode = TBK_VALIDATE_QUERY, .errors = "\xef\xbf\xbd:unknown" },
  { .name = "id", .text = "5", .mode = TBK_VALIDATE_CREATE, .errors = "id:read_only nombre:missing" },
  { .name = "nombre", .text = "x", .mode = TBK_VALIDATE_CREATE, .values = "nombre=x" },
  { .name = "datos", .text = "{\"a\":1}", .mode = TBK_VALIDATE_UPDATE, .values = "datos={\"a\":1}" },
};
/* clang-format on */

static void
test_values (gconstpointer data)
{
  const ValueCase *c = data;
  g_autoptr (TbkValues) given = tbk_values_new ();
  g_autoptr (TbkValues) values = NULL;
  g_autoptr (GError) error = NULL;

  tbk_values_set (given, c->name, c->text);
  values = tbk_validate_values (&schema, given, c->mode, &error);
  assert_outcome (values, error, c->values, c->errors);
}

static void
test_many_unknown (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 5000; i++)
    {
      g_autofree char *name = g_strdup_printf ("name%d", i);

      json_object_set_int_member (object, name, i);
    }
  g_assert_null (tbk_validate_object (&schema, object, TBK_VALIDATE_UPDATE, &error));
  g_assert_cmpuint (tbk_problem_get_fields (error)->len, ==, TBK_PROBLEM_MAX_FIELDS);
}

static void
test_large_json (void)
{
  g_autoptr (GString) json = g_string_new ("{\"datos\":[\"");
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *fields_text = NULL;

  for (int i = 0; i < 7000; i++)
    g_string_append (json, "0123456789");
  g_string_append (json, "\"]}");
  object = tbk_json_parse_object (json->str, -1, NULL);
  g_assert_null (tbk_validate_object (&schema, object, TBK_VALIDATE_UPDATE, &error));
  fields_text = unit_describe_fields (error);
  g_assert_cmpstr (fields_text, ==, "datos:length");
}

/* A number of up to 15 digits that JSON carries as a double comes out with the digits that it was written with. */
static void
test_doubles_keep_their_digits (void)
{
  for (int i = 0; i < 5000; i++)
    {
      gint64 units = ((gint64) g_test_rand_int () * 100000) % 1000000000000000;
      TbkDecimal number = { units, (guint8) g_test_rand_int_range (1, 10) };
      g_autofree char *text = tbk_decimal_to_text (number);
      g_autofree char *json = g_strdup_printf ("{\"resto\":%s}", text);
      g_autoptr (JsonObject) object = tbk_json_parse_object (json, -1, NULL);
      g_autoptr (TbkValues) values = tbk_validate_object (&schema, object, TBK_VALIDATE_UPDATE, NULL);
      TbkDecimal back;

      g_assert_nonnull (values);
      g_assert_true (tbk_decimal_parse (tbk_values_get (values, "resto"), &back, NULL));
      g_assert_cmpint (tbk_decimal_compare (back, number), ==, 0);
    }
}

/* Whatever bytes come: an answer in UTF-8, never a crash, and what was taken is canonical. */
static void
test_random_bytes (void)
{
  for (int i = 0; i < 20000; i++)
    {
      const TbkField *field = &fields[(gsize) i % G_N_ELEMENTS (fields)];
      const char alphabet[] = "0123456789-+.,:TZ {}[]\"\\@aeAE\xc3\xb1\xff\x01/";
      char text[12] = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *result = NULL;

      for (int j = g_test_rand_int_range (0, sizeof text); j > 0; j--)
        text[j - 1] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
      result = tbk_validate_text (field, text, &error);
      g_assert_true ((result == NULL) == (error != NULL));
      if (result == NULL)
        continue;
      g_assert_true (g_utf8_validate (result, -1, NULL));
      if (*result != '\0')
        {
          g_autofree char *again = tbk_validate_text (field, result, NULL);

          g_assert_cmpstr (again, ==, result);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/validate/text", text_cases, test_text);
  unit_add_cases ("/validate/object", object_cases, test_object);
  unit_add_cases ("/validate/values", value_cases, test_values);
  g_test_add_func ("/validate/huge-text", test_huge_text);
  g_test_add_func ("/validate/many-unknown", test_many_unknown);
  g_test_add_func ("/validate/large-json", test_large_json);
  g_test_add_func ("/validate/doubles-keep-their-digits", test_doubles_keep_their_digits);
  g_test_add_func ("/validate/random-bytes", test_random_bytes);
  return g_test_run ();
}
