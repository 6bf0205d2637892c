/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tbk-page.h"
#include "unit-cases.h"

static const char statements[]
    = "-- name: cosa_page :page (page_size, salto, despues_clave, despues_id, estado, q)\n"
      "-- orden: fecha:date codigo\n"
      "SELECT 1 AS id WHERE ({orden}, 1) {cmp} ($3::{tipo}, $4::bigint) AND $5 = $6 LIMIT $1 "
      "OFFSET $2;\n"
      "-- name: cosa_total :one (estado)\nSELECT $1;\n"
      "-- name: cosa_cuenta :one (estado, q)\nSELECT $1, $2;\n";

static const TbkField query_fields[] = {
  { "estado", "State", TBK_FIELD_TEXT },
  { "q", "Text", TBK_FIELD_TEXT },
};
static const TbkSchema query = TBK_SCHEMA ("Filtro", query_fields);

static const TbkRoute routes[] = {
  { "GET", "/cosas", .out_kind = TBK_OUT_PAGE, .query = &query, .orden = "-fecha", .statement = "cosa_page" },
  { NULL },
};
static const TbkRouteTable table = { "cosa", routes };

typedef struct
{
  TbkSql *sql;
  TbkRouter *router;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->sql = tbk_sql_new_from_text ("cosa.sql", statements, &error);
  g_assert_no_error (error);
  fixture->router = tbk_router_new ((const TbkRouteTable *const[]){ &table, NULL }, fixture->sql, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_router_free (fixture->router);
  tbk_sql_free (fixture->sql);
}

static TbkValues *
make_params (const char *const *pairs)
{
  TbkValues *params = tbk_values_new ();

  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i += 2)
    tbk_values_set (params, pairs[i], pairs[i + 1]);
  return params;
}

static gboolean
read_page (Fixture *fixture, TbkPage *page, const TbkValues *params, GError **error)
{
  return tbk_page_read (page, tbk_router_at (fixture->router, 0), fixture->sql, params, error);
}

static void
test_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkValues) params = make_params (NULL);
  g_autoptr (GError) error = NULL;
  TbkPage page = { 0 };

  g_assert_true (read_page (fixture, &page, params, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (page.statement->name, ==, "cosa_page-fecha-desc");
  g_assert_cmpstr (page.total->name, ==, "cosa_total");
  g_assert_false (page.filtered);
  tbk_page_bind (&page, params);
  g_assert_cmpstr (tbk_values_get (params, "page_size"), ==, "21");
  g_assert_cmpstr (tbk_values_get (params, "salto"), ==, "0");
  g_assert_cmpstr (tbk_values_get (params, "despues_clave"), ==, page.statement->first_key);
  g_assert_cmpstr (tbk_values_get (params, "despues_id"), ==, page.statement->first_id);
  tbk_page_clear (&page);
}

static void
test_numbered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkValues) params = make_params ((const char *[]){
      "page", "3", "page_size", "50", "orden", "codigo", "estado", "Activo", NULL });
  TbkPage page = { 0 };

  g_assert_true (read_page (fixture, &page, params, NULL));
  g_assert_cmpstr (page.statement->name, ==, "cosa_page-codigo-asc");
  g_assert_true (page.filtered);
  g_assert_cmpstr (page.total->name, ==, "cosa_total");
  tbk_page_bind (&page, params);
  g_assert_cmpstr (tbk_values_get (params, "salto"), ==, "100");
  tbk_page_clear (&page);
}

/* A filter that the kept total does not know is counted. */
static void
test_counted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkValues) params = make_params ((const char *[]){ "estado", "Activo", "q", "cacao", NULL });
  TbkPage page = { 0 };

  g_assert_true (read_page (fixture, &page, params, NULL));
  g_assert_cmpstr (page.total->name, ==, "cosa_cuenta");
  tbk_page_clear (&page);
}

static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cursor = tbk_cursor_encode ("-fecha", "2026-01-31", "17");
  g_autoptr (TbkValues) params = make_params ((const char *[]){ "despues", cursor, "page", "9", NULL });
  TbkPage page = { 0 };

  g_assert_cmpuint (strcspn (cursor, "+/="), ==, strlen (cursor));
  g_assert_true (read_page (fixture, &page, params, NULL));
  tbk_page_bind (&page, params);
  g_assert_cmpstr (tbk_values_get (params, "salto"), ==, "0");
  g_assert_cmpstr (tbk_values_get (params, "despues_clave"), ==, "2026-01-31");
  g_assert_cmpstr (tbk_values_get (params, "despues_id"), ==, "17");
  tbk_page_clear (&page);
}

