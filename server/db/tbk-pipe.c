/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pipe.h"

#include "tbk-pipe-link.h"

#define MAX_CONNECTIONS 8
#define REQUEST_TIMEOUT (10 * G_TIME_SPAN_SECOND)

typedef struct
{
  GSource source;
  TbkPipe *pipe; /* not owned */
} PipeSource;

/* Counted, so that a callback may free it while it dispatches. */
struct _TbkPipe
{
  TbkPgParams *params;
  GSource *source; /* (owned) (nullable): watches all sockets; NULL once closed */
  TbkLink links[MAX_CONNECTIONS];
  guint n_links;
  guint max_in_flight;
  guint max_queue;
  GQueue queue;    /* (element-type TbkPipeRequest) (owned) */
  gboolean queued; /* requests came since the queue was last looked at */
  gint64 armed;    /* the source's ready time; -1: none */
};

/* The source's clock only ever moves nearer until it fires: moving it at each request would cost more than it saves. */
static void
arm (TbkPipe *pipe, gint64 at)
{
  if (pipe->armed >= 0 && pipe->armed <= at)
    return;
  pipe->armed = at;
  g_source_set_ready_time (pipe->source, at);
}

static void
arm_for_link (TbkPipe *pipe, const TbkLink *link)
{
  if (link->wake_at > 0)
    arm (pipe, link->wake_at);
  if (link->in_flight.length > 0)
    arm (pipe, link->moved_at + REQUEST_TIMEOUT);
}

static void
answer_all (GQueue *done)
{
  TbkPipeRequest *request;

  while ((request = g_queue_peek_head (done)) != NULL)
    {
      g_queue_unlink (done, &request->node);
      tbk_pipe_request_answer (request);
      tbk_pipe_request_free (request);
    }
}

/* Takes away the tasks of requests whose time is up. Those in flight keep their place: their
 * results will still come. */
static void
expire (GQueue *queue, gint64 now, GQueue *late)
{
  for (GList *node = queue->head; node != NULL; node = node->next)
    {
      TbkPipeRequest *request = node->data;

      if (request->deadline > now)
        return; /* they stand in the order that they came */
      if (request->task != NULL)
        g_queue_push_tail (late, g_steal_pointer (&request->task));
    }
}

static void
drop_expired (GQueue *queue)
{
  TbkPipeRequest *request;

  while ((request = g_queue_peek_head (queue)) != NULL && request->task == NULL)
    {
      g_queue_unlink (queue, &request->node);
      tbk_pipe_request_free (request);
    }
}

static void
tick (TbkPipe *pipe, gint64 now, GQueue *done, GQueue *late)
{
  TbkPipeRequest *oldest;

  pipe->armed = -1;
  g_source_set_ready_time (pipe->source, -1);
  for (guint i = 0; i < pipe->n_links; i++)
    tbk_link_tick (&pipe->links[i], now, REQUEST_TIMEOUT, done);
  expire (&pipe->queue, now, late);
  drop_expired (&pipe->queue);
  for (guint i = 0; i < pipe->n_links; i++)
    {
      expire (&pipe->links[i].in_flight, now, late);
      arm_for_link (pipe, &pipe->links[i]);
    }
  if ((oldest = g_queue_peek_head (&pipe->queue)) != NULL)
    arm (pipe, oldest->deadline);
}

/* The connection with the fewest requests under way. Returns: (nullable): NULL when all are full or away. */
static TbkLink *
find_link (TbkPipe *pipe)
{
  TbkLink *best = NULL;

  for (guint i = 0; i < pipe->n_links; i++)
    {
      TbkLink *link = &pipe->links[i];

      if (link->state == TBK_LINK_READY && link->in_flight.length < pipe->max_in_flight
          && (best == NULL || link->in_flight.length < best->in_flight.length))
        best = link;
    }
  return best;
}

static gboolean
is_hopeful (const TbkPipe *pipe)
{
  for (guint i = 0; i < pipe->n_links; i++)
    if (tbk_link_is_hopeful (&pipe->links[i]))
      return TRUE;
  return FALSE;
}

/* Hands queued requests to connections; while the database is away, they end. A request that nobody
 * waits for is not sent. */
static void
distribute (TbkPipe *pipe, gint64 now, GQueue *done)
{
  gboolean hopeful = is_hopeful (pipe);
  TbkPipeRequest *request;

  pipe->queued = FALSE;
  while ((request = g_queue_peek_head (&pipe->queue)) != NULL)
    {
      gboolean gone = !hopeful || g_cancellable_is_cancelled (g_task_get_cancellable (request->task));
      TbkLink *link = gone ? NULL : find_link (pipe);

      if (!gone && link == NULL)
        return;
      g_queue_unlink (&pipe->queue, &request->node);
      if (gone)
        g_queue_push_tail_link (done, &request->node);
      else
        tbk_link_send (link, request, now, done);
    }
}

