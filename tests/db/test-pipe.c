/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-cluster.h"

#include <signal.h>
#include <string.h>

#include "tbk-pipe.h"
#include "tbk-problem.h"

static const char statements[]
    = "-- name: entrar :exec (sesion, usuario, rol)\n"
      "SELECT entrar ($1, $2, $3);\n"
      "-- name: eco :one (texto)\n"
      "SELECT $1::text AS texto, yo_usuario () AS usuario;\n"
      "-- name: pid :one\n"
      "SELECT pg_backend_pid () AS texto;\n"
      "-- name: plan :one\n"
      "SELECT current_setting ('plan_cache_mode') AS texto;\n"
      "-- name: lista :page (page_size, salto, despues_clave, despues_id, modo)\n"
      "-- orden: modo\n"
      "SELECT 1 AS id, {orden} AS clave, modo || coalesce (' ' || $5::text, '') AS texto\n"
      "  FROM (SELECT current_setting ('plan_cache_mode') AS modo) m\n"
      " WHERE ({orden}, 1) {cmp} ($3::{tipo}, $4::bigint) AND ($5::text IS NULL OR modo LIKE $5) "
      "LIMIT $1 OFFSET $2;\n"
      "-- name: dividir :one (n)\n"
      "SELECT 1 / $1::int AS texto;\n"
      "-- name: prohibir :exec (texto)\n"
      "SELECT prohibir ($1);\n"
      "-- name: sumar :exec (n)\n"
      "UPDATE prueba SET n = n + $1::int;\n"
      "-- name: dormir :exec (segundos)\n"
      "SELECT pg_sleep ($1::float8);\n"
      "-- name: mucho :many (n)\n"
      "SELECT repeat ('x', 10000) AS texto FROM generate_series (1, $1::int);\n";

typedef struct
{
  TestCluster *cluster; /* not owned */
  TbkSql *sql;          /* not owned */
} Setting;

/* One request and its answer. */
typedef struct
{
  gboolean done;
  int *pending; /* (nullable): counted down */
  GPtrArray *rows;
  GError *error;
  TbkPipe **frees; /* (nullable): freed by the callback */
} Run;

static void
run_clear (Run *run)
{
  g_clear_error (&run->error);
  g_clear_pointer (&run->rows, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkPipe, tbk_pipe_free)

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;

  g_assert_false (run->done);
  run->rows = tbk_pipe_run_finish (NULL, result, &run->error);
  run->done = TRUE;
  if (run->pending != NULL)
    (*run->pending)--;
  if (run->frees != NULL)
    g_clear_pointer (run->frees, tbk_pipe_free);
}

static TbkPipe *
new_pipe (const Setting *setting, guint n_connections, guint max_in_flight, guint max_queue)
{
  return tbk_pipe_new (test_cluster_get_conninfo (setting->cluster, TBK_CLUSTER_APP), setting->sql, n_connections,
                       max_in_flight, max_queue);
}

/* Sends one statement with its one value. */
static void
start (const Setting *setting,
       TbkPipe *pipe,
       const TbkCaller *caller,
       const char *statement,
       const char *value,
       Run *run)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  TbkStep step = { tbk_sql_find (setting->sql, statement), values, FALSE };

  g_assert_nonnull (step.statement);
  if (step.statement->n_params > 0)
    tbk_values_set (values, step.statement->params[0], value);
  tbk_pipe_run_async (pipe, caller, &step, 1, NULL, done_cb, run);
}

static void
run_and_wait (const Setting *setting,
              TbkPipe *pipe,
              const TbkCaller *caller,
              const char *statement,
              const char *value,
              Run *run)
{
  start (setting, pipe, caller, statement, value, run);
  test_await (&run->done);
}

static const char *
text_of (const Run *run, guint step)
{
  return tbk_rows_text (g_ptr_array_index (run->rows, step), 0, "texto");
}

static void
assert_texto (const Run *run, const char *expected)
{
  g_assert_no_error (run->error);
  g_assert_cmpuint (run->rows->len, ==, 1);
  g_assert_cmpstr (text_of (run, 0), ==, expected);
}

