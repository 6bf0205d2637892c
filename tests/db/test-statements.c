/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every named statement, each way that a page is sorted included, against the migrated schema and as the app's role. */
#include "test-cluster.h"

#include <string.h>

#include "tbk-pg.h"

typedef struct
{
  PGconn *conn;
  const TbkStatement *statement;
} Case;

static void
check_columns (const TbkStatement *statement, const PGresult *described)
{
  if (statement->kind == TBK_SQL_PAGE)
    {
      g_assert_cmpint (PQfnumber (described, "id"), >=, 0);
      g_assert_cmpint (PQfnumber (described, "clave"), >=, 0);
      g_assert_cmpstr (statement->params[0], ==, "page_size");
      g_assert_cmpstr (statement->params[1], ==, "salto");
      g_assert_cmpstr (statement->params[2], ==, "despues_clave");
      g_assert_cmpstr (statement->params[3], ==, "despues_id");
    }
  if (statement->kind != TBK_SQL_EXEC)
    g_assert_cmpint (PQnfields (described), >, 0);
}

static void
check_prepared (const Case *test, const char *sql, guint n_params)
{
  const TbkStatement *statement = test->statement;
  PGresult *prepared = PQprepare (test->conn, "", sql, 0, NULL);
  PGresult *described;

  if (PQresultStatus (prepared) != PGRES_COMMAND_OK)
    g_error ("%s", PQresultErrorMessage (prepared));
  described = PQdescribePrepared (test->conn, "");
  g_assert_cmpint (PQresultStatus (described), ==, PGRES_COMMAND_OK);
  g_assert_cmpint (PQnparams (described), ==, (int) n_params);
  check_columns (statement, described);
  PQclear (described);
  PQclear (prepared);
}

static void
test_prepare (gconstpointer data)
{
  const Case *test = data;

  check_prepared (test, test->statement->sql, test->statement->n_params);
  check_prepared (test, test->statement->prepared, test->statement->n_prepared);
}

/* The first page of every list, from the sentinel on: its key must be of the column's type, and before all others. */
static void
test_first_page (gconstpointer data)
{
  const Case *test = data;
  const TbkStatement *statement = test->statement;
  const char *texts[TBK_PG_MAX_PARAMS] = { "20", "0", statement->first_key, statement->first_id };
  PGresult *result = PQexecParams (test->conn, statement->sql, (int) statement->n_params, NULL, texts, NULL, NULL, 0);

  if (PQresultStatus (result) != PGRES_TUPLES_OK)
    g_error ("%s", PQresultErrorMessage (result));
  PQclear (result);
}

/* Every list that pages has its totals beside it: <noun>_total, and <noun>_cuenta where it takes filters. */
static void
test_totals (gconstpointer data)
{
  const TbkSql *sql = data;

  for (guint i = 0; i < tbk_sql_size (sql); i++)
    {
      const TbkStatement *statement = tbk_sql_at (sql, i);
      const char *end = strstr (statement->name, "_page-");
      g_autofree char *noun = NULL;
      g_autofree char *total = NULL;
      g_autofree char *count = NULL;

      if (statement->kind != TBK_SQL_PAGE)
        continue;
      g_assert_nonnull (end);
      noun = g_strndup (statement->name, (gsize) (end - statement->name));
      total = g_strconcat (noun, "_total", NULL);
      count = g_strconcat (noun, "_cuenta", NULL);
      g_assert_nonnull (tbk_sql_find (sql, total));
      g_assert_true (statement->n_params == 4 || tbk_sql_find (sql, count) != NULL);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (TestCluster) cluster = NULL;
  g_autoptr (TbkSql) sql = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree Case *cases = NULL;
  PGconn *conn;
  int failures;

  g_test_init (&argc, &argv, NULL);
  sql = tbk_sql_load (&error);
  g_assert_no_error (error);
  cluster = test_cluster_new (TRUE);
  conn = tbk_pg_open_owner (test_cluster_get_conninfo (cluster, TBK_CLUSTER_APP), &error);
  g_assert_no_error (error);
  cases = g_new (Case, tbk_sql_size (sql));
  for (guint i = 0; i < tbk_sql_size (sql); i++)
    {
      g_autofree char *path = g_strconcat ("/statements/prepare/", tbk_sql_at (sql, i)->name, NULL);
      g_autofree char *page_path = g_strconcat ("/statements/first-page/", tbk_sql_at (sql, i)->name, NULL);

      cases[i].conn = conn;
      cases[i].statement = tbk_sql_at (sql, i);
      g_test_add_data_func (path, &cases[i], test_prepare);
      if (cases[i].statement->kind == TBK_SQL_PAGE)
        g_test_add_data_func (page_path, &cases[i], test_first_page);
    }
  g_test_add_data_func ("/statements/totals", sql, test_totals);
  failures = g_test_run ();
  PQfinish (conn);
  return failures;
}
