/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pipe-link.h"

#define CONNECT_TIMEOUT (TBK_PG_CONNECT_TIMEOUT_S * G_TIME_SPAN_SECOND)
#define PREPARE_TIMEOUT (10 * G_TIME_SPAN_SECOND)

static void
unwatch (TbkLink *link)
{
  if (link->tag != NULL)
    g_source_remove_unix_fd (link->source, link->tag);
  link->tag = NULL;
  link->wants = 0;
}

/* While it connects, libpq may go from one socket to the next, of the same number even: `anew`. */
static void
watch (TbkLink *link, GIOCondition wants, gboolean anew)
{
  int fd = PQsocket (link->conn);

  wants |= G_IO_ERR | G_IO_HUP;
  if (anew || fd != link->fd)
    unwatch (link);
  if (link->tag == NULL)
    link->tag = g_source_add_unix_fd (link->source, fd, wants);
  else if (wants != link->wants)
    g_source_modify_unix_fd (link->source, link->tag, wants);
  link->fd = fd;
  link->wants = wants;
}

/* Lets go of the connection and of all that was under way on it. */
static void
drop (TbkLink *link, gint64 now, const char *why, GQueue *done)
{
  g_autofree char *line = tbk_pg_first_line (why);
  TbkPipeRequest *request;

  if (link->failures == 0 && link->conn != NULL)
    g_message ("database connection lost: %s", line);
  unwatch (link);
  g_clear_pointer (&link->conn, PQfinish);
  while ((request = g_queue_peek_head (&link->in_flight)) != NULL)
    {
      g_queue_unlink (&link->in_flight, &request->node);
      g_queue_push_tail_link (done, &request->node);
    }
  link->wake_at = now + tbk_pg_backoff (link->failures);
  link->failures += link->state == TBK_LINK_READY ? 0 : 1;
  link->state = TBK_LINK_DOWN;
}

static void
begin_connect (TbkLink *link, gint64 now, GQueue *done)
{
  link->conn = tbk_pg_start (link->params);
  link->state = TBK_LINK_CONNECTING;
  link->wake_at = now + CONNECT_TIMEOUT;
  if (link->conn == NULL || PQstatus (link->conn) == CONNECTION_BAD)
    drop (link, now, link->conn ? PQerrorMessage (link->conn) : "out of memory", done);
  else
    watch (link, G_IO_OUT, TRUE);
}

static void
flush (TbkLink *link, gint64 now, GQueue *done)
{
  int pending = PQflush (link->conn);

  if (pending < 0)
    drop (link, now, PQerrorMessage (link->conn), done);
  else
    watch (link, pending > 0 ? G_IO_IN | G_IO_OUT : G_IO_IN, FALSE);
}

static void
begin_prepare (TbkLink *link, gint64 now, GQueue *done)
{
  link->state = TBK_LINK_PREPARING;
  link->wake_at = now + PREPARE_TIMEOUT;
  link->n_prepared = 0;
  if (PQsetnonblocking (link->conn, 1) != 0 || !tbk_pg_send_prepares (link->conn, link->sql))
    drop (link, now, PQerrorMessage (link->conn), done);
  else
    flush (link, now, done);
}

static void
poll_connect (TbkLink *link, gint64 now, GQueue *done)
{
  switch (PQconnectPoll (link->conn))
    {
    case PGRES_POLLING_READING:
      watch (link, G_IO_IN, TRUE);
      break;
    case PGRES_POLLING_WRITING:
      watch (link, G_IO_OUT, TRUE);
      break;
    case PGRES_POLLING_OK:
      begin_prepare (link, now, done);
      break;
    default:
      drop (link, now, PQerrorMessage (link->conn), done);
      break;
    }
}

