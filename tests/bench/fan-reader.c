/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads many live sockets at once, and how late each text with a "@T<monotonic microseconds>@"
 * comes: as fast as a reader can be that shares the server's cores.
 *
 * fan-reader PORT: a token on each line of its input makes a socket. Says "ready" when all are told
 * all up to now, and when each has seen "@END@": how many texts came, and by how many milliseconds
 * half of them, 99 of 100, and the last. */

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
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

typedef struct
{
  int fd;
  gnutls_session_t session;
  gboolean ready, ended;
  gsize kept;
  char tail[TAIL];
} Line;

typedef struct
{
  gnutls_certificate_credentials_t credentials;
  int epoll;
  GPtrArray *lines;
  guint n_ready, n_ended;
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
  gnutls_transport_set_int (line->session, line->fd);
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
      if (at[1] == 'T')
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

int
main (int argc, char *argv[])
{
  g_autofree Reader *reader = g_new0 (Reader, 1);
  char token[4096];
  guint64 port;

  if (argc != 2 || !g_ascii_string_to_unsigned (argv[1], 10, 1, G_MAXUINT16, &port, NULL))
    g_error ("usage: fan-reader PORT");
  reader->lines = g_ptr_array_new ();
  reader->epoll = epoll_create1 (EPOLL_CLOEXEC);
  gnutls_certificate_allocate_credentials (&reader->credentials);
  while (fgets (token, sizeof token, stdin) != NULL)
    open_line (reader, (guint16) port, g_strchomp (token));
  read_until (reader, &reader->n_ready);
  puts ("ready");
  fflush (stdout);
  read_until (reader, &reader->n_ended);
  printf ("%" G_GUINT64_FORMAT " %u %u %u\n", reader->n_texts, percentile (reader, 0.5), percentile (reader, 0.99),
          percentile (reader, 1));
  return 0;
}
