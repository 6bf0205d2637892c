/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-cluster.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tbk-pg.h"

static void
remove_tree (const char *path)
{
  const char *argv[] = { "rm", "-rf", "--", path, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
}

/* One statement as a role; returns its first value. */
static char *
query (TbkCluster *cluster, TbkClusterRole role, const char *sql, GError **error)
{
  PGconn *conn = tbk_pg_open_owner (tbk_cluster_get_conninfo (cluster, role), error);
  PGresult *result = conn != NULL ? tbk_pg_exec (conn, sql, NULL, 0, error) : NULL;
  char *value = result != NULL && PQntuples (result) > 0 ? g_strdup (PQgetvalue (result, 0, 0)) : NULL;

  PQclear (result);
  PQfinish (conn);
  return value;
}

static void
check_value (TbkCluster *cluster, TbkClusterRole role, const char *sql, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = query (cluster, role, sql, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, expected);
}

/* Everything that one folder goes through: made, used, refused to a second, killed, stopped, found again. */
static void
test_life (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("triboka-db-XXXXXX", &error);
  g_autofree char *value = NULL;
  TbkCluster *cluster;
  int pid;

  g_assert_no_error (error);
  cluster = tbk_cluster_start (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tbk_cluster_get_pid (cluster), >, 0);

  check_value (cluster, TBK_CLUSTER_OWNER, "CREATE TABLE dato AS SELECT 7 AS n; SELECT n FROM dato", "7");
  check_value (cluster, TBK_CLUSTER_ADMIN, "SHOW data_checksums", "on");
  check_value (cluster, TBK_CLUSTER_ADMIN, "SHOW listen_addresses", "");
  check_value (cluster, TBK_CLUSTER_OWNER, "SHOW server_encoding", "UTF8");
  check_value (cluster, TBK_CLUSTER_OWNER,
               "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user", "f");
  check_value (cluster, TBK_CLUSTER_APP, "SELECT has_schema_privilege ('public', 'CREATE')"
                                         " OR has_database_privilege ('triboka', 'TEMP, CREATE')",
               "f");
  value = query (cluster, TBK_CLUSTER_APP, "SELECT n FROM dato", &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);

  g_assert_null (tbk_cluster_start (folder, &error));
  g_assert_error (error, TBK_CLUSTER_ERROR, TBK_CLUSTER_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, folder));
  g_assert_null (strchr (error->message, '\n'));
  g_clear_error (&error);

  pid = tbk_cluster_get_pid (cluster);
  tbk_cluster_stop (cluster);
  g_assert_cmpint (kill (pid, 0), ==, -1);

  cluster = tbk_cluster_start (folder, &error);
  g_assert_no_error (error);
  check_value (cluster, TBK_CLUSTER_OWNER, "SELECT n FROM dato", "7");
  tbk_cluster_stop (cluster);
  remove_tree (folder);
}

static void
test_killed (void)
{
  g_autoptr (TestCluster) fixture = test_cluster_new (FALSE);
  TbkCluster *cluster = test_cluster_get (fixture);
  int pid = tbk_cluster_get_pid (cluster);
  g_autofree char *value = NULL;

  test_cluster_exec (fixture, "CREATE TABLE dato AS SELECT 7 AS n");
  /* a backend that is busy when its postmaster dies holds the shared memory on */
  for (int times = 0; times < 2; times++)
    {
      PGconn *busy = PQconnectdb (tbk_cluster_get_conninfo (cluster, TBK_CLUSTER_ADMIN));

      g_assert_true (PQsendQuery (busy, "DO $$ BEGIN LOOP END LOOP; END $$"));
      test_cluster_wait_for (fixture, "SELECT count (*) = 1 FROM pg_stat_activity WHERE query LIKE "
                                      "'DO %' AND state = 'active'");
      pid = tbk_cluster_get_pid (cluster);
      g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
      while (tbk_cluster_get_pid (cluster) == pid || tbk_cluster_get_pid (cluster) == 0
             || PQping (tbk_cluster_get_conninfo (cluster, TBK_CLUSTER_ADMIN)) != PQPING_OK)
        g_main_context_iteration (NULL, FALSE);
      value = test_cluster_query (fixture, "SELECT n FROM dato");
      g_assert_cmpstr (value, ==, "7");
      g_clear_pointer (&value, g_free);
      PQfinish (busy);
    }
}

