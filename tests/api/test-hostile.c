/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Clients that mean no good: the server goes on answering the others, and its memory stays flat. */

#include "tbk-test-client.h"

#include <string.h>
#include <sys/resource.h>

#define N_IDLE 1000
#define N_FILES 4096
#define KB_PER_CONNECTION 128 /* under AddressSanitizer */
#define KB_SLACK (48 * 1024)
#define HEAD_TIMEOUT_S 3
#define MAX_REPLY 4096
#define MB (1024 * 1024)
#define MAX_SENT (64 * MB)
#define STRICT_TRIES 40

static const char *const settings[] = { "HEAD_TIMEOUT=3", "RATE_STRICT_PER_MINUTE=60", NULL };

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *other; /* who must be answered all the while */
} Hostile;

static gboolean
accept_certificate_cb (GTlsConnection *connection,
                       GTlsCertificate *peer,
                       GTlsCertificateFlags errors,
                       gpointer data)
{
  return TRUE;
}

static void
event_cb (
    GSocketClient *client, GSocketClientEvent event, GSocketConnectable *to, GIOStream *stream, gpointer data)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    g_signal_connect (stream, "accept-certificate", G_CALLBACK (accept_certificate_cb), NULL);
}

/* Returns: (transfer full): a connection after its TLS handshake. */
static GSocketConnection *
open_raw (Hostile *hostile)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_tls (client, TRUE);
  g_signal_connect (client, "event", G_CALLBACK (event_cb), NULL);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1",
                                                tbk_test_server_get_port (hostile->server), NULL, &error);
  g_assert_no_error (error);
  return connection;
}

/* FALSE once the other side has closed. */
static gboolean
send_raw (GSocketConnection *connection, const char *text, gsize size)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, size,
                                    NULL, NULL, NULL);
}

