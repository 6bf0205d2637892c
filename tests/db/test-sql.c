/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-sql.h"

#include <string.h>

static TbkSql *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  TbkSql *sql = tbk_sql_new_from_text ("prueba.sql", text, &error);

  g_assert_no_error (error);
  return sql;
}

static void
test_plain (void)
{
  g_autoptr (TbkSql) sql = parse ("-- a remark\n"
                                  "-- name: uno :one (id, texto)\n"
                                  "-- another\n"
                                  "SELECT $1::bigint,\n"
                                  "  $2 || '$9;', -- it's $8 here\n"
                                  "  $1;\n"
                                  "\n"
                                  "-- name: nada :exec\n"
                                  "DELETE FROM t;\n"
                                  "-- name: largo :many (a,\n"
                                  "--   b)\n"
                                  "SELECT $1, $2;\n");
  const TbkStatement *uno = tbk_sql_find (sql, "uno");
  const TbkStatement *nada = tbk_sql_find (sql, "nada");
  const TbkStatement *largo = tbk_sql_find (sql, "largo");

  g_assert_cmpuint (tbk_sql_size (sql), ==, 3);
  g_assert_true (tbk_sql_at (sql, 0) == uno);
  g_assert_cmpint (uno->kind, ==, TBK_SQL_ONE);
  g_assert_cmpuint (uno->n_params, ==, 2);
  g_assert_cmpstr (uno->params[1], ==, "texto");
  g_assert_cmpstr (uno->sql, ==, "SELECT $1::bigint,\n  $2 || '$9;', -- it's $8 here\n  $1\n");
  g_assert_null (uno->first_key);
  g_assert_cmpint (nada->kind, ==, TBK_SQL_EXEC);
  g_assert_cmpuint (nada->n_params, ==, 0);
  g_assert_cmpstr (largo->params[1], ==, "b");
  g_assert_null (tbk_sql_find (sql, "dos"));
}

static void
test_dollar_quotes (void)
{
  g_autoptr (TbkSql) sql = parse ("-- name: hacer :exec\n"
                                  "DO $do$\n"
                                  "BEGIN\n"
                                  "  PERFORM $$;$$;\n"
                                  "  PERFORM '$do';\n"
                                  "END $do$;\n"
                                  "-- name: otra :exec\n"
                                  "SELECT 1;\n");

  g_assert_cmpuint (tbk_sql_size (sql), ==, 2);
  g_assert_true (g_str_has_suffix (tbk_sql_find (sql, "hacer")->sql, "END $do$\n"));
}

static void
test_page (void)
{
  g_autoptr (TbkSql) sql = parse ("-- name: p :page (n, clave, id)\n"
                                  "-- orden: dia:date codigo\n"
                                  "SELECT id, {orden}::text AS clave FROM t WHERE ({orden}, id) "
                                  "{cmp} ($2::{tipo}, $3::bigint)\n"
                                  "ORDER BY {orden} {dir}, id {dir} LIMIT $1;\n");
  const TbkStatement *up = tbk_sql_find_page (sql, "p", "dia");
  const TbkStatement *down = tbk_sql_find_page (sql, "p", "-codigo");

  g_assert_cmpuint (tbk_sql_size (sql), ==, 4);
  g_assert_cmpstr (up->name, ==, "p-dia-asc");
  g_assert_cmpstr (up->sql, ==,
                   "SELECT id, dia::text AS clave FROM t WHERE (dia, id) > ($2::date, $3::bigint)\n"
                   "ORDER BY dia ASC, id ASC LIMIT $1\n");
  g_assert_cmpstr (up->first_key, ==, "-infinity");
  g_assert_cmpstr (up->first_id, ==, "-9223372036854775808");
  g_assert_cmpstr (down->name, ==, "p-codigo-desc");
  g_assert_nonnull (strstr (down->sql, "(codigo, id) < ($2::text,"));
  g_assert_cmpstr (down->first_key, ==, "\U0010FFFF\U0010FFFF\U0010FFFF\U0010FFFF");
  g_assert_cmpstr (down->first_id, ==, "9223372036854775807");
  g_assert_null (tbk_sql_find_page (sql, "p", "otro"));
  g_assert_null (tbk_sql_find_page (sql, "p", "--dia"));
  g_assert_null (tbk_sql_find_page (sql, "p", ""));
  g_assert_null (tbk_sql_find_page (sql, "p", "dia; DROP TABLE t"));
}

