/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What libsoup alone can do: a SoupServer with TLS that answers every request with the same bytes,
 * in several processes on one socket; or, given a folder, writes the body of a POST into a file
 * there, named by the path, and sends it for a GET. The upper limit that tests/bench/bench.py
 * compares with. bare-soup CERT KEY PROCESSES BYTES [FOLDER]: prints its port, and ends with its
 * parent. */

#include <libsoup/soup.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static void
answer_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  GBytes *body = data;
  gsize size;
  const char *content = g_bytes_get_data (body, &size);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, content, size);
}

static void
chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer data)
{
  gsize size;
  const void *bytes = g_bytes_get_data (chunk, &size);

  if (fwrite (bytes, 1, size, data) != size)
    g_error ("the file does not take it");
}

static void
close_file (gpointer out)
{
  fclose (out);
}

static void
early_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  g_autofree char *file = g_build_filename (data, path, NULL);
  FILE *out;

  if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    return;
  out = fopen (file, "w");
  if (out == NULL)
    g_error ("%s cannot be written", file);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (chunk_cb), out);
  g_object_set_data_full (G_OBJECT (message), "out", out, close_file);
}

static void
file_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  g_autofree char *file = g_build_filename (data, path, NULL);
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GBytes) body = NULL;

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  if (soup_server_message_get_method (message) == SOUP_METHOD_POST)
    return;
  mapped = g_mapped_file_new (file, FALSE, NULL);
  if (mapped == NULL)
    g_error ("%s cannot be read", file);
  body = g_mapped_file_get_bytes (mapped);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
}

static GSocket *
listen_on_free_port (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  if (socket == NULL || !g_socket_bind (socket, address, TRUE, &error))
    g_error ("%s", error->message);
  g_socket_set_listen_backlog (socket, 512);
  bound = g_socket_get_local_address (socket, &error);
  if (bound == NULL || !g_socket_listen (socket, &error))
    g_error ("%s", error->message);
  g_print ("%u\n", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  return g_steal_pointer (&socket);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (GBytes) body = NULL;
  GSocket *socket;
  gsize size;

  if (argc != 5 && argc != 6)
    g_error ("usage: bare-soup CERT KEY PROCESSES BYTES [FOLDER]");
  size = g_ascii_strtoull (argv[4], NULL, 10);
  body = g_bytes_new_take (g_strnfill (size, 'x'), size);
  socket = listen_on_free_port ();
  for (guint64 n = g_ascii_strtoull (argv[3], NULL, 10); n > 1; n--)
    if (fork () == 0)
      break;
  prctl (PR_SET_PDEATHSIG, SIGTERM);

  certificate = g_tls_certificate_new_from_files (argv[1], argv[2], &error);
  if (certificate == NULL)
    g_error ("%s", error->message);
  server = soup_server_new ("tls-certificate", certificate, NULL);
  if (argc == 6)
    {
      soup_server_add_early_handler (server, NULL, early_cb, argv[5], NULL);
      soup_server_add_handler (server, NULL, file_cb, argv[5], NULL);
    }
  else
    soup_server_add_handler (server, NULL, answer_cb, body, NULL);
  if (!soup_server_listen_socket (server, socket, SOUP_SERVER_LISTEN_HTTPS, &error))
    g_error ("%s", error->message);
  loop = g_main_loop_new (NULL, FALSE);
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}
