/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024

static int
fail (const char *what, const char *host, guint port, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s %s port %u: %s", what, host, port,
               g_strerror (errno));
  return -1;
}

/* The probe asks without SO_REUSEPORT, so that it meets whoever listens there already. */
static int
bind_one (const char *host, guint port, gboolean probe, GError **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (host, port);
  struct sockaddr_storage native;
  int fd;

  if (address == NULL || !g_socket_address_to_native (address, &native, sizeof native, error))
    return -1;
  fd = socket (native.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return fail ("cannot make a socket for", host, port, error);
  /* Accepted sockets inherit it: without, those in TIME_WAIT would keep the next start off for a minute. */
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof (int));
  if (!probe)
    setsockopt (fd, SOL_SOCKET, SO_REUSEPORT, &(int){ 1 }, sizeof (int));
  if (bind (fd, (struct sockaddr *) &native, g_socket_address_get_native_size (address)) == 0)
    return fd;
  fail ("cannot listen on", host, port, error);
  close (fd);
  return -1;
}

static guint
port_of (int fd)
{
  struct sockaddr_storage native;
  socklen_t size = sizeof native;

  if (getsockname (fd, (struct sockaddr *) &native, &size) < 0)
    return 0;
  return ntohs (native.ss_family == AF_INET6 ? ((struct sockaddr_in6 *) &native)->sin6_port
                                             : ((struct sockaddr_in *) &native)->sin_port);
}

static void
close_all (const int *fds, guint n)
{
  for (guint i = 0; i < n; i++)
    close (fds[i]);
}

guint
tbk_socket_bind (const char *host, guint port, int *out, guint n, GError **error)
{
  int probe = port != 0 ? bind_one (host, port, TRUE, error) : -1;

  if (port != 0 && probe < 0)
    return 0;
  if (probe >= 0)
    close (probe);
  for (guint i = 0; i < n; i++)
    {
      out[i] = bind_one (host, port, FALSE, error);
      if (out[i] < 0)
        {
          close_all (out, i);
          return 0;
        }
      port = port_of (out[i]);
    }
  return port;
}

gboolean
tbk_socket_listen (const int *fds, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (listen (fds[i], BACKLOG) < 0)
      {
        g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "cannot listen: %s",
                     g_strerror (errno));
        return FALSE;
      }
  return TRUE;
}
