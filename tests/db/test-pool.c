/* SPDX-License-Identifier: GPL-3.0-or-later */
/* allow file_length: what threads do to each other needs its helpers beside it */
#include "test-cluster.h"

#include <signal.h>
#include <string.h>

#include "tbk-pool.h"
#include "tbk-problem.h"

static const char statements[] = "-- name: entrar :exec (sesion, usuario, rol)\n"
                                 "SELECT entrar ($1, $2, $3);\n"
                                 "-- name: yo :one\n"
                                 "SELECT yo_usuario () AS usuario, yo_empresa () AS empresa, yo_rol () AS rol;\n"
                                 "-- name: pid :one\n"
                                 "SELECT pg_backend_pid () AS pid;\n"
                                 "-- name: eco :one (texto)\n"
                                 "SELECT $1::text AS texto;\n"
                                 "-- name: ninguna :one\n"
                                 "SELECT 1 WHERE false;\n"
                                 "-- name: dos :many\n"
                                 "SELECT n FROM generate_series (1, 2) AS n;\n"
                                 "-- name: dormir :exec (segundos)\n"
                                 "SELECT pg_sleep ($1::float8);\n"
                                 "-- name: leer :one (id)\n"
                                 "SELECT n FROM prueba WHERE id = $1::int;\n"
                                 "-- name: poner :exec (id, n)\n"
                                 "UPDATE prueba SET n = $2::int WHERE id = $1::int;\n"
                                 "-- name: sumar :exec (id)\n"
                                 "UPDATE prueba SET n = n + 1 WHERE id = $1::int;\n"
                                 "-- name: dividir :one (n)\n"
                                 "SELECT 1 / $1::int AS n;\n"
                                 "-- name: fallar :exec\n"
                                 "INSERT INTO prueba VALUES (1, 0);\n";

typedef struct
{
  TestCluster *cluster; /* not owned */
  TbkSql *sql;
} Setting;

/* Where threads meet: each waits until all have come, once. */
typedef struct
{
  GMutex lock;
  GCond changed;
  int missing;
} Meeting;

static void
meeting_wait (Meeting *meeting)
{
  g_mutex_lock (&meeting->lock);
  meeting->missing--;
  g_cond_broadcast (&meeting->changed);
  while (meeting->missing > 0)
    g_cond_wait (&meeting->changed, &meeting->lock);
  g_mutex_unlock (&meeting->lock);
}

/* One job and what became of it. */
typedef struct
{
  const char *statement;
  const char *first_id;
  const char *second_id;
  const char *seconds;
  Meeting *meeting;
  int attempts;
  char *text;
  gboolean done;
  gboolean committed;
  GError *error;
} Run;

static void
run_clear (Run *run)
{
  g_clear_error (&run->error);
  g_clear_pointer (&run->text, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;

  run->committed = tbk_pool_run_finish (NULL, result, &run->error);
  run->done = TRUE;
}

static void
start (TbkPool *pool, const TbkCaller *caller, TbkPoolJob job, Run *run, GCancellable *cancellable)
{
  tbk_pool_run_async (pool, caller, job, run, cancellable, done_cb, run);
}

static void
run_and_wait (TbkPool *pool, const TbkCaller *caller, TbkPoolJob job, Run *run)
{
  start (pool, caller, job, run, NULL);
  test_await (&run->done);
}

static void
assert_problem (const Run *run, int status)
{
  g_assert_true (run->done);
  g_assert_false (run->committed);
  g_assert_error (run->error, TBK_PROBLEM, status);
}

static void
assert_committed (const Run *run)
{
  g_assert_no_error (run->error);
  g_assert_true (run->committed);
}

/* Runs `statement` and keeps its first column's text. */
static gboolean
one_job (TbkTx *tx, gpointer data, GError **error)
{
  Run *run = data;
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkRows) rows = NULL;

  tbk_values_set (values, "texto", "hola");
  tbk_values_set (values, "n", "0");
  rows = tbk_tx_one (tx, run->statement, values, error);
  if (rows == NULL)
    return FALSE;
  g_free (run->text);
  run->text = g_strdup (tbk_rows_text (rows, 0, run->statement[0] == 'p' ? "pid" : "texto"));
  return TRUE;
}

