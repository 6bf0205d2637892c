/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-test-socket.h"

#include "tbk-test-client.h"

#define PATIENCE_US (60 * G_TIME_SPAN_SECOND)

struct _TbkTestSocket
{
  SoupSession *session;
  SoupWebsocketConnection *connection; /* NULL: none was made */
  GQueue inbox;                        /* (element-type JsonObject) */
  gint64 last;
  guint status;
  guint close_code;
  gboolean connected; /* or refused: the handshake is over */
  gboolean closed;
};

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

void
tbk_test_turn (gint64 *deadline_us)
{
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GSource) late = g_timeout_source_new (1000);

  if (*deadline_us == 0)
    *deadline_us = now + PATIENCE_US;
  if (now > *deadline_us)
    g_error ("what was waited for did not come");
  g_source_set_callback (late, wake_cb, NULL, NULL);
  g_source_attach (late, NULL);
  g_main_context_iteration (NULL, TRUE);
  g_source_destroy (late);
}

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer data)
{
  TbkTestSocket *socket = data;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *frame;

  json_parser_load_from_data (parser, text, (gssize) size, &error);
  g_assert_no_error (error);
  frame = json_node_get_object (json_parser_get_root (parser));
  if (json_object_has_member (frame, "evento"))
    socket->last = MAX (socket->last, json_object_get_int_member (frame, "evento"));
  g_queue_push_tail (&socket->inbox, json_object_ref (frame));
}

static void
closed_cb (SoupWebsocketConnection *connection, gpointer data)
{
  TbkTestSocket *socket = data;

  socket->closed = TRUE;
  socket->close_code = soup_websocket_connection_get_close_code (connection);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkTestSocket *socket = data;
  g_autoptr (GError) error = NULL;

  socket->connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  socket->connected = TRUE;
  socket->closed = socket->connection == NULL;
  if (socket->connection == NULL)
    {
      g_test_message ("no socket: %s", error->message);
      return;
    }
  soup_websocket_connection_set_max_incoming_payload_size (socket->connection, 0);
  g_signal_connect (socket->connection, "message", G_CALLBACK (message_cb), socket);
  g_signal_connect (socket->connection, "closed", G_CALLBACK (closed_cb), socket);
}

static gboolean
accept_cb (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors, gpointer data)
{
  return TRUE;
}

static void
record (TbkTestSocket *socket, SoupMessage *message, const char *path)
{
  TbkTestReply reply = {
    .status = soup_message_get_status (message),
    .headers = soup_message_get_response_headers (message),
  };

  socket->status = reply.status;
  tbk_test_reply_record (&reply, "GET", path);
}

TbkTestSocket *
tbk_test_socket_new (TbkTestServer *server, const char *path, const char *token, const char *origin)
{
  TbkTestSocket *socket = g_new0 (TbkTestSocket, 1);
  g_autofree char *uri = g_strconcat ("wss", tbk_test_server_get_url (server) + strlen ("https"), path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
  gint64 deadline = 0;

  g_queue_init (&socket->inbox);
  socket->session = soup_session_new_with_options ("proxy-resolver", NULL, "max-conns", 1, NULL);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  if (token != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
  soup_session_websocket_connect_async (socket->session, message, origin, NULL, G_PRIORITY_DEFAULT,
                                        NULL, connected_cb, socket);
  while (!socket->connected)
    tbk_test_turn (&deadline);
  record (socket, message, path);
  return socket;
}

void
tbk_test_socket_free (TbkTestSocket *socket)
{
  if (socket == NULL)
    return;
  if (socket->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (socket->connection, socket);
      g_io_stream_close (soup_websocket_connection_get_io_stream (socket->connection), NULL, NULL);
    }
  g_clear_object (&socket->connection);
  soup_session_abort (socket->session);
  g_object_unref (socket->session);
  g_queue_clear_full (&socket->inbox, (GDestroyNotify) json_object_unref);
  g_free (socket);
}

guint
tbk_test_socket_get_status (TbkTestSocket *socket)
{
  return socket->status;
}

gboolean
tbk_test_socket_is_open (TbkTestSocket *socket)
{
  return !socket->closed;
}

void
tbk_test_socket_send (TbkTestSocket *socket, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  soup_websocket_connection_send_text (socket->connection, text);
}

JsonObject *
tbk_test_socket_take (TbkTestSocket *socket)
{
  return g_queue_pop_head (&socket->inbox);
}

JsonObject *
tbk_test_socket_wait (TbkTestSocket *socket, const char *event)
{
  gint64 deadline = 0;

  for (;;)
    {
      JsonObject *frame = tbk_test_socket_take (socket);

      if (frame == NULL && socket->closed)
        g_error ("the socket was closed by %u, before %s", socket->close_code, event);
      if (frame == NULL)
        tbk_test_turn (&deadline);
      else if (g_str_equal (json_object_get_string_member (frame, "event"), event))
        return frame;
      else
        json_object_unref (frame);
    }
}

guint
tbk_test_socket_wait_closed (TbkTestSocket *socket)
{
  gint64 deadline = 0;

  while (!socket->closed)
    tbk_test_turn (&deadline);
  return socket->close_code;
}

gint64
tbk_test_socket_get_last (TbkTestSocket *socket)
{
  return socket->last;
}
