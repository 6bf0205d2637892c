/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Clients that mean no good: the server goes on answering the others, and its memory stays flat. */

#include "tbk-test-client.h"

#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define N_IDLE 1000
#define N_FILES 4096
#define KB_PER_CONNECTION 64
#define KB_SLACK (16 * 1024)
#define HEAD_TIMEOUT_S 3
#define STALL_TIMEOUT_S 3
#define PATIENCE_S 4    /* beyond a time-out, for a busy machine */
#define ANSWER_MS 20000 /* the test fails when nothing comes for so long */
#define MAX_REPLY 4096
#define MB (1024 * 1024)
#define MAX_SENT (64 * MB)
#define STRICT_TRIES 40
#define N_UNREAD 400

/* What AddressSanitizer holds back of freed memory is not the server's: without it, resident memory can be compared. */
static const char *const settings[] = {
  "HEAD_TIMEOUT=3",
  "STALL_TIMEOUT=3",
  "RATE_STRICT_PER_MINUTE=60",
  "ASAN_OPTIONS=quarantine_size_mb=1:thread_local_quarantine_size_kb=64",
  NULL,
};

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *other; /* who must be answered all the while */
  gnutls_certificate_credentials_t credentials;
} Hostile;

/* --- a client that may do what it likes ----------------------------------------------------- */

/* A connection over TLS. GnuTLS itself and no GIO: a thousand of them must not cost the test its time. */
typedef struct
{
  int fd;
  gnutls_session_t session;
} Raw;

static void
raw_free (Raw *raw)
{
  if (raw->session != NULL)
    gnutls_deinit (raw->session);
  close (raw->fd);
  g_free (raw);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Raw, raw_free)

