/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What libsoup alone can do: a SoupServer with TLS whose WebSockets are all sent the same texts, a
 * loop over SoupWebsocketConnections. What tests/bench/fanout.py compares with. bare-socket CERT
 * KEY: prints its port, and ends with its parent. A client that sends "N BYTES" has N texts of so
 * many bytes sent to all, the last one ending in FIN. */

#include <libsoup/soup.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>

typedef struct
{
  GPtrArray *connections;
  char *text;
  guint left;
} Room;

/* One text to all; others have their turn between two. */
static gboolean
send_cb (gpointer data)
{
  Room *room = data;

  if (room->left == 1)
    memcpy (room->text + strlen (room->text) - 3, "FIN", 3);
  for (guint i = 0; i < room->connections->len; i++)
    soup_websocket_connection_send_text (room->connections->pdata[i], room->text);
  return --room->left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer data)
{
  Room *room = data;
  g_autofree char *asked = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  char *rest;

  room->left = (guint) g_ascii_strtoull (asked, &rest, 10);
  g_free (room->text);
  room->text = g_strnfill (g_ascii_strtoull (rest, NULL, 10), 'x');
  g_idle_add_full (G_PRIORITY_DEFAULT, send_cb, room, NULL);
}

static void
socket_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           SoupWebsocketConnection *connection,
           gpointer data)
{
  Room *room = data;

  g_ptr_array_add (room->connections, g_object_ref (connection));
  g_signal_connect (connection, "message", G_CALLBACK (message_cb), room);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  GSList *uris;
  Room room = { .connections = g_ptr_array_new () };

  if (argc != 3)
    g_error ("usage: bare-socket CERT KEY");
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  certificate = g_tls_certificate_new_from_files (argv[1], argv[2], &error);
  if (certificate == NULL)
    g_error ("%s", error->message);
  server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_websocket_handler (server, NULL, NULL, NULL, socket_cb, &room, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    g_error ("%s", error->message);
  uris = soup_server_get_uris (server);
  g_print ("%d\n", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  loop = g_main_loop_new (NULL, FALSE);
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}