/* What comes until the server closes. Returns: (transfer full). */
static char *
read_to_end (GSocketConnection *connection)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  char buffer[512];
  gssize size;

  while (text->len < MAX_REPLY && (size = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, size);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_others_answered (Hostile *hostile)
{
  g_autoptr (TbkTestReply) reply
             = tbk_test_expect (hostile->other, 200, "GET", NULL, "/contratos?page_size=5");
}

static void
assert_flat (Hostile *hostile, gsize before_kb, gsize allowed_kb)
{
  gsize now_kb = tbk_test_server_get_memory (hostile->server);

  g_test_message ("%" G_GSIZE_FORMAT " kB before, %" G_GSIZE_FORMAT " kB now", before_kb, now_kb);
  g_assert_cmpuint (now_kb, <, before_kb + allowed_kb);
}

static void
test_idle_connections (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  gsize before = tbk_test_server_get_memory (hostile->server);

  for (guint i = 0; i < N_IDLE; i++)
    {
      g_ptr_array_add (connections, open_raw (hostile));
      if (i % 100 == 0)
        assert_others_answered (hostile);
    }
  assert_others_answered (hostile);
  assert_flat (hostile, before, N_IDLE * KB_PER_CONNECTION);
}

static void
test_huge_body (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (GSocketConnection) connection = open_raw (hostile);
  gsize before = tbk_test_server_get_memory (hostile->server);
  g_autofree char *head
      = g_strdup_printf ("POST /contratos HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                         "Content-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n",
                         tbk_test_client_get_token (hostile->other));
  g_autofree char *chunk = g_strnfill (MB, 'x');
  g_autofree char *reply = NULL;
  gsize sent = 0;

  g_assert_true (send_raw (connection, head, strlen (head)));
  while (sent < MAX_SENT && send_raw (connection, chunk, MB))
    {
      sent += MB;
      assert_others_answered (hostile);
    }
  g_assert_cmpuint (sent, <, MAX_SENT);
  assert_flat (hostile, before, KB_SLACK);
}

/* Without a body to read over, the answer says why. */
static void
test_huge_body_announced (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (GSocketConnection) connection = open_raw (hostile);
  g_autofree char *head
      = g_strdup_printf ("POST /contratos HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                         "Content-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n",
                         tbk_test_client_get_token (hostile->other));
  g_autofree char *reply = NULL;

  g_assert_true (send_raw (connection, head, strlen (head)));
  reply = read_to_end (connection);
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 413 "));
}

static void
test_huge_head (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (GSocketConnection) connection = open_raw (hostile);
  gsize before = tbk_test_server_get_memory (hostile->server);
  const char *head = "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: ";
  g_autofree char *value = g_strnfill (MB, 'x');
  g_autofree char *reply = NULL;

  g_assert_true (send_raw (connection, head, strlen (head)));
  if (send_raw (connection, value, MB))
    send_raw (connection, "\r\n\r\n", 4);
  reply = read_to_end (connection);
  if (*reply != '\0')
    g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 431 "));
  assert_others_answered (hostile);
  assert_flat (hostile, before, KB_SLACK);
}

/* A byte a second: cut off when the head's time is over, long before the head is whole. */
static void
test_byte_a_second (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (GSocketConnection) connection = open_raw (hostile);
  GSocket *socket = g_socket_connection_get_socket (connection);
  const char *head = "GET /health HTTP/1.1\r\n";
  gint64 begun = g_get_monotonic_time ();
  g_autofree char *reply = NULL;

  for (gsize i = 0; i < strlen (head); i++)
    {
      if (!send_raw (connection, head + i, 1))
        break;
      assert_others_answered (hostile);
      if (g_socket_condition_timed_wait (socket, G_IO_IN | G_IO_HUP, G_TIME_SPAN_SECOND, NULL, NULL))
        break;
    }
  reply = read_to_end (connection);
  if (*reply != '\0')
    g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 408 "));
  g_assert_cmpint (g_get_monotonic_time () - begun, <, (HEAD_TIMEOUT_S + 4) * G_TIME_SPAN_SECOND);
}

static void
test_large_logo (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (TbkTestReply) yo = tbk_test_expect (hostile->other, 200, "GET", NULL, "/me");
  g_autofree char *path
      = g_strdup_printf ("/empresas/" TBK_ID "/logo", tbk_test_reply_int (yo, "empresa_id"));
  g_autoptr (GBytes) large = g_bytes_new_take (g_strnfill (MB, 'x'), MB);
  g_autoptr (GBytes) no_picture = g_bytes_new_static ("no picture", 10);
  g_autoptr (TbkTestReply) refused = NULL;
  g_autoptr (TbkTestReply) unknown = NULL;

  refused = tbk_test_client_send_bytes (hostile->other, "PUT", path, large, "image/png", NULL);
  tbk_assert_status (refused, 413);
  unknown = tbk_test_client_send_bytes (hostile->other, "PUT", path, no_picture, "image/png", NULL);
  tbk_assert_status (unknown, 415);
}

/* Those who guess are told to wait, on every route that the row says so of; the others are not. */
static void
test_strict_rate (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  const struct
  {
    const char *method;
    const char *path;
    const char *body;
  } routes[] = {
    { "POST", "/auth/login", "{\"email\": \"nadie@demo.ec\", \"password\": \"no-es-esta-2026\"}" },
    { "POST", "/auth/refresh", "{\"refresh_token\": \"nada\"}" },
    { "POST", "/auth/register", "{}" },
    { "PUT", "/me/password",
      "{\"password_actual\": \"no-es-esta-2026\", \"password_nueva\": \"otro-cacao-2026\"}" },
    { "GET", "/empresas/ruc/1790016919001", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      guint status = 0;
      for (guint tries = 0; tries < STRICT_TRIES && status != 429; tries++)
        {
          g_autoptr (TbkTestReply) reply = NULL;
          reply = tbk_test_client_send (hostile->other, routes[i].method, routes[i].path, routes[i].body);
          status = reply->status;
          if (status == 429)
            g_assert_nonnull (soup_message_headers_get_one (reply->headers, "Retry-After"));
        }
      g_test_message ("%s", routes[i].path);
      g_assert_cmpuint (status, ==, 429);
    }
  assert_others_answered (hostile);
}

static void
raise_file_limit (void)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  limit.rlim_cur = MIN (N_FILES, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (TbkTestServer) server = NULL;
  Hostile hostile;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  raise_file_limit ();
  server = tbk_test_server_new (settings);
  hostile.server = server;
  hostile.other = tbk_test_client_new (server);
  tbk_test_client_login (hostile.other, "centro@demo.ec");

  g_test_add_data_func ("/hostile/idle-connections", &hostile, test_idle_connections);
  g_test_add_data_func ("/hostile/huge-body", &hostile, test_huge_body);
  g_test_add_data_func ("/hostile/huge-body-announced", &hostile, test_huge_body_announced);
  g_test_add_data_func ("/hostile/huge-head", &hostile, test_huge_head);
  g_test_add_data_func ("/hostile/byte-a-second", &hostile, test_byte_a_second);
  g_test_add_data_func ("/hostile/large-logo", &hostile, test_large_logo);
  g_test_add_data_func ("/hostile/strict-rate", &hostile, test_strict_rate);
  status = g_test_run ();

  tbk_test_client_free (hostile.other);
  return status;
}
