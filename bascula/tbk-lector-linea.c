/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lector-private.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include <glib/gi18n.h>

#include "tbk-puerto.h"

#define PIECE 512          /* bytes of one read */
#define AGAIN_FIRST_MS 500 /* pauses before it is tried again */
#define AGAIN_LAST_MS 10000
#define KEEP_IDLE_S 10 /* a serial server that lost its power says no word: this finds out */
#define KEEP_EACH_S 5
#define KEEP_COUNT 3

/* One open line: outlives it until its last read has ended. */
typedef struct
{
  TbkLector *self;
  GIOStream *stream;
  guint8 bytes[PIECE];
} Lectura;

static void
lectura_free (Lectura *lectura)
{
  g_object_unref (lectura->stream);
  g_object_unref (lectura->self);
  g_free (lectura);
}

/* --- opening again ------------------------------------------------------------------ */

static gboolean
again_cb (gpointer data)
{
  TbkLector *self = data;

  self->again = 0;
  tbk_lector_line_open (self);
  return G_SOURCE_REMOVE;
}

static void
lose (TbkLector *self, const char *reason)
{
  tbk_lector_line_close (self);
  self->again = g_timeout_add (self->again_ms, again_cb, self);
  self->again_ms = MIN (2 * self->again_ms, AGAIN_LAST_MS);
  tbk_lector_set_state (self, TBK_LECTOR_LOST, reason);
}

/* A port has appeared: no more waiting. Its rights may come a moment later, by another event. */
static void
device_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer data)
{
  TbkLector *self = data;
  g_autofree char *name = g_file_get_basename (file);

  if (self->state != TBK_LECTOR_LOST || !g_str_has_prefix (name, "tty") || event == G_FILE_MONITOR_EVENT_DELETED)
    return;
  self->again_ms = AGAIN_FIRST_MS;
  g_clear_handle_id (&self->again, g_source_remove);
  self->again = g_idle_add (again_cb, self);
}

static void
watch_devices (TbkLector *self)
{
  if (self->is_tcp || self->monitor != NULL)
    return;
  self->monitor = tbk_puertos_monitor ();
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (device_cb), self, 0);
}

/* --- bytes in ----------------------------------------------------------------------- */

static void read_on (Lectura *lectura);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Lectura *lectura = data;
  TbkLector *self = lectura->self;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (self->stream != lectura->stream)
    {
      lectura_free (lectura);
      return;
    }
  if (n > 0)
    {
      self->again_ms = AGAIN_FIRST_MS;
      tbk_lector_take_bytes (self, lectura->bytes, (gsize) n);
    }
  if (n > 0 && self->stream == lectura->stream)
    {
      read_on (lectura);
      return;
    }
  if (n <= 0)
    lose (self, self->is_tcp ? _ ("The connection to the scale has ended") : _ ("The cable was pulled out"));
  lectura_free (lectura);
}

static void
read_on (Lectura *lectura)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (lectura->stream), lectura->bytes, sizeof lectura->bytes,
                             G_PRIORITY_DEFAULT, lectura->self->cancellable, read_cb, lectura);
}

/* Takes over the stream. */
static void
begin (TbkLector *self, GIOStream *stream)
{
  Lectura *lectura = g_new0 (Lectura, 1);

  self->stream = stream;
  lectura->self = g_object_ref (self);
  lectura->stream = g_object_ref (stream);
  tbk_lector_set_state (self, TBK_LECTOR_WAITING, _ ("The line is open, and nothing comes"));
  read_on (lectura);
}

/* --- opening ------------------------------------------------------------------------- */

static void
keep_alive (GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, KEEP_IDLE_S, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, KEEP_EACH_S, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, KEEP_COUNT, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
}

static void
connect_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkLector) self = data;
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (connection == NULL)
    {
      lose (self, error->message);
      return;
    }
  /* That time-out was for connecting; a silent scale is no error. */
  g_socket_set_timeout (g_socket_connection_get_socket (connection), 0);
  keep_alive (connection);
  begin (self, G_IO_STREAM (connection));
}

static void
open_tcp (TbkLector *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_timeout (client, KEEP_IDLE_S);
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, self->address, 0, self->cancellable, connect_cb, g_object_ref (self));
}

static void
open_serial (TbkLector *self)
{
  g_autoptr (GError) error = NULL;
  GIOStream *stream = tbk_puerto_open (self->address, &self->linea, &error);

  if (stream == NULL)
    lose (self, error->message);
  else
    begin (self, stream);
}

void
tbk_lector_line_open (TbkLector *self)
{
  if (self->again_ms == 0)
    self->again_ms = AGAIN_FIRST_MS;
  watch_devices (self);
  self->cancellable = g_cancellable_new ();
  tbk_lector_set_state (self, TBK_LECTOR_OPENING, _ ("Opening the line…"));
  if (self->is_tcp)
    open_tcp (self);
  else
    open_serial (self);
}

void
tbk_lector_line_close (TbkLector *self)
{
  g_clear_handle_id (&self->again, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->stream != NULL)
    g_io_stream_close (self->stream, NULL, NULL); /* closing a descriptor: nothing of it can fail that matters */
  g_clear_object (&self->stream);
  self->writing = FALSE;
  tbk_lector_line_forget (self);
}

/* --- bytes out ----------------------------------------------------------------------- */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Lectura *written = data;
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error);
  if (written->self->stream == written->stream)
    {
      written->self->writing = FALSE;
      if (error != NULL)
        lose (written->self, error->message);
    }
  lectura_free (written);
}

gboolean
tbk_lector_line_write (TbkLector *self, const char *bytes, GError **error)
{
  Lectura *written;
  gsize n = strlen (bytes);

  if (self->stream == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, _ ("the scale is not connected"));
      return FALSE;
    }
  if (self->writing || n > PIECE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, _ ("the command before it has not gone out yet"));
      return FALSE;
    }
  written = g_new0 (Lectura, 1);
  written->self = g_object_ref (self);
  written->stream = g_object_ref (self->stream);
  memcpy (written->bytes, bytes, n);
  self->writing = TRUE;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream), written->bytes, n, G_PRIORITY_DEFAULT,
                                   self->cancellable, written_cb, written);
  return TRUE;
}
