/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-reader.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* One stretch, as a thread fetches it. */
typedef struct
{
  TbkReader *reader; /* main loop's; NULL: it was freed meanwhile */
  int fd;
  guint64 at;
  gsize size;
  gssize n; /* -1: failed */
  guint8 bytes[TBK_READER_AHEAD_BYTES];
} Fetch;

struct _TbkReader
{
  int fd;
  guint64 at;
  guint64 end;
  Fetch *pending;   /* not owned: its task's */
  guint8 *ahead;    /* fetched and not yet given */
  gsize ahead_left; /* at the end of it */
  gsize ahead_size;
  gboolean failed;
  void (*ready) (gpointer user_data);
  gpointer user_data;
};

TbkReader *
tbk_reader_new (int fd, guint64 offset, guint64 length, void (*ready) (gpointer), gpointer user_data)
{
  TbkReader *reader = g_new0 (TbkReader, 1);

  reader->fd = fd;
  reader->at = offset;
  reader->end = offset + length;
  reader->ready = ready;
  reader->user_data = user_data;
  return reader;
}

void
tbk_reader_free (TbkReader *reader)
{
  if (reader == NULL)
    return;
  if (reader->pending != NULL)
    reader->pending->reader = NULL; /* closes the file when the thread is through */
  else
    close (reader->fd);
  g_free (reader->ahead);
  g_free (reader);
}

static void
fetch_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fetch *fetch = data;

  do
    fetch->n = pread (fetch->fd, fetch->bytes, fetch->size, (off_t) fetch->at);
  while (fetch->n < 0 && errno == EINTR);
  g_task_return_boolean (task, TRUE);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = g_task_get_task_data (G_TASK (result));
  TbkReader *reader = fetch->reader;

  if (reader == NULL)
    {
      close (fetch->fd);
      return;
    }
  reader->pending = NULL;
  reader->failed = fetch->n <= 0;
  if (fetch->n > 0)
    {
      g_free (reader->ahead);
      reader->ahead = g_memdup2 (fetch->bytes, (gsize) fetch->n);
      reader->ahead_size = reader->ahead_left = (gsize) fetch->n;
    }
  reader->ready (reader->user_data);
}

static void
start_fetch (TbkReader *reader)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, fetched_cb, NULL);
  Fetch *fetch = g_new (Fetch, 1);

  fetch->reader = reader;
  fetch->fd = reader->fd;
  fetch->at = reader->at;
  fetch->size = MIN (reader->end - reader->at, TBK_READER_AHEAD_BYTES);
  reader->pending = fetch;
  g_task_set_task_data (task, fetch, g_free);
  g_task_run_in_thread (task, fetch_thread);
}

static gsize
take_ahead (TbkReader *reader, guint8 *room, gsize size)
{
  gsize n = MIN (size, reader->ahead_left);

  memcpy (room, reader->ahead + reader->ahead_size - reader->ahead_left, n);
  reader->ahead_left -= n;
  if (reader->ahead_left == 0)
    g_clear_pointer (&reader->ahead, g_free);
  return n;
}

/* What the page cache holds. A file system that cannot say (NFS) is read by a thread, as what it does not hold. */
static gssize
read_cached (const TbkReader *reader, guint8 *room, gsize size)
{
  struct iovec vector = { room, size };
  gssize n;

  do
    n = preadv2 (reader->fd, &vector, 1, (off_t) reader->at, RWF_NOWAIT);
  while (n < 0 && errno == EINTR);
  if (n < 0 && errno == EOPNOTSUPP)
    errno = EAGAIN;
  return n;
}

TbkSourceResult
tbk_reader_read (TbkReader *reader, guint8 *room, gsize size, gsize *n)
{
  gssize got;

  *n = 0;
  if (reader->failed)
    return TBK_SOURCE_FAILED;
  if (reader->at == reader->end)
    return TBK_SOURCE_END;
  if (reader->pending != NULL)
    return TBK_SOURCE_WAIT;
  size = MIN (size, reader->end - reader->at);
  got = reader->ahead != NULL ? (gssize) take_ahead (reader, room, size) : read_cached (reader, room, size);
  if (got < 0 && errno == EAGAIN)
    {
      start_fetch (reader);
      return TBK_SOURCE_WAIT;
    }
  if (got <= 0)
    {
      reader->failed = TRUE;
      return TBK_SOURCE_FAILED;
    }
  reader->at += (guint64) got;
  *n = (gsize) got;
  return TBK_SOURCE_SOME;
}