/* n of row 1 becomes 5, or what `seconds` says; FALSE when `second_id` is set. */
static gboolean
write_job (TbkTx *tx, gpointer data, GError **error)
{
  Run *run = data;
  g_autoptr (TbkValues) values = tbk_values_new ();
  guint affected = 0;

  tbk_values_set (values, "id", "1");
  tbk_values_set (values, "n", "5");
  if (!tbk_tx_exec (tx, "poner", values, &affected, error))
    return FALSE;
  g_assert_cmpuint (affected, ==, 1);
  return run->second_id == NULL;
}

static gboolean
sleep_job (TbkTx *tx, gpointer data, GError **error)
{
  Run *run = data;
  g_autoptr (TbkValues) values = tbk_values_new ();

  tbk_values_set (values, "segundos", run->seconds);
  if (run->meeting != NULL)
    meeting_wait (run->meeting);
  return tbk_tx_exec (tx, "dormir", values, NULL, error);
}

static gboolean
nothing_job (TbkTx *tx, gpointer data, GError **error)
{
  return TRUE;
}

static gboolean
blocked_job (TbkTx *tx, gpointer data, GError **error)
{
  meeting_wait (((Run *) data)->meeting);
  return TRUE;
}

static void
reset_table (const Setting *setting)
{
  test_cluster_exec (setting->cluster, "DROP TABLE IF EXISTS prueba;"
                                       "CREATE TABLE prueba (id int CONSTRAINT prueba_id_key UNIQUE, n int);"
                                       "INSERT INTO prueba VALUES (1, 0), (2, 0);"
                                       "GRANT ALL ON prueba TO triboka_app");
}

static void
assert_value (const Setting *setting, const char *query, const char *expected)
{
  g_autofree char *value = test_cluster_query (setting->cluster, query);

  g_assert_cmpstr (value, ==, expected);
}

static TbkPool *
new_pool (const Setting *setting, guint n_threads, guint max_queue)
{
  return tbk_pool_new (test_cluster_get_conninfo (setting->cluster, TBK_CLUSTER_APP), setting->sql,
                       n_threads, max_queue);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkPool, tbk_pool_free)

static void
test_statements (gconstpointer data)
{
  g_autoptr (TbkPool) pool = new_pool (data, 1, 10);
  g_auto (Run) good = { .statement = "eco" };
  g_auto (Run) none = { .statement = "ninguna" };
  g_auto (Run) bad = { .statement = "dividir" };

  run_and_wait (pool, NULL, one_job, &good);
  assert_committed (&good);
  g_assert_cmpstr (good.text, ==, "hola");
  run_and_wait (pool, NULL, one_job, &none);
  assert_problem (&none, 404);
  run_and_wait (pool, NULL, one_job, &bad);
  assert_problem (&bad, 422);
  g_assert_null (strstr (bad.error->message, "zero"));
}

static void
test_commit (gconstpointer data)
{
  g_autoptr (TbkPool) pool = new_pool (data, 1, 10);
  g_auto (Run) rolled_back = { .second_id = "x" };
  g_auto (Run) committed = { 0 };

  reset_table (data);
  run_and_wait (pool, NULL, write_job, &rolled_back);
  g_assert_false (rolled_back.committed);
  g_assert_no_error (rolled_back.error);
  assert_value (data, "SELECT n FROM prueba WHERE id = 1", "0");
  run_and_wait (pool, NULL, write_job, &committed);
  assert_committed (&committed);
  assert_value (data, "SELECT n FROM prueba WHERE id = 1", "5");
}

