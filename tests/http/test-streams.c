/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bodies and replies that stream, on connections by themselves: this thread is client and server at
 * once, turn by turn. Without TLS. */

#include <errno.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tbk-line.h"
#include "tbk-listener.h"
#include "tbk-problem.h"

#define SMALL_ROOM 16384 /* bytes, so that the server has to wait */
#define MAX_BODY (4 * 1024 * 1024)
#define SOURCE_BYTES (3 * 1024 * 1024 + 17)
#define UP "POST /up HTTP/1.1\r\nHost: h\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

static const TbkListenerLimits short_limits = {
  .max_connections = 8,
  .max_per_address = 8,
  .head_ms = 2000,
  .idle_ms = 5000,
  .body_grace_ms = 250,
  .body_min_rate = 100,
  .max_buffered = 6000, /* less than any body here: a stream is not buffered */
  .stall_ms = 250,
  .linger_ms = 200,
  .write_buffer = 8192,
};

/* Counts what it is given, and refuses from `limit` bytes on. */
typedef struct
{
  TbkSink sink;
  guint64 received;
  guint64 sum;
  guint64 limit;
} CountingSink;

/* Gives a known sequence; waits where it is told to, and fails at the end of it where that comes early. */
typedef struct
{
  TbkSource source;
  guint64 at;
  guint64 length;
  guint64 fail_at; /* 0: does not */
  guint64 wait_at; /* 0: does not */
  guint waker;     /* that calls `ready` */
  guint *n_freed;
} CountingSource;

typedef struct
{
  TbkListener *listener;
  guint port;
  CountingSink sink;
  TbkPeer *held; /* asked for /hold: nothing is done yet */
  guint n_requests, n_received, n_gone, n_refused, n_freed;
  guint64 handed; /* read of sources */
  int last_error;
} Fixture;

static guint8
byte_at (guint64 at)
{
  return (guint8) ('a' + at % 23);
}

/* --- what answers
 * -----------------------------------------------------------------------------------------------------
 */

static gboolean
sink_write (TbkSink *sink, const guint8 *data, gsize length, GError **error)
{
  CountingSink *counting = (CountingSink *) sink;

  g_assert_cmpuint (length, <=, 16 * 1024 + 512);
  for (gsize i = 0; i < length; i++)
    counting->sum += data[i] == byte_at (counting->received + i);
  counting->received += length;
  if (counting->received <= counting->limit)
    return TRUE;
  tbk_problem_set (error, 507, "full");
  return FALSE;
}

static gboolean
wake_source_cb (gpointer user_data)
{
  CountingSource *counting = user_data;

  counting->waker = 0;
  counting->wait_at = 0;
  counting->source.ready (counting->source.ready_data);
  return G_SOURCE_REMOVE;
}

static TbkSourceResult
source_read (TbkSource *source, guint8 *room, gsize size, gsize *n)
{
  CountingSource *counting = (CountingSource *) source;

  if (counting->wait_at != 0 && counting->at >= counting->wait_at)
    {
      if (counting->waker == 0)
        counting->waker = g_timeout_add (20, wake_source_cb, counting);
      return TBK_SOURCE_WAIT;
    }
  if (counting->fail_at != 0 && counting->at >= counting->fail_at)
    return TBK_SOURCE_FAILED;
  *n = MIN (size, counting->length - counting->at);
  for (gsize i = 0; i < *n; i++)
    room[i] = byte_at (counting->at + i);
  counting->at += *n;
  return *n > 0 ? TBK_SOURCE_SOME : TBK_SOURCE_END;
}

static void
source_free (TbkSource *source)
{
  CountingSource *counting = (CountingSource *) source;

  g_clear_handle_id (&counting->waker, g_source_remove);
  (*counting->n_freed)++;
  g_free (counting);
}

static void
answer (TbkPeer *peer, int status, const char *text)
{
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  g_string_printf (head, "HTTP/1.1 %d X\r\nContent-Length: %zu\r\n", status, strlen (text));
  tbk_peer_reply (peer, head, body, FALSE);
}

