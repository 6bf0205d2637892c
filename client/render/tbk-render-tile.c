/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-render-tile.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cairo-pdf.h>

#define MAX_KEPT_PIXELS (12.0 * 1000 * 1000) /* 48 MB */
#define MAX_KEPT_SIDE 32000
#define MIN_SCALE 0.0001
#define MAX_SCALE 64.0
#define BYTES_A_PIXEL 4

typedef struct
{
  guint page;
  double scale;
  guint turns;
  guint x, y, width, height;
} Tile;

gboolean
tbk_render_document_size (TbkRenderDocument *doc, guint page, double *width, double *height)
{
  if (!doc->klass->size (doc, page, width, height))
    return FALSE;
  *width = isfinite (*width) ? CLAMP (*width, 1.0, TBK_RENDER_MAX_POINTS) : 612.0;
  *height = isfinite (*height) ? CLAMP (*height, 1.0, TBK_RENDER_MAX_POINTS) : 792.0;
  return TRUE;
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_PROTOCOL, "%s", what);
  return FALSE;
}

static gboolean
read_tile (GVariant *args, guint n_pages, Tile *tile, GError **error)
{
  g_variant_get (args, "(uduuuuu)", &tile->page, &tile->scale, &tile->turns, &tile->x, &tile->y, &tile->width,
                 &tile->height);
  if (tile->page >= n_pages || tile->turns > 3)
    return refuse (error, "no such page or turn");
  if (!isfinite (tile->scale) || tile->scale < MIN_SCALE || tile->scale > MAX_SCALE)
    return refuse (error, "no such scale");
  if (tile->width < 1 || tile->height < 1 || tile->width > TBK_RENDER_MAX_TILE || tile->height > TBK_RENDER_MAX_TILE
      || tile->x > G_MAXINT32 - tile->width || tile->y > G_MAXINT32 - tile->height)
    return refuse (error, "no such part of a page");
  return TRUE;
}

/* Draws the page on white with its pixel (x, y) in the upper left corner. */
static gboolean
draw (TbkRenderDocument *doc, cairo_surface_t *surface, const Tile *tile, GError **error)
{
  g_autoptr (GError) reason = NULL;
  double width, height;
  cairo_t *cr;
  gboolean drawn;

  if (!tbk_render_document_size (doc, tile->page, &width, &height))
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_DAMAGED, "page %u cannot be read", tile->page + 1);
      return FALSE;
    }
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, -(double) tile->x, -(double) tile->y);
  cairo_scale (cr, tile->scale, tile->scale);
  if (tile->turns == 1)
    cairo_translate (cr, height, 0);
  else if (tile->turns == 2)
    cairo_translate (cr, width, height);
  else if (tile->turns == 3)
    cairo_translate (cr, 0, width);
  cairo_rotate (cr, tile->turns * G_PI_2);
  drawn = doc->klass->draw (doc, tile->page, cr, FALSE, error);
  if (drawn && cairo_status (cr) == CAIRO_STATUS_NO_MEMORY)
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_TOO_LARGE, "there is not enough memory for it");
      drawn = FALSE;
    }
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return drawn;
}

void
tbk_render_kept_clear (TbkRenderKept *kept)
{
  g_clear_pointer (&kept->surface, cairo_surface_destroy);
}

static gboolean
is_kept (const TbkRenderKept *kept, const Tile *tile)
{
  return kept->surface != NULL && kept->page == tile->page && kept->turns == tile->turns
         && kept->scale == tile->scale; /* the app's own number, come back */
}

/* The whole page, where it is not too large: in `kept`. */
static gboolean
keep_page (TbkRenderDocument *doc, TbkRenderKept *kept, const Tile *tile, GError **error)
{
  Tile whole = { .page = tile->page, .scale = tile->scale, .turns = tile->turns };
  double width, height, swap;
  cairo_surface_t *surface;

  if (is_kept (kept, tile))
    return TRUE;
  tbk_render_kept_clear (kept);
  if (!tbk_render_document_size (doc, tile->page, &width, &height))
    return TRUE;
  if (tile->turns % 2 == 1)
    swap = width, width = height, height = swap;
  width = ceil (width * tile->scale);
  height = ceil (height * tile->scale);
  if (width * height > MAX_KEPT_PIXELS || width > MAX_KEPT_SIDE || height > MAX_KEPT_SIDE)
    return TRUE;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width, (int) height);
  if (!draw (doc, surface, &whole, error))
    {
      cairo_surface_destroy (surface);
      return FALSE;
    }
  *kept = (TbkRenderKept){ surface, tile->page, tile->scale, tile->turns };
  return TRUE;
}