static gboolean
caller_job (TbkTx *tx, gpointer data, GError **error)
{
  Run *run = data;
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "yo", NULL, error);

  if (rows == NULL)
    return FALSE;
  g_free (run->text);
  run->text = g_strdup_printf ("%s %s %s", tbk_rows_text (rows, 0, "usuario"), tbk_rows_text (rows, 0, "empresa"),
                               tbk_rows_text (rows, 0, "rol"));
  return TRUE;
}

static void
test_caller (gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (TbkPool) pool = new_pool (data, 1, 10);
  TbkCaller caller = test_cluster_add_caller (setting->cluster, TBK_ROL_CENTRO);
  g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " centro", caller.usuario_id,
                                               caller.empresa_id);
  g_auto (Run) alive = { 0 };
  g_auto (Run) nobody = { 0 };
  g_auto (Run) promoted = { 0 };
  g_auto (Run) ended = { 0 };
  g_auto (Run) idle = { 0 };

  run_and_wait (pool, &caller, caller_job, &alive);
  assert_committed (&alive);
  g_assert_cmpstr (alive.text, ==, expected);
  run_and_wait (pool, NULL, caller_job, &nobody); /* on the same connection: nothing stays of the one before */
  g_assert_cmpstr (nobody.text, ==, "(null) (null) (null)");
  caller.rol = TBK_ROL_ADMIN;
  run_and_wait (pool, &caller, caller_job, &promoted);
  assert_problem (&promoted, 401);
  caller.rol = TBK_ROL_CENTRO;
  test_cluster_exec (setting->cluster, "UPDATE sesion SET terminada_en = now ()");
  run_and_wait (pool, &caller, caller_job, &ended);
  assert_problem (&ended, 401);
  run_and_wait (pool, &caller, nothing_job, &idle); /* no statement, no excuse */
  assert_problem (&idle, 401);
}

static void
test_full (gconstpointer data)
{
  g_autoptr (TbkPool) pool = new_pool (data, 1, 2);
  Meeting meeting = { .missing = 2 };
  Meeting started = { .missing = 2 };
  g_auto (Run) first = { .meeting = &started };
  g_auto (Run) blocked = { .meeting = &meeting };
  g_auto (Run) next = { 0 };
  g_auto (Run) last = { 0 };
  g_auto (Run) refused = { 0 };

  start (pool, NULL, blocked_job, &first, NULL);
  start (pool, NULL, blocked_job, &blocked, NULL);
  meeting_wait (&started);
  test_await (&first.done);
  while (tbk_pool_get_queued (pool) > 0) /* until the thread has taken it */
    g_thread_yield ();
  start (pool, NULL, nothing_job, &next, NULL);
  start (pool, NULL, nothing_job, &last, NULL);
  g_assert_cmpuint (tbk_pool_get_queued (pool), ==, 2);
  run_and_wait (pool, NULL, nothing_job, &refused);
  assert_problem (&refused, 503);
  g_assert_false (next.done);
  meeting_wait (&meeting);
  test_await (&last.done);
  assert_committed (&blocked);
  assert_committed (&next);
  assert_committed (&last);
}

static void
test_free (gconstpointer data)
{
  TbkPool *pool = new_pool (data, 1, 10);
  Meeting meeting = { .missing = 2 };
  g_auto (Run) running = { .seconds = "0.2", .meeting = &meeting };
  g_auto (Run) queued = { 0 };

  start (pool, NULL, sleep_job, &running, NULL);
  start (pool, NULL, nothing_job, &queued, NULL);
  meeting_wait (&meeting);
  tbk_pool_free (pool);
  test_await (&running.done);
  test_await (&queued.done);
  assert_committed (&running);
  assert_problem (&queued, 503);
}

