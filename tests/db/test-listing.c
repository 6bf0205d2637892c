/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of 200,000 rows: page 1 and a page deep down read about as many buffers, in every order, as a party sees them
 * and as an administrator does. What is measured is EXPLAIN's count of buffers, not time. */
#include "test-cluster.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#include "tbk-pg.h"

#define N_ROWS "200000"
#define DEEP "150000" /* rows before the deep page */
#define PAGE "20"
#define MAX_BUFFERS 500 /* of 20 rows, each looked up with its companies' names */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

/* A noun's big list: rows of one exportadora and one centro, as the triggers would leave them (they
 * would take minutes). */
typedef struct
{
  const char *noun;
  const char *fill;
  const char *partes;
} Noun;

/* clang-format off */
static const Noun nouns[] = {
  { "contrato",
    "INSERT INTO contrato (codigo, exportadora_id, contraparte_id, fecha_firma, volumen_tm, tipo_precio, precio_fijado_tm)"
    " SELECT 'CT-' || lpad (n::text, 7, '0'), e.id, c.id, date '2000-01-01' + n % 9000, 1 + n % 5000, 'fijo', 5400"
    " FROM generate_series (1, " N_ROWS ") n, (SELECT min (id) AS id FROM empresa WHERE tipo = 'exportadora') e,"
    " (SELECT min (id) AS id FROM empresa WHERE tipo = 'centro') c",
    "INSERT INTO contrato_parte (ambito, id, fecha_firma, codigo, volumen_tm, estado)"
    " SELECT a, id, fecha_firma, codigo, volumen_tm, estado FROM contrato, unnest (ARRAY[0, exportadora_id, contraparte_id]) a" },
  { "lote",
    "INSERT INTO lote (codigo_lote, empresa_id, fecha, peso_kg)"
    " SELECT 'LT-' || lpad (n::text, 7, '0'), c.id, date '2000-01-01' + n % 9000, 1 + n % 5000"
    " FROM generate_series (1, " N_ROWS ") n, (SELECT min (id) AS id FROM empresa WHERE tipo = 'centro') c",
    "INSERT INTO lote_parte (ambito, id, fecha, codigo_lote, peso_kg, estado)"
    " SELECT a, id, fecha, codigo_lote, peso_kg, estado FROM lote, unnest (ARRAY[0, empresa_id]) a" },
};
/* clang-format on */

typedef struct
{
  PGconn *conn; /* as the app's role */
  TbkCaller caller;
  const Noun *noun;
  const TbkStatement *statement;
} Case;

/* Indexes are made after the rows: one by one they would take most of the test's time. */
/* clang-format off */
static const char drop_indexes[] =
  "CREATE TABLE indices AS SELECT indexname, indexdef FROM pg_indexes"
  " WHERE tablename IN ('contrato', 'contrato_parte', 'lote', 'lote_parte')"
  " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname);"
  "DO $$ DECLARE i record; BEGIN"
  " FOR i IN SELECT * FROM indices LOOP EXECUTE format ('DROP INDEX %I', i.indexname); END LOOP; END $$;"
  "ALTER TABLE contrato_parte SET UNLOGGED; ALTER TABLE lote_parte SET UNLOGGED;"
  "SET session_replication_role = replica;";
static const char make_indexes[] =
  "DO $$ DECLARE i record; BEGIN FOR i IN SELECT * FROM indices LOOP EXECUTE i.indexdef; END LOOP; END $$;"
  "DROP TABLE indices;";
/* clang-format on */

static void
fill (TestCluster *cluster)
{
  g_autoptr (GString) sql = g_string_new (drop_indexes);

  for (gsize i = 0; i < G_N_ELEMENTS (nouns); i++)
    {
      const Noun *noun = &nouns[i];
      g_string_append_printf (sql, "%s; %s;", noun->fill, noun->partes);
      g_string_append_printf (sql,
                              "INSERT INTO conteo SELECT '%s', ambito, estado, 0, count (*) FROM %s_parte"
                              " GROUP BY ambito, estado;",
                              noun->noun, noun->noun);
    }
  g_string_append (sql, make_indexes);
  test_cluster_exec (cluster, sql->str);
  test_cluster_exec (cluster, "VACUUM ANALYZE");
}

static PGresult *
run (PGconn *conn, const char *sql)
{
  PGresult *result = PQexec (conn, sql);

  if (PQresultStatus (result) != PGRES_TUPLES_OK && PQresultStatus (result) != PGRES_COMMAND_OK)
    g_error ("%s: %s", sql, PQerrorMessage (conn));
  return result;
}

static void
enter (const Case *test)
{
  g_autofree char *sql = g_strdup_printf ("BEGIN; SELECT entrar ('%s', %" G_GINT64_FORMAT ", '%s')",
                                          test->caller.sesion, test->caller.usuario_id,
                                          tbk_rol_to_text (test->caller.rol));
  g_autoptr (PGresult) entered = run (test->conn, sql);
}

/* "contrato_page-fecha_firma-desc": its column. Returns: (transfer full). */
static char *
order_of (const TbkStatement *statement)
{
  g_auto (GStrv) parts = g_strsplit (statement->name, "-", 3);

  return g_strdup (parts[1]);
}

