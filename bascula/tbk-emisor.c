/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-emisor.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gstdio.h>

#define MAX_CLIENTS 8
#define COMMAND_MAX 64

struct _TbkEmisor
{
  GObject parent_instance;

  TbkSimulador *simulador;
  char *address;
  guint period_ms; /* 0: the script's */
  guint timer;
  gboolean pulled;

  char *folder; /* of the link; NULL for TCP */
  int master;   /* -1: pulled */
  int slave;    /* kept open, so that a reader's going is no hang-up here */
  guint commands;

  GSocketService *service; /* nullable */
  GPtrArray *clients;      /* GSocketConnection */
};

enum
{
  END,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TbkEmisor, tbk_emisor, G_TYPE_OBJECT)

/* --- a pseudo-terminal ------------------------------------------------------------------ */

static gboolean
command_cb (int fd, GIOCondition condition, gpointer data)
{
  TbkEmisor *self = data;
  guint8 bytes[COMMAND_MAX];
  gssize n = read (fd, bytes, sizeof bytes);

  if (n > 0)
    tbk_simulador_command (self->simulador, bytes, (gsize) n);
  return G_SOURCE_CONTINUE;
}

static gboolean
plug_pty (TbkEmisor *self, GError **error)
{
  struct termios raw;
  char name[64];

  memset (&raw, 0, sizeof raw);
  cfmakeraw (&raw);
  raw.c_cflag |= CS8 | CREAD | CLOCAL;
  cfsetspeed (&raw, B9600);
  if (openpty (&self->master, &self->slave, name, &raw, NULL) != 0)
    {
      self->master = self->slave = -1;
      g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno),
                   "no pseudo-terminal: %s", g_strerror (errno));
      return FALSE;
    }
  fcntl (self->master, F_SETFD, FD_CLOEXEC);
  fcntl (self->slave, F_SETFD, FD_CLOEXEC);
  g_unix_set_fd_nonblocking (self->master, TRUE, NULL);
  self->commands = g_unix_fd_add (self->master, G_IO_IN, command_cb, self);
  if (symlink (name, self->address) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno), "%s: %s", self->address, g_strerror (errno));
  return FALSE;
}

/* To the reader this is a cable pulled out: a hang-up, and no such port. */
static void
unplug_pty (TbkEmisor *self)
{
  g_clear_handle_id (&self->commands, g_source_remove);
  if (self->master >= 0)
    close (self->master);
  if (self->slave >= 0)
    close (self->slave);
  self->master = self->slave = -1;
  g_unlink (self->address);
}

/* --- TCP ---------------------------------------------------------------------------------- */

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  TbkEmisor *self = data;

  g_socket_set_blocking (g_socket_connection_get_socket (connection), FALSE);
  if (self->pulled || self->clients->len == MAX_CLIENTS)
    g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  else
    g_ptr_array_add (self->clients, g_object_ref (connection));
  return TRUE;
}