/* Reads one row and writes another, both having read before either writes: one of them has to go again. */
static gboolean
skew_job (TbkTx *tx, gpointer data, GError **error)
{
  Run *run = data;
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkRows) rows = NULL;

  run->attempts++;
  tbk_values_set (values, "id", run->first_id);
  rows = tbk_tx_one (tx, "leer", values, error);
  if (rows == NULL)
    return FALSE;
  if (run->attempts == 1)
    meeting_wait (run->meeting);
  tbk_values_set (values, "id", run->second_id);
  tbk_values_set_int (values, "n", tbk_rows_int (rows, 0, "n", 0) + 1);
  if (!tbk_tx_exec (tx, "poner", values, NULL, error))
    return FALSE;
  if (run->attempts == 1 && run->statement != NULL) /* so that it comes out at COMMIT */
    meeting_wait (run->meeting + 1);
  return TRUE;
}

static void
check_skew (gconstpointer data, const char *until_commit, const char *second_id)
{
  const Setting *setting = data;
  g_autofree char *conninfo = g_strconcat (test_cluster_get_conninfo (setting->cluster, TBK_CLUSTER_APP),
                                           " options='-c default_transaction_isolation=serializable'", NULL);
  g_autoptr (TbkPool) pool = tbk_pool_new (conninfo, setting->sql, 2, 10);
  Meeting meetings[2] = { { .missing = 2 }, { .missing = 2 } };
  g_auto (Run) a = { .first_id = "1", .second_id = second_id, .meeting = meetings, .statement = until_commit };
  g_auto (Run) b = { .first_id = "2", .second_id = "1", .meeting = meetings, .statement = until_commit };

  reset_table (data);
  if (strcmp (second_id, "1") == 0)
    b.first_id = "1";
  start (pool, NULL, skew_job, &a, NULL);
  start (pool, NULL, skew_job, &b, NULL);
  test_await (&a.done);
  test_await (&b.done);
  assert_committed (&a);
  assert_committed (&b);
  g_assert_cmpint (a.attempts + b.attempts, >=, 3);
  assert_value (data, "SELECT sum (n) FROM prueba", strcmp (second_id, "1") == 0 ? "2" : "3");
}

/* Both add one to the same row. */
static void
test_serialization (gconstpointer data)
{
  check_skew (data, NULL, "1");
}

/* Each writes what the other has read: found out at COMMIT. */
static void
test_serialization_at_commit (gconstpointer data)
{
  check_skew (data, "x", "2");
}

static gboolean
crossing_job (TbkTx *tx, gpointer data, GError **error)
{
  Run *run = data;
  g_autoptr (TbkValues) values = tbk_values_new ();

  run->attempts++;
  tbk_values_set (values, "id", run->first_id);
  if (!tbk_tx_exec (tx, "sumar", values, NULL, error))
    return FALSE;
  if (run->attempts == 1)
    meeting_wait (run->meeting);
  tbk_values_set (values, "id", run->second_id);
  return tbk_tx_exec (tx, "sumar", values, NULL, error);
}

static void
test_deadlock (gconstpointer data)
{
  g_autoptr (TbkPool) pool = new_pool (data, 2, 10);
  Meeting meeting = { .missing = 2 };
  g_auto (Run) a = { .first_id = "1", .second_id = "2", .meeting = &meeting };
  g_auto (Run) b = { .first_id = "2", .second_id = "1", .meeting = &meeting };

  reset_table (data);
  start (pool, NULL, crossing_job, &a, NULL);
  start (pool, NULL, crossing_job, &b, NULL);
  test_await (&a.done);
  test_await (&b.done);
  assert_committed (&a);
  assert_committed (&b);
  g_assert_cmpint (a.attempts + b.attempts, >=, 3);
  assert_value (data, "SELECT sum (n) FROM prueba", "4");
}

/* Somebody always writes in between: after the third time it is said. */
static gboolean
hopeless_job (TbkTx *tx, gpointer data, GError **error)
{
  Run *run = data;
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkRows) rows = NULL;

  run->attempts++;
  tbk_values_set (values, "id", "1");
  tbk_values_set (values, "n", "7");
  rows = tbk_tx_one (tx, "leer", values, error);
  if (rows == NULL)
    return FALSE;
  test_cluster_exec (((const Setting *) (const void *) run->first_id)->cluster, "UPDATE prueba SET n = n + 1");
  return tbk_tx_exec (tx, "poner", values, NULL, error);
}

