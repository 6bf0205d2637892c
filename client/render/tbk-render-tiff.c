/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-render-document.h"

#include <tiffio.h>

#define MAX_PIXELS (80u * 1000 * 1000) /* of a page */
#define MAX_SIDE 32000                 /* cairo's own limit is 32767 */
#define POINTS_AN_INCH 72.0
#define DEFAULT_DPI 96.0
#define MIN_DPI 20.0
#define MAX_DPI 2400.0

/* A TIFF may have many pages, as scanners and fax machines make it; gdk-pixbuf reads the first one alone. */
typedef struct
{
  TbkRenderDocument base;
  GInputStream *stream;
  goffset size;
  TIFF *tiff;
} Tiff;

/* --- the stream, as libtiff wants it --- */

static tmsize_t
read_cb (thandle_t data, void *buffer, tmsize_t count)
{
  Tiff *self = data;
  gsize got = 0;

  if (count < 0 || !g_input_stream_read_all (self->stream, buffer, (gsize) count, &got, NULL, NULL))
    return -1;
  return (tmsize_t) got;
}

static tmsize_t
write_cb (thandle_t data, void *buffer, tmsize_t count)
{
  return -1;
}

static toff_t
seek_cb (thandle_t data, toff_t offset, int whence)
{
  Tiff *self = data;
  GSeekType type = whence == SEEK_SET ? G_SEEK_SET : whence == SEEK_CUR ? G_SEEK_CUR
                                                                        : G_SEEK_END;

  if (!g_seekable_seek (G_SEEKABLE (self->stream), (goffset) offset, type, NULL, NULL))
    return (toff_t) -1;
  return (toff_t) g_seekable_tell (G_SEEKABLE (self->stream));
}

static int
close_cb (thandle_t data)
{
  return 0;
}

static toff_t
size_cb (thandle_t data)
{
  return (toff_t) ((Tiff *) data)->size;
}

/* --- a page --- */

static gboolean
go_to (Tiff *self, guint page, guint32 *width, guint32 *height)
{
  return TIFFSetDirectory (self->tiff, (tdir_t) page) == 1
         && TIFFGetField (self->tiff, TIFFTAG_IMAGEWIDTH, width) == 1
         && TIFFGetField (self->tiff, TIFFTAG_IMAGELENGTH, height) == 1 && *width > 0 && *height > 0;
}

/* Dots an inch along `tag`: a fax has other ones across than down. */
static double
dpi_of (Tiff *self, guint32 tag)
{
  float dots = 0;
  guint16 unit = RESUNIT_INCH;

  TIFFGetFieldDefaulted (self->tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
  if (TIFFGetField (self->tiff, tag, &dots) != 1 || unit == RESUNIT_NONE)
    return DEFAULT_DPI;
  if (unit == RESUNIT_CENTIMETER)
    dots *= 2.54f;
  return dots >= MIN_DPI && dots <= MAX_DPI ? dots : DEFAULT_DPI;
}

static gboolean
tiff_size (TbkRenderDocument *doc, guint page, double *width, double *height)
{
  Tiff *self = (Tiff *) doc;
  guint32 across, down;

  if (!go_to (self, page, &across, &down))
    return FALSE;
  *width = across * POINTS_AN_INCH / dpi_of (self, TIFFTAG_XRESOLUTION);
  *height = down * POINTS_AN_INCH / dpi_of (self, TIFFTAG_YRESOLUTION);
  return TRUE;
}

/* libtiff's pixels are ABGR, not multiplied. */
static void
convert (guint32 *pixels, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 alpha = TIFFGetA (pixels[i]);

      pixels[i] = alpha << 24 | (TIFFGetR (pixels[i]) * alpha / 255) << 16 | (TIFFGetG (pixels[i]) * alpha / 255) << 8
                  | (TIFFGetB (pixels[i]) * alpha / 255);
    }
}

static void
paint (cairo_t *cr, guint32 *pixels, guint32 width, guint32 height, double page_width, double page_height)
{
  cairo_surface_t *surface;

  convert (pixels, (gsize) width * height);
  surface = cairo_image_surface_create_for_data ((unsigned char *) pixels, CAIRO_FORMAT_ARGB32,
                                                 (int) width, (int) height,
                                                 (int) width * (int) sizeof *pixels);
  cairo_scale (cr, page_width / width, page_height / height);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
}

static gboolean
tiff_draw (TbkRenderDocument *doc, guint page, cairo_t *cr, gboolean printing, GError **error)
{
  Tiff *self = (Tiff *) doc;
  guint32 width, height;
  double page_width, page_height;
  g_autofree guint32 *pixels = NULL;

  if (!tiff_size (doc, page, &page_width, &page_height) || !go_to (self, page, &width, &height))
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_DAMAGED, "page %u cannot be read", page + 1);
      return FALSE;
    }
  if ((guint64) width * height > MAX_PIXELS || width > MAX_SIDE || height > MAX_SIDE
      || (pixels = g_try_malloc_n ((gsize) width * height, sizeof *pixels)) == NULL)
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_TOO_LARGE, "page %u has too many pixels", page + 1);
      return FALSE;
    }
  if (TIFFReadRGBAImageOriented (self->tiff, width, height, pixels, ORIENTATION_TOPLEFT, 1) != 1)
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_DAMAGED, "page %u is damaged", page + 1);
      return FALSE;
    }
  paint (cr, pixels, width, height, page_width, page_height);
  /* a PDF that is printed has taken its copy by now: the memory goes with this function */
  return TRUE;
}

static void
tiff_free (TbkRenderDocument *doc)
{
  Tiff *self = (Tiff *) doc;

  if (self->tiff != NULL)
    TIFFClose (self->tiff);
  g_object_unref (self->stream);
  g_free (self);
}

static const TbkRenderClass tiff_class = { .free = tiff_free, .size = tiff_size, .draw = tiff_draw };

static guint
count_pages (TIFF *tiff)
{
  guint n = 1;

  /* libtiff stops at one that it has seen before */
  while (n < TBK_RENDER_MAX_PAGES && TIFFReadDirectory (tiff) == 1)
    n++;
  return n;
}

TbkRenderDocument *
tbk_render_tiff_open (GInputStream *stream, goffset size, GError **error)
{
  Tiff *self = g_new0 (Tiff, 1);
  guint32 width, height;

  TIFFSetErrorHandler (NULL);
  TIFFSetWarningHandler (NULL);
  self->stream = g_object_ref (stream);
  self->size = size;
  /* m: never by mmap() */
  self->tiff = TIFFClientOpen ("documento", "rm", self, read_cb, write_cb, seek_cb, close_cb, size_cb, NULL, NULL);
  if (self->tiff == NULL || !go_to (self, 0, &width, &height))
    {
      g_set_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_DAMAGED, "it is no TIFF, or damaged");
      tiff_free (&self->base);
      return NULL;
    }
  self->base = (TbkRenderDocument){ &tiff_class, count_pages (self->tiff), TBK_RENDER_MAY_PRINT | TBK_RENDER_MAY_COPY };
  return &self->base;
}
