/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-doc-source.h"
#include "tbk-render-wire.h"

G_BEGIN_DECLS

/* One document, opened in a process of its own: asks it one thing after the other, what matters most first. A request has
 * a time limit, which waiting for the file does not count towards; a renderer that takes longer, or dies, is ended, its
 * request fails, and a new one serves the next; after MAX_DEATHS without a success between them all requests fail. Main
 * thread.
 *
 * Property: "limit-ms" (guint): of a request. */
#define TBK_TYPE_RENDERER (tbk_renderer_get_type ())
G_DECLARE_FINAL_TYPE (TbkRenderer, tbk_renderer, TBK, RENDERER, GObject)

#define TBK_RENDERER_MAX_DEATHS 3
#define TBK_RENDERER_MAX_WAITING 2000 /* requests; more of them fail at once */

/* Lower ones are served first. */
typedef enum
{
  TBK_RENDERER_OPENING,
  TBK_RENDERER_VISIBLE,
  TBK_RENDERER_ASKED, /* what a user waits for: search, print, copy */
  TBK_RENDERER_NEAR,  /* what will be looked at next */
  TBK_RENDERER_IDLE,
} TbkRendererPriority;

/* `kind`: "pdf" or "image", as TBK_RENDER_OPEN has it. */
TbkRenderer *tbk_renderer_new (TbkDocSource *source, const char *kind);

/* Opens the document, again with a password where it wants one. Ends with (uu): see TBK_RENDER_OPEN. */
void tbk_renderer_open_async (TbkRenderer *self,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);

/* Any other request. `args` is sunk; a copy of `fd` is made, -1 for none. A request that is cancelled while it waits is
 * never made; the callback of one that is under way comes when it is done. Expected errors: TBK_RENDER_ERROR, those of the
 * source, G_IO_ERROR_CANCELLED. */
void tbk_renderer_call_async (TbkRenderer *self,
                              TbkRenderOp op,
                              GVariant *args,
                              int fd,
                              TbkRendererPriority priority,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
/* Ends both. Returns: (transfer full) (nullable). */
GVariant *tbk_renderer_call_finish (TbkRenderer *self, GAsyncResult *result, GError **error);

/* Ends its process; whatever waits fails with G_IO_ERROR_CANCELLED. */
void tbk_renderer_close (TbkRenderer *self);

/* Requests that wait or are under way. */
guint tbk_renderer_get_busy (TbkRenderer *self);
/* The process that runs now; 0: none. */
GPid tbk_renderer_get_pid (TbkRenderer *self);

G_END_DECLS