static void
test_three_times (gconstpointer data)
{
  const Setting *setting = data;
  g_autofree char *conninfo = g_strconcat (test_cluster_get_conninfo (setting->cluster, TBK_CLUSTER_APP),
                                           " options='-c default_transaction_isolation=repeatable\\\\ read'", NULL);
  g_autoptr (TbkPool) pool = tbk_pool_new (conninfo, setting->sql, 1, 10);
  g_auto (Run) run = { .first_id = data };

  reset_table (data);
  run_and_wait (pool, NULL, hopeless_job, &run);
  assert_problem (&run, 503);
  g_assert_cmpint (run.attempts, ==, 3);
  assert_value (data, "SELECT n FROM prueba WHERE id = 1", "3");
}

static void
wait_for_sleep (const Setting *setting)
{
  test_cluster_wait_for (setting->cluster, "SELECT count (*) = 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
}

static void
test_cancel (gconstpointer data)
{
  g_autoptr (TbkPool) pool = new_pool (data, 1, 10);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Run) before = { .statement = "pid" };
  g_auto (Run) run = { .seconds = "30" };
  g_auto (Run) queued = { .statement = "pid" };
  g_auto (Run) after = { .statement = "pid" };
  gint64 begin = g_get_monotonic_time ();

  run_and_wait (pool, NULL, one_job, &before);
  start (pool, NULL, sleep_job, &run, cancellable);
  wait_for_sleep (data);
  start (pool, NULL, one_job, &queued, cancellable);
  g_cancellable_cancel (cancellable);
  test_await (&run.done);
  test_await (&queued.done);
  g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_error (queued.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 9 * G_TIME_SPAN_SECOND);
  run_and_wait (pool, NULL, one_job, &after); /* the connection lives on */
  g_assert_cmpstr (after.text, ==, before.text);
}

/* What was written before it was cancelled is not committed. */
static gboolean
cancelled_job (TbkTx *tx, gpointer data, GError **error)
{
  Run *run = data;

  if (!write_job (tx, run, error))
    return FALSE;
  g_cancellable_cancel ((GCancellable *) (void *) run->first_id);
  return TRUE;
}

static void
test_cancel_before_commit (gconstpointer data)
{
  g_autoptr (TbkPool) pool = new_pool (data, 1, 10);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Run) run = { .first_id = (const char *) cancellable };

  reset_table (data);
  start (pool, NULL, cancelled_job, &run, cancellable);
  test_await (&run.done);
  g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_value (data, "SELECT n FROM prueba WHERE id = 1", "0");
}

static void
terminate_pool (const Setting *setting)
{
  test_cluster_exec (setting->cluster, "SELECT pg_terminate_backend (pid, 10000) FROM "
                                       "pg_stat_activity WHERE application_name = 'triboka-pool'");
}

static void
test_terminated (gconstpointer data)
{
  g_autoptr (TbkPool) pool = new_pool (data, 1, 10);
  g_auto (Run) before = { .statement = "pid" };
  g_auto (Run) run = { .seconds = "30" };
  g_auto (Run) after = { .statement = "pid" };
  g_auto (Run) again = { .statement = "pid" };

  run_and_wait (pool, NULL, one_job, &before);
  start (pool, NULL, sleep_job, &run, NULL);
  wait_for_sleep (data);
  terminate_pool (data);
  test_await (&run.done);
  assert_problem (&run, 503);
  run_and_wait (pool, NULL, one_job, &after);
  assert_committed (&after);
  g_assert_cmpstr (after.text, !=, before.text);
  terminate_pool (data); /* while it rests: nobody notices */
  run_and_wait (pool, NULL, one_job, &again);
  assert_committed (&again);
  g_assert_cmpstr (again.text, !=, after.text);
}

