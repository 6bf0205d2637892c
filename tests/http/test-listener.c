/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Connections by themselves: this thread is client and server at once, turn by turn. Without TLS
 * but where it matters. */

#include <errno.h>
#include <string.h>

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tbk-line.h"
#include "tbk-listener.h"

#define MAX_BODY 4000
#define BIG_BODY (8 * 1024 * 1024)
#define GET "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
#define POST "POST /a HTTP/1.1\r\nHost: h\r\n"

/* Short, and each well apart from the others. */
static const TbkListenerLimits short_limits = {
  .max_connections = 8,
  .max_per_address = 6,
  .head_ms = 200,
  .idle_ms = 300,
  .body_grace_ms = 250,
  .body_min_rate = 100,
  .max_buffered = 6000,
  .stall_ms = 200,
  .linger_ms = 200,
  .write_buffer = 8192,
};

typedef struct
{
  TbkListener *listener;
  guint port;
  GBytes *big;
  TbkPeer *held; /* asked for /hold; not yet answered */
  guint n_requests;
  guint n_gone;
  guint n_refused;
  int last_refusal;
} Fixture;

/* --- what answers --------------------------------------------------------------------------------- */

static void
answer (TbkPeer *peer, GBytes *body)
{
  g_autoptr (GString) head = g_string_new ("HTTP/1.1 200 OK\r\n");

  g_string_append_printf (head, "Content-Length: %zu\r\n", g_bytes_get_size (body));
  tbk_peer_reply (peer, head, body, FALSE);
}

static guint64
limit_cb (const TbkHead *head, gboolean *streamed, gpointer user_data)
{
  return strcmp (tbk_head_get_path (head), "/none") == 0 ? 0 : MAX_BODY;
}

static void
request_cb (TbkPeer *peer, TbkHead *head, GBytes *body, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (TbkHead) owned = head;
  g_autofree char *text = g_strdup_printf ("%s:%zu;", tbk_head_get_path (head),
                                           body != NULL ? g_bytes_get_size (body) : 0);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  fixture->n_requests++;
  if (strcmp (tbk_head_get_path (head), "/hold") == 0)
    fixture->held = peer;
  else
    answer (peer, strcmp (tbk_head_get_path (head), "/big") == 0 ? fixture->big : bytes);
}

static void
gone_cb (TbkPeer *peer, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_gone++;
  if (fixture->held == peer)
    fixture->held = NULL;
}

static void
refused_cb (const char *address, const char *path, int status, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_refused++;
  fixture->last_refusal = status;
}

static const TbkListenerHandlers handlers = { limit_cb, request_cb, NULL, gone_cb, refused_cb };

static void
start (Fixture *fixture, const TbkTls *tls, const TbkListenerLimits *limits)
{
  int fd = tbk_line_listen (&fixture->port);

  fixture->listener = tbk_listener_new (fd, tls, limits, &handlers, fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  char *big = g_malloc (BIG_BODY);

  for (gsize i = 0; i < BIG_BODY; i++)
    big[i] = 'a' + i % 23;
  fixture->big = g_bytes_new_take (big, BIG_BODY);
  if (data != NULL)
    start (fixture, NULL, data);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_listener_free (fixture->listener);
  g_bytes_unref (fixture->big);
}

static gint64
ms_since (gint64 begun_us)
{
  return (g_get_monotonic_time () - begun_us) / 1000;
}

/* --- requests ------------------------------------------------------------------------------------- */

static void
test_keep_alive (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, 0);

  tbk_line_send (client, GET);
  tbk_line_await (client, tbk_line_has (client, "/a:0;"));
  g_assert_true (tbk_line_has (client, "\r\nDate: "));
  g_assert_false (tbk_line_has (client, "Connection: close"));
  tbk_line_send (client, "GET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  tbk_line_await (client, client->ended);
  g_assert_true (tbk_line_has (client, "/b:0;"));
  g_assert_true (tbk_line_has (client, "Connection: close"));
}

/* In order, however they come; one at a time is open. */
static void
test_pipelined (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, 0);
  const char *text = POST "Content-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nHost: h\r\n\r\n"
                          "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nxy\r\n0\r\n\r\n"
                          "GET /d HTTP/1.0\r\n\r\n" GET;
  const char *at;

  tbk_line_send (client, text);
  tbk_line_await (client, client->ended);
  g_assert_nonnull (at = strstr (client->text->str, "/a:3;"));
  g_assert_nonnull (at = strstr (at, "/b:0;"));
  g_assert_nonnull (at = strstr (at, "/c:2;"));
  g_assert_nonnull (at = strstr (at, "/d:0;"));
  g_assert_cmpuint (fixture->n_requests, ==, 4); /* HTTP/1.0 ended the connection */
}

