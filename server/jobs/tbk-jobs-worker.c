/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-jobs-worker.h"

#include <string.h>

#include "tbk-curl.h"
#include "tbk-job.h"
#include "tbk-mail.h"
#include "tbk-pool.h"

#define LOOK_MS 1000
/* How long a piece may take before another worker thinks that this one has died. */
#define LEASE_S "300"

struct _TbkJobsWorker
{
  const TbkConfig *config;
  TbkPool *pool; /* one thread */
  guint look;
  GCancellable *stop;
  TbkFcm *fcm;   /* nullable */
  gboolean busy; /* a turn is under way */
  /* of the turn, which one thread at a time works on */
  char *id; /* NULL: nothing was taken */
  char *tipo;
  char *datos;
  const TbkJob *job; /* NULL: there is none of that kind */
  TbkJobTurn turn;
  char *failure;
  int wait_s; /* TBK_JOB_ERROR's code */
};

static void take_turn (TbkJobsWorker *worker);

static void
forget (TbkJobsWorker *worker)
{
  if (worker->turn.state != NULL)
    worker->job->forget (worker->turn.state);
  worker->turn.state = NULL;
  g_clear_pointer (&worker->turn.next, g_free);
  worker->wait_s = 0;
  g_clear_pointer (&worker->id, g_free);
  g_clear_pointer (&worker->tipo, g_free);
  g_clear_pointer (&worker->datos, g_free);
  g_clear_pointer (&worker->failure, g_free);
}

static const TbkJob *
find_job (const char *tipo)
{
  for (const TbkJob *const *job = tbk_jobs (); *job != NULL; job++)
    if (strcmp ((*job)->tipo, tipo) == 0)
      return *job;
  return NULL;
}

/* Pool thread: a transaction of its own, so that a taken piece stays taken when this process dies with it. */
static gboolean
take_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkJobsWorker *worker = data;
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkRows) rows = NULL;

  forget (worker);
  tbk_values_set (values, "segundos", LEASE_S);
  if (tbk_jobs_schedule (tx, worker->config, error))
    rows = tbk_tx_many (tx, "trabajo_tomar", values, error);
  if (rows == NULL)
    return FALSE;
  if (tbk_rows_count (rows) == 0)
    return TRUE;
  worker->id = g_strdup (tbk_rows_text (rows, 0, "id"));
  worker->tipo = g_strdup (tbk_rows_text (rows, 0, "tipo"));
  worker->datos = g_strdup (tbk_rows_text (rows, 0, "datos"));
  worker->job = find_job (worker->tipo);
  worker->turn = (TbkJobTurn){ worker->config, worker->datos, worker->stop, &worker->fcm, NULL, NULL };
  return TRUE;
}

static gboolean
read_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkJobsWorker *worker = data;

  if (worker->turn.state != NULL)
    worker->job->forget (worker->turn.state);
  worker->turn.state = NULL;
  if (worker->job != NULL)
    return worker->job->read == NULL || worker->job->read (tx, &worker->turn, error);
  g_set_error (error, TBK_JOB_ERROR, 0, "there is no work of the kind %s", worker->tipo);
  return FALSE;
}

static gboolean
run_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkJobsWorker *worker = data;
  g_autoptr (TbkValues) values = tbk_values_new ();

  g_clear_pointer (&worker->turn.next, g_free);
  if (!worker->job->run (tx, &worker->turn, error))
    return FALSE;
  tbk_values_set (values, "id", worker->id);
  tbk_values_set (values, "datos", worker->turn.next);
  return tbk_tx_exec (tx, worker->turn.next != NULL ? "trabajo_seguir" : "trabajo_hecho", values, NULL, error);
}

static gboolean
fail_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkJobsWorker *worker = data;
  g_autoptr (TbkValues) values = tbk_values_new ();

  tbk_values_set (values, "id", worker->id);
  tbk_values_set (values, "error", worker->failure);
  tbk_values_set_int (values, "segundos", worker->wait_s);
  return tbk_tx_exec (tx, "trabajo_fallar", values, NULL, error);
}

