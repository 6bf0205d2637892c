/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many live sockets of one chat: the last ten of them write into it at a steady pace, the others
 * tell how late each message is that bears a "@T<monotonic microseconds>@" of when it was written.
 * As fast as can be, as it shares the server's cores.
 *
 * fan-reader PORT CHAT A_SECOND SECONDS: a token on each line of its input makes a socket. When each
 * has seen "@END@" it says how many texts came, and by how many milliseconds half of them, 99 of
 * 100, and the last. */

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <fcntl.h>
#include <glib.h>
#include <gnutls/gnutls.h>

#define HELLO                                                                                                        \
  "GET /ws/chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: " \
  "13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\nAuthorization: Bearer %s\r\n\r\n"
#define TAIL 64 /* bytes kept from what was read before: a mark may be cut */
#define PIECE 65536
#define MAX_EVENTS 64
#define MAX_MS 60000 /* later than that counts as that */
#define N_WRITERS 10 /* sockets; each may send 30 frames a second */
#define FILLER_BYTES 200
#define CALM_S 1 /* what waits in the server comes before "@END@" */

typedef struct
{
  int fd;
  gnutls_session_t session;
  gboolean ready, ended, writes;
  gsize raw_at, raw_left; /* received, not taken by GnuTLS yet */
  gsize kept;
  char tail[TAIL];
  char raw[PIECE];
} Line;

typedef struct
{
  gnutls_certificate_credentials_t credentials;
  int epoll;
  GPtrArray *lines;
  guint n_ready, n_ended;
  guint64 chat, a_second, seconds;
  guint64 n_texts;
  guint32 late_ms[MAX_MS + 1]; /* how many came so late */
} Reader;

static int
dial (guint16 port)
{
  const struct sockaddr_in address = { .sin_family = AF_INET,
                                       .sin_port = htons (port),
                                       .sin_addr = { htonl (INADDR_LOOPBACK) } };
  const int on = 1;
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  if (fd < 0 || connect (fd, (const struct sockaddr *) &address, sizeof address) != 0)
    g_error ("no connection: %s", g_strerror (errno));
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

/* GnuTLS asks for five bytes and then for the rest: a system call for each record is enough. */
static gssize
pull_cb (gnutls_transport_ptr_t data, void *out, size_t length)
{
  Line *line = data;

  if (line->raw_left == 0)
    {
      gssize n = recv (line->fd, line->raw, sizeof line->raw, 0);

      if (n <= 0)
        {
          gnutls_transport_set_errno (line->session, errno);
          return n;
        }
      line->raw_at = 0;
      line->raw_left = (gsize) n;
    }
  length = MIN (length, line->raw_left);
  memcpy (out, line->raw + line->raw_at, length);
  line->raw_at += length;
  line->raw_left -= length;
  return (gssize) length;
}

static void
open_line (Reader *reader, guint16 port, const char *token)
{
  Line *line = g_new0 (Line, 1);
  g_autofree char *hello = g_strdup_printf (HELLO, token);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = line };

  line->fd = dial (port);
  gnutls_init (&line->session, GNUTLS_CLIENT);
  gnutls_set_default_priority (line->session);
  gnutls_credentials_set (line->session, GNUTLS_CRD_CERTIFICATE, reader->credentials);
  gnutls_transport_set_ptr2 (line->session, line, GINT_TO_POINTER (line->fd));
  gnutls_transport_set_pull_function (line->session, pull_cb);
  if (gnutls_handshake (line->session) < 0 || gnutls_record_send (line->session, hello, strlen (hello)) < 0)
    g_error ("no handshake");
  fcntl (line->fd, F_SETFL, O_NONBLOCK);
  epoll_ctl (reader->epoll, EPOLL_CTL_ADD, line->fd, &event);
  g_ptr_array_add (reader->lines, line);
}

static void
note_text (Reader *reader, gint64 sent_us)
{
  gint64 late = (g_get_monotonic_time () - sent_us) / 1000;

  reader->late_ms[CLAMP (late, 0, MAX_MS)]++;
  reader->n_texts++;
}

/* Returns: where what was understood ends. */
static const char *
scan (Reader *reader, Line *line, const char *data, gsize length)
{
  const char *end = data + length, *at = data;

  while ((at = memmem (at, (gsize) (end - at), "@", 1)) != NULL)
    {
      const char *stop = memchr (at + 1, '@', MIN ((gsize) (end - at - 1), 24));

      if (stop == NULL)
        return end - at <= 25 ? at : end; /* cut, or no mark of ours */
      if (at[1] == 'T' && !line->writes)
        note_text (reader, g_ascii_strtoll (at + 2, NULL, 10));
      line->ended |= strncmp (at, "@END@", 5) == 0;
      at = stop + 1;
    }
  return end;
}

static void
take (Reader *reader, Line *line, char *data, gsize length)
{
  const char *rest;

  if (!line->ready && memmem (data, length, "\"ready\"", 7) != NULL)
    {
      line->ready = TRUE;
      reader->n_ready++;
    }
  rest = scan (reader, line, data, length);
  line->kept = MIN ((gsize) (data + length - rest), TAIL);
  memcpy (line->tail, data + length - line->kept, line->kept);
}

