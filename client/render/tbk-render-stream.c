/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-render-stream.h"

#include <errno.h>
#include <unistd.h>

#define BLOCK_BYTES (64 * 1024)

struct _TbkRenderStream
{
  GInputStream parent_instance;

  TbkRenderPort *port;
  int fd;
  goffset size;
  goffset position;
  guint8 *there; /* a byte for each block: whether it is known to have come; NULL: all have */
  gboolean failed;
};

static void seekable_init (GSeekableIface *iface);
/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TbkRenderStream, tbk_render_stream, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SEEKABLE, seekable_init))
/* clang-format on */

/* All missing blocks from `block` to `last` that follow each other are asked for at once. */
static guint64
run_of_missing (TbkRenderStream *self, guint64 block, guint64 last)
{
  guint64 n = 1;

  while (block + n <= last && !self->there[block + n] && (n + 1) * BLOCK_BYTES <= TBK_RENDER_MAX_NEED)
    n++;
  return n;
}

static gboolean
fetch (TbkRenderStream *self, goffset offset, gsize length)
{
  guint64 block = (guint64) offset / BLOCK_BYTES;
  guint64 last = ((guint64) offset + length - 1) / BLOCK_BYTES;

  while (self->there != NULL && block <= last)
    {
      guint64 n = self->there[block] ? 1 : run_of_missing (self, block, last);
      goffset start = (goffset) block * BLOCK_BYTES;

      if (!self->there[block]
          && !tbk_render_port_need (self->port, start, (guint) MIN ((goffset) n * BLOCK_BYTES, self->size - start)))
        return FALSE;
      for (guint64 i = 0; i < n; i++)
        self->there[block + i] = TRUE;
      block += n;
    }
  return TRUE;
}

static gssize
stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  TbkRenderStream *self = TBK_RENDER_STREAM (stream);
  ssize_t got;

  if (self->position >= self->size || count == 0)
    return 0;
  count = MIN (count, (gsize) MIN (self->size - self->position, TBK_RENDER_MAX_NEED));
  if (self->failed || !fetch (self, self->position, count))
    {
      self->failed = TRUE;
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_AWAY, "a part of the file did not come");
      return -1;
    }
  do
    got = pread (self->fd, buffer, count, self->position);
  while (got < 0 && errno == EINTR);
  if (got < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "the file cannot be read: %s", g_strerror (errno));
      return -1;
    }
  self->position += got;
  return got;
}

static goffset
stream_tell (GSeekable *seekable)
{
  return TBK_RENDER_STREAM (seekable)->position;
}

static gboolean
stream_can_seek (GSeekable *seekable)
{
  return TRUE;
}

static gboolean
stream_seek (GSeekable *seekable, goffset offset, GSeekType type, GCancellable *cancellable, GError **error)
{
  TbkRenderStream *self = TBK_RENDER_STREAM (seekable);
  goffset base = type == G_SEEK_SET ? 0 : type == G_SEEK_CUR ? self->position
                                                             : self->size;
  goffset to;

  if (__builtin_add_overflow (base, offset, &to) || to < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no place in the file: %" G_GOFFSET_FORMAT, offset);
      return FALSE;
    }
  self->position = to;
  return TRUE;
}

static gboolean
stream_can_truncate (GSeekable *seekable)
{
  return FALSE;
}

static gboolean
stream_truncate (GSeekable *seekable, goffset offset, GCancellable *cancellable, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "the file is read only");
  return FALSE;
}

static void
tbk_render_stream_finalize (GObject *object)
{
  TbkRenderStream *self = TBK_RENDER_STREAM (object);

  close (self->fd);
  g_free (self->there);
  G_OBJECT_CLASS (tbk_render_stream_parent_class)->finalize (object);
}

static void
seekable_init (GSeekableIface *iface)
{
  iface->tell = stream_tell;
  iface->can_seek = stream_can_seek;
  iface->seek = stream_seek;
  iface->can_truncate = stream_can_truncate;
  iface->truncate_fn = stream_truncate;
}

static void
tbk_render_stream_class_init (TbkRenderStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tbk_render_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = stream_read;
}

static void
tbk_render_stream_init (TbkRenderStream *self)
{
  self->fd = -1;
}

GInputStream *
tbk_render_stream_new (TbkRenderPort *port, int fd, goffset size, gboolean complete)
{
  TbkRenderStream *self = g_object_new (TBK_TYPE_RENDER_STREAM, NULL);

  self->port = port;
  self->fd = fd;
  self->size = size;
  if (!complete)
    self->there = g_malloc0 ((gsize) (size / BLOCK_BYTES) + 1);
  return G_INPUT_STREAM (self);
}

gboolean
tbk_render_stream_has_failed (TbkRenderStream *self)
{
  return self->failed;
}