/* One answer to what tbk_pg_send_prepares() asked. FALSE: a statement can't be prepared. */
static gboolean
take_prepared (TbkLink *link, PGresult *result, gint64 now)
{
  ExecStatusType status = PQresultStatus (result);

  if (status == PGRES_FATAL_ERROR)
    g_message ("cannot prepare %s: %s", tbk_pg_name_prepared (link->sql, link->n_prepared),
               PQresultErrorMessage (result));
  PQclear (result);
  if (status == PGRES_COMMAND_OK)
    {
      link->n_prepared++;
      return TRUE;
    }
  if (status != PGRES_PIPELINE_SYNC)
    return FALSE;
  if (link->failures > 0)
    g_message ("database connection is back");
  link->state = TBK_LINK_READY;
  link->failures = 0;
  link->wake_at = 0;
  link->moved_at = now;
  return TRUE;
}

static void
take_answer (TbkLink *link, PGresult *result, gint64 now, GQueue *done)
{
  TbkPipeRequest *request = g_queue_peek_head (&link->in_flight);

  link->moved_at = now;
  if (PQresultStatus (result) != PGRES_PIPELINE_SYNC)
    {
      tbk_pipe_request_take (request, result);
      return;
    }
  PQclear (result);
  g_queue_unlink (&link->in_flight, &request->node);
  g_queue_push_tail_link (done, &request->node);
}

/* Reads all answers that are here. FALSE: the connection is of no use any more. */
static gboolean
take_all (TbkLink *link, gint64 now, GQueue *done)
{
  while (link->state == TBK_LINK_PREPARING || link->in_flight.length > 0)
    {
      PGresult *result;

      if (PQisBusy (link->conn))
        break;
      result = PQgetResult (link->conn);
      if (result == NULL && PQstatus (link->conn) == CONNECTION_BAD)
        return FALSE;
      if (result == NULL)
        continue; /* the end of one statement's results */
      if (link->state == TBK_LINK_READY)
        take_answer (link, result, now, done);
      else if (!take_prepared (link, result, now))
        return FALSE;
    }
  return PQstatus (link->conn) == CONNECTION_OK;
}

void
tbk_link_init (TbkLink *link, GSource *source, const TbkPgParams *params, const TbkSql *sql)
{
  link->source = source;
  link->params = params;
  link->sql = sql;
  link->wake_at = 1; /* at once */
  g_queue_init (&link->in_flight);
}

void
tbk_link_clear (TbkLink *link, GQueue *done)
{
  link->failures = 1; /* no word about a connection that is closed on purpose */
  drop (link, 0, "closed", done);
}

void
tbk_link_tick (TbkLink *link, gint64 now, gint64 silence, GQueue *done)
{
  if (link->state == TBK_LINK_READY)
    {
      if (link->in_flight.length > 0 && now - link->moved_at >= silence)
        drop (link, now, "the server does not answer", done);
    }
  else if (now < link->wake_at)
    return;
  else if (link->state == TBK_LINK_DOWN)
    begin_connect (link, now, done);
  else
    drop (link, now, "the server does not answer", done);
}

void
tbk_link_io (TbkLink *link, gint64 now, GQueue *done)
{
  if (link->tag == NULL || g_source_query_unix_fd (link->source, link->tag) == 0)
    return;
  if (link->state == TBK_LINK_CONNECTING)
    poll_connect (link, now, done);
  else if (!PQconsumeInput (link->conn))
    {
      take_all (link, now, done); /* what came before it broke */
      drop (link, now, PQerrorMessage (link->conn), done);
    }
  else if (!take_all (link, now, done))
    drop (link, now, PQerrorMessage (link->conn), done);
  else if (link->wants & G_IO_OUT)
    flush (link, now, done);
}

void
tbk_link_send (TbkLink *link, TbkPipeRequest *request, gint64 now, GQueue *done)
{
  if (link->in_flight.length == 0)
    link->moved_at = now;
  g_queue_push_tail_link (&link->in_flight, &request->node);
  if (!tbk_pipe_request_send (request, link->conn))
    drop (link, now, PQerrorMessage (link->conn), done);
  else
    flush (link, now, done);
}

gboolean
tbk_link_is_hopeful (const TbkLink *link)
{
  return link->state == TBK_LINK_READY || link->failures == 0;
}
