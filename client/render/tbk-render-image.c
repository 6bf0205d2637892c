/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-render-document.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#define READ_BYTES (64 * 1024)
#define MAX_PIXELS (120 * 1000 * 1000) /* of the file; what says it has more is not even begun */
#define GOOD_PIXELS (40 * 1000 * 1000) /* a larger one is made smaller as it is read, where its format can */
#define MAX_SIDE 32000                 /* pixels; cairo's own limit is 32767 */
#define POINTS_A_PIXEL 0.75            /* 96 dots an inch */

typedef struct
{
  TbkRenderDocument base;
  cairo_surface_t *surface;
  int width, height;
} Image;

static void
image_free (TbkRenderDocument *doc)
{
  cairo_surface_destroy (((Image *) doc)->surface);
  g_free (doc);
}

static gboolean
image_size (TbkRenderDocument *doc, guint page, double *width, double *height)
{
  *width = ((Image *) doc)->width * POINTS_A_PIXEL;
  *height = ((Image *) doc)->height * POINTS_A_PIXEL;
  return TRUE;
}

static gboolean
image_draw (TbkRenderDocument *doc, guint page, cairo_t *cr, gboolean printing, GError **error)
{
  Image *image = (Image *) doc;

  cairo_scale (cr, POINTS_A_PIXEL, POINTS_A_PIXEL);
  cairo_set_source_surface (cr, image->surface, 0, 0);
  cairo_paint (cr);
  return TRUE;
}

static const TbkRenderClass image_class = {
  .free = image_free,
  .size = image_size,
  .draw = image_draw,
};

/* --- reading --- */

typedef struct
{
  gboolean too_large;
} Prepared;

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, Prepared *prepared)
{
  double pixels = (double) width * height;
  double shrink;

  if (pixels > MAX_PIXELS || width < 1 || height < 1)
    {
      prepared->too_large = TRUE;
      /* the loader would go on and take the memory: this makes it stop */
      gdk_pixbuf_loader_set_size (loader, 0, 0);
      return;
    }
  shrink = MIN (1.0, MIN ((double) MAX_SIDE / MAX (width, height), pixels > GOOD_PIXELS ? GOOD_PIXELS / pixels : 1.0));
  if (shrink < 1.0)
    gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width * shrink)), MAX (1, (int) (height * shrink)));
}

static gboolean
feed (GdkPixbufLoader *loader, GInputStream *stream, const Prepared *prepared, GError **error)
{
  g_autofree guint8 *bytes = g_malloc (READ_BYTES);
  gssize got;

  while ((got = g_input_stream_read (stream, bytes, READ_BYTES, NULL, error)) > 0)
    if (!gdk_pixbuf_loader_write (loader, bytes, (gsize) got, error) || prepared->too_large)
      return FALSE;
  return got == 0;
}

static GdkPixbuf *
load (GInputStream *stream, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_autoptr (GError) reason = NULL;
  Prepared prepared = { FALSE };
  GdkPixbuf *pixbuf = NULL;
  gboolean fed;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &prepared);
  fed = feed (loader, stream, &prepared, &reason);
  if (!gdk_pixbuf_loader_close (loader, fed ? &reason : NULL))
    fed = FALSE;
  if (fed && gdk_pixbuf_loader_get_pixbuf (loader) != NULL)
    pixbuf = gdk_pixbuf_apply_embedded_orientation (gdk_pixbuf_loader_get_pixbuf (loader));
  if (prepared.too_large)
    g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_TOO_LARGE, "it has more than %d pixels", MAX_PIXELS);
  else if (pixbuf == NULL)
    g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_DAMAGED, "%s",
                 reason != NULL ? reason->message : "it is empty");
  return pixbuf;
}

/* A line of RGB or RGBA to cairo's premultiplied ARGB. */
static void
convert_line (const guint8 *from, guint32 *to, int width, int n_channels)
{
  for (int x = 0; x < width; x++, from += n_channels)
    {
      guint32 alpha = n_channels == 4 ? from[3] : 255;

      to[x] = alpha << 24 | (from[0] * alpha / 255) << 16 | (from[1] * alpha / 255) << 8 | (from[2] * alpha / 255);
    }
}

static cairo_surface_t *
make_surface (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  guint8 *to = cairo_image_surface_get_data (surface);

  if (to == NULL)
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  for (int y = 0; y < height; y++)
    convert_line (gdk_pixbuf_read_pixels (pixbuf) + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (pixbuf),
                  (guint32 *) (gpointer) (to + (gsize) y * (gsize) cairo_image_surface_get_stride (surface)),
                  width, gdk_pixbuf_get_n_channels (pixbuf));
  cairo_surface_mark_dirty (surface);
  return surface;
}

TbkRenderDocument *
tbk_render_image_open (GInputStream *stream, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = load (stream, error);
  cairo_surface_t *surface;
  Image *image;

  if (pixbuf == NULL)
    return NULL;
  surface = make_surface (pixbuf);
  if (surface == NULL)
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_TOO_LARGE, "there is not enough memory for it");
      return NULL;
    }
  image = g_new0 (Image, 1);
  image->base = (TbkRenderDocument){ &image_class, 1, TBK_RENDER_MAY_PRINT | TBK_RENDER_MAY_COPY };
  image->surface = surface;
  image->width = gdk_pixbuf_get_width (pixbuf);
  image->height = gdk_pixbuf_get_height (pixbuf);
  return &image->base;
}
