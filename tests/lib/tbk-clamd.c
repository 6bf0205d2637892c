/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-clamd.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct _TbkClamd
{
  int fd;
  char *path;
  GThread *thread;
  GMutex lock;
  char *answer; /* (lock) */
  guint scans;  /* (lock) */
};

static gboolean
read_all (int fd, void *room, gsize length)
{
  return recv (fd, room, length, MSG_WAITALL) == (gssize) length;
}

/* Returns: (transfer full) (nullable): what was streamed. */
static GByteArray *
read_stream (int fd)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  char command[sizeof "zINSTREAM"];
  guint32 size;

  if (!read_all (fd, command, sizeof command) || memcmp (command, "zINSTREAM", sizeof command) != 0)
    return NULL;
  while (read_all (fd, &size, sizeof size) && size != 0)
    {
      guint before = all->len;

      size = GUINT32_FROM_BE (size);
      g_byte_array_set_size (all, before + size);
      if (!read_all (fd, all->data + before, size))
        return NULL;
    }
  return g_steal_pointer (&all);
}

static void
answer (TbkClamd *clamd, int fd)
{
  g_autoptr (GByteArray) all = read_stream (fd);
  g_autofree char *said = NULL;

  if (all == NULL)
    return;
  g_mutex_lock (&clamd->lock);
  clamd->scans++;
  said = g_strdup (clamd->answer);
  g_mutex_unlock (&clamd->lock);
  if (said == NULL)
    said = g_strdup (memmem (all->data, all->len, TBK_CLAMD_VIRUS, strlen (TBK_CLAMD_VIRUS)) != NULL
                         ? "stream: " TBK_CLAMD_NAME " FOUND"
                         : "stream: OK");
  g_assert_cmpint (send (fd, said, strlen (said) + 1, MSG_NOSIGNAL), ==, (gssize) strlen (said) + 1);
}

static gpointer
serve (gpointer data)
{
  TbkClamd *clamd = data;
  int fd;

  while ((fd = accept (clamd->fd, NULL, NULL)) >= 0)
    {
      answer (clamd, fd);
      close (fd);
    }
  return NULL;
}

TbkClamd *
tbk_clamd_new (const char *path)
{
  TbkClamd *clamd = g_new0 (TbkClamd, 1);
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_assert_cmpuint (g_strlcpy (address.sun_path, path, sizeof address.sun_path), <, sizeof address.sun_path);
  g_unlink (path);
  clamd->path = g_strdup (path);
  clamd->fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (clamd->fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (clamd->fd, 16), ==, 0);
  g_mutex_init (&clamd->lock);
  clamd->thread = g_thread_new ("clamd", serve, clamd);
  return clamd;
}

void
tbk_clamd_free (TbkClamd *clamd)
{
  if (clamd == NULL)
    return;
  shutdown (clamd->fd, SHUT_RDWR);
  g_thread_join (clamd->thread);
  close (clamd->fd);
  g_unlink (clamd->path);
  g_mutex_clear (&clamd->lock);
  g_free (clamd->answer);
  g_free (clamd->path);
  g_free (clamd);
}

void
tbk_clamd_set_answer (TbkClamd *clamd, const char *said)
{
  g_mutex_lock (&clamd->lock);
  g_free (clamd->answer);
  clamd->answer = g_strdup (said);
  g_mutex_unlock (&clamd->lock);
}

guint
tbk_clamd_get_scans (TbkClamd *clamd)
{
  guint scans;

  g_mutex_lock (&clamd->lock);
  scans = clamd->scans;
  g_mutex_unlock (&clamd->lock);
  return scans;
}