static void
copy_kept (const TbkRenderKept *kept, const Tile *tile, guint8 *pixels)
{
  guint width = (guint) cairo_image_surface_get_width (kept->surface);
  guint height = (guint) cairo_image_surface_get_height (kept->surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (kept->surface);
  const guint8 *from = cairo_image_surface_get_data (kept->surface);
  gsize line = (gsize) tile->width * BYTES_A_PIXEL;
  gsize n = tile->x < width ? MIN (tile->width, width - tile->x) * (gsize) BYTES_A_PIXEL : 0;

  for (guint y = 0; y < tile->height; y++)
    {
      guint8 *to = pixels + y * line;
      gsize filled = from != NULL && tile->y + y < height ? n : 0;

      if (filled > 0)
        memcpy (to, from + (tile->y + y) * stride + (gsize) tile->x * BYTES_A_PIXEL, filled);
      memset (to + filled, 0xff, line - filled);
    }
}

static gboolean
fill (TbkRenderDocument *doc, TbkRenderKept *kept, const Tile *tile, guint8 *pixels, GError **error)
{
  cairo_surface_t *surface;
  gboolean drawn;

  if (!keep_page (doc, kept, tile, error))
    return FALSE;
  if (is_kept (kept, tile))
    {
      copy_kept (kept, tile, pixels);
      return TRUE;
    }
  surface = cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, (int) tile->width, (int) tile->height,
                                                 (int) tile->width * BYTES_A_PIXEL);
  drawn = draw (doc, surface, tile, error);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return drawn;
}

gboolean
tbk_render_tile (TbkRenderDocument *doc, TbkRenderKept *kept, GVariant *args, int fd, GError **error)
{
  Tile tile;
  struct stat state;
  gsize size;
  void *pixels;
  gboolean filled;

  if (!read_tile (args, doc->n_pages, &tile, error))
    return FALSE;
  size = (gsize) tile.width * tile.height * BYTES_A_PIXEL;
  if (fd < 0 || fstat (fd, &state) != 0 || state.st_size < (off_t) size)
    return refuse (error, "no memory came for it");
  pixels = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (pixels == MAP_FAILED)
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_TOO_LARGE, "there is not enough memory for it");
      return FALSE;
    }
  filled = fill (doc, kept, &tile, pixels, error);
  munmap (pixels, size);
  return filled;
}

/* --- printing --- */

static cairo_status_t
write_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  const int *fd = data;

  while (length > 0)
    {
      ssize_t written = write (*fd, bytes, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return CAIRO_STATUS_WRITE_ERROR;
      bytes += written;
      length -= (unsigned int) written;
    }
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
print_page (TbkRenderDocument *doc, cairo_surface_t *surface, guint page, GError **error)
{
  double width, height;
  cairo_t *cr;
  gboolean drawn;

  if (!tbk_render_document_size (doc, page, &width, &height))
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_DAMAGED, "page %u cannot be read", page + 1);
      return FALSE;
    }
  cairo_pdf_surface_set_size (surface, width, height);
  cr = cairo_create (surface);
  drawn = doc->klass->draw (doc, page, cr, TRUE, error);
  cairo_show_page (cr);
  cairo_destroy (cr);
  return drawn;
}

static gboolean
are_ranges (TbkRenderDocument *doc, GVariant *ranges)
{
  gsize n_ranges = g_variant_n_children (ranges);

  for (gsize i = 0; i < n_ranges; i++)
    {
      guint first, n;

      g_variant_get_child (ranges, i, "(uu)", &first, &n);
      if (n < 1 || first >= doc->n_pages || n > doc->n_pages - first)
        return FALSE;
    }
  return n_ranges > 0 && n_ranges <= TBK_RENDER_MAX_RANGES;
}

gboolean
tbk_render_print (TbkRenderDocument *doc, GVariant *ranges, int fd, GError **error)
{
  cairo_surface_t *surface;
  cairo_status_t status;
  gboolean printed = TRUE;
  GVariantIter iter;
  guint first, n;

  if (fd < 0 || !are_ranges (doc, ranges))
    return refuse (error, "no such pages, or no file came for them");
  surface = cairo_pdf_surface_create_for_stream (write_cb, &fd, 1, 1);
  g_variant_iter_init (&iter, ranges);
  while (printed && g_variant_iter_next (&iter, "(uu)", &first, &n))
    for (guint i = 0; i < n && printed; i++)
      printed = print_page (doc, surface, first + i, error);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (printed && status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_TOO_LARGE, "it cannot be written: %s",
                   cairo_status_to_string (status));
      return FALSE;
    }
  return printed;
}
