/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-clamav.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "tbk-problem.h"

#define CHUNK_BYTES 65536
#define MAX_ANSWER_BYTES 1024
#define ANSWER_PREFIX "stream: "
#define CLEAN "stream: OK"
#define FOUND " FOUND"

static int
connect_to (const char *path)
{
  const struct timeval patience = { .tv_sec = TBK_CLAMAV_TIMEOUT_S };
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd;

  if (g_strlcpy (address.sun_path, path, sizeof address.sun_path) >= sizeof address.sun_path)
    return -1;
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return -1;
  setsockopt (fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect (fd, (struct sockaddr *) &address, sizeof address) == 0)
    return fd;
  close (fd);
  return -1;
}

static gboolean
send_all (int fd, const void *data, gsize length)
{
  const char *at = data;

  while (length > 0)
    {
      gssize n = send (fd, at, length, MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      at += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* The length of what follows, in the network's order, then it; a length of 0 ends the stream. */
static gboolean
send_chunk (int fd, const guint8 *data, guint32 length)
{
  guint32 size = GUINT32_TO_BE (length);

  return send_all (fd, &size, sizeof size) && send_all (fd, data, length);
}

static gboolean
send_file (int socket_fd, int fd)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  gssize n;
  off_t at = 0;

  if (!send_all (socket_fd, "zINSTREAM", sizeof "zINSTREAM"))
    return FALSE;
  while ((n = pread (fd, chunk, CHUNK_BYTES, at)) > 0)
    {
      if (!send_chunk (socket_fd, chunk, (guint32) n))
        return FALSE; /* it may have said why, e.g. that the stream is too long for it */
      at += n;
    }
  return n == 0 && send_chunk (socket_fd, chunk, 0);
}

/* Up to the NUL that ends it, or the end. */
static void
read_answer (int fd, char *answer)
{
  gsize have = 0;
  gssize n;

  while (have < MAX_ANSWER_BYTES && (n = recv (fd, answer + have, MAX_ANSWER_BYTES - have, 0)) > 0)
    {
      have += (gsize) n;
      if (memchr (answer, '\0', have) != NULL)
        break;
    }
  answer[have] = '\0';
}

static gboolean
judge (const char *answer, gboolean required, GError **error)
{
  g_autofree char *shown = g_utf8_make_valid (answer, -1);

  if (strcmp (answer, CLEAN) == 0)
    return TRUE;
  if (g_str_has_prefix (answer, ANSWER_PREFIX) && g_str_has_suffix (answer, FOUND))
    {
      int length = (int) (strlen (shown) - strlen (ANSWER_PREFIX) - strlen (FOUND));

      tbk_problem_add_field (error, "archivo", "format", "the file is infected: %.*s", length,
                             shown + strlen (ANSWER_PREFIX));
      return FALSE;
    }
  g_message ("the virus scanner says nothing of a file: %s", *shown != '\0' ? shown : "it is away");
  if (required)
    tbk_problem_set (error, 503, "the virus scanner is away, so that no file is taken now");
  return !required;
}

gboolean
tbk_clamav_check (const char *socket_path, gboolean required, int fd, GError **error)
{
  char answer[MAX_ANSWER_BYTES + 1] = "";
  int socket_fd = connect_to (socket_path);

  if (socket_fd >= 0)
    {
      send_file (socket_fd, fd);
      read_answer (socket_fd, answer);
      close (socket_fd);
    }
  return judge (answer, required, error);
}
