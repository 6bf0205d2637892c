/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-cluster.h"

#include "tbk-pg.h"

#include <libpq-fe.h>
#include <string.h>

#include "tbk-migrate.h"

#define PATIENCE_S 30

struct _TestCluster
{
  char *folder;
  TbkCluster *cluster;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

TestCluster *
test_cluster_new (gboolean migrate)
{
  TestCluster *self = g_new0 (TestCluster, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("triboka-db-XXXXXX", &error);
  g_assert_no_error (error);
  self->cluster = tbk_cluster_start (self->folder, &error);
  g_assert_no_error (error);
  if (migrate)
    tbk_migrate (test_cluster_get_conninfo (self, TBK_CLUSTER_OWNER), &error);
  g_assert_no_error (error);
  return self;
}

void
test_cluster_free (TestCluster *self)
{
  const char *argv[] = { "rm", "-rf", "--", self->folder, NULL };
  g_autoptr (GError) error = NULL;

  tbk_cluster_stop (self->cluster);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_free (self->folder);
  g_free (self);
}

TbkCluster *
test_cluster_get (TestCluster *self)
{
  return self->cluster;
}

const char *
test_cluster_get_conninfo (TestCluster *self, TbkClusterRole role)
{
  return tbk_cluster_get_conninfo (self->cluster, role);
}

static void
notice_cb (void *data, const char *message)
{
  g_debug ("%s", message);
}

char *
test_cluster_run (PGconn *conn, const char *sql)
{
  g_autoptr (PGresult) result = PQexec (conn, sql);

  if (PQresultStatus (result) != PGRES_COMMAND_OK && PQresultStatus (result) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQerrorMessage (conn));
  if (PQntuples (result) == 0 || PQgetisnull (result, 0, 0))
    return NULL;
  return g_strdup (PQgetvalue (result, 0, 0));
}

char *
test_cluster_query (TestCluster *self, const char *sql)
{
  g_autoptr (PGconn) conn = PQconnectdb (test_cluster_get_conninfo (self, TBK_CLUSTER_ADMIN));

  PQsetNoticeProcessor (conn, notice_cb, NULL);
  return test_cluster_run (conn, sql);
}

void
test_cluster_exec (TestCluster *self, const char *sql)
{
  g_free (test_cluster_query (self, sql));
}

void
test_cluster_wait_for (TestCluster *self, const char *sql)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_S * G_TIME_SPAN_SECOND;

  while (g_get_monotonic_time () < end)
    {
      g_autofree char *answer = test_cluster_query (self, sql);

      if (g_strcmp0 (answer, "t") == 0)
        return;
    }
  g_error ("it never came true: %s", sql);
}

TbkCaller
test_cluster_add_caller (TestCluster *self, TbkRol rol)
{
  TbkCaller caller = { .rol = rol };
  g_autofree char *sql = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  sql = g_strdup_printf (
      "WITH e AS (INSERT INTO empresa (nombre, tipo, ruc)"
      "  VALUES ('Prueba', '%s', lpad ((floor (random () * 1e12))::bigint::text, 13, '1')) RETURNING id),"
      " u AS (INSERT INTO usuario (nombre, email, hash_password, rol, empresa_id, estado)"
      "  SELECT 'Prueba', gen_random_uuid () || '@prueba.ec', '*', '%s', id, 'Activo' FROM e RETURNING id, empresa_id),"
      " s AS (INSERT INTO sesion (usuario_id, direccion_ip, agente, expira_en)"
      "  SELECT id, '127.0.0.1', 'prueba', now () + interval '1 day' FROM u RETURNING id)"
      " SELECT concat_ws (' ', u.id, u.empresa_id, s.id) FROM u, s",
      rol == TBK_ROL_ADMIN ? "exportadora" : tbk_rol_to_text (rol), tbk_rol_to_text (rol));
  text = test_cluster_query (self, sql);
  parts = g_strsplit (text, " ", 3);
  caller.usuario_id = g_ascii_strtoll (parts[0], NULL, 10);
  caller.empresa_id = g_ascii_strtoll (parts[1], NULL, 10);
  g_strlcpy (caller.sesion, parts[2], sizeof caller.sesion);
  return caller;
}

static gboolean
too_late_cb (gpointer data)
{
  g_error ("nothing happened for %d s", PATIENCE_S);
  return G_SOURCE_REMOVE;
}

void
test_await (const gboolean *flag)
{
  guint timer = g_timeout_add_seconds (PATIENCE_S, too_late_cb, NULL);

  while (!*flag)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
}

PGconn *
test_cluster_connect (TestCluster *cluster)
{
  g_autoptr (GError) error = NULL;
  PGconn *conn = tbk_pg_open_owner (test_cluster_get_conninfo (cluster, TBK_CLUSTER_OWNER), &error);

  g_assert_no_error (error);
  return conn;
}
