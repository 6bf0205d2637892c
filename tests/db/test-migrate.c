/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-cluster.h"

#include <string.h>

#include "tbk-migrate.h"

/* The files of an invented program; each test has a database of its own. */
static const TbkMigration files[] = {
  { (char *) "0002-b.sql", (char *) "INSERT INTO a VALUES (1);\nCREATE TABLE b (n int);" },
  { (char *) "0001-a.sql", (char *) "CREATE TABLE a (n int);" },
};

typedef struct
{
  TestCluster *cluster;
  char *conninfo;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *owner;

  fixture->cluster = (TestCluster *) data;
  owner = test_cluster_get_conninfo (fixture->cluster, TBK_CLUSTER_OWNER);
  test_cluster_exec (fixture->cluster, "DROP DATABASE IF EXISTS otra");
  test_cluster_exec (fixture->cluster, "CREATE DATABASE otra OWNER triboka_owner");
  fixture->conninfo = g_strconcat (owner, " dbname=otra", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->conninfo);
}

/* Runs a query in the test's own database. */
static char *
query (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char *argv[] = { "psql", "-XAtqc", sql, fixture->conninfo, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  return g_strdup (g_strchomp (text));
}

static void
check_query (Fixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *answer = query (fixture, sql);

  g_assert_cmpstr (answer, ==, expected);
}

static void
migrate (Fixture *fixture, const TbkMigration *these, gsize n, GQuark domain, int code, const char *says)
{
  g_autoptr (GError) error = NULL;
  gboolean done = tbk_migrate_files (fixture->conninfo, these, n, &error);

  if (domain == 0)
    {
      g_assert_no_error (error);
      g_assert_true (done);
      return;
    }
  g_assert_error (error, domain, code);
  g_assert_false (done);
  g_assert_null (strchr (error->message, '\n'));
  if (strstr (error->message, says) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, says);
}

static void
test_twice (Fixture *fixture, gconstpointer data)
{
  migrate (fixture, files, 2, 0, 0, NULL);
  migrate (fixture, files, 2, 0, 0, NULL);
  check_query (fixture, "SELECT count (*) FROM a", "1");
  check_query (fixture,
               "SELECT string_agg (numero || ' ' || nombre || ' ' || length (sha256), ', ' ORDER "
               "BY numero) FROM migracion",
               "1 0001-a.sql 64, 2 0002-b.sql 64");
}

static void
test_more (Fixture *fixture, gconstpointer data)
{
  migrate (fixture, files + 1, 1, 0, 0, NULL);
  check_query (fixture, "SELECT to_regclass ('b') IS NULL", "t");
  migrate (fixture, files, 2, 0, 0, NULL);
  check_query (fixture, "SELECT to_regclass ('b') IS NULL", "f");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  TbkMigration edited[] = { files[0], files[1] };

  edited[1].sql = (char *) "CREATE TABLE a (n bigint);";
  migrate (fixture, files, 2, 0, 0, NULL);
  migrate (fixture, edited, 2, TBK_MIGRATE_ERROR, TBK_MIGRATE_ERROR_CHANGED, "0001-a.sql was edited");
  migrate (fixture, files + 1, 1, TBK_MIGRATE_ERROR, TBK_MIGRATE_ERROR_MISSING,
           "0002-b.sql is in the database but not");
}

static void
test_form (Fixture *fixture, gconstpointer data)
{
  const TbkMigration same[] = { files[1], { (char *) "0001-z.sql", (char *) "SELECT 1" } };
  const TbkMigration unnumbered[] = { { (char *) "a.sql", (char *) "SELECT 1" } };

  migrate (fixture, same, 2, TBK_MIGRATE_ERROR, TBK_MIGRATE_ERROR_FORM, "its number is taken");
  migrate (fixture, unnumbered, 1, TBK_MIGRATE_ERROR, TBK_MIGRATE_ERROR_FORM, "four digits");
}

/* What fails leaves nothing behind, and says where. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  const TbkMigration broken[]
      = { files[1],
          { (char *) "0002-b.sql", (char *) "CREATE TABLE b (n int);\nSELECT ninguna;" } };
  const TbkMigration leaky[] = { files[1], { (char *) "0002-b.sql", (char *) "CREATE TABLE b (n int); COMMIT" } };

  migrate (fixture, broken, 2, G_IO_ERROR, G_IO_ERROR_FAILED, "migration 0002-b.sql: line 2: ERROR:");
  check_query (fixture, "SELECT to_regclass ('a') IS NULL OR to_regclass ('b') IS NOT NULL", "f");
  check_query (fixture, "SELECT count (*) FROM migracion", "1");
  migrate (fixture, leaky, 2, G_IO_ERROR, G_IO_ERROR_FAILED, "ends its transaction by itself");
}

static gpointer
migrate_thread (gpointer data)
{
  migrate (data, files, 2, 0, 0, NULL);
  return NULL;
}

static void
test_at_once (Fixture *fixture, gconstpointer data)
{
  GThread *threads[6];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("migrate", migrate_thread, fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  check_query (fixture, "SELECT count (*) FROM a", "1");
}

/* A database of somebody else's: the owner may make roles, and makes the app's. */
static void
test_makes_role (Fixture *fixture, gconstpointer data)
{
  TestCluster *cluster = fixture->cluster;
  g_autofree char *conninfo = g_strconcat (fixture->conninfo, " user=ajeno", NULL);
  g_autofree char *member = NULL;
  g_autoptr (GError) error = NULL;

  test_cluster_exec (cluster, "ALTER ROLE triboka_app RENAME TO otra_app");
  test_cluster_exec (cluster, "CREATE ROLE ajeno LOGIN CREATEROLE");
  test_cluster_exec (cluster, "ALTER DATABASE otra OWNER TO ajeno");
  tbk_migrate_files (conninfo, files, 2, &error);
  g_assert_no_error (error);
  member = test_cluster_query (cluster, "SELECT pg_has_role ('ajeno', 'triboka_app', 'MEMBER') AND NOT rolsuper"
                                        " FROM pg_roles WHERE rolname = 'triboka_app'");
  g_assert_cmpstr (member, ==, "t");
}

static void
test_away (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tbk_migrate ("host=/nonexistent dbname=x user=x", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_null (strchr (error->message, '\n'));
  g_clear_error (&error);
  g_assert_false (tbk_migrate ("not a conninfo", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

/* The program's own files, on an empty database and again. */
static void
test_own (gconstpointer data)
{
  TestCluster *cluster = (TestCluster *) data;
  g_autoptr (GError) error = NULL;

  for (int times = 0; times < 2; times++)
    {
      tbk_migrate (test_cluster_get_conninfo (cluster, TBK_CLUSTER_OWNER), &error);
      g_assert_no_error (error);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (TestCluster) cluster = NULL;

  g_test_init (&argc, &argv, NULL);
  cluster = test_cluster_new (FALSE);
  g_test_add ("/migrate/twice", Fixture, cluster, set_up, test_twice, tear_down);
  g_test_add ("/migrate/more", Fixture, cluster, set_up, test_more, tear_down);
  g_test_add ("/migrate/refused", Fixture, cluster, set_up, test_refused, tear_down);
  g_test_add ("/migrate/form", Fixture, cluster, set_up, test_form, tear_down);
  g_test_add ("/migrate/broken", Fixture, cluster, set_up, test_broken, tear_down);
  g_test_add ("/migrate/at-once", Fixture, cluster, set_up, test_at_once, tear_down);
  g_test_add_func ("/migrate/away", test_away);
  g_test_add_data_func ("/migrate/own", cluster, test_own);
  g_test_add ("/migrate/makes-role", Fixture, cluster, set_up, test_makes_role, tear_down);
  return g_test_run ();
}
