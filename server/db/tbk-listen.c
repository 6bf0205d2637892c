/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-listen.h"

#include <glib-unix.h>

#include "tbk-pg.h"

static const char channels[] = "LISTEN evento; LISTEN sesion; LISTEN usuario; LISTEN efimero";

typedef enum
{
  STATE_DOWN,
  STATE_CONNECTING,
  STATE_ASKING, /* LISTEN is sent */
  STATE_UP,
} State;

struct _TbkListen
{
  TbkPgParams *params;
  const TbkListenHandlers *handlers;
  gpointer data;
  State state;
  PGconn *conn;    /* NULL while DOWN */
  GSource *socket; /* of the connection; NULL: none */
  GSource *clock;  /* DOWN: tries again; CONNECTING, ASKING: gives up */
  guint failures;
};

static void begin (TbkListen *listen);

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
set_clock (TbkListen *listen, gint64 after_us, GSourceFunc callback)
{
  clear_source (&listen->clock);
  listen->clock = g_timeout_source_new ((guint) (after_us / 1000) + 1);
  g_source_set_callback (listen->clock, callback, listen, NULL);
  g_source_attach (listen->clock, g_main_context_get_thread_default ());
}

static gboolean
again_cb (gpointer data)
{
  TbkListen *listen = data;

  clear_source (&listen->clock);
  begin (listen);
  return G_SOURCE_REMOVE;
}

static void
drop (TbkListen *listen, const char *why)
{
  g_autofree char *line = tbk_pg_first_line (why);

  if (listen->failures == 0)
    g_message ("the connection that listens is lost: %s", line);
  clear_source (&listen->socket);
  g_clear_pointer (&listen->conn, PQfinish);
  listen->state = STATE_DOWN;
  set_clock (listen, tbk_pg_backoff (listen->failures++), again_cb);
}

static gboolean
late_cb (gpointer data)
{
  drop (data, "the database does not answer");
  return G_SOURCE_REMOVE;
}

/* Reads what LISTEN was answered. Returns: FALSE when it was refused, or the connection is gone. */
static gboolean
take_answers (TbkListen *listen)
{
  while (!PQisBusy (listen->conn))
    {
      PGresult *result = PQgetResult (listen->conn);
      ExecStatusType status = PQresultStatus (result);

      PQclear (result);
      if (result != NULL && status != PGRES_COMMAND_OK)
        return FALSE;
      if (result != NULL)
        continue;
      if (listen->state == STATE_ASKING)
        {
          listen->state = STATE_UP;
          listen->failures = 0;
          clear_source (&listen->clock);
          listen->handlers->connected (listen->data);
        }
      break;
    }
  return TRUE;
}

static void
take_notifications (TbkListen *listen)
{
  PGnotify *told;

  while (listen->conn != NULL && (told = PQnotifies (listen->conn)) != NULL)
    {
      listen->handlers->notified (told->relname, told->extra, listen->data);
      PQfreemem (told);
    }
}

static gboolean
heard_cb (int fd, GIOCondition condition, gpointer data)
{
  TbkListen *listen = data;

  if (!PQconsumeInput (listen->conn) || !take_answers (listen) || PQstatus (listen->conn) != CONNECTION_OK)
    {
      drop (listen, PQerrorMessage (listen->conn));
      return G_SOURCE_REMOVE;
    }
  take_notifications (listen);
  return G_SOURCE_CONTINUE;
}

static void
watch (TbkListen *listen, GIOCondition wants, GUnixFDSourceFunc callback)
{
  clear_source (&listen->socket);
  listen->socket = g_unix_fd_source_new (PQsocket (listen->conn), wants | G_IO_HUP | G_IO_ERR);
  g_source_set_callback (listen->socket, G_SOURCE_FUNC (callback), listen, NULL);
  g_source_attach (listen->socket, g_main_context_get_thread_default ());
}

static void
ask (TbkListen *listen)
{
  listen->state = STATE_ASKING;
  if (PQsendQuery (listen->conn, channels))
    watch (listen, G_IO_IN, heard_cb);
  else
    drop (listen, PQerrorMessage (listen->conn));
}

/* libpq may have gone on to another socket: the watch is made anew each time. */
static gboolean
connecting_cb (int fd, GIOCondition condition, gpointer data)
{
  TbkListen *listen = data;

  switch (PQconnectPoll (listen->conn))
    {
    case PGRES_POLLING_READING:
      watch (listen, G_IO_IN, connecting_cb);
      break;
    case PGRES_POLLING_WRITING:
      watch (listen, G_IO_OUT, connecting_cb);
      break;
    case PGRES_POLLING_OK:
      ask (listen);
      break;
    default:
      drop (listen, PQerrorMessage (listen->conn));
      break;
    }
  return G_SOURCE_REMOVE;
}

static void
begin (TbkListen *listen)
{
  listen->conn = tbk_pg_start (listen->params);
  if (listen->conn == NULL || PQstatus (listen->conn) == CONNECTION_BAD)
    {
      drop (listen, listen->conn != NULL ? PQerrorMessage (listen->conn) : "out of memory");
      return;
    }
  listen->state = STATE_CONNECTING;
  set_clock (listen, TBK_PG_CONNECT_TIMEOUT_S * G_TIME_SPAN_SECOND, late_cb);
  watch (listen, G_IO_OUT, connecting_cb);
}

TbkListen *
tbk_listen_new (const char *conninfo, const TbkListenHandlers *handlers, gpointer data)
{
  TbkListen *listen = g_new0 (TbkListen, 1);

  listen->params = tbk_pg_params_new (conninfo, "triboka-listen");
  listen->handlers = handlers;
  listen->data = data;
  begin (listen);
  return listen;
}

void
tbk_listen_free (TbkListen *listen)
{
  if (listen == NULL)
    return;
  clear_source (&listen->socket);
  clear_source (&listen->clock);
  g_clear_pointer (&listen->conn, PQfinish);
  tbk_pg_params_free (listen->params);
  g_free (listen);
}

gboolean
tbk_listen_is_connected (const TbkListen *listen)
{
  return listen->state == STATE_UP;
}
