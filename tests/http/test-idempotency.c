/* SPDX-License-Identifier: GPL-3.0-or-later */

/* On a real database: the same key answers what the first did, also when both come at once. */

#include "test-cluster.h"

#include <string.h>

#include "tbk-idempotency.h"
#include "tbk-pool.h"
#include "tbk-request-private.h"
#include "tbk-router.h"
#include "unit-cases.h"

#define N_AT_ONCE 4

typedef struct
{
  TestCluster *cluster; /* not owned */
  TbkSql *sql;
  TbkPool *pool;
  TbkCaller caller;
} Setting;

/* One request, run as the pipeline does. */
typedef struct
{
  TbkRequest *request;
  const char *key;
  TbkReply *reply;
  GError *error;
  gboolean done;
  TbkPool *pool;
} Run;

static gint n_handled; /* atomic; allow file_static: a handler gets nothing of its test's */

/* Each answer is another. */
static TbkReply *
handler (TbkTx *tx, const TbkRequest *request, GError **error)
{
  GString *json = g_string_new (NULL);
  TbkReply *reply;

  g_string_printf (json, "{\"n\":%d}", g_atomic_int_add (&n_handled, 1) + 1);
  reply = tbk_reply_new_json (201, json);
  tbk_reply_set_header (reply, "Location", "/cosas/1");
  return reply;
}

static TbkReply *
refusing_handler (TbkTx *tx, const TbkRequest *request, GError **error)
{
  g_atomic_int_inc (&n_handled);
  tbk_problem_set (error, 409, "not now");
  return NULL;
}

static const TbkRoute route = { "POST", "/cosas", .flags = TBK_ROUTE_IDEMPOTENT, .handler = handler };
static const TbkRoute refusing = { "POST", "/otras", .flags = TBK_ROUTE_IDEMPOTENT, .handler = refusing_handler };

static gboolean
job (TbkTx *tx, gpointer data, GError **error)
{
  Run *run = data;

  g_clear_pointer (&run->reply, tbk_reply_unref);
  run->reply = tbk_idempotency_run (tx, run->request, run->key, error);
  return run->reply != NULL;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  tbk_pool_run_finish (run->pool, result, &run->error);
  run->done = TRUE;
}

static void
start (Setting *setting, Run *run, const TbkRoute *of, const char *key, const char *body)
{
  const char *text = "POST /cosas HTTP/1.1\r\nHost: h\r\n\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  TbkConfig config = { .trusted_proxies = (char *[]){ NULL } };
  TbkApp app = { .config = &config };
  TbkHead *head = NULL;
  gsize taken;
  int status;

  g_assert_cmpint (tbk_head_parse (text, strlen (text), &head, &taken, &status), ==, TBK_HEAD_DONE);
  *run = (Run){ .pool = setting->pool, .key = key };
  run->request = tbk_request_new (&app, head, bytes, "10.0.0.1");
  run->request->route = of;
  run->request->caller = setting->caller;
  run->request->has_caller = TRUE;
  tbk_pool_run_async (setting->pool, &setting->caller, job, run, NULL, done_cb, run);
}

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->reply, tbk_reply_unref);
  g_clear_error (&run->error);
  tbk_request_unref (run->request);
}

static void
run_once (Setting *setting, Run *run, const TbkRoute *of, const char *key, const char *body)
{
  start (setting, run, of, key, body);
  test_await (&run->done);
}

static void
test_repeat (gconstpointer data)
{
  Setting *setting = (Setting *) data;
  Run first;
  Run second;

  run_once (setting, &first, &route, "clave-1", "{\"a\":1}");
  run_once (setting, &second, &route, "clave-1", "{\"a\":1}");
  g_assert_no_error (first.error);
  g_assert_no_error (second.error);
  g_assert_cmpint (tbk_reply_get_status (second.reply), ==, 201);
  g_assert_cmpstr (tbk_reply_get_header (second.reply, "Location"), ==, "/cosas/1");
  g_assert_true (g_bytes_equal (tbk_reply_get_body (first.reply), tbk_reply_get_body (second.reply)));
  run_clear (&first);
  run_clear (&second);
}

