/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many live sockets of one chat: the last ten of them write into it at a steady pace, the others
 * tell how late each message came that bears a "@T<monotonic microseconds>@" of when it was written.
 *
 * Readers sit at machines of their own. This one shares the server's cores, so while messages come it
 * only receives, and notes when; what they say is deciphered and read once all have come.
 *
 * fan-reader PORT CHAT A_SECOND SECONDS: a token on each line of its input makes a socket. Once nothing
 * comes any more it says how many texts came, and by how many milliseconds half of them, 99 of 100,
 * and the last. */

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
#define EVENT "\"receive_message\""
#define TAIL 192 /* bytes kept from what was read before: a message may be cut before its mark */
#define PIECE 65536
#define MAX_EVENTS 64
#define MAX_MS 60000 /* later than that counts as that */
#define N_WRITERS 10 /* sockets; each may send 30 frames a second */
#define FILLER_BYTES 200
#define CALM_MS 2000 /* without anything that comes: all has come */

/* What was received at once, and when. */
typedef struct
{
  gsize end; /* in Line.raw */
  gint64 at_us;
} Arrival;

typedef struct
{
  int fd;
  gnutls_session_t session;
  gboolean ready, writes;
  GByteArray *raw; /* received; taken by GnuTLS up to raw_at */
  gsize raw_at;
  GArray *arrivals; /* (element-type Arrival) */
  guint arrival;    /* the one that raw_at is in */
  gsize kept;
  char tail[TAIL];
} Line;

typedef struct
{
  gnutls_certificate_credentials_t credentials;
  int epoll;
  GPtrArray *lines;
  guint n_ready;
  guint64 chat, a_second, seconds;
  gint written; /* atomic */
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

/* Returns: as recv(). */
static gssize
receive (Line *line)
{
  char data[PIECE];
  gssize n = recv (line->fd, data, sizeof data, 0);
  Arrival arrival;

  if (n <= 0)
    return n;
  g_byte_array_append (line->raw, (const guint8 *) data, (guint) n);
  arrival = (Arrival){ line->raw->len, g_get_monotonic_time () };
  g_array_append_val (line->arrivals, arrival);
  return n;
}

static gssize
pull_cb (gnutls_transport_ptr_t data, void *out, size_t length)
{
  Line *line = data;
  gssize n = line->raw_at < line->raw->len ? 1 : receive (line);

  if (n <= 0)
    {
      gnutls_transport_set_errno (line->session, errno);
      return n;
    }
  length = MIN (length, line->raw->len - line->raw_at);
  memcpy (out, line->raw->data + line->raw_at, length);
  line->raw_at += length;
  while (g_array_index (line->arrivals, Arrival, line->arrival).end < line->raw_at)
    line->arrival++;
  return (gssize) length;
}

static void
open_line (Reader *reader, guint16 port, const char *token)
{
  Line *line = g_new0 (Line, 1);
  g_autofree char *hello = g_strdup_printf (HELLO, token);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = line };

  line->raw = g_byte_array_new ();
  line->arrivals = g_array_new (FALSE, FALSE, sizeof (Arrival));
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
note_text (Reader *reader, gint64 sent_us, gint64 came_us)
{
  gint64 late = (came_us - sent_us) / 1000;

  reader->late_ms[CLAMP (late, 0, MAX_MS)]++;
  reader->n_texts++;
}

/* A message has its mark soon after its event's name; the notice of it, which has the text as well,
 * another name. Returns: where what was understood ends. */
static const char *
scan (Reader *reader, const char *data, gsize length, gint64 came_us)
{
  const char *end = data + length, *at = data, *event;

  while ((event = memmem (at, (gsize) (end - at), EVENT, strlen (EVENT))) != NULL)
    {
      const char *mark = memmem (event, (gsize) (end - event), "@T", 2);
      const char *stop = mark != NULL ? memchr (mark + 1, '@', (gsize) (end - mark - 1)) : NULL;

      if (stop == NULL)
        return end - event <= TAIL ? event : end; /* cut, or no mark of ours */
      note_text (reader, g_ascii_strtoll (mark + 2, NULL, 10), came_us);
      at = stop + 1;
    }
  return MAX (at, end - (strlen (EVENT) - 1));
}

static void
take (Reader *reader, Line *line, char *data, gsize length)
{
  gint64 came_us = g_array_index (line->arrivals, Arrival, line->arrival).at_us;
  const char *rest;

  if (!line->ready && memmem (data, length, "\"ready\"", 7) != NULL)
    {
      line->ready = TRUE;
      reader->n_ready++;
    }
  rest = scan (reader, data, length, came_us);
  line->kept = MIN ((gsize) (data + length - rest), TAIL);
  memcpy (line->tail, data + length - line->kept, line->kept);
}

static void
read_line (Reader *reader, Line *line)
{
  char data[TAIL + PIECE];
  gssize n;

  do
    {
      memcpy (data, line->tail, line->kept);
      n = gnutls_record_recv (line->session, data + line->kept, PIECE);
      if (n == 0 || (n < 0 && gnutls_error_is_fatal ((int) n)))
        g_error ("a socket was closed");
      if (n > 0)
        take (reader, line, data, line->kept + (gsize) n);
    }
  while (n > 0);
}

static void
read_until_ready (Reader *reader)
{
  struct epoll_event event;

  while (reader->n_ready < reader->lines->len)
    if (epoll_wait (reader->epoll, &event, 1, -1) == 1)
      read_line (reader, event.data.ptr);
}

static void
receive_all (Reader *reader)
{
  struct epoll_event events[MAX_EVENTS];
  int n;

  do
    {
      n = epoll_wait (reader->epoll, events, MAX_EVENTS, CALM_MS);
      for (int i = 0; i < n; i++)
        if (receive (events[i].data.ptr) == 0)
          g_error ("a socket was closed");
    }
  while (n != 0 || !g_atomic_int_get (&reader->written));
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
  Reader *reader = data;
  const Line *const *lines = (const Line *const *) reader->lines->pdata + reader->lines->len - N_WRITERS;
  g_autofree char *filler = g_strnfill (FILLER_BYTES, 'x');
  int paced = start_ticks (1000000000 / (gint64) reader->a_second);

  for (guint64 n = 0, due = 0; n < reader->a_second * reader->seconds; n++)
    {
      g_autofree char *text = NULL;

      due += n == due ? wait_for_ticks (paced) : 0;
      text = g_strdup_printf ("@T%" G_GINT64_FORMAT "@ %s", g_get_monotonic_time (), filler);
      say (lines[n % N_WRITERS], reader->chat, text);
    }
  close (paced);
  g_atomic_int_set (&reader->written, TRUE);
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
  read_until_ready (reader);
  writer = g_thread_new ("writer", write_paced, reader);
  receive_all (reader);
  g_thread_join (writer);
  for (guint i = 0; i < reader->lines->len; i++)
    if (!((Line *) reader->lines->pdata[i])->writes)
      read_line (reader, reader->lines->pdata[i]);
  printf ("%" G_GUINT64_FORMAT " %u %u %u\n", reader->n_texts, percentile (reader, 0.5), percentile (reader, 0.99),
          percentile (reader, 1));
  return 0;
}
