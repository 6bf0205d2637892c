/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-source-private.h"

#include <errno.h>
#include <unistd.h>

#define FIRST_BYTES (64 * 1024)  /* fetched for a want that follows no other */
#define MAX_BYTES (1024 * 1024)  /* at once, for one that goes on where the last one ended */
#define AHEAD_BYTES (512 * 1024) /* at once, while nothing is wanted */

typedef struct
{
  goffset offset;
  goffset length;
} Want;

typedef struct
{
  TbkDocSource *self;
  goffset offset;
  goffset length;
  gboolean ahead;
} Fetch;

/* --- what arrives --- */

static gboolean
write_all (int fd, GBytes *bytes, goffset offset, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  while (size > 0)
    {
      ssize_t written = pwrite (fd, data, size, offset);
      int code = errno;

      if (written < 0 && code == EINTR)
        continue;
      if (written <= 0)
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                       "the document cannot be kept: %s", g_strerror (code));
          return FALSE;
        }
      data += written;
      size -= (gsize) written;
      offset += written;
    }
  return TRUE;
}

static gboolean
is_there (TbkDocSourcePrivate *priv, GTask *task)
{
  const Want *want = g_task_get_task_data (task);

  return tbk_range_map_has (priv->map, want->offset, want->length);
}

/* Wants that are there, or that nobody waits for any more. A callback may ask for the next. */
static void
settle (TbkDocSource *self)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *link = priv->wants.head, *next; link != NULL; link = next)
    {
      next = link->next;
      if (!is_there (priv, link->data) && !g_cancellable_is_cancelled (g_task_get_cancellable (link->data)))
        continue;
      g_ptr_array_add (done, link->data);
      g_queue_delete_link (&priv->wants, link);
    }
  for (guint i = 0; i < done->len; i++)
    g_task_return_boolean (g_ptr_array_index (done, i), TRUE);
}

static void
fail_wants (TbkDocSource *self, const GError *error)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);
  GTask *task;

  while ((task = g_queue_pop_head (&priv->wants)) != NULL)
    {
      g_task_return_error (task, g_error_copy (error));
      g_object_unref (task);
    }
}

static gboolean
take (Fetch *fetch, GAsyncResult *result, GError **error)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (fetch->self);
  g_autoptr (GBytes) bytes = TBK_DOC_SOURCE_GET_CLASS (fetch->self)->fetch_finish (fetch->self, result, error);

  if (bytes == NULL)
    return FALSE;
  if (g_bytes_get_size (bytes) != (gsize) fetch->length)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%" G_GSIZE_FORMAT " bytes came of %" G_GOFFSET_FORMAT,
                   g_bytes_get_size (bytes), fetch->length);
      return FALSE;
    }
  if (!write_all (priv->fd, bytes, fetch->offset, error))
    return FALSE;
  tbk_range_map_add (priv->map, fetch->offset, fetch->length);
  return TRUE;
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fetch *fetch = data;
  g_autoptr (TbkDocSource) self = fetch->self;
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);
  g_autoptr (GError) error = NULL;
  gboolean taken = take (fetch, result, &error);

  if (fetch->ahead)
    priv->fetching_ahead = FALSE;
  else
    priv->fetching_want = FALSE;
  g_free (fetch);
  if (taken)
    {
      tbk_doc_source_note_arrived (self);
      settle (self);
      tbk_doc_source_fill (self);
      return;
    }
  /* nothing more is tried by itself: whoever shows the document says so, and resumes */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tbk_doc_source_set_error (self, error);
  fail_wants (self, error);
}

/* --- what is fetched next --- */

static void
fetch (TbkDocSource *self, goffset offset, goffset length, gboolean ahead)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);
  Fetch *fetch = g_new0 (Fetch, 1);

  *fetch = (Fetch){ g_object_ref (self), offset, length, ahead };
  if (ahead)
    priv->fetching_ahead = TRUE;
  else
    priv->fetching_want = TRUE;
  TBK_DOC_SOURCE_GET_CLASS (self)->fetch_async (self, offset, length, priv->cancellable, fetched_cb, fetch);
}

static void
fetch_wanted (TbkDocSource *self)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);
  GTask *task = g_queue_peek_head (&priv->wants);
  const Want *want = task != NULL ? g_task_get_task_data (task) : NULL;
  goffset offset, length;

  if (want == NULL || !tbk_range_map_gap (priv->map, want->offset, want->offset + want->length, &offset, &length))
    return;
  /* who reads on gets more each time: an answer a block would wait longer for the line than for the bytes */
  priv->stride = offset == priv->last_end ? MIN (priv->stride * 2, MAX_BYTES) : FIRST_BYTES;
  if (!tbk_range_map_gap (priv->map, offset, offset + MAX (MIN (length, MAX_BYTES), priv->stride), &offset, &length))
    return;
  length = MIN (length, MAX_BYTES);
  priv->last_end = offset + length;
  fetch (self, offset, length, FALSE);
}

static void
fetch_ahead (TbkDocSource *self)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);
  goffset offset, length;

  /* on from where it was read last, then what was left before */
  if (tbk_range_map_gap (priv->map, priv->last_end, priv->size, &offset, &length)
      || tbk_range_map_gap (priv->map, 0, priv->size, &offset, &length))
    fetch (self, offset, MIN (length, AHEAD_BYTES), TRUE);
}

void
tbk_doc_source_fill (TbkDocSource *self)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);

  if (priv->error != NULL || TBK_DOC_SOURCE_GET_CLASS (self)->fetch_async == NULL)
    return;
  if (!priv->fetching_want)
    fetch_wanted (self);
  if (!priv->fetching_want && !priv->fetching_ahead && priv->ahead)
    fetch_ahead (self);
}

/* --- asking --- */

void
tbk_doc_source_want_async (TbkDocSource *self,
                           goffset offset,
                           goffset length,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  TbkDocSourcePrivate *priv = tbk_doc_source_private (self);
  GTask *task = g_task_new (self, cancellable, callback, data);
  Want *want = g_new0 (Want, 1);

  *want = (Want){ MAX (0, offset), MAX (0, length) };
  g_task_set_source_tag (task, tbk_doc_source_want_async);
  g_task_set_task_data (task, want, g_free);
  if (is_there (priv, task) || priv->error != NULL)
    {
      if (is_there (priv, task))
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_error (task, g_error_copy (priv->error));
      g_object_unref (task);
      return;
    }
  g_queue_push_tail (&priv->wants, task);
  tbk_doc_source_fill (self);
}

gboolean
tbk_doc_source_want_finish (TbkDocSource *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tbk_doc_source_read_ahead (TbkDocSource *self, gboolean ahead)
{
  tbk_doc_source_private (self)->ahead = ahead;
  tbk_doc_source_fill (self);
}

void
tbk_doc_source_resume (TbkDocSource *self)
{
  tbk_doc_source_set_error (self, NULL);
  tbk_doc_source_fill (self);
}
