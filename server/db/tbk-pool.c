/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pool.h"

#include <poll.h>

#include "tbk-pg.h"
#include "tbk-sqlstate.h"
#include "tbk-tx-private.h"

#define MAX_ATTEMPTS 3
#define RETRY_PAUSE 2000 /* microseconds at most, four times as long each time */

typedef struct
{
  TbkPoolJob run;
  gpointer data;
  TbkCaller caller;
  gboolean has_caller;
} Job;

typedef struct _Worker Worker;

struct _TbkPool
{
  TbkPgParams *params;
  const TbkSql *sql; /* not owned */
  Worker *workers;
  guint n_workers;
  guint max_queue;
  GThread *canceller;
  GAsyncQueue *cancels; /* (element-type Cancel): asked for, to be sent by the canceller */

  GMutex lock;
  GCond wake;
  GQueue queue;     /* (element-type GTask) (owned) (lock) */
  gboolean closing; /* (lock) */
};

struct _Worker
{
  TbkPool *pool;
  GThread *thread;
  PGconn *conn;      /* its thread's */
  guint failures;    /* its thread's: attempts to connect that failed in a row */
  gint64 connect_at; /* its thread's: not before, monotonic microseconds */

  GMutex lock;
  PGcancel *cancel; /* (lock): of the connection */
  GTask *running;   /* (lock) (not owned) */
};

/* A query that nobody waits for any more. */
typedef struct
{
  Worker *worker; /* NULL: the pool closes */
  GTask *task;    /* (owned) */
} Cancel;

static void
cancel_free (Cancel *cancel)
{
  g_clear_object (&cancel->task);
  g_free (cancel);
}

/* PQcancel() opens a connection of its own and waits: not on the main loop. The lock holds the
 * worker at its job until the signal has gone, so that it does not hit the next one. */
static gpointer
canceller_thread (gpointer data)
{
  TbkPool *pool = data;

  for (;;)
    {
      Cancel *cancel = g_async_queue_pop (pool->cancels);
      Worker *worker = cancel->worker;
      char message[256];

      if (worker != NULL)
        {
          g_mutex_lock (&worker->lock);
          if (worker->running == cancel->task && worker->cancel != NULL
              && !PQcancel (worker->cancel, message, sizeof message))
            g_debug ("cannot cancel a query: %s", message);
          g_mutex_unlock (&worker->lock);
        }
      cancel_free (cancel);
      if (worker == NULL)
        return NULL;
    }
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  const Cancel *wanted = data;
  Cancel *cancel = g_new (Cancel, 1);

  cancel->worker = wanted->worker;
  cancel->task = g_object_ref (wanted->task);
  g_async_queue_push (wanted->worker->pool->cancels, cancel);
}

static void
set_connection (Worker *worker, PGconn *conn)
{
  g_mutex_lock (&worker->lock);
  g_clear_pointer (&worker->cancel, PQfreeCancel);
  g_clear_pointer (&worker->conn, PQfinish);
  worker->conn = conn;
  worker->cancel = conn != NULL ? PQgetCancel (conn) : NULL;
  g_mutex_unlock (&worker->lock);
}

/* A connection at rest has nothing to say: what can be read is its end (or a setting that changed:
 * made anew all the same). */
static gboolean
is_alive (PGconn *conn)
{
  struct pollfd poll_fd = { .fd = PQsocket (conn), .events = POLLIN };

  return PQstatus (conn) == CONNECTION_OK && PQtransactionStatus (conn) == PQTRANS_IDLE && poll (&poll_fd, 1, 0) == 0;
}

static gboolean
ensure_connected (Worker *worker, GError **error)
{
  PGconn *conn;

  if (worker->conn != NULL && is_alive (worker->conn))
    return TRUE;
  set_connection (worker, NULL);
  if (g_get_monotonic_time () < worker->connect_at)
    {
      tbk_sqlstate_set_unavailable (error);
      return FALSE;
    }
  conn = tbk_pg_open (worker->pool->params, worker->pool->sql, error);
  if (conn == NULL)
    {
      worker->connect_at = g_get_monotonic_time () + tbk_pg_backoff (worker->failures++);
      return FALSE;
    }
  worker->failures = 0;
  set_connection (worker, conn);
  return TRUE;
}

/* Runs it until it is through, or until it can't be. Returns: whether it was committed. */
static gboolean
run_job (Worker *worker, const Job *job, GCancellable *cancellable, GError **error)
{
  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) problem = NULL;
      TbkTx tx = {
        .conn = worker->conn,
        .sql = worker->pool->sql,
        .caller = job->has_caller ? &job->caller : NULL,
        .cancellable = cancellable,
      };
      gboolean wanted = job->run (&tx, job->data, &problem);

      if (wanted && !g_cancellable_set_error_if_cancelled (cancellable, &problem) && tbk_tx_commit (&tx, &problem))
        return TRUE;
      tbk_tx_rollback (&tx);
      if (!tx.retry || attempt == MAX_ATTEMPTS || PQstatus (worker->conn) != CONNECTION_OK)
        {
          if (problem != NULL)
            g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      /* allow sleep: the one that went first may still be writing its COMMIT; again at once would meet it again. */
      g_usleep ((gulong) g_random_int_range (RETRY_PAUSE / 2, RETRY_PAUSE) << (2 * attempt));
    }
}