/* A row far down the caller's list: "clave" and "id" of the cursor. */
static void
find_deep (const Case *test, char **key, char **id)
{
  g_autofree char *order = order_of (test->statement);
  const char *direction = g_str_has_suffix (test->statement->name, "-desc") ? "DESC" : "ASC";
  g_autofree char *sql = g_strdup_printf (
      "SELECT %s::text, id FROM %s_parte ORDER BY %s %s, id %s OFFSET " DEEP " LIMIT 1", order,
      test->noun->noun, order, direction, direction);
  g_autoptr (PGresult) row = run (test->conn, sql);

  g_assert_cmpint (PQntuples (row), ==, 1);
  *key = g_strdup (PQgetvalue (row, 0, 0));
  *id = g_strdup (PQgetvalue (row, 0, 1));
}

/* Buffers that the prepared statement reads from that cursor on. */
static gint64
count_buffers (const Case *test, const char *key, const char *id)
{
  g_autofree char *literal = PQescapeLiteral (test->conn, key, strlen (key));
  g_autofree char *sql = g_strdup_printf ("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) EXECUTE pagina (" PAGE
                                          ", 0, %s, %s)",
                                          literal, id);
  g_autoptr (PGresult) result = run (test->conn, sql);
  g_autoptr (JsonNode) node = json_from_string (PQgetvalue (result, 0, 0), NULL);
  JsonObject *plan
      = json_object_get_object_member (json_array_get_object_element (json_node_get_array (node), 0), "Plan");

  g_assert_cmpint (json_object_get_int_member (plan, "Actual Rows"), ==, (int) g_ascii_strtoll (PAGE, NULL, 10));
  return json_object_get_int_member (plan, "Shared Hit Blocks")
         + json_object_get_int_member (plan, "Shared Read Blocks");
}

static void
test_same_cost (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *prepare = g_strconcat ("PREPARE pagina AS ", test->statement->prepared, NULL);
  g_autofree char *key = NULL;
  g_autofree char *id = NULL;
  gint64 first, deep;

  enter (test);
  g_autoptr (PGresult) prepared = run (test->conn, prepare);
  find_deep (test, &key, &id);
  first = count_buffers (test, test->statement->first_key, test->statement->first_id);
  first = count_buffers (test, test->statement->first_key, test->statement->first_id); /* catalogs are read by now */
  deep = count_buffers (test, key, id);
  g_autoptr (PGresult) done = run (test->conn, "ROLLBACK; DEALLOCATE pagina");
  g_test_message ("page 1: %" G_GINT64_FORMAT " buffers, after " DEEP " rows: %" G_GINT64_FORMAT, first, deep);
  g_assert_cmpint (first, >, 0);
  g_assert_cmpint (first, <, MAX_BUFFERS);
  g_assert_cmpint (deep, <, first + first / 4 + 8);
}

/* The total is a sum of few rows, not a count of all. */
static void
test_total (gconstpointer data)
{
  const Case *test = data;

  enter (test);
  g_autoptr (PGresult) total
             = run (test->conn, "SELECT sum (n), count (*) FROM conteo WHERE noun = 'contrato'");
  g_autoptr (PGresult) done = run (test->conn, "ROLLBACK");
  g_assert_cmpstr (PQgetvalue (total, 0, 0), ==, N_ROWS);
  g_assert_cmpint ((int) g_ascii_strtoll (PQgetvalue (total, 0, 1), NULL, 10), <, 100);
}

static void
add_cases (const TbkSql *sql, Case base, GArray *cases)
{
  for (gsize i = 0; i < G_N_ELEMENTS (nouns); i++)
    for (guint j = 0; j < tbk_sql_size (sql); j++)
      {
        g_autofree char *prefix = g_strconcat (nouns[i].noun, "_page-", NULL);
        base.noun = &nouns[i];
        base.statement = tbk_sql_at (sql, j);
        if (g_str_has_prefix (base.statement->name, prefix))
          g_array_append_val (cases, base);
      }
}

int
main (int argc, char **argv)
{
  g_autoptr (TestCluster) cluster = NULL;
  g_autoptr (TbkSql) sql = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  g_autoptr (TbkPgParams) params = NULL;
  g_autoptr (GArray) cases = g_array_new (FALSE, FALSE, sizeof (Case));
  const TbkRol roles[] = { TBK_ROL_EXPORTADORA, TBK_ROL_CENTRO, TBK_ROL_ADMIN };

  g_test_init (&argc, &argv, NULL);
  sql = tbk_sql_load (&error);
  g_assert_no_error (error);
  cluster = test_cluster_new (TRUE);
  params = tbk_pg_params_new (test_cluster_get_conninfo (cluster, TBK_CLUSTER_APP), "listing");
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      Case base = { .caller = test_cluster_add_caller (cluster, roles[i]) };
      add_cases (sql, base, cases);
    }
  g_assert_cmpuint (cases->len, ==, 3 * 2 * 6);
  fill (cluster);
  conn = tbk_pg_open (params, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < cases->len; i++)
    {
      Case *test = &g_array_index (cases, Case, i);
      const char *rol = tbk_rol_to_text (test->caller.rol);
      g_autofree char *path = g_strdup_printf ("/listing/%s/%s", rol, test->statement->name);

      test->conn = conn;
      /* The exportadora here buys no lote. */
      if (test->caller.rol != TBK_ROL_EXPORTADORA || strcmp (test->noun->noun, "contrato") == 0)
        g_test_add_data_func (path, test, test_same_cost);
    }
  g_test_add_data_func ("/listing/total", &g_array_index (cases, Case, 0), test_total);
  return g_test_run ();
}
