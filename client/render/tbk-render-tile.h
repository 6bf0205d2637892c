/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-render-document.h"

G_BEGIN_DECLS

/* Draws parts of pages into memory of the app. The page drawn last is kept whole where it is not too large, so that its
 * further tiles are copies: decoding a scan once a tile would take as many times as long. One thread. */
typedef struct
{
  cairo_surface_t *surface; /* NULL: none is kept */
  guint page;
  double scale;
  guint turns;
} TbkRenderKept;

void tbk_render_kept_clear (TbkRenderKept *kept);

/* `args` of a TBK_RENDER_TILE; `fd` is the memory, of which just that many bytes are written. */
gboolean tbk_render_tile (TbkRenderDocument *doc, TbkRenderKept *kept, GVariant *args, int fd, GError **error);

/* `ranges`: of a TBK_RENDER_PRINT. Those pages, as a PDF, into `fd`. */
gboolean tbk_render_print (TbkRenderDocument *doc, GVariant *ranges, int fd, GError **error);

G_END_DECLS