/* A client that has gone is dropped; one that does not read misses frames, as on a serial line. */
static void
send_tcp (TbkEmisor *self, const guint8 *bytes, gsize n)
{
  for (guint i = self->clients->len; i-- > 0;)
    {
      GSocket *socket = g_socket_connection_get_socket (g_ptr_array_index (self->clients, i));
      guint8 command[COMMAND_MAX];
      g_autoptr (GError) error = NULL;
      gssize got = g_socket_receive (socket, (char *) command, sizeof command, NULL, NULL);

      if (got > 0)
        tbk_simulador_command (self->simulador, command, (gsize) got);
      if (n > 0 && g_socket_send (socket, (const char *) bytes, n, NULL, &error) < 0
          && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        g_ptr_array_remove_index (self->clients, i);
    }
}

/* --- playing -------------------------------------------------------------------------------- */

static void
set_pulled (TbkEmisor *self, gboolean pulled)
{
  g_autoptr (GError) error = NULL;

  if (self->pulled == pulled)
    return;
  self->pulled = pulled;
  if (self->service != NULL)
    {
      for (guint i = 0; pulled && i < self->clients->len; i++)
        g_io_stream_close (g_ptr_array_index (self->clients, i), NULL, NULL);
      g_ptr_array_set_size (self->clients, 0);
    }
  else if (pulled)
    unplug_pty (self);
  else if (!plug_pty (self, &error))
    g_warning ("simulator: %s", error->message);
}

static void
send (TbkEmisor *self, const guint8 *bytes, gsize n)
{
  if (self->service != NULL)
    send_tcp (self, bytes, n);
  else if (n > 0 && self->master >= 0 && write (self->master, bytes, n) < 0 && errno != EAGAIN)
    g_message ("simulator: %s", g_strerror (errno));
}

static gboolean
play_cb (gpointer data)
{
  TbkEmisor *self = data;
  guint8 bytes[TBK_TRAMA_MAX];
  gsize n;
  TbkSimuladorAct act = tbk_simulador_next (self->simulador, bytes, &n, NULL);

  self->timer = 0;
  if (act == TBK_SIMULADOR_END)
    {
      g_signal_emit (self, signals[END], 0);
      return G_SOURCE_REMOVE;
    }
  set_pulled (self, act == TBK_SIMULADOR_PULLED);
  send (self, bytes, n);
  self->timer = g_timeout_add (self->period_ms > 0 ? self->period_ms
                                                   : tbk_simulador_period_ms (self->simulador),
                               play_cb, self);
  return G_SOURCE_REMOVE;
}

void
tbk_emisor_start (TbkEmisor *self, guint period_ms)
{
  g_return_if_fail (TBK_IS_EMISOR (self) && self->timer == 0);
  self->period_ms = period_ms;
  self->timer = g_idle_add (play_cb, self);
}

const char *
tbk_emisor_get_address (TbkEmisor *self)
{
  g_return_val_if_fail (TBK_IS_EMISOR (self), NULL);
  return self->address;
}

/* --- the object ------------------------------------------------------------------------------- */

static void
tbk_emisor_finalize (GObject *object)
{
  TbkEmisor *self = TBK_EMISOR (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->service != NULL)
    {
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
      g_object_unref (self->service);
    }
  else if (self->address != NULL)
    unplug_pty (self);
  if (self->folder != NULL)
    g_rmdir (self->folder);
  g_ptr_array_unref (self->clients);
  g_free (self->folder);
  g_free (self->address);
  tbk_simulador_free (self->simulador);
  G_OBJECT_CLASS (tbk_emisor_parent_class)->finalize (object);
}

static void
tbk_emisor_class_init (TbkEmisorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tbk_emisor_finalize;
  signals[END] = g_signal_new ("end", TBK_TYPE_EMISOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tbk_emisor_init (TbkEmisor *self)
{
  self->master = self->slave = -1;
  self->clients = g_ptr_array_new_with_free_func (g_object_unref);
}

TbkEmisor *
tbk_emisor_new_pty (TbkSimulador *simulador, GError **error)
{
  g_autoptr (TbkEmisor) self = g_object_new (TBK_TYPE_EMISOR, NULL);

  self->simulador = simulador;
  self->folder = g_dir_make_tmp ("triboka-scale-XXXXXX", error);
  if (self->folder == NULL)
    return NULL;
  self->address = g_build_filename (self->folder, "scale", NULL);
  return plug_pty (self, error) ? g_steal_pointer (&self) : NULL;
}

TbkEmisor *
tbk_emisor_new_tcp (TbkSimulador *simulador, guint16 port, GError **error)
{
  g_autoptr (TbkEmisor) self = g_object_new (TBK_TYPE_EMISOR, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocketAddress) got = NULL;

  self->simulador = simulador;
  self->service = g_socket_service_new ();
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &got,
                                      error))
    return NULL;
  self->address = g_strdup_printf ("127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got)));
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (incoming_cb), self, 0);
  g_socket_service_start (self->service);
  return g_steal_pointer (&self);
}
