/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-jobs-worker.h"

#include <string.h>

#include "tbk-job.h"
#include "tbk-pool.h"

#define LOOK_MS 1000
/* How long a piece may take before another worker thinks that this one has died. */
#define LEASE_S "300"

struct _TbkJobsWorker
{
  const TbkConfig *config;
  TbkPool *pool; /* one thread */
  guint look;
  gboolean busy; /* a turn is under way */
  /* of the turn, which one thread at a time works on */
  char *id; /* NULL: nothing was taken */
  char *tipo;
  char *datos;
  char *failure;
};

static void take_turn (TbkJobsWorker *worker);

static void
forget (TbkJobsWorker *worker)
{
  g_clear_pointer (&worker->id, g_free);
  g_clear_pointer (&worker->tipo, g_free);
  g_clear_pointer (&worker->datos, g_free);
  g_clear_pointer (&worker->failure, g_free);
}

/* Pool thread: a transaction of its own, so that a taken piece stays taken when this process dies with it. */
static gboolean
take_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkJobsWorker *worker = data;
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkRows) due = tbk_tx_one (tx, "trabajo_programar", NULL, error);
  g_autoptr (TbkRows) rows = NULL;

  forget (worker);
  tbk_values_set (values, "segundos", LEASE_S);
  if (due != NULL)
    rows = tbk_tx_many (tx, "trabajo_tomar", values, error);
  if (rows == NULL)
    return FALSE;
  if (tbk_rows_count (rows) == 0)
    return TRUE;
  worker->id = g_strdup (tbk_rows_text (rows, 0, "id"));
  worker->tipo = g_strdup (tbk_rows_text (rows, 0, "tipo"));
  worker->datos = g_strdup (tbk_rows_text (rows, 0, "datos"));
  return TRUE;
}

static const TbkJob *
find_job (const char *tipo)
{
  for (const TbkJob *job = tbk_jobs (); job->tipo != NULL; job++)
    if (strcmp (job->tipo, tipo) == 0)
      return job;
  return NULL;
}

static gboolean
run_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkJobsWorker *worker = data;
  const TbkJob *job = find_job (worker->tipo);
  g_autoptr (TbkValues) values = tbk_values_new ();

  if (job == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "there is no work of the kind %s", worker->tipo);
      return FALSE;
    }
  tbk_values_set (values, "id", worker->id);
  return job->run (tx, worker->config, worker->datos, error) && tbk_tx_exec (tx, "trabajo_hecho", values, NULL, error);
}

static gboolean
fail_job (TbkTx *tx, gpointer data, GError **error)
{
  TbkJobsWorker *worker = data;
  g_autoptr (TbkValues) values = tbk_values_new ();

  tbk_values_set (values, "id", worker->id);
  tbk_values_set (values, "error", worker->failure);
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
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkJobsWorker *worker = data;
  g_autoptr (GError) error = NULL;

  if (tbk_pool_run_finish (worker->pool, result, &error))
    {
      g_info ("work %s (%s) is done", worker->id, worker->tipo);
      worker->busy = FALSE;
      take_turn (worker);
      return;
    }
  worker->failure = g_strdup (error != NULL ? error->message : "it failed without a reason");
  g_message ("work %s (%s) failed: %s", worker->id, worker->tipo, worker->failure);
  tbk_pool_run_async (worker->pool, NULL, fail_job, worker, NULL, failed_cb, worker);
}

static void
took_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkJobsWorker *worker = data;
  g_autoptr (GError) error = NULL;

  if (tbk_pool_run_finish (worker->pool, result, &error) && worker->id != NULL && worker->look != 0)
    tbk_pool_run_async (worker->pool, NULL, run_job, worker, NULL, ran_cb, worker);
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
  while (worker->busy)
    g_main_context_iteration (NULL, TRUE);
  tbk_pool_free (worker->pool);
  forget (worker);
  g_free (worker);
}