static gboolean
pipe_source_prepare (GSource *source, int *timeout)
{
  *timeout = -1;
  return ((PipeSource *) source)->pipe->queued;
}

/* One turn for all connections: read, then send, then call back. What callbacks ask for goes out together next turn. */
static gboolean
pipe_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  TbkPipe *pipe = g_rc_box_acquire (((PipeSource *) source)->pipe);
  gint64 now = g_source_get_time (source);
  GQueue done = G_QUEUE_INIT;
  GQueue late = G_QUEUE_INIT; /* (element-type GTask) (owned) */
  GTask *task;

  for (guint i = 0; i < pipe->n_links; i++)
    tbk_link_io (&pipe->links[i], now, &done);
  if (pipe->armed >= 0 && pipe->armed <= now)
    tick (pipe, now, &done, &late);
  distribute (pipe, now, &done);
  for (guint i = 0; i < pipe->n_links; i++)
    arm_for_link (pipe, &pipe->links[i]);
  answer_all (&done);
  while ((task = g_queue_pop_head (&late)) != NULL)
    tbk_pipe_refuse (task, "the database took too long, try again");
  g_rc_box_release (pipe);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs pipe_source_funcs = {
  .prepare = pipe_source_prepare,
  .dispatch = pipe_source_dispatch,
};

TbkPipe *
tbk_pipe_new (const char *conninfo, const TbkSql *sql, guint n_connections, guint max_in_flight, guint max_queue)
{
  TbkPipe *pipe = g_rc_box_new0 (TbkPipe);

  g_return_val_if_fail (n_connections >= 1 && n_connections <= MAX_CONNECTIONS && max_in_flight > 0, NULL);
  pipe->params = tbk_pg_params_new (conninfo, "triboka-pipe");
  pipe->source = g_source_new (&pipe_source_funcs, sizeof (PipeSource));
  ((PipeSource *) pipe->source)->pipe = pipe;
  g_source_set_name (pipe->source, "triboka-pipe");
  pipe->n_links = n_connections;
  pipe->max_in_flight = max_in_flight;
  pipe->max_queue = max_queue;
  pipe->armed = -1;
  g_queue_init (&pipe->queue);
  for (guint i = 0; i < n_connections; i++)
    {
      tbk_link_init (&pipe->links[i], pipe->source, pipe->params, sql);
      arm_for_link (pipe, &pipe->links[i]);
    }
  g_source_attach (pipe->source, g_main_context_get_thread_default ());
  return pipe;
}

void
tbk_pipe_free (TbkPipe *pipe)
{
  GQueue done = G_QUEUE_INIT;
  TbkPipeRequest *request;

  if (pipe == NULL)
    return;
  for (guint i = 0; i < pipe->n_links; i++)
    tbk_link_clear (&pipe->links[i], &done);
  while ((request = g_queue_peek_head (&pipe->queue)) != NULL)
    {
      g_queue_unlink (&pipe->queue, &request->node);
      g_queue_push_tail_link (&done, &request->node);
    }
  g_source_destroy (pipe->source);
  g_clear_pointer (&pipe->source, g_source_unref);
  g_clear_pointer (&pipe->params, tbk_pg_params_free);
  answer_all (&done);
  g_rc_box_release (pipe);
}

void
tbk_pipe_run_async (TbkPipe *pipe,
                    const TbkCaller *caller,
                    const TbkStep *steps,
                    guint n_steps,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  TbkPipeRequest *request;

  g_task_set_source_tag (task, tbk_pipe_run_async);
  if (pipe->queue.length >= pipe->max_queue)
    {
      tbk_pipe_refuse (task, "the server is busy, try again");
      return;
    }
  request = tbk_pipe_request_new (task, caller, steps, n_steps);
  g_return_if_fail (request != NULL);
  request->deadline = g_get_monotonic_time () + REQUEST_TIMEOUT;
  g_queue_push_tail_link (&pipe->queue, &request->node);
  pipe->queued = TRUE;
  arm (pipe, request->deadline);
}

GPtrArray *
tbk_pipe_run_finish (TbkPipe *pipe, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
tbk_pipe_is_connected (TbkPipe *pipe)
{
  for (guint i = 0; i < pipe->n_links; i++)
    if (pipe->links[i].state == TBK_LINK_READY)
      return TRUE;
  return FALSE;
}