static void
test_bytewise (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, 0);
  const char *text = POST "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n1;x\r\nd\r\n0\r\n\r\n";

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      g_assert_cmpint (send (client->fd, text + i, 1, MSG_NOSIGNAL), ==, 1);
      g_main_context_iteration (NULL, FALSE);
    }
  tbk_line_await (client, client->ended);
  g_assert_true (tbk_line_has (client, "/a:4;"));
}

static void
test_continue (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, 0);

  tbk_line_send (client, POST "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  tbk_line_await (client, tbk_line_has (client, "\r\n\r\n"));
  g_assert_cmpstr (client->text->str, ==, "HTTP/1.1 100 Continue\r\n\r\n");
  g_assert_cmpuint (fixture->n_requests, ==, 0);
  tbk_line_send (client, "{}");
  tbk_line_await (client, tbk_line_has (client, "/a:2;"));
}

static void
assert_refused (Fixture *fixture, const char *text, int status)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, 0);
  g_autofree char *line = g_strdup_printf ("HTTP/1.1 %d ", status);

  tbk_line_send (client, text);
  tbk_line_await (client, client->ended);
  g_assert_cmpstr (client->text->str, !=, "");
  if (!g_str_has_prefix (client->text->str, line))
    g_error ("%s", client->text->str);
  g_assert_cmpint (fixture->last_refusal, ==, status);
  g_assert_cmpuint (tbk_listener_get_open (fixture->listener), ==, 0);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture, POST "Content-Length: 4001\r\n\r\n", 413);
  assert_refused (fixture, POST "Content-Length: 4001\r\nExpect: 100-continue\r\n\r\n", 413);
  assert_refused (fixture, POST "Transfer-Encoding: chunked\r\n\r\nfa1\r\n", 413);
  assert_refused (fixture, "POST /none HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx", 413);
  assert_refused (fixture, POST "Transfer-Encoding: chunked\r\n\r\nx", 400);
  assert_refused (fixture, "GET\r\n\r\n", 400);
  g_assert_cmpuint (fixture->n_requests, ==, 0);
}

/* --- time-outs ------------------------------------------------------------------------------------- */

static void
test_idle_ends (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, 0);
  gint64 begun_us;

  tbk_line_send (client, GET);
  tbk_line_await (client, tbk_line_has (client, "/a:0;"));
  begun_us = g_get_monotonic_time ();
  g_string_truncate (client->text, 0);
  tbk_line_await (client, client->ended);
  g_assert_cmpstr (client->text->str, ==, "");
  g_assert_cmpint (ms_since (begun_us), >=, short_limits.idle_ms - 50);
}

typedef struct
{
  TbkLine *client;
  char byte;
} Drip;

static gboolean
drip_cb (gpointer data)
{
  const Drip *drip = data;

  send (drip->client->fd, &drip->byte, 1, MSG_NOSIGNAL);
  return G_SOURCE_CONTINUE;
}

/* A byte each 20 ms, 50 a second: progress, but too slow. Until the server closes. */
static void
drip (TbkLine *client, const char *beginning, char byte)
{
  Drip data = { client, byte };
  guint source = g_timeout_add (20, drip_cb, &data);

  tbk_line_send (client, beginning);
  tbk_line_await (client, client->ended);
  g_source_remove (source);
}