static void
test_plain (gconstpointer data)
{
  g_autoptr (TbkPipe) pipe = new_pipe (data, 1, 8, 10);
  g_auto (Run) text = { 0 };
  g_auto (Run) null = { 0 };
  g_autofree char *big = g_strnfill (1024 * 1024, 'x');
  g_auto (Run) long_text = { 0 };

  g_assert_false (tbk_pipe_is_connected (pipe));
  run_and_wait (data, pipe, NULL, "eco", "h\xc3\xb3la", &text);
  assert_texto (&text, "h\xc3\xb3la");
  g_assert_null (tbk_rows_text (g_ptr_array_index (text.rows, 0), 0, "usuario"));
  g_assert_true (tbk_pipe_is_connected (pipe));
  run_and_wait (data, pipe, NULL, "eco", NULL, &null);
  assert_texto (&null, NULL);
  run_and_wait (data, pipe, NULL, "eco", big, &long_text);
  assert_texto (&long_text, big);
}

/* What the i-th of many requests is, and what it has to answer. */
static void
start_mixed (const Setting *setting, TbkPipe *pipe, const TbkCaller *callers, int i, Run *run)
{
  g_autofree char *text = g_strdup_printf ("numero %d", i);
  gboolean dead = i % 13 == 0;

  if (i % 7 == 0)
    start (setting, pipe, &callers[dead], "dividir", "0", run);
  else if (i % 11 == 0)
    start (setting, pipe, &callers[dead], "prohibir", text, run);
  else
    start (setting, pipe, &callers[dead], "eco", text, run);
}

static void
check_mixed (const TbkCaller *caller, int i, const Run *run)
{
  g_autofree char *text = g_strdup_printf ("numero %d", i);

  if (i % 13 == 0)
    g_assert_error (run->error, TBK_PROBLEM, 401);
  else if (i % 7 == 0)
    g_assert_error (run->error, TBK_PROBLEM, 422);
  else if (i % 11 == 0)
    {
      g_assert_error (run->error, TBK_PROBLEM, 403);
      g_assert_cmpstr (run->error->message, ==, text);
    }
  else
    {
      assert_texto (run, text);
      g_assert_cmpint (tbk_rows_int (g_ptr_array_index (run->rows, 0), 0, "usuario", 0), ==, caller->usuario_id);
    }
}

/* A thousand at once over a few connections, errors among them: each gets its own answer, and nobody else's. */
static void
test_thousand (gconstpointer data)
{
  enum
  {
    N = 1000,
  };
  const Setting *setting = data;
  g_autoptr (TbkPipe) pipe = new_pipe (data, 3, 8, N);
  g_autofree Run *runs = g_new0 (Run, N);
  TbkCaller callers[2];
  int pending = N;

  callers[0] = test_cluster_add_caller (setting->cluster, TBK_ROL_EXPORTADORA);
  callers[1] = callers[0];
  callers[1].rol = TBK_ROL_ADMIN; /* which it is not */
  for (int i = 0; i < N; i++)
    {
      runs[i].pending = &pending;
      start_mixed (setting, pipe, callers, i, &runs[i]);
    }
  while (pending > 0)
    g_main_context_iteration (NULL, TRUE);
  for (int i = 0; i < N; i++)
    {
      check_mixed (&callers[0], i, &runs[i]);
      run_clear (&runs[i]);
    }
}

static void
test_steps (gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (TbkPipe) pipe = new_pipe (data, 1, 8, 10);
  g_autoptr (TbkValues) values = tbk_values_new ();
  TbkStep good[] = {
    { tbk_sql_find (setting->sql, "eco"), values, FALSE },
    { tbk_sql_find (setting->sql, "sumar"), values, FALSE },
    { tbk_sql_find (setting->sql, "plan"), NULL, FALSE },
  };
  TbkStep bad[] = {
    { tbk_sql_find (setting->sql, "sumar"), values, FALSE },
    { tbk_sql_find (setting->sql, "prohibir"), values, FALSE },
    { tbk_sql_find (setting->sql, "eco"), values, FALSE },
  };
  g_auto (Run) done = { 0 };
  g_auto (Run) failed = { 0 };
  g_autofree char *n = NULL;

  tbk_values_set (values, "texto", "tres");
  tbk_values_set (values, "n", "1");
  test_cluster_exec (setting->cluster, "UPDATE prueba SET n = 0");
  tbk_pipe_run_async (pipe, NULL, good, 3, NULL, done_cb, &done);
  tbk_pipe_run_async (pipe, NULL, bad, 3, NULL, done_cb, &failed);
  tbk_values_set (values, "texto", "read before it returned");
  test_await (&failed.done);
  g_assert_no_error (done.error);
  g_assert_cmpuint (done.rows->len, ==, 3);
  g_assert_cmpstr (text_of (&done, 0), ==, "tres");
  g_assert_cmpuint (tbk_rows_affected (g_ptr_array_index (done.rows, 1)), ==, 1);
  g_assert_error (failed.error, TBK_PROBLEM, 403);
  n = test_cluster_query (setting->cluster, "SELECT n FROM prueba"); /* the failed one's step went back */
  g_assert_cmpstr (n, ==, "1");
}

