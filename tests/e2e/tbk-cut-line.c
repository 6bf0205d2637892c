/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-cut-line.h"

#define MAX_CALLS 64
/* at random: for how long */
#define SHORTEST_MS 50
#define WHOLE_MS 2500
#define CUT_MS 2000

struct _TbkCutLine
{
  guint16 server_port;
  guint16 port; /* 0 until it is first whole */
  char *url;
  guint cuts;
  GSocketService *service; /* NULL: cut */
  GCancellable *cut;       /* of what passes */

  GRand *rand; /* NULL: by hand */
  guint chance_id;

  GMutex lock; /* guards calls */
  GCond changed;
  guint calls; /* that are under way */
};

typedef struct
{
  GIOStream *from;
  GIOStream *to;
  GCancellable *cut;
} Way;

static gpointer
pass (gpointer data)
{
  const Way *way = data;

  g_output_stream_splice (g_io_stream_get_output_stream (way->to), g_io_stream_get_input_stream (way->from),
                          G_OUTPUT_STREAM_SPLICE_NONE, way->cut, NULL);
  /* whoever waits for the other way hears of the end */
  g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (way->to)), TRUE, TRUE, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (way->from)), TRUE, TRUE, NULL);
  return NULL;
}

static void
note_call (TbkCutLine *self, int by)
{
  g_mutex_lock (&self->lock);
  self->calls = (guint) ((int) self->calls + by);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/* In a thread of the service. */
static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *client, GObject *source, TbkCutLine *self)
{
  g_autoptr (GCancellable) cut = g_object_ref (g_object_get_data (G_OBJECT (service), "cut"));
  g_autoptr (GSocketClient) dialer = g_socket_client_new ();
  g_autoptr (GSocketConnection) server = NULL;

  note_call (self, 1);
  server = g_socket_client_connect_to_host (dialer, "127.0.0.1", self->server_port, cut, NULL);
  if (server != NULL)
    {
      Way there = { G_IO_STREAM (client), G_IO_STREAM (server), cut };
      Way back = { G_IO_STREAM (server), G_IO_STREAM (client), cut };
      GThread *thread = g_thread_new ("cut-line", pass, &there);

      pass (&back);
      g_thread_join (thread);
    }
  g_io_stream_close (G_IO_STREAM (client), NULL, NULL);
  note_call (self, -1);
  return TRUE;
}

static void
heal (TbkCutLine *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, self->port);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GError) error = NULL;

  if (self->service != NULL)
    return;
  self->cut = g_cancellable_new ();
  self->service = g_threaded_socket_service_new (MAX_CALLS);
  g_object_set_data_full (G_OBJECT (self->service), "cut", g_object_ref (self->cut), g_object_unref);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &got, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
  g_socket_service_start (self->service);
}

static void
cut (TbkCutLine *self)
{
  if (self->service == NULL)
    return;
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->cut);
  g_clear_object (&self->service);
  g_clear_object (&self->cut);
  self->cuts++;
}

static void chance_later (TbkCutLine *self);

static void
chance_cb (gpointer data)
{
  TbkCutLine *self = data;

  self->chance_id = 0;
  if (self->service == NULL)
    heal (self);
  else
    cut (self);
  chance_later (self);
}

static void
chance_later (TbkCutLine *self)
{
  int longest_ms = self->service != NULL ? WHOLE_MS : CUT_MS;

  self->chance_id = g_timeout_add_once (
      (guint) g_rand_int_range (self->rand, SHORTEST_MS, longest_ms), chance_cb, self);
}

static void
end_random (TbkCutLine *self)
{
  g_clear_handle_id (&self->chance_id, g_source_remove);
  g_clear_pointer (&self->rand, g_rand_free);
}

TbkCutLine *
tbk_cut_line_new (guint16 server_port)
{
  TbkCutLine *self = g_new0 (TbkCutLine, 1);

  self->server_port = server_port;
  heal (self);
  self->url = g_strdup_printf ("https://127.0.0.1:%u", self->port);
  return self;
}

void
tbk_cut_line_free (TbkCutLine *self)
{
  end_random (self);
  cut (self);
  g_mutex_lock (&self->lock);
  while (self->calls > 0)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->url);
  g_free (self);
}

const char *
tbk_cut_line_get_url (TbkCutLine *self)
{
  return self->url;
}

void
tbk_cut_line_set_whole (TbkCutLine *self, gboolean whole)
{
  end_random (self);
  if (whole)
    heal (self);
  else
    cut (self);
}

void
tbk_cut_line_begin_random (TbkCutLine *self, guint32 seed)
{
  end_random (self);
  heal (self);
  self->rand = g_rand_new_with_seed (seed);
  chance_later (self);
}

guint
tbk_cut_line_get_cuts (TbkCutLine *self)
{
  return self->cuts;
}