static void
assert_blames (Fixture *fixture, const char *const *pairs, const char *fields)
{
  g_autoptr (TbkValues) params = make_params (pairs);
  g_autoptr (GError) error = NULL;
  g_autofree char *blamed = NULL;
  TbkPage page = { 0 };

  g_assert_false (read_page (fixture, &page, params, &error));
  g_assert_error (error, TBK_PROBLEM, 422);
  blamed = unit_describe_fields (error);
  g_assert_cmpstr (blamed, ==, fields);
  tbk_page_clear (&page);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = tbk_cursor_encode ("codigo", "X", "1");
  g_autofree char *unknown = tbk_cursor_encode ("hash_password", "X", "1");
  g_autofree char *negative = tbk_cursor_encode ("-fecha", "2026-01-31", "-1");
  g_autofree char *injected = tbk_cursor_encode ("-fecha", "2026-01-31", "1); DROP TABLE lote");
  g_autofree char *cut = g_strndup (other, strlen (other) - 3);
  const char *const tampered[] = { "", "x", "!!!!", "AAAA", "MQ==", "////", "a b", negative, injected, cut };

  for (gsize i = 0; i < G_N_ELEMENTS (tampered); i++)
    assert_blames (fixture, (const char *[]){ "despues", tampered[i], NULL }, "despues:format");
  assert_blames (fixture, (const char *[]){ "despues", other, "orden", "-codigo", NULL }, "despues:conflict");
  assert_blames (fixture, (const char *[]){ "despues", unknown, NULL }, "orden:choice");
  assert_blames (fixture, (const char *[]){ "orden", "estado", NULL }, "orden:choice");
  assert_blames (fixture, (const char *[]){ "orden", "--fecha", NULL }, "orden:choice");
  assert_blames (fixture, (const char *[]){ "page", "100000", "page_size", "200", NULL }, "page:range");
}

/* Every byte of a cursor changed: it reads as some cursor or as none, and never past its end. */
static void
test_cursor_bytes (void)
{
  g_autofree char *cursor = tbk_cursor_encode ("-fecha", "2026-01-31", "17");

  for (gsize i = 0; cursor[i] != '\0'; i++)
    for (int c = 1; c < 256; c++)
      {
        g_autofree char *changed = g_strdup (cursor);
        g_autofree char *orden = NULL;
        g_autofree char *clave = NULL;
        g_autofree char *id = NULL;

        changed[i] = (char) c;
        if (tbk_cursor_decode (changed, &orden, &clave, &id))
          g_assert_true (g_utf8_validate (clave, -1, NULL) && g_ascii_isdigit (id[0]));
        else
          g_assert_null (orden);
      }
}

/* What the database says of a key of another type is put on the cursor; all else stays. */
static void
test_blame (void)
{
  const TbkPage by_cursor = { .by_cursor = TRUE };
  const TbkPage numbered = { 0 };
  g_autoptr (GError) key = NULL;
  g_autoptr (GError) other = NULL;
  g_autoptr (GError) away = NULL;
  g_autofree char *blamed = NULL;

  tbk_problem_set (&key, 422, "a value is not a date or time");
  tbk_page_blame_cursor (&by_cursor, &key);
  blamed = unit_describe_fields (key);
  g_assert_cmpstr (blamed, ==, "despues:format");
  tbk_problem_set (&other, 422, "a value is not a date or time");
  tbk_page_blame_cursor (&numbered, &other);
  g_assert_cmpstr (other->message, ==, "a value is not a date or time");
  tbk_problem_set (&away, 503, "away");
  tbk_page_blame_cursor (&by_cursor, &away);
  g_assert_error (away, TBK_PROBLEM, 503);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/page/first", Fixture, NULL, set_up, test_first, tear_down);
  g_test_add ("/page/numbered", Fixture, NULL, set_up, test_numbered, tear_down);
  g_test_add ("/page/counted", Fixture, NULL, set_up, test_counted, tear_down);
  g_test_add ("/page/cursor", Fixture, NULL, set_up, test_cursor, tear_down);
  g_test_add ("/page/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add_func ("/page/cursor-bytes", test_cursor_bytes);
  g_test_add_func ("/page/blame", test_blame);
  return g_test_run ();
}