/* "/length", "/chunks", with "-fail" or "-wait" after it. */
static void
answer_source (Fixture *fixture, TbkPeer *peer, const char *path)
{
  g_autoptr (GString) head = g_string_new ("HTTP/1.1 200 OK\r\n");
  gboolean known = g_str_has_prefix (path, "/length");
  CountingSource *counting = g_new0 (CountingSource, 1);

  counting->source.read = source_read;
  counting->source.free = source_free;
  counting->length = SOURCE_BYTES;
  counting->n_freed = &fixture->n_freed;
  if (g_str_has_suffix (path, "-fail"))
    counting->fail_at = SOURCE_BYTES / 2;
  if (g_str_has_suffix (path, "-wait"))
    counting->wait_at = SOURCE_BYTES / 2;
  if (g_str_has_suffix (path, "-short"))
    counting->length = 1000;
  if (known)
    g_string_append_printf (head, "Content-Length: %d\r\n", SOURCE_BYTES);
  tbk_peer_reply_source (peer, head, &counting->source, known ? SOURCE_BYTES : -1, FALSE);
}

static guint64
limit_cb (const TbkHead *head, gboolean *streamed, gpointer user_data)
{
  *streamed = strcmp (tbk_head_get_path (head), "/plain") != 0;
  return MAX_BODY;
}

static void
request_cb (TbkPeer *peer, TbkHead *head, GBytes *body, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (TbkHead) owned = head;
  const char *path = tbk_head_get_path (head);

  fixture->n_requests++;
  if (strcmp (path, "/hold") == 0)
    fixture->held = peer;
  else if (strcmp (path, "/no") == 0)
    answer (peer, 403, "no");
  else if (strcmp (path, "/up") == 0)
    tbk_peer_receive (peer, &fixture->sink.sink);
  else if (strcmp (path, "/plain") == 0)
    answer (peer, 200, "plain");
  else
    answer_source (fixture, peer, path);
}

static void
received_cb (TbkPeer *peer, GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) owned = error;

  fixture->n_received++;
  fixture->last_error = error != NULL ? error->code : 0;
  answer (peer, error != NULL ? error->code : 201, "said");
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
  ((Fixture *) user_data)->n_refused++;
}

static const TbkListenerHandlers handlers = { limit_cb, request_cb, received_cb, gone_cb, refused_cb };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  int fd = tbk_line_listen (&fixture->port);

  fixture->sink = (CountingSink){ .sink.write = sink_write, .limit = G_MAXUINT64 };
  fixture->listener = tbk_listener_new (fd, NULL, &short_limits, &handlers, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_listener_free (fixture->listener);
}

/* --- a client --- */

static void
say (TbkLine *client, const char *text)
{
  g_assert_true (tbk_line_send (client, text));
}

/* All of it, turning the server whenever the socket is full. Returns: how many went before it closed. */
static gsize
say_all (TbkLine *client, const void *bytes, gsize length)
{
  gint64 deadline_us = g_get_monotonic_time () + TBK_LINE_DEADLINE_US;
  gsize at = 0;

  while (at < length)
    {
      gssize n = send (client->fd, (const char *) bytes + at, length - at, MSG_NOSIGNAL | MSG_DONTWAIT);

      if (n < 0 && errno != EAGAIN)
        break;
      at += (gsize) MAX (n, 0);
      g_main_context_iteration (NULL, FALSE);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    }
  return at;
}

static char *
make_body (gsize length)
{
  char *body = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    body[i] = (char) byte_at (i);
  return body;
}

/* --- bodies
 * ---------------------------------------------------------------------------------------------------------
 */

static void
test_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);
  g_autofree char *body = make_body (MAX_BODY);
  g_autofree char *head = g_strdup_printf (UP "Content-Length: %d\r\n\r\n", MAX_BODY);

  say (client, head);
  g_assert_cmpuint (say_all (client, body, MAX_BODY), ==, MAX_BODY);
  tbk_line_await (client, tbk_line_has (client, "said"));
  g_assert_cmpuint (fixture->sink.received, ==, MAX_BODY);
  g_assert_cmpuint (fixture->sink.sum, ==, MAX_BODY);
  /* and the connection goes on */
  say (client, "POST /plain HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx" UP "Content-Length: 1\r\n\r\na");
  tbk_line_await (client, fixture->n_received == 2);
  g_assert_true (tbk_line_has (client, "plain"));
  g_assert_cmpuint (fixture->n_requests, ==, 3);
}

static void
test_chunked_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);
  g_autofree char *body = make_body (300000);
  g_autoptr (GString) text = g_string_new (UP "Transfer-Encoding: chunked\r\n\r\n");
  gsize at = 0;

  for (gsize size = 1; at < 300000; size = size * 3 + 1)
    {
      gsize n = MIN (size, 300000 - at);

      g_string_append_printf (text, "%zx\r\n", n);
      g_string_append_len (text, body + at, (gssize) n);
      g_string_append (text, "\r\n");
      at += n;
    }
  g_string_append (text, "0\r\n\r\n");
  say_all (client, text->str, text->len);
  tbk_line_await (client, tbk_line_has (client, "said"));
  g_assert_cmpuint (fixture->sink.sum, ==, 300000);
  g_assert_cmpint (fixture->last_error, ==, 0);
}