static void
test_head_drips (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, 0);
  gint64 begun_us = g_get_monotonic_time ();

  drip (client, "GET /", 'x');
  g_assert_true (g_str_has_prefix (client->text->str, "HTTP/1.1 408 "));
  g_assert_cmpint (ms_since (begun_us), >=, short_limits.head_ms - 50);
}

/* A head that came behind another request has no more time than any. */
static void
test_head_left (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, 0);

  tbk_line_send (client, GET "GET /b");
  tbk_line_await (client, client->ended);
  g_assert_true (tbk_line_has (client, "/a:0;"));
  g_assert_true (tbk_line_has (client, "HTTP/1.1 408 "));
}

/* Half as fast as wanted. */
static void
test_body_drips (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, 0);

  drip (client, POST "Content-Length: 3900\r\n\r\n", 'x');
  g_assert_true (g_str_has_prefix (client->text->str, "HTTP/1.1 408 "));
  g_assert_cmpuint (fixture->n_requests, ==, 0);
}

/* What came at once buys no long wait: 3000 bytes are half a minute at the smallest rate. */
static void
test_body_stops (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, 0);
  g_autofree char *most = g_strnfill (3000, 'x');
  gint64 begun_us = g_get_monotonic_time ();

  tbk_line_send (client, POST "Content-Length: 3900\r\n\r\n");
  tbk_line_send (client, most);
  tbk_line_await (client, client->ended);
  g_assert_true (g_str_has_prefix (client->text->str, "HTTP/1.1 408 "));
  g_assert_cmpint (ms_since (begun_us), <, 10000);
}

static void
test_reader_stalls (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) reader = tbk_line_new (fixture->port, 0);
  g_autoptr (TbkLine) other = tbk_line_new (fixture->port, 0);

  tbk_line_send (reader, "GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
  tbk_line_send (other, GET);
  tbk_line_await (other, tbk_line_has (other, "/a:0;"));
  tbk_line_await (other, fixture->n_refused == 1);
  g_assert_cmpint (fixture->last_refusal, ==, 0);
  tbk_line_read (reader);
  g_assert_true (reader->ended);
  g_assert_cmpuint (reader->text->len, <, BIG_BODY);
}

static void
test_reader_reads (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, 0);
  const char *body;

  tbk_line_send (client, "GET /big HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  tbk_line_await (client, client->ended);
  body = strstr (client->text->str, "\r\n\r\n") + 4;
  g_assert_cmpmem (body, client->text->str + client->text->len - body, g_bytes_get_data (fixture->big, NULL), BIG_BODY);
}

/* --- how many ------------------------------------------------------------------------------------- */

static void
test_too_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_line_free);
  g_autoptr (TbkLine) late = NULL;
  g_autoptr (TbkLine) next = NULL;

  for (guint i = 0; i < short_limits.max_per_address; i++)
    {
      g_ptr_array_add (clients, tbk_line_new (fixture->port, 0));
      tbk_line_send (clients->pdata[i], "GET /hold HTTP/1.1\r\nHost: h\r\n\r\n");
      tbk_line_await (clients->pdata[i], fixture->n_requests == i + 1);
    }
  late = tbk_line_new (fixture->port, 0);
  tbk_line_await (late, late->ended);
  g_assert_cmpstr (late->text->str, ==, "");
  g_assert_cmpuint (tbk_listener_get_connections (fixture->listener), ==, short_limits.max_per_address);
  g_ptr_array_remove_index (clients, 0);
  tbk_line_await (late, fixture->n_gone == 1);
  next = tbk_line_new (fixture->port, 0);
  tbk_line_send (next, GET);
  tbk_line_await (next, tbk_line_has (next, "/a:0;"));
}

