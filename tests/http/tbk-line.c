/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-line.h"

#include <errno.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 64

int
tbk_line_listen (guint *port)
{
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;

  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, size), ==, 0);
  g_assert_cmpint (listen (fd, BACKLOG), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &size), ==, 0);
  *port = ntohs (address.sin_port);
  return fd;
}

TbkLine *
tbk_line_new (guint port, int room)
{
  TbkLine *line = g_new0 (TbkLine, 1);
  struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = htons ((guint16) port),
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };

  line->text = g_string_new (NULL);
  line->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (room > 0)
    setsockopt (line->fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  g_assert_cmpint (connect (line->fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  return line;
}

void
tbk_line_free (TbkLine *line)
{
  if (line->fd >= 0)
    close (line->fd);
  g_string_free (line->text, TRUE);
  g_free (line);
}

void
tbk_line_read (TbkLine *line)
{
  char buffer[65536];
  gssize n;

  while (!line->ended && (n = recv (line->fd, buffer, sizeof buffer, MSG_DONTWAIT)) != -1)
    {
      g_string_append_len (line->text, buffer, n);
      line->ended = n == 0;
    }
  if (!line->ended && errno != EAGAIN)
    line->ended = TRUE;
}

gboolean
tbk_line_send (TbkLine *line, const char *text)
{
  return send (line->fd, text, strlen (text), MSG_NOSIGNAL) == (gssize) strlen (text);
}

gboolean
tbk_line_has (const TbkLine *line, const char *text)
{
  return strstr (line->text->str, text) != NULL;
}

gboolean
tbk_line_wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}