/* What is prepared of a page takes no filters. */
static void
test_page_filters (void)
{
  g_autoptr (TbkSql) sql = parse ("-- name: p :page (page_size, salto, despues_clave, despues_id, estado, q)\n"
                                  "-- orden: codigo\n"
                                  "SELECT id, codigo AS clave FROM t WHERE ({orden}, id) {cmp} ($3, $4::bigint)\n"
                                  "AND ($5::text IS NULL OR estado = $5) AND ($6 IS NULL OR '$' || q = $6)\n"
                                  "LIMIT $1 OFFSET $2;\n");
  const TbkStatement *page = tbk_sql_find_page (sql, "p", "codigo");

  g_assert_cmpuint (page->n_params, ==, 6);
  g_assert_cmpuint (page->n_prepared, ==, 4);
  g_assert_nonnull (strstr (page->sql, "estado = $5"));
  g_assert_cmpstr (page->prepared, ==,
                   "SELECT id, codigo AS clave FROM t WHERE (codigo, id) > ($3, $4::bigint)\n"
                   "AND (NULL::text IS NULL OR estado = NULL) AND (NULL IS NULL OR '$' || q = NULL)\n"
                   "LIMIT $1 OFFSET $2\n");
}

/* clang-format off */
static const struct
{
  const char *text;
  const char *says;
} wrong[] = {
  { "SELECT 1;\n", "prueba.sql:1: statement ?: stands without a name: SELECT 1;" },
  { "-- name: a :one\nSELECT 1\n", "prueba.sql:1: statement a: does not end in a semicolon" },
  { "\n-- name: a :one\nSELECT 1\n-- name: b :one\n", "prueba.sql:2: statement a: does not end in a semicolon" },
  { "-- name: a :uno\nSELECT 1;\n", "statement a: is of an unknown kind :uno" },
  { "-- name: a\nSELECT 1;\n", "does not read as" },
  { "-- name: A :one\nSELECT 1;\n", "does not read as" },
  { "-- name: a :one (x-y)\nSELECT $1;\n", "has no such thing as a parameter x-y" },
  { "-- name: a :one (x)\nSELECT 1;\n", "does not use its parameter x" },
  { "-- name: a :one (x)\nSELECT $1, $2;\n", "has no name for a parameter at $2" },
  { "-- name: a :one (x)\nSELECT $1, $0;\n", "has no name for a parameter at $0" },
  { "-- name: a :one\nSELECT 1;\n-- name: a :one\nSELECT 1;\n", "prueba.sql:3: statement a: is there twice, a" },
  { "-- name: a :page\nSELECT 1;\n", "is a :page without an -- orden: line" },
  { "-- name: a :page\n-- orden: x:money\nSELECT 1;\n", "is sorted by an unknown type, x:money" },
  { "-- name: a :page\n-- orden: x;y\nSELECT 1;\n", "cannot be sorted by x;y" },
  { "-- name: a :exec (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y)\nSELECT 1;\n",
    "takes more than 24 parameters" },
  { "-- name: a123456789_123456789_123456789_123456789_123456789_123456789_123 :exec\nSELECT 1;\n", "has too long a name" },
};
/* clang-format on */

static void
test_wrong (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tbk_sql_new_from_text ("prueba.sql", wrong[i].text, &error));
      g_assert_error (error, TBK_SQL_ERROR, TBK_SQL_ERROR_FORM);
      if (strstr (error->message, wrong[i].says) == NULL)
        g_error ("\"%s\" does not say \"%s\"", error->message, wrong[i].says);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql/plain", test_plain);
  g_test_add_func ("/sql/dollar-quotes", test_dollar_quotes);
  g_test_add_func ("/sql/page", test_page);
  g_test_add_func ("/sql/page-filters", test_page_filters);
  g_test_add_func ("/sql/wrong", test_wrong);
  return g_test_run ();
}