static Raw *
raw_connect (const Hostile *hostile)
{
  Raw *raw = g_new0 (Raw, 1);
  const struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = htons (tbk_test_server_get_port (hostile->server)),
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };

  raw->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (raw->fd, >=, 0);
  g_assert_cmpint (connect (raw->fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  setsockopt (raw->fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof (int));
  return raw;
}

/* Returns: (transfer full): a connection after its handshake. */
static Raw *
raw_open (const Hostile *hostile)
{
  Raw *raw = raw_connect (hostile);
  int code;

  g_assert_cmpint (gnutls_init (&raw->session, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL), ==, 0);
  g_assert_cmpint (gnutls_set_default_priority (raw->session), ==, 0);
  gnutls_credentials_set (raw->session, GNUTLS_CRD_CERTIFICATE, hostile->credentials);
  gnutls_transport_set_int (raw->session, raw->fd);
  gnutls_record_set_timeout (raw->session, ANSWER_MS);
  do
    code = gnutls_handshake (raw->session);
  while (code < 0 && !gnutls_error_is_fatal (code));
  g_assert_cmpstr (gnutls_strerror (code), ==, gnutls_strerror (0));
  return raw;
}

/* FALSE once the other side has closed. */
static gboolean
raw_send (Raw *raw, const char *text, gsize size)
{
  while (size > 0)
    {
      gssize n = gnutls_record_send (raw->session, text, size);

      if (n < 0 && n != GNUTLS_E_INTERRUPTED && n != GNUTLS_E_AGAIN)
        return FALSE;
      text += MAX (n, 0);
      size -= MAX (n, 0);
    }
  return TRUE;
}

/* Returns: bytes; 0 or less once the other side has closed. */
static gssize
raw_read (Raw *raw, char *buffer, gsize size)
{
  gssize n;

  do
    n = gnutls_record_recv (raw->session, buffer, size);
  while (n == GNUTLS_E_INTERRUPTED || n == GNUTLS_E_AGAIN);
  g_assert_cmpint (n, !=, GNUTLS_E_TIMEDOUT);
  return n;
}

/* What comes until the server closes. Returns: (transfer full). */
static char *
raw_read_to_end (Raw *raw)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[512];
  gssize size;

  while (text->len < MAX_REPLY && (size = raw_read (raw, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, size);
  g_assert_cmpuint (text->len, <, MAX_REPLY);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* One good request on a connection that stays open. */
static void
raw_ask_health (Raw *raw)
{
  const char *request = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
  char buffer[MAX_REPLY];
  gssize size;

  g_assert_true (raw_send (raw, request, strlen (request)));
  size = raw_read (raw, buffer, sizeof buffer);
  g_assert_cmpint (size, >, 16);
  g_assert_cmpmem (buffer, 12, "HTTP/1.1 200", 12);
}

/* Waits at most that long. Returns: whether something came, or the server closed. */
static gboolean
raw_wait (Raw *raw, guint ms)
{
  struct pollfd poll_fd = { .fd = raw->fd, .events = POLLIN };

  return poll (&poll_fd, 1, ms) > 0;
}

/* --- the others --------------------------------------------------------------------------------- */

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

/* --- many, large, slow -------------------------------------------------------------------------- */

/* They have each asked something and stay, as an app does whose user went to lunch. */
static void
test_idle_connections (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func ((GDestroyNotify) raw_free);
  gsize before = tbk_test_server_get_memory (hostile->server);

  for (guint i = 0; i < N_IDLE; i++)
    {
      Raw *raw = raw_open (hostile);

      g_ptr_array_add (connections, raw);
      raw_ask_health (raw);
      if (i % 100 == 0)
        assert_others_answered (hostile);
    }
  assert_others_answered (hostile);
  assert_flat (hostile, before, N_IDLE * KB_PER_CONNECTION);
  for (guint i = 0; i < N_IDLE; i++)
    raw_ask_health (connections->pdata[i]);
}

static char *
post_head (const Hostile *hostile, const char *framing)
{
  return g_strdup_printf ("POST /contratos HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                          "Content-Type: application/json\r\n%s\r\n\r\n",
                          tbk_test_client_get_token (hostile->other), framing);
}

/* Goes on sending, whatever is answered, until it is cut off. */
static void
send_huge_body (Hostile *hostile, const char *framing, const char *before_each)
{
  g_autoptr (Raw) raw = raw_open (hostile);
  gsize before = tbk_test_server_get_memory (hostile->server);
  g_autofree char *head = post_head (hostile, framing);
  g_autofree char *filler = g_strnfill (MB, 'x');
  g_autofree char *chunk = g_strconcat (before_each, filler, "\r\n", NULL);
  gsize sent = 0;

  g_assert_true (raw_send (raw, head, strlen (head)));
  while (sent < MAX_SENT && raw_send (raw, chunk, strlen (chunk)))
    {
      sent += MB;
      assert_others_answered (hostile);
    }
  g_assert_cmpuint (sent, <, MAX_SENT);
  assert_flat (hostile, before, KB_SLACK);
}

static void
test_huge_body (gconstpointer data)
{
  send_huge_body ((Hostile *) data, "Content-Length: 1073741824", "");
  send_huge_body ((Hostile *) data, "Transfer-Encoding: chunked", "100000\r\n");
}

/* Without a body to read over, the answer says why. */
static void
test_huge_body_announced (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (Raw) raw = raw_open (hostile);
  g_autofree char *head = post_head (hostile, "Content-Length: 1073741824");
  g_autofree char *reply = NULL;

  g_assert_true (raw_send (raw, head, strlen (head)));
  reply = raw_read_to_end (raw);
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 413 "));
}

static void
test_huge_head (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (Raw) raw = raw_open (hostile);
  gsize before = tbk_test_server_get_memory (hostile->server);
  const char *head = "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: ";
  g_autofree char *value = g_strnfill (MB, 'x');
  g_autofree char *reply = NULL;

  g_assert_true (raw_send (raw, head, strlen (head)));
  raw_send (raw, value, MB);
  reply = raw_read_to_end (raw);
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 431 "));
  assert_others_answered (hostile);
  assert_flat (hostile, before, KB_SLACK);
}

/* A byte a second: cut off when the head's time is over, long before the head is whole. */
static void
test_byte_a_second (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (Raw) raw = raw_open (hostile);
  const char *head = "GET /health HTTP/1.1\r\n";
  gint64 begun = g_get_monotonic_time ();
  g_autofree char *reply = NULL;

  for (gsize i = 0; i < strlen (head) && raw_send (raw, head + i, 1); i++)
    {
      assert_others_answered (hostile);
      if (raw_wait (raw, 1000))
        break;
    }
  reply = raw_read_to_end (raw);
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 408 "));
  g_assert_cmpint (g_get_monotonic_time () - begun, <, (HEAD_TIMEOUT_S + PATIENCE_S) * G_TIME_SPAN_SECOND);
}

/* Connects and says nothing at all. */
static void
test_handshake_stalls (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (Raw) raw = raw_connect (hostile);
  char byte;

  assert_others_answered (hostile);
  g_assert_true (raw_wait (raw, (HEAD_TIMEOUT_S + PATIENCE_S) * 1000));
  g_assert_cmpint (recv (raw->fd, &byte, 1, 0), <=, 0);
}

/* Asks for much and reads nothing of it. */
static void
test_reader_stalls (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (Raw) raw = raw_open (hostile);
  gsize before = tbk_test_server_get_memory (hostile->server);
  const char *request = "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
  struct pollfd poll_fd = { .fd = raw->fd, .events = POLLRDHUP };

  for (guint i = 0; i < N_UNREAD; i++)
    g_assert_true (raw_send (raw, request, strlen (request)));
  assert_others_answered (hostile);
  g_assert_cmpint (poll (&poll_fd, 1, (STALL_TIMEOUT_S + PATIENCE_S) * 1000), ==, 1);
  assert_others_answered (hostile);
  assert_flat (hostile, before, KB_SLACK);
}

/* --- malformed ---------------------------------------------------------------------------------- */

/* clang-format off */
#define START "GET /health HTTP/1.1\r\nHost: localhost\r\n"
#define POST "POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
/* What stands after a body that is read wrong: it must never be answered. */
#define SMUGGLED "GET /docs HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define BYTES(text) text, sizeof text - 1

static const struct
{
  const char *name;
  const char *bytes;
  gsize size;
  int status;
} malformed[] = {
  { "length-and-chunked", BYTES (POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED), 400 },
  { "two-lengths", BYTES (POST "Content-Length: 0\r\nContent-Length: 44\r\n\r\n" SMUGGLED), 400 },
  { "same-length-twice", BYTES (POST "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" SMUGGLED), 400 },
  { "length-list", BYTES (POST "Content-Length: 2, 2\r\n\r\n{}" SMUGGLED), 400 },
  { "length-negative", BYTES (POST "Content-Length: -1\r\n\r\n" SMUGGLED), 400 },
  { "length-plus", BYTES (POST "Content-Length: +2\r\n\r\n{}" SMUGGLED), 400 },
  { "length-letters", BYTES (POST "Content-Length: 4x\r\n\r\n" SMUGGLED), 400 },
  { "length-endless", BYTES (POST "Content-Length: 99999999999999999999\r\n\r\n" SMUGGLED), 413 },
  { "xchunked", BYTES (POST "Transfer-Encoding: xchunked\r\n\r\n" SMUGGLED), 501 },
  { "gzip-chunked", BYTES (POST "Transfer-Encoding: gzip, chunked\r\n\r\n" SMUGGLED), 501 },
  { "chunked-twice", BYTES (POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" SMUGGLED), 400 },
  { "chunk-letters", BYTES (POST "Transfer-Encoding: chunked\r\n\r\nzz\r\n" SMUGGLED), 400 },
  { "chunk-negative", BYTES (POST "Transfer-Encoding: chunked\r\n\r\n-1\r\n" SMUGGLED), 400 },
  { "chunk-endless", BYTES (POST "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" SMUGGLED), 400 },
  { "chunk-large", BYTES (POST "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n" SMUGGLED), 413 },
  { "chunk-longer", BYTES (POST "Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx\r\n0\r\n\r\n" SMUGGLED), 400 },
  { "chunk-bare-lf", BYTES (POST "Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n" SMUGGLED), 400 },
  { "chunk-trailer", BYTES (POST "Transfer-Encoding: chunked\r\n\r\n0\r\nHost: b\r\n\r\n" SMUGGLED), 400 },
  { "no-host", BYTES ("GET /health HTTP/1.1\r\n\r\n" SMUGGLED), 400 },
  { "two-hosts", BYTES (START "Host: b\r\n\r\n" SMUGGLED), 400 },
  { "version-2", BYTES ("GET /health HTTP/2.0\r\nHost: localhost\r\n\r\n" SMUGGLED), 505 },
  { "version-1.9", BYTES ("GET /health HTTP/1.9\r\nHost: localhost\r\n\r\n" SMUGGLED), 505 },
  { "version-none", BYTES ("GET /health\r\n\r\n" SMUGGLED), 400 },
  { "path-nul", BYTES ("GET /contratos/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n" SMUGGLED), 400 },
  { "path-percent", BYTES ("GET /contratos/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n" SMUGGLED), 400 },
  { "path-space", BYTES ("GET /contratos/ 1 HTTP/1.1\r\nHost: localhost\r\n\r\n" SMUGGLED), 400 },
  { "path-no-utf8", BYTES ("GET /contratos/%ff HTTP/1.1\r\nHost: localhost\r\n\r\n" SMUGGLED), 400 },
  { "target-no-path", BYTES ("GET http://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n" SMUGGLED), 400 },
  { "fold", BYTES (START "X: a\r\n b\r\n\r\n" SMUGGLED), 400 },
  { "space-before-colon", BYTES (START "X : a\r\n\r\n" SMUGGLED), 400 },
  { "bare-lf", BYTES ("GET /health HTTP/1.1\nHost: localhost\n\n" SMUGGLED), 400 },
  { "bare-cr", BYTES (START "X: a\rb\r\n\r\n" SMUGGLED), 400 },
  { "nul", BYTES (START "X: a\0b\r\n\r\n" SMUGGLED), 400 },
  { "connect", BYTES ("CONNECT example.com:443 HTTP/1.1\r\nHost: localhost\r\n\r\n" SMUGGLED), 405 },
  { "expect", BYTES (POST "Expect: tea\r\nContent-Length: 2\r\n\r\n{}" SMUGGLED), 417 },
};
/* clang-format on */

/* One answer, which is a problem, and the end of the connection: nothing that follows is read as a request. */
static void
test_malformed (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;

  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (Raw) raw = raw_open (hostile);
      g_autofree char *wanted = g_strdup_printf ("HTTP/1.1 %d ", malformed[i].status);
      g_autofree char *reply = NULL;

      g_test_message ("%s", malformed[i].name);
      g_assert_true (raw_send (raw, malformed[i].bytes, malformed[i].size));
      reply = raw_read_to_end (raw);
      g_assert_cmpstr (reply, !=, "");
      if (!g_str_has_prefix (reply, wanted))
        g_error ("%s: %s", malformed[i].name, reply);
      g_assert_nonnull (strstr (reply, "\r\nContent-Type: application/problem+json\r\n"));
      g_assert_nonnull (strstr (reply, "\r\nConnection: close\r\n"));
      g_assert_null (strstr (reply, "HTTP/1.1 200 "));
    }
  assert_others_answered (hostile);
}

/* clang-format off */
static const struct
{
  const char *name;
  const char *bytes;
  int status;
} odd[] = {
  { "trace", "TRACE /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405 },
  { "dots", "GET /../health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404 },
  { "dots-encoded", "GET /%2e%2e/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404 },
  { "slashes", "GET //health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404 },
  { "slash-encoded", "GET /%2fhealth HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404 },
  { "range", "GET /openapi.json HTTP/1.0\r\nRange: bytes=0-1,0-2\r\nIf-None-Match: \"x\"\r\n\r\n", 200 },
  { "absolute", "GET https://localhost/health HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n", 200 },
  { "version-1.0", "GET /health HTTP/1.0\r\n\r\n", 200 },
  { "head", "HEAD /docs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200 },
  { "close-in-two-fields", START "Connection: keep-alive\r\nConnection: close\r\n\r\n", 200 },
};
/* clang-format on */

/* Strange, but sound: answered as they are meant, and then closed. */
static void
test_odd (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (Raw) raw = raw_open (hostile);
      g_autofree char *wanted = g_strdup_printf ("HTTP/1.1 %d ", odd[i].status);
      char reply[MAX_REPLY] = "";
      char rest[MAX_REPLY];

      g_assert_true (raw_send (raw, odd[i].bytes, strlen (odd[i].bytes)));
      g_assert_cmpint (raw_read (raw, reply, sizeof reply - 1), >, 0);
      if (!g_str_has_prefix (reply, wanted))
        g_error ("%s: %s", odd[i].name, reply);
      while (raw_read (raw, rest, sizeof rest) > 0)
        ;
    }
}

/* --- limits ------------------------------------------------------------------------------------- */

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
  tbk_assert_status (unknown, 422);
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

  g_test_init (&argc, &argv, NULL);
  raise_file_limit ();
  server = tbk_test_server_new (settings);
  hostile.server = server;
  g_assert_cmpint (gnutls_certificate_allocate_credentials (&hostile.credentials), ==, 0);
  hostile.other = tbk_test_client_new_for (server, "centro@demo.ec");

  g_test_add_data_func ("/hostile/idle-connections", &hostile, test_idle_connections);
  g_test_add_data_func ("/hostile/huge-body", &hostile, test_huge_body);
  g_test_add_data_func ("/hostile/huge-body-announced", &hostile, test_huge_body_announced);
  g_test_add_data_func ("/hostile/huge-head", &hostile, test_huge_head);
  g_test_add_data_func ("/hostile/byte-a-second", &hostile, test_byte_a_second);
  g_test_add_data_func ("/hostile/handshake-stalls", &hostile, test_handshake_stalls);
  g_test_add_data_func ("/hostile/reader-stalls", &hostile, test_reader_stalls);
  g_test_add_data_func ("/hostile/malformed", &hostile, test_malformed);
  g_test_add_data_func ("/hostile/odd", &hostile, test_odd);
  g_test_add_data_func ("/hostile/large-logo", &hostile, test_large_logo);
  g_test_add_data_func ("/hostile/strict-rate", &hostile, test_strict_rate);
  status = g_test_run ();

  gnutls_certificate_free_credentials (hostile.credentials);
  tbk_test_client_free (hostile.other);
  return status;
}