static void
set_running (Worker *worker, GTask *task)
{
  g_mutex_lock (&worker->lock);
  worker->running = task;
  g_mutex_unlock (&worker->lock);
}

static void
run_task (Worker *worker, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Cancel wanted = { worker, task };
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;
  gulong handler = 0;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error) && ensure_connected (worker, &error))
    {
      set_running (worker, task);
      if (cancellable != NULL)
        handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), &wanted, NULL);
      done = run_job (worker, g_task_get_task_data (task), cancellable, &error);
      g_cancellable_disconnect (cancellable, handler);
      set_running (worker, NULL);
    }
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, done);
}

static gpointer
worker_thread (gpointer data)
{
  Worker *worker = data;
  TbkPool *pool = worker->pool;
  gboolean closing = FALSE;

  ensure_connected (worker, NULL);
  while (!closing)
    {
      g_autoptr (GTask) task = NULL;

      g_mutex_lock (&pool->lock);
      while (pool->queue.length == 0 && !pool->closing)
        g_cond_wait (&pool->wake, &pool->lock);
      closing = pool->closing;
      task = closing ? NULL : g_queue_pop_head (&pool->queue);
      g_mutex_unlock (&pool->lock);
      if (task != NULL)
        run_task (worker, task);
    }
  set_connection (worker, NULL);
  return NULL;
}

static void
return_busy (GTask *task, const char *detail)
{
  GError *error = NULL;

  tbk_problem_set (&error, 503, "%s", detail);
  g_task_return_error (task, error);
}

TbkPool *
tbk_pool_new (const char *conninfo, const TbkSql *sql, guint n_threads, guint max_queue)
{
  TbkPool *pool = g_new0 (TbkPool, 1);

  g_return_val_if_fail (n_threads > 0, NULL);
  pool->params = tbk_pg_params_new (conninfo, "triboka-pool");
  pool->sql = sql;
  pool->max_queue = max_queue;
  pool->n_workers = n_threads;
  pool->workers = g_new0 (Worker, n_threads);
  pool->cancels = g_async_queue_new_full ((GDestroyNotify) cancel_free);
  g_mutex_init (&pool->lock);
  g_cond_init (&pool->wake);
  g_queue_init (&pool->queue);
  pool->canceller = g_thread_new ("cancel", canceller_thread, pool);
  for (guint i = 0; i < n_threads; i++)
    {
      pool->workers[i].pool = pool;
      g_mutex_init (&pool->workers[i].lock);
      pool->workers[i].thread = g_thread_new ("pool", worker_thread, &pool->workers[i]);
    }
  return pool;
}

void
tbk_pool_free (TbkPool *pool)
{
  GTask *task;

  if (pool == NULL)
    return;
  g_mutex_lock (&pool->lock);
  pool->closing = TRUE;
  g_cond_broadcast (&pool->wake);
  g_mutex_unlock (&pool->lock);
  for (guint i = 0; i < pool->n_workers; i++)
    {
      g_thread_join (pool->workers[i].thread);
      g_mutex_clear (&pool->workers[i].lock);
    }
  g_async_queue_push (pool->cancels, g_new0 (Cancel, 1));
  g_thread_join (pool->canceller);
  while ((task = g_queue_pop_head (&pool->queue)) != NULL)
    {
      return_busy (task, "the server is stopping");
      g_object_unref (task);
    }
  g_async_queue_unref (pool->cancels);
  g_cond_clear (&pool->wake);
  g_mutex_clear (&pool->lock);
  tbk_pg_params_free (pool->params);
  g_free (pool->workers);
  g_free (pool);
}

void
tbk_pool_run_async (TbkPool *pool,
                    const TbkCaller *caller,
                    TbkPoolJob run,
                    gpointer data,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);
  gboolean full;

  job->run = run;
  job->data = data;
  job->has_caller = caller != NULL;
  if (caller != NULL)
    job->caller = *caller;
  g_task_set_task_data (task, job, g_free);
  g_task_set_source_tag (task, tbk_pool_run_async);
  g_task_set_check_cancellable (task, FALSE); /* what was committed is said, cancelled or not */

  g_mutex_lock (&pool->lock);
  full = pool->queue.length >= pool->max_queue;
  if (!full)
    {
      g_queue_push_tail (&pool->queue, g_object_ref (task));
      g_cond_signal (&pool->wake);
    }
  g_mutex_unlock (&pool->lock);
  if (full)
    return_busy (task, "the server is busy, try again");
}

gboolean
tbk_pool_run_finish (TbkPool *pool, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

guint
tbk_pool_get_queued (TbkPool *pool)
{
  guint queued;

  g_mutex_lock (&pool->lock);
  queued = pool->queue.length;
  g_mutex_unlock (&pool->lock);
  return queued;
}
