/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "tbk-render-wire.h"

G_BEGIN_DECLS

/* An open document as the renderer sees it: a PDF (tbk-render-pdf.c), an image
 * (tbk-render-image.c) or a TIFF, which has pages (tbk-render-tiff.c). One thread. */
typedef struct _TbkRenderDocument TbkRenderDocument;

/* All take a page that is there. What is NULL has nothing to say. */
typedef struct
{
  void (*free) (TbkRenderDocument *doc);
  /* In points, as it stands in the file: may be nonsense. */
  gboolean (*size) (TbkRenderDocument *doc, guint page, double *width, double *height);
  /* Draws the page, a point a unit, on the right paper already. */
  gboolean (*draw) (TbkRenderDocument *doc, guint page, cairo_t *cr, gboolean printing, GError **error);
  GVariant *(*text) (TbkRenderDocument *doc, guint page);
  GVariant *(*search) (TbkRenderDocument *doc, guint page, const char *words);
  GVariant *(*outline) (TbkRenderDocument *doc);
  GVariant *(*links) (TbkRenderDocument *doc, guint page);
} TbkRenderClass;

struct _TbkRenderDocument
{
  const TbkRenderClass *klass;
  guint n_pages;
  TbkRenderMay may;
};

/* Expected errors: TBK_RENDER_ERROR_DAMAGED, _LOCKED, _TOO_LARGE. */
TbkRenderDocument *tbk_render_pdf_open (GInputStream *stream, goffset size, const char *password, GError **error);
TbkRenderDocument *tbk_render_image_open (GInputStream *stream, GError **error);
TbkRenderDocument *tbk_render_tiff_open (GInputStream *stream, goffset size, GError **error);

/* Finite, between 1 and TBK_RENDER_MAX_POINTS. Returns: FALSE where the page cannot be read. */
gboolean tbk_render_document_size (TbkRenderDocument *doc, guint page, double *width, double *height);

G_END_DECLS