static void
test_no_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);

  say (client, UP "\r\n" UP "Content-Length: 0\r\n\r\n");
  tbk_line_await (client, fixture->n_received == 2);
  g_assert_cmpuint (fixture->sink.received, ==, 0);
}

/* The handler is asked before the body is, and "go on" is said only when it wants it. */
static void
test_continue (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);

  say (client, "POST /hold HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  tbk_line_await (client, fixture->held != NULL);
  g_assert_cmpstr (client->text->str, ==, "");
  tbk_peer_receive (fixture->held, &fixture->sink.sink);
  tbk_line_await (client, tbk_line_has (client, "100 Continue"));
  say (client, "abc");
  tbk_line_await (client, tbk_line_has (client, "said"));
  g_assert_cmpuint (fixture->sink.sum, ==, 3);
}

/* Answered without its body, the connection ends: what follows would be taken for a request. */
static void
test_refused_early (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);

  say (client, "POST /no HTTP/1.1\r\nHost: h\r\nContent-Length: 40\r\n\r\n" GET ("/length"));
  tbk_line_await (client, client->ended);
  g_assert_true (tbk_line_has (client, "403"));
  g_assert_true (tbk_line_has (client, "Connection: close"));
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

static void
test_sink_refuses (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);
  g_autofree char *body = make_body (MAX_BODY);
  g_autofree char *head = g_strdup_printf (UP "Content-Length: %d\r\n\r\n", MAX_BODY);

  fixture->sink.limit = 100000;
  say (client, head);
  say_all (client, body, MAX_BODY);
  tbk_line_await (client, client->ended);
  g_assert_cmpint (fixture->last_error, ==, 507);
  g_assert_true (tbk_line_has (client, "HTTP/1.1 507"));
  g_assert_true (tbk_line_has (client, "said"));
  g_assert_cmpuint (fixture->sink.received, <, 200000);
  g_assert_cmpuint (tbk_listener_get_open (fixture->listener), ==, 0);
}

static void
assert_fails (Fixture *fixture, const char *text, int status)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);
  g_autofree char *line = g_strdup_printf ("HTTP/1.1 %d ", status);

  say (client, text);
  tbk_line_await (client, client->ended);
  if (!g_str_has_prefix (client->text->str, line))
    g_error ("%s", client->text->str);
}

static void
test_bad_bodies (Fixture *fixture, gconstpointer data)
{
  assert_fails (fixture, UP "Transfer-Encoding: chunked\r\n\r\nx", 400);
  assert_fails (fixture, UP "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n", 413);
  assert_fails (fixture, UP "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\nfffffff\r\n", 413);
  assert_fails (fixture, UP "Content-Length: 4194305\r\n\r\n", 413);
  /* too slow: nothing more comes */
  assert_fails (fixture, UP "Content-Length: 10\r\n\r\nabc", 408);
  g_assert_cmpuint (fixture->n_received, ==, 4);
  g_assert_cmpint (fixture->last_error, ==, 408);
  g_assert_cmpuint (tbk_listener_get_open (fixture->listener), ==, 0);
}

static void
test_hang_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);
  g_autoptr (TbkLine) other = tbk_line_new (fixture->port, SMALL_ROOM);

  say (client, UP "Content-Length: 1000\r\n\r\nabc");
  tbk_line_await (other, fixture->sink.received == 3);
  g_assert_cmpuint (tbk_listener_get_open (fixture->listener), ==, 1);
  close (client->fd);
  client->fd = -1;
  tbk_line_await (other, fixture->n_gone == 1);
  g_assert_cmpuint (fixture->n_received, ==, 0);
  g_assert_cmpuint (tbk_listener_get_open (fixture->listener), ==, 0);
}

/* --- replies
 * ----------------------------------------------------------------------------------------------------------
 */

/* The body of the first reply, chunks joined where it has them. Returns: (transfer full). */
static GByteArray *
body_of (const TbkLine *client)
{
  const char *at = strstr (client->text->str, "\r\n\r\n") + 4;
  const char *end = client->text->str + client->text->len;
  GByteArray *body = g_byte_array_new ();

  if (!tbk_line_has (client, "Transfer-Encoding: chunked"))
    return g_byte_array_append (body, (const guint8 *) at, (guint) (end - at));
  for (;;)
    {
      char *data;
      guint64 size = g_ascii_strtoull (at, &data, 16);

      g_assert_true (data[0] == '\r' && data[1] == '\n');
      g_assert_cmpint (end - data, >=, (gssize) size + 4);
      g_byte_array_append (body, (const guint8 *) data + 2, (guint) size);
      at = data + 2 + size + 2;
      if (size == 0)
        break;
    }
  g_assert_true (at == end);
  return body;
}

