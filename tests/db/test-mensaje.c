/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of a chat who are being told of a message while one of them reads it. */
#include "test-cluster.h"

/* Returns: the owner, as that usuario, in a transaction. */
static PGconn *
enter (TestCluster *cluster, const char *usuario)
{
  PGconn *conn = test_cluster_connect (cluster);
  g_autofree char *sql = g_strdup_printf (
      "SELECT set_config ('tbk.usuario', id::text, true), set_config ('tbk.rol', rol, true),"
      " set_config ('tbk.empresa', empresa_id::text, true), set_config ('tbk.ambito', empresa_id::text, true)"
      " FROM usuario WHERE email = '%s'",
      usuario);

  g_free (test_cluster_run (conn, "BEGIN"));
  g_free (test_cluster_run (conn, sql));
  return conn;
}

#define CHAT "(SELECT h.id FROM chat h JOIN contrato c ON c.id = h.contrato_id WHERE c.codigo = 'C-1')"
#define SAY "SELECT mensaje_enviar (" CHAT ", 'hola', gen_random_uuid (), NULL)"
#define READ "SELECT chat_leer (" CHAT ", mensajes_n, mensajes_n) FROM chat WHERE id = " CHAT
#define TELL "SELECT chat_avisar (10)"
#define UNREAD                                                                \
  "SELECT count(*) FROM notificacion n JOIN usuario u ON u.id = n.usuario_id" \
  " WHERE u.email = 'vende@prueba.ec' AND n.leida_en IS NULL"

static const char people[]
    = "INSERT INTO empresa (nombre, tipo, ruc) VALUES ('Compra', 'exportadora', '0990000001001'), "
      "('Vende', 'centro', '0990000002001');"
      "INSERT INTO usuario (nombre, email, hash_password, rol, empresa_id, estado)"
      " SELECT nombre, lower (nombre) || '@prueba.ec', 'x', tipo, id, 'Activo' FROM empresa;"
      "INSERT INTO contrato (codigo, exportadora_id, contraparte_id, autor_empresa_id, "
      "fecha_firma, volumen_tm, tipo_precio,"
      " precio_fijado_tm, estado, calidad)"
      " SELECT 'C-1', a.id, b.id, a.id, '2026-01-01', 10, 'fijo', 5000, 'Activo', 'ASSS'"
      " FROM empresa a, empresa b WHERE a.nombre = 'Compra' AND b.nombre = 'Vende'";

static void
wait_until_blocked (PGconn *watcher, PGconn *conn)
{
  g_autofree char *sql = g_strdup_printf ("SELECT cardinality (pg_blocking_pids (%d)) > 0", PQbackendPID (conn));
  g_autofree char *blocked = NULL;

  while (g_strcmp0 (blocked, "t") != 0)
    {
      g_free (blocked);
      blocked = test_cluster_run (watcher, sql);
      g_assert_true (PQconsumeInput (conn));
      g_assert_true (PQisBusy (conn)); /* it may not end before the other one does */
    }
}

static void
finish (PGconn *conn)
{
  PGresult *result;

  while ((result = PQgetResult (conn)) != NULL)
    {
      g_assert_cmpint (PQresultStatus (result), ==, PGRES_TUPLES_OK);
      PQclear (result);
    }
  g_free (test_cluster_run (conn, "COMMIT"));
  PQfinish (conn);
}

/* Whoever of the two comes second waits for the first, and the message is no news in the end. */
static void
test_both (TestCluster *cluster, const char *first_sql, const char *second_sql)
{
  PGconn *watcher = test_cluster_connect (cluster);
  PGconn *writer = enter (cluster, "compra@prueba.ec");
  PGconn *first = enter (cluster, "vende@prueba.ec");
  PGconn *second = enter (cluster, "vende@prueba.ec");
  g_autofree char *unread = NULL;

  g_free (test_cluster_run (writer, SAY));
  g_free (test_cluster_run (writer, "COMMIT"));
  g_free (test_cluster_run (first, first_sql));
  g_assert_true (PQsendQuery (second, second_sql));
  wait_until_blocked (watcher, second);
  g_free (test_cluster_run (first, "COMMIT"));
  finish (second);
  unread = test_cluster_run (watcher, UNREAD);
  g_assert_cmpstr (unread, ==, "0");
  PQfinish (first);
  PQfinish (writer);
  PQfinish (watcher);
}

static void
test_read_while_told (gconstpointer data)
{
  test_both ((TestCluster *) data, TELL, READ);
}

static void
test_told_while_read (gconstpointer data)
{
  test_both ((TestCluster *) data, READ, TELL);
}

/* One who reads what came before it, while it is written, is told of it. */
static void
test_written_while_read (gconstpointer data)
{
  TestCluster *cluster = (TestCluster *) data;
  PGconn *watcher = test_cluster_connect (cluster);
  PGconn *writer = enter (cluster, "compra@prueba.ec");
  PGconn *reader = enter (cluster, "vende@prueba.ec");
  g_autofree char *unread = NULL;

  g_free (test_cluster_run (writer, SAY));
  g_free (test_cluster_run (reader, READ));
  g_free (test_cluster_run (reader, "COMMIT"));
  g_free (test_cluster_run (writer, "COMMIT"));
  g_free (test_cluster_run (watcher, TELL));
  unread = test_cluster_run (watcher, UNREAD);
  g_assert_cmpstr (unread, ==, "1");
  PQfinish (reader);
  PQfinish (writer);
  PQfinish (watcher);
}

int
main (int argc, char **argv)
{
  g_autoptr (TestCluster) cluster = NULL;
  PGconn *conn;

  g_test_init (&argc, &argv, NULL);
  cluster = test_cluster_new (TRUE);
  conn = test_cluster_connect (cluster);
  g_free (test_cluster_run (conn, people));
  PQfinish (conn);
  g_test_add_data_func ("/mensaje/read-while-told", cluster, test_read_while_told);
  g_test_add_data_func ("/mensaje/told-while-read", cluster, test_told_while_read);
  g_test_add_data_func ("/mensaje/written-while-read", cluster, test_written_while_read);
  return g_test_run ();
}