static void
test_other_key (gconstpointer data)
{
  Setting *setting = (Setting *) data;
  Run first;
  Run second;

  run_once (setting, &first, &route, "clave-2", "{}");
  run_once (setting, &second, &route, "clave-3", "{}");
  g_assert_false (g_bytes_equal (tbk_reply_get_body (first.reply), tbk_reply_get_body (second.reply)));
  run_clear (&first);
  run_clear (&second);
}

static void
test_other_body (gconstpointer data)
{
  Setting *setting = (Setting *) data;
  Run first;
  Run second;
  g_autofree char *blamed = NULL;

  run_once (setting, &first, &route, "clave-4", "{\"a\":1}");
  run_once (setting, &second, &route, "clave-4", "{\"a\":2}");
  g_assert_error (second.error, TBK_PROBLEM, 422);
  blamed = unit_describe_fields (second.error);
  g_assert_cmpstr (blamed, ==, "Idempotency-Key:conflict");
  run_clear (&first);
  run_clear (&second);
}

/* Somebody else's key is another key. */
static void
test_other_caller (gconstpointer data)
{
  Setting *setting = (Setting *) data;
  Setting other = *setting;
  Run first;
  Run second;

  other.caller = test_cluster_add_caller (setting->cluster, TBK_ROL_CENTRO);
  run_once (setting, &first, &route, "clave-5", "{}");
  run_once (&other, &second, &route, "clave-5", "{}");
  g_assert_no_error (second.error);
  g_assert_false (g_bytes_equal (tbk_reply_get_body (first.reply), tbk_reply_get_body (second.reply)));
  run_clear (&first);
  run_clear (&second);
}

/* What was refused is not kept: it may be tried again. */
static void
test_refused (gconstpointer data)
{
  Setting *setting = (Setting *) data;
  int before = g_atomic_int_get (&n_handled);

  for (guint i = 0; i < 2; i++)
    {
      Run run;

      run_once (setting, &run, &refusing, "clave-6", "{}");
      g_assert_error (run.error, TBK_PROBLEM, 409);
      run_clear (&run);
    }
  g_assert_cmpint (g_atomic_int_get (&n_handled), ==, before + 2);
}

/* All at once: one is done, the others answer the same or that it is at work. */
static void
test_at_once (gconstpointer data)
{
  Setting *setting = (Setting *) data;
  Run runs[N_AT_ONCE];
  GBytes *body = NULL;
  int before = g_atomic_int_get (&n_handled);

  for (guint i = 0; i < N_AT_ONCE; i++)
    start (setting, &runs[i], &route, "clave-7", "{}");
  for (guint i = 0; i < N_AT_ONCE; i++)
    {
      test_await (&runs[i].done);
      if (runs[i].error != NULL)
        {
          g_assert_error (runs[i].error, TBK_PROBLEM, 409);
          continue;
        }
      if (body != NULL)
        g_assert_true (g_bytes_equal (body, tbk_reply_get_body (runs[i].reply)));
      body = tbk_reply_get_body (runs[i].reply);
    }
  g_assert_nonnull (body);
  g_assert_cmpint (g_atomic_int_get (&n_handled), ==, before + 1);
  for (guint i = 0; i < N_AT_ONCE; i++)
    run_clear (&runs[i]);
}

int
main (int argc, char **argv)
{
  g_autoptr (TestCluster) cluster = NULL;
  g_autoptr (GError) error = NULL;
  Setting setting = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  cluster = test_cluster_new (TRUE);
  setting.cluster = cluster;
  setting.sql = tbk_sql_load (&error);
  g_assert_no_error (error);
  setting.caller = test_cluster_add_caller (cluster, TBK_ROL_CENTRO);
  setting.pool = tbk_pool_new (test_cluster_get_conninfo (cluster, TBK_CLUSTER_APP), setting.sql, N_AT_ONCE, 16);
  g_test_add_data_func ("/idempotency/repeat", &setting, test_repeat);
  g_test_add_data_func ("/idempotency/other-key", &setting, test_other_key);
  g_test_add_data_func ("/idempotency/other-body", &setting, test_other_body);
  g_test_add_data_func ("/idempotency/other-caller", &setting, test_other_caller);
  g_test_add_data_func ("/idempotency/refused", &setting, test_refused);
  g_test_add_data_func ("/idempotency/at-once", &setting, test_at_once);
  status = g_test_run ();
  tbk_pool_free (setting.pool);
  tbk_sql_free (setting.sql);
  return status;
}