/* All bodies together have a bound. */
static void
test_too_much (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) first = tbk_line_new (fixture->port, 0);
  g_autoptr (TbkLine) second = tbk_line_new (fixture->port, 0);
  g_autoptr (TbkLine) third = tbk_line_new (fixture->port, 0);
  g_autofree char *body = g_strnfill (3500, 'x');
  g_autofree char *request
      = g_strconcat ("POST /hold HTTP/1.1\r\nHost: h\r\nContent-Length: 3500\r\n\r\n", body, NULL);

  tbk_line_send (first, request);
  tbk_line_await (first, fixture->held != NULL);
  tbk_line_send (second, request);
  tbk_line_await (second, second->ended);
  g_assert_true (g_str_has_prefix (second->text->str, "HTTP/1.1 503 "));
  g_assert_true (tbk_line_has (second, "Retry-After: "));
  answer (fixture->held, fixture->big);
  fixture->held = NULL;
  tbk_line_send (third, request);
  tbk_line_await (third, fixture->held != NULL);
}

/* No descriptor is left: the client is turned away, and served once there is one again. */
static void
test_no_descriptor (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) refused = tbk_line_new (fixture->port, 0);
  g_autoptr (TbkLine) served = NULL;
  int next = dup (0);
  struct rlimit old;
  struct rlimit none;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &old), ==, 0);
  close (next);
  none = (struct rlimit){ .rlim_cur = next, .rlim_max = old.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  tbk_line_await (refused, refused->ended);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &old), ==, 0);
  g_assert_cmpuint (fixture->n_refused, >, 0);
  served = tbk_line_new (fixture->port, 0);
  tbk_line_send (served, GET);
  tbk_line_await (served, tbk_line_has (served, "/a:0;"));
}

/* --- ends ------------------------------------------------------------------------------------------ */

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) other = tbk_line_new (fixture->port, 0);
  TbkLine *client = tbk_line_new (fixture->port, 0);

  tbk_line_send (client, "GET /hold HTTP/1.1\r\nHost: h\r\n\r\n");
  tbk_line_await (client, fixture->held != NULL);
  g_assert_cmpuint (tbk_listener_get_open (fixture->listener), ==, 1);
  tbk_line_free (client);
  tbk_line_await (other, fixture->n_gone == 1);
  g_assert_cmpuint (tbk_listener_get_open (fixture->listener), ==, 0);
}

static void
test_drain (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) idle = tbk_line_new (fixture->port, 0);
  g_autoptr (TbkLine) open = tbk_line_new (fixture->port, 0);

  tbk_line_send (idle, GET);
  tbk_line_await (idle, tbk_line_has (idle, "/a:0;"));
  tbk_line_send (open, "GET /hold HTTP/1.1\r\nHost: h\r\n\r\n" GET);
  tbk_line_await (open, fixture->held != NULL);
  tbk_listener_drain (fixture->listener);
  tbk_line_await (idle, idle->ended);
  g_assert_cmpuint (tbk_listener_get_open (fixture->listener), ==, 1);
  answer (fixture->held, fixture->big);
  tbk_line_await (open, open->ended);
  g_assert_true (tbk_line_has (open, "Connection: close"));
  g_assert_cmpuint (open->text->len, >, BIG_BODY);
  g_assert_cmpuint (fixture->n_requests, ==, 2); /* what came behind it is not begun */
  tbk_line_await (open, tbk_listener_get_connections (fixture->listener) == 0);
}

/* --- TLS ------------------------------------------------------------------------------------------- */

typedef struct
{
  const Fixture *fixture;
  gsize record_bytes;
  GString *text;
  gboolean ended; /* atomic */
} TlsReader;

