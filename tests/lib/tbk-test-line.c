/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-test-line.h"

#include <sys/socket.h>

#define PIECE_BYTES 4096

struct _TbkTestLine
{
  GSocketService *service; /* NULL: new connections are refused */
  GSocketConnectable *server;
  char *url;
  guint16 port;
  guint64 bits_per_second; /* 0: without end */

  GCancellable *reset; /* of the connections that are there */
  TbkTestLineCut how;  /* it is, or was last, cut */
  gint64 cut_at;       /* monotonic */

  GMutex lock;
  GCond changed;
  guint n_calls;      /* (lock) that are there */
  gboolean is_silent; /* (lock) */
  guint n_lost;       /* (lock) goes up when what is there is lost */
  gint64 free_at;     /* (lock) monotonic: when the line has passed on what it has */
  guint64 carried;    /* (lock) */
};

typedef struct
{
  TbkTestLine *line;
  GSocketConnection *client;
  GCancellable *reset;
  guint n_lost; /* the line's when this came */
} Call;

typedef struct
{
  Call *call;
  GInputStream *from;
  GOutputStream *to;
} Way;

/* --- a connection --- */

/* Until it may pass. Returns: FALSE when the connection is reset. */
static gboolean
wait_passable (const Call *call)
{
  TbkTestLine *self = call->line;
  gboolean passes;

  g_mutex_lock (&self->lock);
  while ((self->is_silent || call->n_lost != self->n_lost) && !g_cancellable_is_cancelled (call->reset))
    g_cond_wait (&self->changed, &self->lock);
  passes = !g_cancellable_is_cancelled (call->reset);
  g_mutex_unlock (&self->lock);
  return passes;
}

/* Its turn on the line. */
static void
wait_turn (const Call *call, gssize bytes)
{
  TbkTestLine *self = call->line;
  GPollFD reset;
  gint64 wait;

  g_mutex_lock (&self->lock);
  self->free_at = MAX (self->free_at, g_get_monotonic_time ());
  if (self->bits_per_second > 0)
    self->free_at += (gint64) ((guint64) bytes * 8 * G_USEC_PER_SEC / self->bits_per_second);
  self->carried += (guint64) bytes;
  wait = self->free_at - g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
  if (wait > 0 && g_cancellable_make_pollfd (call->reset, &reset))
    {
      g_poll (&reset, 1, (int) (wait / 1000));
      g_cancellable_release_fd (call->reset);
    }
}

/* The end of one side is no news to the other either, while the line is cut. */
static void
relay (const Way *way, gboolean slow)
{
  char piece[PIECE_BYTES];
  gssize n;

  do
    {
      n = g_input_stream_read (way->from, piece, sizeof piece, way->call->reset, NULL);
      if (!wait_passable (way->call))
        return;
      if (n > 0 && slow)
        wait_turn (way->call, n);
    }
  while (n > 0 && g_output_stream_write_all (way->to, piece, (gsize) n, NULL, way->call->reset, NULL));
}

static gpointer
ask_thread (gpointer data)
{
  relay (data, FALSE);
  return NULL;
}

static void
join (Call *call, GSocketConnection *server)
{
  const Way asks = { call, g_io_stream_get_input_stream (G_IO_STREAM (call->client)),
                     g_io_stream_get_output_stream (G_IO_STREAM (server)) };
  const Way answers = { call, g_io_stream_get_input_stream (G_IO_STREAM (server)),
                        g_io_stream_get_output_stream (G_IO_STREAM (call->client)) };
  GThread *thread = g_thread_new ("test-line", ask_thread, (gpointer) &asks);

  relay (&answers, TRUE);
  if (!g_cancellable_is_cancelled (call->reset))
    g_socket_shutdown (g_socket_connection_get_socket (call->client), TRUE, TRUE, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (server), TRUE, TRUE, NULL);
  g_thread_join (thread);
}

/* Closed so, it is reset. */
static void
set_reset (GSocketConnection *connection)
{
  const struct linger at_once = { .l_onoff = 1 };

  setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER, &at_once,
              sizeof at_once);
}