/* While PostgreSQL is away every answer is a clean 503, and it comes back by itself. */
static void
test_killed (gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (TbkPool) pool = new_pool (data, 2, 10);
  g_auto (Run) running = { .seconds = "30" };
  gboolean back = FALSE;
  gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;

  start (pool, NULL, sleep_job, &running, NULL);
  wait_for_sleep (data);
  kill (tbk_cluster_get_pid (test_cluster_get (setting->cluster)), SIGKILL);
  test_await (&running.done);
  assert_problem (&running, 503);
  while (!back && g_get_monotonic_time () < end)
    {
      g_auto (Run) run = { .statement = "eco" };

      run_and_wait (pool, NULL, one_job, &run);
      back = run.committed;
      if (!back)
        assert_problem (&run, 503);
    }
  g_assert_true (back);
}

static gboolean
careless_job (TbkTx *tx, gpointer data, GError **error)
{
  Run *run = data;
  g_autoptr (TbkValues) values = tbk_values_new ();

  g_assert_false (tbk_tx_exec (tx, "fallar", NULL, NULL, &run->error));
  g_assert_error (run->error, TBK_PROBLEM, 409);
  g_assert_cmpstr (run->error->message, ==, "id already exists");
  g_clear_error (&run->error);
  return TRUE;
}

static void
test_ignored_error (gconstpointer data)
{
  g_autoptr (TbkPool) pool = new_pool (data, 1, 10);
  g_auto (Run) run = { 0 };

  reset_table (data);
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*was to be committed*");
  run_and_wait (pool, NULL, careless_job, &run);
  g_test_assert_expected_messages ();
  assert_problem (&run, 500);
}

static void
test_wrong_statement (gconstpointer data)
{
  g_autoptr (TbkPool) pool = new_pool (data, 1, 10);
  g_auto (Run) unknown = { .statement = "no_hay" };
  g_auto (Run) two = { .statement = "dos" };

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "there is no statement no_hay");
  run_and_wait (pool, NULL, one_job, &unknown);
  assert_problem (&unknown, 500);
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "statement dos gave 2 rows, not one");
  run_and_wait (pool, NULL, one_job, &two);
  assert_problem (&two, 500);
  g_test_assert_expected_messages ();
}

static void
test_never_there (gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (TbkPool) pool = tbk_pool_new ("host=/nonexistent dbname=x user=x", setting->sql, 2, 10);
  g_auto (Run) run = { 0 };

  run_and_wait (pool, NULL, nothing_job, &run);
  assert_problem (&run, 503);
}

static const struct
{
  const char *path;
  GTestDataFunc run;
} tests[] = {
  { "/pool/statements", test_statements },
  { "/pool/commit", test_commit },
  { "/pool/caller", test_caller },
  { "/pool/full", test_full },
  { "/pool/free", test_free },
  { "/pool/serialization", test_serialization },
  { "/pool/serialization-at-commit", test_serialization_at_commit },
  { "/pool/deadlock", test_deadlock },
  { "/pool/three-times", test_three_times },
  { "/pool/cancel", test_cancel },
  { "/pool/cancel-before-commit", test_cancel_before_commit },
  { "/pool/terminated", test_terminated },
  { "/pool/ignored-error", test_ignored_error },
  { "/pool/wrong-statement", test_wrong_statement },
  { "/pool/never-there", test_never_there },
  { "/pool/killed", test_killed },
};

int
main (int argc, char **argv)
{
  g_autoptr (TestCluster) cluster = NULL;
  g_autoptr (TbkSql) sql = NULL;
  g_autoptr (GError) error = NULL;
  Setting setting;

  g_test_init (&argc, &argv, NULL);
  cluster = test_cluster_new (TRUE);
  sql = tbk_sql_new_from_text ("test-pool", statements, &error);
  g_assert_no_error (error);
  setting.cluster = cluster;
  setting.sql = sql;
  test_cluster_exec (cluster, "ALTER SYSTEM SET deadlock_timeout = '50ms'; ");
  test_cluster_exec (cluster, "SELECT pg_reload_conf ()");
  reset_table (&setting);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, &setting, tests[i].run);
  return g_test_run ();
}