/* Where not even this could be written, the lease ends. */
static void
failed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkJobsWorker *worker = data;
  g_autoptr (GError) error = NULL;

  if (!tbk_pool_run_finish (worker->pool, result, &error))
    g_message ("work %s (%s) failed, which could not be noted: %s", worker->id, worker->tipo,
               error != NULL ? error->message : "");
  worker->busy = FALSE;
}

static void
fail (TbkJobsWorker *worker, const GError *error)
{
  worker->failure = g_strdup (error != NULL ? error->message : "it failed without a reason");
  worker->wait_s = g_error_matches (error, TBK_JOB_ERROR, TBK_JOB_NEVER) ? TBK_JOB_NEVER
                   : error != NULL && error->domain == TBK_JOB_ERROR     ? error->code
                                                                         : 0;
  g_message ("work %s (%s) failed: %s", worker->id, worker->tipo, worker->failure);
  tbk_pool_run_async (worker->pool, NULL, fail_job, worker, NULL, failed_cb, worker);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkJobsWorker *worker = data;
  g_autoptr (GError) error = NULL;

  if (!tbk_pool_run_finish (worker->pool, result, &error))
    {
      fail (worker, error);
      return;
    }
  g_info ("work %s (%s) is done", worker->id, worker->tipo);
  worker->busy = FALSE;
  take_turn (worker);
}

static void
send_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TbkJobsWorker *worker = data;
  GError *error = NULL;

  if (worker->job->send == NULL || worker->job->send (&worker->turn, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkJobsWorker *worker = data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    tbk_pool_run_async (worker->pool, NULL, run_job, worker, NULL, ran_cb, worker);
  else
    fail (worker, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkJobsWorker *worker = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;

  if (!tbk_pool_run_finish (worker->pool, result, &error))
    {
      fail (worker, error);
      return;
    }
  task = g_task_new (NULL, NULL, sent_cb, worker);
  g_task_set_task_data (task, worker, NULL);
  g_task_run_in_thread (task, send_job);
}

static void
took_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkJobsWorker *worker = data;
  g_autoptr (GError) error = NULL;

  if (tbk_pool_run_finish (worker->pool, result, &error) && worker->id != NULL && worker->look != 0)
    tbk_pool_run_async (worker->pool, NULL, read_job, worker, NULL, read_cb, worker);
  else
    worker->busy = FALSE; /* the next look, when the database is back */
}

static void
take_turn (TbkJobsWorker *worker)
{
  if (worker->busy || worker->look == 0)
    return;
  worker->busy = TRUE;
  tbk_pool_run_async (worker->pool, NULL, take_job, worker, NULL, took_cb, worker);
}

static gboolean
look_cb (gpointer data)
{
  take_turn (data);
  return G_SOURCE_CONTINUE;
}

TbkJobsWorker *
tbk_jobs_worker_new (const TbkConfig *config, const char *conninfo, const TbkSql *sql)
{
  TbkJobsWorker *worker = g_new0 (TbkJobsWorker, 1);

  worker->config = config;
  worker->stop = g_cancellable_new ();
  tbk_curl_begin ();
  tbk_mail_begin ();
  worker->pool = tbk_pool_new (conninfo, sql, 1, 1);
  worker->look = g_timeout_add (LOOK_MS, look_cb, worker);
  take_turn (worker);
  return worker;
}

void
tbk_jobs_worker_free (TbkJobsWorker *worker)
{
  if (worker == NULL)
    return;
  g_clear_handle_id (&worker->look, g_source_remove);
  g_cancellable_cancel (worker->stop);
  while (worker->busy)
    g_main_context_iteration (NULL, TRUE);
  tbk_pool_free (worker->pool);
  forget (worker);
  g_object_unref (worker->stop);
  tbk_fcm_free (worker->fcm);
  tbk_mail_end ();
  tbk_curl_end ();
  g_free (worker);
}
