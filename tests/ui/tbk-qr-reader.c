/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-qr-reader.h"

#include <zbar.h>

#define SCALE 3 /* 216 dots an inch: a cheap printer's */

static cairo_surface_t *
make_picture (PopplerPage *page)
{
  double width, height;
  cairo_surface_t *surface;
  cairo_t *cr;

  poppler_page_get_size (page, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (width * SCALE), (int) (height * SCALE));
  cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, SCALE, SCALE);
  poppler_page_render_for_printing (page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Returns: (transfer full): the grey of each dot. */
static GByteArray *
make_grey (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
  GByteArray *grey = g_byte_array_sized_new ((guint) (width * height));

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

        g_byte_array_append (grey, row + 4 * x + 1, 1);
      }
  return grey;
}

char *
tbk_qr_read_page (PopplerPage *page)
{
  cairo_surface_t *surface = make_picture (page);
  g_autoptr (GByteArray) grey = make_grey (surface);
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();
  zbar_image_t *image = zbar_image_create ();
  const zbar_symbol_t *symbol;
  char *text = NULL;

  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, (unsigned) cairo_image_surface_get_width (surface),
                       (unsigned) cairo_image_surface_get_height (surface));
  zbar_image_set_data (image, grey->data, grey->len, NULL);
  zbar_scan_image (scanner, image);
  symbol = zbar_image_first_symbol (image);
  if (symbol != NULL)
    text = g_strndup (zbar_symbol_get_data (symbol), zbar_symbol_get_data_length (symbol));
  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
  cairo_surface_destroy (surface);
  return text;
}