static void
note_call (TbkTestLine *self, int by)
{
  g_mutex_lock (&self->lock);
  self->n_calls = (guint) ((int) self->n_calls + by);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static gpointer
call_thread (gpointer data)
{
  Call *call = data;
  g_autoptr (GSocketClient) dialer = g_socket_client_new ();
  g_autoptr (GSocketConnection) server = NULL;

  if (wait_passable (call))
    server = g_socket_client_connect (dialer, call->line->server, call->reset, NULL);
  if (server != NULL)
    join (call, server);
  if (g_cancellable_is_cancelled (call->reset))
    set_reset (call->client);
  g_object_unref (call->client);
  g_object_unref (call->reset);
  note_call (call->line, -1);
  g_free (call);
  return NULL;
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *client, GObject *source, TbkTestLine *self)
{
  Call *call = g_new (Call, 1);

  *call = (Call){ self, g_object_ref (client), g_object_ref (self->reset), self->n_lost };
  note_call (self, 1);
  g_thread_unref (g_thread_new ("test-line", call_thread, call));
  return TRUE;
}

/* --- the line --- */

/* On the port that it had before, where it had one. */
static void
take_calls (TbkTestLine *self)
{
  g_autoptr (GError) error = NULL;

  self->service = g_socket_service_new ();
  if (self->port == 0)
    self->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  else
    g_socket_listener_add_inet_port (G_SOCKET_LISTENER (self->service), self->port, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_socket_service_start (self->service);
}

static void
refuse_calls (TbkTestLine *self)
{
  if (self->service == NULL)
    return;
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
}

static void
reset_calls (TbkTestLine *self)
{
  g_mutex_lock (&self->lock);
  g_cancellable_cancel (self->reset);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_object_unref (self->reset);
  self->reset = g_cancellable_new ();
}

static void
set_silent (TbkTestLine *self, gboolean is_silent, gboolean loses)
{
  g_mutex_lock (&self->lock);
  self->is_silent = is_silent;
  self->n_lost += loses;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

TbkTestLine *
tbk_test_line_new (const char *url, guint bits_per_second)
{
  TbkTestLine *self = g_new0 (TbkTestLine, 1);
  g_autofree char *scheme = g_uri_parse_scheme (url);
  g_autoptr (GError) error = NULL;

  self->server = g_network_address_parse_uri (url, 80, &error);
  g_assert_no_error (error);
  self->bits_per_second = bits_per_second;
  self->reset = g_cancellable_new ();
  take_calls (self);
  self->url = g_strdup_printf ("%s://127.0.0.1:%u", scheme, self->port);
  return self;
}

void
tbk_test_line_free (TbkTestLine *self)
{
  refuse_calls (self);
  reset_calls (self);
  g_mutex_lock (&self->lock);
  while (self->n_calls > 0)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  g_object_unref (self->server);
  g_object_unref (self->reset);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->url);
  g_free (self);
}

void
tbk_test_line_cut (TbkTestLine *self, TbkTestLineCut how)
{
  self->how = how;
  self->cut_at = g_get_monotonic_time ();
  if (how == TBK_TEST_LINE_RESET)
    {
      refuse_calls (self);
      reset_calls (self);
    }
  else
    set_silent (self, TRUE, FALSE);
}

void
tbk_test_line_heal (TbkTestLine *self)
{
  if (self->how == TBK_TEST_LINE_RESET)
    take_calls (self);
  else
    set_silent (self, FALSE, self->how == TBK_TEST_LINE_LOST);
}

static void
late_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

void
tbk_test_line_heal_after (TbkTestLine *self, guint seconds)
{
  gint64 left = self->cut_at + seconds * G_TIME_SPAN_SECOND - g_get_monotonic_time ();
  gboolean is_late = FALSE;

  g_timeout_add_once ((guint) MAX (left / 1000, 0), late_cb, &is_late);
  while (!is_late)
    g_main_context_iteration (NULL, TRUE);
  tbk_test_line_heal (self);
}

const char *
tbk_test_line_get_url (TbkTestLine *self)
{
  return self->url;
}

guint64
tbk_test_line_get_carried (TbkTestLine *self)
{
  guint64 carried;

  g_mutex_lock (&self->lock);
  carried = self->carried;
  g_mutex_unlock (&self->lock);
  return carried;
}