/* A step that wants a plan of its own gets it; the next request on the connection has generic plans again. */
static void
test_replan (gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (TbkPipe) pipe = new_pipe (data, 1, 8, 10);
  TbkStep step = { tbk_sql_find (setting->sql, "plan"), NULL, TRUE };
  g_auto (Run) replanned = { 0 };
  g_auto (Run) after = { 0 };
  TbkCaller caller = test_cluster_add_caller (setting->cluster, TBK_ROL_PROVEEDOR);

  tbk_pipe_run_async (pipe, &caller, &step, 1, NULL, done_cb, &replanned);
  start (setting, pipe, NULL, "plan", NULL, &after);
  test_await (&after.done);
  assert_texto (&replanned, "force_custom_plan");
  assert_texto (&after, "force_generic_plan");
}

/* A list is prepared without its filters; one that is set gets it planned for its value. */
static void
test_filters (gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (TbkPipe) pipe = new_pipe (data, 1, 8, 10);
  g_autoptr (TbkValues) values = tbk_values_new ();
  TbkStep step = { tbk_sql_find_page (setting->sql, "lista", "modo"), values, FALSE };
  g_auto (Run) plain = { 0 };
  g_auto (Run) filtered = { 0 };

  tbk_values_set (values, "page_size", "5");
  tbk_values_set (values, "salto", "0");
  tbk_values_set (values, "despues_clave", step.statement->first_key);
  tbk_values_set (values, "despues_id", step.statement->first_id);
  tbk_pipe_run_async (pipe, NULL, &step, 1, NULL, done_cb, &plain);
  tbk_values_set (values, "modo", "force_c%");
  tbk_pipe_run_async (pipe, NULL, &step, 1, NULL, done_cb, &filtered);
  test_await (&plain.done);
  test_await (&filtered.done);
  assert_texto (&plain, "force_generic_plan");
  assert_texto (&filtered, "force_custom_plan force_c%");
}

static void
test_full (gconstpointer data)
{
  g_autoptr (TbkPipe) pipe = new_pipe (data, 1, 1, 2);
  g_auto (Run) a = { 0 };
  g_auto (Run) b = { 0 };
  g_auto (Run) refused = { 0 };

  start (data, pipe, NULL, "eco", "a", &a);
  start (data, pipe, NULL, "eco", "b", &b);
  start (data, pipe, NULL, "eco", "c", &refused);
  test_await (&refused.done);
  g_assert_error (refused.error, TBK_PROBLEM, 503);
  test_await (&b.done);
  assert_texto (&a, "a");
  assert_texto (&b, "b");
}

/* Answers of many megabytes and questions too, at the same time on one connection: neither side
 * waits for the other for ever. */
static void
test_flow (gconstpointer data)
{
  g_autoptr (TbkPipe) pipe = new_pipe (data, 1, 8, 100);
  g_autofree char *big = g_strnfill (1024 * 1024, 'x');
  Run runs[16] = { 0 };
  int pending = G_N_ELEMENTS (runs);

  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      runs[i].pending = &pending;
      start (data, pipe, NULL, i % 2 ? "eco" : "mucho", i % 2 ? big : "300", &runs[i]);
    }
  while (pending > 0)
    g_main_context_iteration (NULL, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_assert_no_error (runs[i].error);
      g_assert_cmpuint (tbk_rows_count (g_ptr_array_index (runs[i].rows, 0)), ==, i % 2 ? 1 : 300);
      run_clear (&runs[i]);
    }
}