/* The path is longer than a socket's may be, and has a quote and a space in it. */
static void
test_deep_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *top = g_dir_make_tmp ("triboka-db-XXXXXX", NULL);
  g_autofree char *long_name = g_strnfill (100, 'x');
  g_autofree char *folder = g_build_filename (top, "it's a", long_name, NULL);
  g_autofree char *plain = g_build_filename (top, "it's b", NULL);
  g_autoptr (TbkCluster) cluster = tbk_cluster_start (folder, &error);
  g_autoptr (TbkCluster) second = NULL;

  g_assert_no_error (error);
  check_value (cluster, TBK_CLUSTER_APP, "SELECT current_user", "triboka_app");
  second = tbk_cluster_start (plain, &error);
  g_assert_no_error (error);
  check_value (second, TBK_CLUSTER_APP, "SELECT current_user", "triboka_app");
  g_clear_pointer (&cluster, tbk_cluster_stop);
  g_clear_pointer (&second, tbk_cluster_stop);
  remove_tree (top);
}

/* A supervisor that is killed takes PostgreSQL along; a start right after finds the folder in order. */
static void
test_supervisor_killed (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("triboka-db-XXXXXX", NULL);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  const char *argv[] = { program, "--supervise", folder, NULL };
  g_autoptr (GSubprocess) child = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *word = NULL;
  TbkCluster *cluster;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  word = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_cmpstr (word, ==, "ready");
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
  cluster = tbk_cluster_start (folder, &error);
  g_assert_no_error (error);
  check_value (cluster, TBK_CLUSTER_OWNER, "SELECT n FROM dato", "7");
  tbk_cluster_stop (cluster);
  remove_tree (folder);
}

/* A postmaster.pid whose number belongs to another program by now. */
static void
test_stale_pid (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("triboka-db-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pg", "postmaster.pid", NULL);
  g_autofree char *text = g_strdup_printf ("%d\n/x\n1795578146\n5432\n.\n\n1 1\nready\n", (int) getpid ());
  TbkCluster *cluster = tbk_cluster_start (folder, &error);

  g_assert_no_error (error);
  tbk_cluster_stop (cluster);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  cluster = tbk_cluster_start (folder, &error);
  g_assert_no_error (error);
  tbk_cluster_stop (cluster);
  remove_tree (folder);
}

static void
test_errors (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("triboka-db-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *pg = g_build_filename (folder, "pg", NULL);
  g_autofree char *version = g_build_filename (pg, "PG_VERSION", NULL);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_null (tbk_cluster_start (file, &error));
  g_assert_error (error, TBK_CLUSTER_ERROR, TBK_CLUSTER_ERROR_FAILED);
  g_clear_error (&error);

  g_assert_cmpint (g_mkdir (pg, 0700), ==, 0);
  g_assert_true (g_file_set_contents (version, "99\n", -1, NULL));
  g_assert_null (tbk_cluster_start (folder, &error));
  g_assert_error (error, TBK_CLUSTER_ERROR, TBK_CLUSTER_ERROR_MISSING);
  g_assert_nonnull (strstr (error->message, "PostgreSQL 99"));
  remove_tree (folder);
}

/* The child of test_supervisor_killed(): starts, says so, and waits to be killed. */
static int
supervise (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkCluster) cluster = tbk_cluster_start (folder, &error);

  g_assert_no_error (error);
  check_value (cluster, TBK_CLUSTER_OWNER, "CREATE TABLE dato AS SELECT 7 AS n; SELECT n FROM dato", "7");
  g_print ("ready\n");
  pause ();
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--supervise") == 0)
    return supervise (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cluster/life", test_life);
  g_test_add_func ("/cluster/killed", test_killed);
  g_test_add_func ("/cluster/deep-folder", test_deep_folder);
  g_test_add_func ("/cluster/supervisor-killed", test_supervisor_killed);
  g_test_add_func ("/cluster/stale-pid", test_stale_pid);
  g_test_add_func ("/cluster/errors", test_errors);
  return g_test_run ();
}
