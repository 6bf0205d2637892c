/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tbk-doc-private.h"

#define BYTES_A_PIXEL 4

/* Memory that the renderer draws into and the app shows, without a copy between. It keeps its size: nothing that the
 * renderer does to it can take a page away under the app's feet. */
typedef struct
{
  TbkDocPart part;
  int fd;
  gsize size;
} Canvas;

static void
free_canvas (gpointer data)
{
  Canvas *canvas = data;

  if (canvas->fd >= 0)
    close (canvas->fd);
  g_free (canvas);
}

static Canvas *
make_canvas (const TbkDocPart *part, GError **error)
{
  Canvas *canvas = g_new0 (Canvas, 1);
  int code;

  canvas->part = *part;
  canvas->size = (gsize) part->width * part->height * BYTES_A_PIXEL;
  canvas->fd = memfd_create ("triboka-tile", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (canvas->fd >= 0 && ftruncate (canvas->fd, (off_t) canvas->size) == 0
      && fcntl (canvas->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
    return canvas;
  code = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               "no memory for a part of a page: %s", g_strerror (code));
  free_canvas (canvas);
  return NULL;
}

typedef struct
{
  void *pixels;
  gsize size;
} Mapping;

static void
unmap (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->pixels, mapping->size);
  g_free (mapping);
}

static GdkTexture *
show_canvas (const Canvas *canvas, GError **error)
{
  void *pixels = mmap (NULL, canvas->size, PROT_READ, MAP_SHARED, canvas->fd, 0);
  g_autoptr (GBytes) bytes = NULL;
  Mapping *mapping;
  int code = errno;

  if (pixels == MAP_FAILED)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   "no memory for a part of a page: %s", g_strerror (code));
      return NULL;
    }
  mapping = g_new0 (Mapping, 1);
  *mapping = (Mapping){ pixels, canvas->size };
  bytes = g_bytes_new_with_free_func (pixels, canvas->size, unmap, mapping);
  return gdk_memory_texture_new ((int) canvas->part.width, (int) canvas->part.height, GDK_MEMORY_DEFAULT, bytes,
                                 canvas->part.width * BYTES_A_PIXEL);
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TbkDoc *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GVariant) reply = tbk_renderer_call_finish (TBK_RENDERER (source), result, &error);
  GdkTexture *texture = reply != NULL ? show_canvas (g_task_get_task_data (task), &error) : NULL;

  tbk_doc_note_drawn (self);
  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
tbk_doc_draw_async (TbkDoc *self,
                    const TbkDocPart *part,
                    TbkRendererPriority priority,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  GError *error = NULL;
  Canvas *canvas = make_canvas (part, &error);

  g_task_set_source_tag (task, tbk_doc_draw_async);
  /* what was drawn is drawn: whoever cancelled it may still keep it */
  g_task_set_check_cancellable (task, FALSE);
  if (canvas == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_task_set_task_data (task, canvas, free_canvas);
  tbk_renderer_call_async (self->renderer, TBK_RENDER_TILE,
                           g_variant_new ("(uduuuuu)", part->page, part->scale, part->turns, part->x, part->y,
                                          part->width, part->height),
                           canvas->fd, priority, cancellable, drawn_cb, task);
}

GdkTexture *
tbk_doc_draw_finish (TbkDoc *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