static void
test_cancelled (gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (TbkPipe) pipe = new_pipe (data, 1, 8, 10);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TbkValues) values = tbk_values_new ();
  TbkStep step = { tbk_sql_find (setting->sql, "sumar"), values, FALSE };
  g_auto (Run) gone = { 0 };
  g_auto (Run) next = { 0 };
  g_autofree char *n = NULL;

  test_cluster_exec (setting->cluster, "UPDATE prueba SET n = 0");
  tbk_values_set (values, "n", "1");
  tbk_pipe_run_async (pipe, NULL, &step, 1, cancellable, done_cb, &gone);
  g_cancellable_cancel (cancellable);
  run_and_wait (data, pipe, NULL, "eco", "x", &next);
  g_assert_error (gone.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_texto (&next, "x");
  n = test_cluster_query (setting->cluster, "SELECT n FROM prueba"); /* it never went out */
  g_assert_cmpstr (n, ==, "0");
}

static void
wait_for_sleep (const Setting *setting)
{
  test_cluster_wait_for (setting->cluster, "SELECT count (*) = 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
}

/* Turns the loop until the request is with PostgreSQL. */
static void
start_sleep (const Setting *setting, TbkPipe *pipe, Run *run)
{
  g_auto (Run) first = { 0 };

  run_and_wait (setting, pipe, NULL, "eco", "x", &first); /* so that it is connected */
  start (setting, pipe, NULL, "dormir", "30", run);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  wait_for_sleep (setting);
}

/* One connection breaks under its requests: they get their 503, those on the other don't notice, and it comes back. */
static void
test_terminated (gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (TbkPipe) pipe = new_pipe (data, 1, 8, 10);
  g_auto (Run) sleeping = { 0 };
  g_auto (Run) behind = { 0 };
  g_auto (Run) after = { 0 };

  start_sleep (setting, pipe, &sleeping);
  start (setting, pipe, NULL, "eco", "x", &behind);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  test_cluster_exec (setting->cluster, "SELECT pg_terminate_backend (pid, 10000) FROM pg_stat_activity"
                                       " WHERE application_name = 'triboka-pipe'");
  test_await (&behind.done);
  g_assert_error (sleeping.error, TBK_PROBLEM, 503);
  g_assert_error (behind.error, TBK_PROBLEM, 503);
  run_and_wait (data, pipe, NULL, "eco", "y", &after);
  assert_texto (&after, "y");
}

static void
test_killed (gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (TbkPipe) pipe = new_pipe (data, 3, 8, 10);
  g_auto (Run) sleeping = { 0 };
  gboolean back = FALSE;
  guint refused = 0;
  gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;

  start_sleep (setting, pipe, &sleeping);
  kill (tbk_cluster_get_pid (test_cluster_get (setting->cluster)), SIGKILL);
  test_await (&sleeping.done);
  g_assert_error (sleeping.error, TBK_PROBLEM, 503);
  while (!back && g_get_monotonic_time () < end)
    {
      g_auto (Run) run = { 0 };

      run_and_wait (data, pipe, NULL, "eco", "z", &run);
      back = run.error == NULL;
      if (!back)
        g_assert_error (run.error, TBK_PROBLEM, 503);
      refused += back ? 0 : 1;
    }
  g_assert_true (back);
  g_assert_cmpuint (refused, >, 0);
}

/* A backend that is stopped says nothing more: after 10 s its requests end, and the connection is made anew. */
static void
test_silent (gconstpointer data)
{
  g_autoptr (TbkPipe) pipe = new_pipe (data, 1, 8, 10);
  g_auto (Run) first = { 0 };
  g_auto (Run) silent = { 0 };
  g_auto (Run) after = { 0 };
  pid_t pid;

  run_and_wait (data, pipe, NULL, "pid", NULL, &first);
  pid = (pid_t) g_ascii_strtoll (text_of (&first, 0), NULL, 10);
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  run_and_wait (data, pipe, NULL, "eco", "y", &silent);
  g_assert_error (silent.error, TBK_PROBLEM, 503);
  run_and_wait (data, pipe, NULL, "eco", "z", &after);
  assert_texto (&after, "z");
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
}

static void
test_free (gconstpointer data)
{
  TbkPipe *pipe = new_pipe (data, 1, 1, 10);
  TbkPipe *other = new_pipe (data, 2, 8, 10);
  g_auto (Run) sleeping = { 0 };
  g_auto (Run) queued = { 0 };
  g_auto (Run) first = { .frees = &other };
  g_auto (Run) second = { 0 };

  start_sleep (data, pipe, &sleeping);
  start (data, pipe, NULL, "eco", "x", &queued);
  tbk_pipe_free (pipe);
  test_await (&sleeping.done);
  test_await (&queued.done);
  g_assert_error (sleeping.error, TBK_PROBLEM, 503);
  g_assert_error (queued.error, TBK_PROBLEM, 503);

  start (data, other, NULL, "eco", "x", &first); /* whose callback frees it */
  start (data, other, NULL, "dormir", "30", &second);
  test_await (&second.done);
  g_assert_null (other);
  assert_texto (&first, "x");
  g_assert_error (second.error, TBK_PROBLEM, 503);
}

static void
test_never_there (gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (TbkPipe) pipe = tbk_pipe_new ("host=/nonexistent dbname=x user=x", setting->sql, 2, 8, 10);
  g_auto (Run) run = { 0 };

  run_and_wait (data, pipe, NULL, "eco", "x", &run);
  g_assert_error (run.error, TBK_PROBLEM, 503);
  g_assert_false (tbk_pipe_is_connected (pipe));
}

/* How many point reads go through in a second, and what one costs at rest. */
static void
test_speed (gconstpointer data)
{
  enum
  {
    N = 20000,
    AT_ONCE = 32,
  };
  const Setting *setting = data;
  g_autoptr (TbkPipe) pipe = new_pipe (data, 4, 8, 100);
  TbkCaller caller = test_cluster_add_caller (setting->cluster, TBK_ROL_EXPORTADORA);
  g_autofree Run *runs = g_new0 (Run, N);
  gint64 begin = g_get_monotonic_time ();
  int pending = 0;
  double rate;

  for (int i = 0; i < N; i++)
    {
      runs[i].pending = &pending;
      pending++;
      start (setting, pipe, &caller, "eco", "x", &runs[i]);
      while (pending >= AT_ONCE)
        g_main_context_iteration (NULL, TRUE);
    }
  while (pending > 0)
    g_main_context_iteration (NULL, TRUE);
  rate = N * 1e6 / (double) (g_get_monotonic_time () - begin);
  for (int i = 0; i < N; i++)
    {
      g_assert_no_error (runs[i].error);
      run_clear (&runs[i]);
    }
  g_test_maximized_result (rate, "%.0f requests with entrar in a second", rate);
}

static const struct
{
  const char *path;
  GTestDataFunc run;
} tests[] = {
  { "/pipe/plain", test_plain },
  { "/pipe/thousand", test_thousand },
  { "/pipe/steps", test_steps },
  { "/pipe/replan", test_replan },
  { "/pipe/filters", test_filters },
  { "/pipe/full", test_full },
  { "/pipe/flow", test_flow },
  { "/pipe/cancelled", test_cancelled },
  { "/pipe/terminated", test_terminated },
  { "/pipe/free", test_free },
  { "/pipe/never-there", test_never_there },
  { "/pipe/silent", test_silent },
  { "/pipe/killed", test_killed },
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
  sql = tbk_sql_new_from_text ("test-pipe", statements, &error);
  g_assert_no_error (error);
  setting.cluster = cluster;
  setting.sql = sql;
  test_cluster_exec (cluster, "CREATE TABLE prueba AS SELECT 0 AS n;"
                              "GRANT ALL ON prueba TO triboka_app;"
                              "CREATE FUNCTION prohibir (texto text) RETURNS void LANGUAGE plpgsql AS"
                              " $$ BEGIN RAISE EXCEPTION '%', texto USING ERRCODE = 'TB403'; END $$");
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, &setting, tests[i].run);
  if (g_test_perf ())
    g_test_add_data_func ("/pipe/speed", &setting, test_speed);
  return g_test_run ();
}
