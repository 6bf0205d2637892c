/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-slow-line.h"

#define PIECE_BYTES 4096

struct _TbkSlowLine
{
  GSocketService *service;
  GSocketConnectable *server;
  GCancellable *cut;
  char *url;
  guint64 bits_per_second;

  GPtrArray *threads; /* (element-type GThread) */

  GMutex lock;
  gint64 free_at;  /* (lock) monotonic: when the line has passed on what it has */
  guint64 carried; /* (lock) */
};

typedef struct
{
  TbkSlowLine *line;
  GInputStream *from;
  GOutputStream *to;
} Way;

typedef struct
{
  TbkSlowLine *line;
  GSocketConnection *client;
} Call;

/* Its turn on the line. */
static void
wait_turn (TbkSlowLine *self, gssize bytes)
{
  GPollFD cut;
  gint64 wait;

  g_mutex_lock (&self->lock);
  self->free_at = MAX (self->free_at, g_get_monotonic_time ())
                  + (gint64) ((guint64) bytes * 8 * G_USEC_PER_SEC / self->bits_per_second);
  self->carried += (guint64) bytes;
  wait = self->free_at - g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
  if (wait > 0 && g_cancellable_make_pollfd (self->cut, &cut))
    {
      g_poll (&cut, 1, (int) (wait / 1000));
      g_cancellable_release_fd (self->cut);
    }
}

static void
relay (const Way *way, gboolean slow)
{
  char piece[PIECE_BYTES];
  gssize n;

  while ((n = g_input_stream_read (way->from, piece, sizeof piece, way->line->cut, NULL)) > 0)
    {
      if (slow)
        wait_turn (way->line, n);
      if (!g_output_stream_write_all (way->to, piece, (gsize) n, NULL, way->line->cut, NULL))
        break;
    }
}

static gpointer
ask_thread (gpointer data)
{
  relay (data, FALSE);
  return NULL;
}

static void
join (TbkSlowLine *self, GSocketConnection *client, GSocketConnection *server)
{
  const Way asks = { self, g_io_stream_get_input_stream (G_IO_STREAM (client)),
                     g_io_stream_get_output_stream (G_IO_STREAM (server)) };
  const Way answers = { self, g_io_stream_get_input_stream (G_IO_STREAM (server)),
                        g_io_stream_get_output_stream (G_IO_STREAM (client)) };
  GThread *thread = g_thread_new ("slow-line", ask_thread, (gpointer) &asks);

  relay (&answers, TRUE);
  g_socket_shutdown (g_socket_connection_get_socket (client), TRUE, TRUE, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (server), TRUE, TRUE, NULL);
  g_thread_join (thread);
}

static gpointer
call_thread (gpointer data)
{
  g_autofree Call *call = data;
  TbkSlowLine *self = call->line;
  g_autoptr (GSocketConnection) client = call->client;
  g_autoptr (GSocketClient) dialer = g_socket_client_new ();
  g_autoptr (GSocketConnection) server = g_socket_client_connect (dialer, self->server, self->cut, NULL);

  if (server != NULL)
    join (self, client, server);
  return NULL;
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *client, GObject *source, TbkSlowLine *self)
{
  Call *call = g_new (Call, 1);

  *call = (Call){ self, g_object_ref (client) };
  g_ptr_array_add (self->threads, g_thread_new ("slow-line", call_thread, call));
  return TRUE;
}

TbkSlowLine *
tbk_slow_line_new (const char *url, guint bits_per_second)
{
  TbkSlowLine *self = g_new0 (TbkSlowLine, 1);
  g_autoptr (GError) error = NULL;
  guint16 port;

  self->server = g_network_address_parse_uri (url, 80, &error);
  g_assert_no_error (error);
  self->bits_per_second = bits_per_second;
  self->cut = g_cancellable_new ();
  self->threads = g_ptr_array_new ();
  self->service = g_socket_service_new ();
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_socket_service_start (self->service);
  return self;
}

void
tbk_slow_line_free (TbkSlowLine *self)
{
  g_socket_service_stop (self->service);
  g_cancellable_cancel (self->cut);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_ptr_array_unref (self->threads);
  g_object_unref (self->service);
  g_object_unref (self->server);
  g_object_unref (self->cut);
  g_mutex_clear (&self->lock);
  g_free (self->url);
  g_free (self);
}

const char *
tbk_slow_line_get_url (TbkSlowLine *self)
{
  return self->url;
}

guint64
tbk_slow_line_get_carried (TbkSlowLine *self)
{
  guint64 carried;

  g_mutex_lock (&self->lock);
  carried = self->carried;
  g_mutex_unlock (&self->lock);
  return carried;
}