static void
assert_whole (const TbkLine *client)
{
  g_autoptr (GByteArray) body = body_of (client);
  g_autofree char *expected = make_body (SOURCE_BYTES);

  g_assert_cmpuint (body->len, ==, SOURCE_BYTES);
  g_assert_true (memcmp (body->data, expected, SOURCE_BYTES) == 0);
}

static void
test_reply (Fixture *fixture, gconstpointer data)
{
  const char *path = data;
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", path);

  say (client, request);
  tbk_line_await (client, client->ended);
  assert_whole (client);
  g_assert_cmpuint (fixture->n_freed, ==, 1);
}

/* One after the other on a connection, by length and by chunks. */
static void
test_replies (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);

  say (client, GET ("/chunks") GET ("/length") "GET /plain HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  tbk_line_await (client, client->ended);
  g_assert_true (g_str_has_suffix (client->text->str, "plain"));
  g_assert_cmpuint (fixture->n_freed, ==, 2);
}

/* No chunks for those who do not know them. */
static void
test_http_1_0 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);

  say (client, "GET /chunks HTTP/1.0\r\n\r\n");
  tbk_line_await (client, client->ended);
  g_assert_false (tbk_line_has (client, "Transfer-Encoding"));
  assert_whole (client);
}

/* A source that fails, or ends before what was said, cuts the connection: what came is no whole reply. */
static void
test_source_fails (Fixture *fixture, gconstpointer data)
{
  const char *paths[] = { "/length-fail", "/chunks-fail", "/length-short" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);
      g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: h\r\n\r\n", paths[i]);

      say (client, request);
      tbk_line_await (client, client->ended);
      g_assert_cmpuint (client->text->len, <, SOURCE_BYTES);
      g_assert_false (tbk_line_has (client, "\r\n0\r\n\r\n"));
      g_assert_cmpuint (fixture->n_freed, ==, i + 1);
    }
}

/* Who does not read is not read for: the source stands still, and the connection is cut in the end. */
static void
test_backpressure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) silent = tbk_line_new (fixture->port, SMALL_ROOM);
  g_autoptr (TbkLine) other = tbk_line_new (fixture->port, SMALL_ROOM);

  say (silent, GET ("/length"));
  tbk_line_await (other, fixture->n_refused == 1);
  g_assert_cmpuint (fixture->n_freed, ==, 1);
  tbk_line_read (silent);
  g_assert_cmpuint (silent->text->len, <, SOURCE_BYTES / 2);
}

/* A client that leaves while its source is waited for. */
static void
test_leaves_waiting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkLine) client = tbk_line_new (fixture->port, SMALL_ROOM);
  g_autoptr (TbkLine) other = tbk_line_new (fixture->port, SMALL_ROOM);

  say (client, GET ("/length-wait"));
  tbk_line_await (client, client->text->len > SOURCE_BYTES / 2);
  close (client->fd);
  client->fd = -1;
  tbk_line_await (other, fixture->n_freed == 1);
  g_assert_cmpuint (tbk_listener_get_connections (fixture->listener), ==, 1);
}

#define TEST(name, function) g_test_add ("/streams/" name, Fixture, NULL, set_up, function, tear_down)
#define REPLY(path) g_test_add ("/streams/reply" path, Fixture, path, set_up, test_reply, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("body", test_body);
  TEST ("chunked-body", test_chunked_body);
  TEST ("no-body", test_no_body);
  TEST ("continue", test_continue);
  TEST ("refused-early", test_refused_early);
  TEST ("sink-refuses", test_sink_refuses);
  TEST ("bad-bodies", test_bad_bodies);
  TEST ("hang-up", test_hang_up);
  REPLY ("/length");
  REPLY ("/chunks");
  REPLY ("/length-wait");
  REPLY ("/chunks-wait");
  TEST ("replies", test_replies);
  TEST ("http-1-0", test_http_1_0);
  TEST ("source-fails", test_source_fails);
  TEST ("backpressure", test_backpressure);
  TEST ("leaves-waiting", test_leaves_waiting);
  return g_test_run ();
}
