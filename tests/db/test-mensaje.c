/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message that is being written while one of its readers reads the chat to its end. */
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
wait_until_blocked (PGconn *watcher, PGconn *reader)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT cardinality (pg_blocking_pids (%d)) > 0", PQbackendPID (reader));
  g_autofree char *blocked = NULL;

  while (g_strcmp0 (blocked, "t") != 0)
    {
      g_free (blocked);
      blocked = test_cluster_run (watcher, sql);
      g_assert_true (PQconsumeInput (reader));
      g_assert_true (PQisBusy (reader)); /* it may not end before the message is written */
    }
}

/* Whoever read up to the message before it is told of it, although he was told of the chat already. */
static void
test_read_meanwhile (gconstpointer data)
{
  TestCluster *cluster = (TestCluster *) data;
  PGconn *watcher = test_cluster_connect (cluster);
  PGconn *writer;
  PGconn *reader;
  PGresult *result;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_free (test_cluster_run (watcher, people));
  writer = enter (cluster, "compra@prueba.ec");
  g_free (test_cluster_run (writer, SAY));
  g_free (test_cluster_run (writer, "COMMIT"));
  PQfinish (writer);
  before = test_cluster_run (watcher, UNREAD);
  g_assert_cmpstr (before, ==, "1");

  writer = enter (cluster, "compra@prueba.ec");
  reader = enter (cluster, "vende@prueba.ec");
  g_free (test_cluster_run (writer, SAY));
  g_assert_true (PQsendQuery (reader, "SELECT chat_leer (" CHAT ", 1, 1)"));
  wait_until_blocked (watcher, reader);
  g_free (test_cluster_run (writer, "COMMIT"));
  while ((result = PQgetResult (reader)) != NULL)
    {
      g_assert_cmpint (PQresultStatus (result), ==, PGRES_TUPLES_OK);
      PQclear (result);
    }
  g_free (test_cluster_run (reader, "COMMIT"));
  after = test_cluster_run (watcher, UNREAD);
  g_assert_cmpstr (after, ==, "1");
  PQfinish (reader);
  PQfinish (writer);
  PQfinish (watcher);
}

int
main (int argc, char **argv)
{
  g_autoptr (TestCluster) cluster = NULL;

  g_test_init (&argc, &argv, NULL);
  cluster = test_cluster_new (TRUE);
  g_test_add_data_func ("/mensaje/read-meanwhile", cluster, test_read_meanwhile);
  return g_test_run ();
}