static void
read_line (Reader *reader, Line *line)
{
  char data[TAIL + PIECE];
  gboolean ended = line->ended;
  gssize n;

  do /* once, as a rule: what the socket still has is told by the next turn of epoll */
    {
      memcpy (data, line->tail, line->kept);
      n = gnutls_record_recv (line->session, data + line->kept, PIECE);
      if (n == 0 || (n < 0 && gnutls_error_is_fatal ((int) n)))
        g_error ("a socket was closed");
      if (n > 0)
        take (reader, line, data, line->kept + (gsize) n);
    }
  while (line->raw_left > 0 || gnutls_record_check_pending (line->session) > 0);
  reader->n_ended += !ended && line->ended;
}

static void
read_until (Reader *reader, const guint *count)
{
  struct epoll_event events[MAX_EVENTS];

  while (*count < reader->lines->len)
    {
      int n = epoll_wait (reader->epoll, events, MAX_EVENTS, -1);

      for (int i = 0; i < n; i++)
        read_line (reader, events[i].data.ptr);
    }
}

/* --- who writes: a thread, as a session of GnuTLS may be read by one and written by another --- */

/* A client's frame, masked by zeros. */
static void
say (const Line *line, guint64 chat, const char *text)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *json = g_strdup_printf (
      "{\"event\":\"send_message\",\"id\":\"1\",\"data\":{\"chat_id\":%" G_GUINT64_FORMAT
      ",\"texto\":\"%s\",\"cliente_id\":\"%s\"}}",
      chat, text, id);
  guint16 length = (guint16) strlen (json);
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  const guint8 head[] = { 0x81, 0xfe, (guint8) (length >> 8), (guint8) length, 0, 0, 0, 0 };

  g_assert_cmpuint (length, >=, 126);
  g_byte_array_append (frame, head, sizeof head);
  g_byte_array_append (frame, (const guint8 *) json, length);
  if (gnutls_record_send (line->session, frame->data, frame->len) != (gssize) frame->len)
    g_error ("a frame did not go");
}

static int
start_ticks (gint64 apart_ns)
{
  const struct timespec apart = { apart_ns / 1000000000, apart_ns % 1000000000 };
  const struct itimerspec spec = { apart, apart };
  int fd = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC);

  if (fd < 0 || timerfd_settime (fd, 0, &spec, NULL) != 0)
    g_error ("no timer: %s", g_strerror (errno));
  return fd;
}

/* Returns: how many are over, after at least one is. */
static guint64
wait_for_ticks (int fd)
{
  guint64 n;

  if (read (fd, &n, sizeof n) != sizeof n)
    g_error ("no tick: %s", g_strerror (errno));
  return n;
}

static gpointer
write_paced (gpointer data)
{
  const Reader *reader = data;
  const Line *const *lines = (const Line *const *) reader->lines->pdata + reader->lines->len - N_WRITERS;
  g_autofree char *filler = g_strnfill (FILLER_BYTES, 'x');
  g_autofree char *last = g_strdup_printf ("@END@ %s", filler);
  int paced = start_ticks (1000000000 / (gint64) reader->a_second);
  int calm = start_ticks (CALM_S * G_GINT64_CONSTANT (1000000000));

  for (guint64 n = 0, due = 0; n < reader->a_second * reader->seconds; n++)
    {
      g_autofree char *text = NULL;

      due += n == due ? wait_for_ticks (paced) : 0;
      text = g_strdup_printf ("@T%" G_GINT64_FORMAT "@ %s", g_get_monotonic_time (), filler);
      say (lines[n % N_WRITERS], reader->chat, text);
    }
  wait_for_ticks (calm); /* those that are over already */
  wait_for_ticks (calm);
  say (lines[0], reader->chat, last);
  close (paced);
  close (calm);
  return NULL;
}

/* By how much `share` of the texts came at the latest. */
static guint
percentile (const Reader *reader, double share)
{
  guint64 seen = 0;

  for (guint ms = 0; ms <= MAX_MS; ms++)
    if ((seen += reader->late_ms[ms]) >= (guint64) (share * (double) reader->n_texts))
      return ms;
  return MAX_MS;
}

static guint64
get_number (const char *text)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32, &number, NULL))
    g_error ("usage: fan-reader PORT CHAT A_SECOND SECONDS");
  return number;
}

int
main (int argc, char *argv[])
{
  g_autofree Reader *reader = g_new0 (Reader, 1);
  GThread *writer;
  char token[4096];

  if (argc != 5)
    g_error ("usage: fan-reader PORT CHAT A_SECOND SECONDS");
  reader->chat = get_number (argv[2]);
  reader->a_second = get_number (argv[3]);
  reader->seconds = get_number (argv[4]);
  reader->lines = g_ptr_array_new ();
  reader->epoll = epoll_create1 (EPOLL_CLOEXEC);
  gnutls_certificate_allocate_credentials (&reader->credentials);
  while (fgets (token, sizeof token, stdin) != NULL)
    open_line (reader, (guint16) get_number (argv[1]), g_strchomp (token));
  g_assert_cmpuint (reader->lines->len, >, N_WRITERS);
  for (guint i = reader->lines->len - N_WRITERS; i < reader->lines->len; i++)
    ((Line *) reader->lines->pdata[i])->writes = TRUE;
  read_until (reader, &reader->n_ready);
  writer = g_thread_new ("writer", write_paced, reader);
  read_until (reader, &reader->n_ended);
  g_thread_join (writer);
  printf ("%" G_GUINT64_FORMAT " %u %u %u\n", reader->n_texts, percentile (reader, 0.5), percentile (reader, 0.99),
          percentile (reader, 1));
  return 0;
}