/* Asks for small records, and reads with pauses that fill every buffer on the way. */
static gpointer
tls_thread (gpointer data)
{
  TlsReader *reader = data;
  g_autoptr (TbkLine) client = tbk_line_new (reader->fixture->port, 0);
  const char *request = "GET /big HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  gnutls_certificate_credentials_t credentials;
  gnutls_session_t session;
  char buffer[16384];
  gssize n;

  gnutls_certificate_allocate_credentials (&credentials);
  gnutls_init (&session, GNUTLS_CLIENT);
  gnutls_set_default_priority (session);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_record_set_max_recv_size (session, reader->record_bytes);
  gnutls_transport_set_int (session, client->fd);
  g_assert_cmpint (gnutls_handshake (session), ==, 0);
  g_assert_cmpint (gnutls_record_send (session, request, strlen (request)), ==, strlen (request));
  /* AGAIN is said of what is no data, like a session ticket. */
  while ((n = gnutls_record_recv (session, buffer, sizeof buffer)) > 0 || n == GNUTLS_E_AGAIN)
    g_string_append_len (reader->text, buffer, MAX (n, 0));
  gnutls_deinit (session);
  gnutls_certificate_free_credentials (credentials);
  g_atomic_int_set (&reader->ended, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static TbkTls *
make_tls (void)
{
  const guint8 ticket_key[TBK_TLS_TICKET_KEY_BYTES] = { 1 };
  g_autofree char *folder = g_dir_make_tmp ("tbk-listener-XXXXXX", NULL);
  g_autofree char *cert = g_build_filename (folder, "server.pem", NULL);
  g_autofree char *key = g_build_filename (folder, "server.key", NULL);
  g_autoptr (GError) error = NULL;
  TbkTls *tls;

  tbk_tls_make_files (cert, key, &error);
  g_assert_no_error (error);
  tls = tbk_tls_new (cert, key, ticket_key, &error);
  g_assert_no_error (error);
  g_unlink (cert);
  g_unlink (key);
  g_rmdir (folder);
  return tls;
}

static void
test_tls_records (Fixture *fixture, gconstpointer data)
{
  const gsize sizes[] = { 512, 16384 };
  g_autoptr (TbkTls) tls = make_tls ();

  /* A slow machine's reader must not look like one that takes nothing. */
  start (fixture, tls, &tbk_listener_limits);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      TlsReader reader = { .fixture = fixture, .record_bytes = sizes[i], .text = g_string_new (NULL) };
      GThread *thread = g_thread_new ("reader", tls_thread, &reader);
      const char *body;

      while (!g_atomic_int_get (&reader.ended))
        g_main_context_iteration (NULL, TRUE);
      g_thread_join (thread);
      body = strstr (reader.text->str, "\r\n\r\n") + 4;
      g_assert_cmpmem (body, reader.text->str + reader.text->len - body,
                       g_bytes_get_data (fixture->big, NULL), BIG_BODY);
      g_string_free (reader.text, TRUE);
    }
  g_clear_pointer (&fixture->listener, tbk_listener_free);
}

/* Silent, or no TLS at all. */
static void
test_tls_none (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkTls) tls = make_tls ();
  g_autoptr (TbkLine) silent = NULL;
  g_autoptr (TbkLine) plain = NULL;

  start (fixture, tls, &short_limits);
  silent = tbk_line_new (fixture->port, 0);
  plain = tbk_line_new (fixture->port, 0);
  tbk_line_send (plain, GET);
  tbk_line_await (plain, plain->ended);
  tbk_line_await (silent, silent->ended);
  g_assert_cmpuint (silent->text->len, ==, 0);
  g_assert_cmpuint (fixture->n_requests, ==, 0);
  tbk_line_await (silent, tbk_listener_get_connections (fixture->listener) == 0);
  g_clear_pointer (&fixture->listener, tbk_listener_free);
}

#define add(name, function) g_test_add ("/listener/" name, Fixture, &short_limits, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("keep-alive", test_keep_alive);
  add ("pipelined", test_pipelined);
  add ("bytewise", test_bytewise);
  add ("continue", test_continue);
  add ("refused", test_refused);
  add ("idle-ends", test_idle_ends);
  add ("head-drips", test_head_drips);
  add ("head-left", test_head_left);
  add ("body-drips", test_body_drips);
  add ("body-stops", test_body_stops);
  add ("reader-stalls", test_reader_stalls);
  add ("reader-reads", test_reader_reads);
  add ("too-many", test_too_many);
  add ("too-much", test_too_much);
  add ("no-descriptor", test_no_descriptor);
  add ("gone", test_gone);
  add ("drain", test_drain);
  g_test_add ("/listener/tls-records", Fixture, NULL, set_up, test_tls_records, tear_down);
  g_test_add ("/listener/tls-none", Fixture, NULL, set_up, test_tls_none, tear_down);
  return g_test_run ();
}
