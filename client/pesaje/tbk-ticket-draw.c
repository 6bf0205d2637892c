/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "tbk-ticket-private.h"

#define MM (72 / 25.4)
#define LEADING 1.35 /* of a line's font size, to the next line */
#define QUIET 4      /* modules around a QR code, that must be empty: ISO/IEC 18004 */

typedef struct
{
  double font;  /* points */
  double logo;  /* its greatest height */
  double qr;    /* the code's edge, with what is empty around it */
  double label; /* of a line's width, the label's share */
} Style;

typedef struct
{
  cairo_t *cr;
  const Style *style;
  double left, width;
  double y;
} Pen;

/* clang-format off */
static const TbkTicketSheet sheets[] = {
  [TBK_TICKET_A4] = { 210 * MM, 20 * MM, 297 * MM },
  [TBK_TICKET_ROLL_80] = { 80 * MM, 4 * MM, 0 },
};
static const Style styles[] = {
  [TBK_TICKET_A4] = { 11, 20 * MM, 42 * MM, 0.4 },
  [TBK_TICKET_ROLL_80] = { 8.5, 14 * MM, 40 * MM, 0.42 },
};
/* clang-format on */

const TbkTicketSheet *
tbk_ticket_sheet (TbkTicketPaper paper)
{
  return &sheets[paper];
}

QRcode *
tbk_ticket_make_qr (const char *text, GError **error)
{
  QRcode *qr = strlen (text) <= TBK_TICKET_MAX_QR_BYTES ? QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M) : NULL;

  if (qr == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "a QR code cannot hold %" G_GSIZE_FORMAT " bytes",
                 strlen (text));
  return qr;
}

/* --- text --- */

typedef struct
{
  double scale; /* of the style's font */
  gboolean bold;
  PangoAlignment alignment;
} Face;

/* At x from the left, `width` wide, as many lines as it needs. Returns: its height. */
static double
write_at (Pen *pen, const char *text, const Face *face, double x, double width)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (pen->cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");
  int height;

  pango_font_description_set_absolute_size (font, pen->style->font * face->scale * PANGO_SCALE);
  pango_font_description_set_weight (font, face->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, face->alignment);
  cairo_move_to (pen->cr, pen->left + x, pen->y);
  pango_cairo_show_layout (pen->cr, layout);
  pango_layout_get_size (layout, NULL, &height);
  return height / (double) PANGO_SCALE;
}

/* A line of its own, in the middle. */
static void
write_line (Pen *pen, const char *text, double scale, gboolean bold)
{
  if (text == NULL || *text == '\0')
    return;
  pen->y += write_at (pen, text, &(Face){ scale, bold, PANGO_ALIGN_CENTER }, 0, pen->width);
}

static void
skip (Pen *pen, double lines)
{
  pen->y += lines * pen->style->font * LEADING;
}

static void
draw_rule (Pen *pen)
{
  skip (pen, 0.4);
  cairo_set_line_width (pen->cr, 0.6);
  cairo_move_to (pen->cr, pen->left, pen->y);
  cairo_line_to (pen->cr, pen->left + pen->width, pen->y);
  cairo_stroke (pen->cr);
  skip (pen, 0.4);
}

/* --- parts --- */

static cairo_surface_t *
read_logo (GBytes *bytes)
{
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (bytes, NULL);
  cairo_surface_t *surface;

  if (texture == NULL)
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_texture_get_width (texture),
                                        gdk_texture_get_height (texture));
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      gdk_texture_download (texture, cairo_image_surface_get_data (surface),
                            (gsize) cairo_image_surface_get_stride (surface));
      cairo_surface_mark_dirty (surface);
    }
  return surface;
}

/* In the middle, no larger than there is room for. */
static void
draw_logo (Pen *pen, GBytes *bytes)
{
  cairo_surface_t *logo = bytes != NULL ? read_logo (bytes) : NULL;
  double width, height, scale;

  if (logo == NULL)
    return;
  width = cairo_image_surface_get_width (logo);
  height = cairo_image_surface_get_height (logo);
  if (cairo_surface_status (logo) == CAIRO_STATUS_SUCCESS && width > 0 && height > 0)
    {
      scale = MIN (pen->style->logo / height, pen->width / width);
      cairo_save (pen->cr);
      cairo_translate (pen->cr, pen->left + (pen->width - width * scale) / 2, pen->y);
      cairo_scale (pen->cr, scale, scale);
      cairo_set_source_surface (pen->cr, logo, 0, 0);
      cairo_paint (pen->cr);
      cairo_restore (pen->cr);
      pen->y += height * scale;
      skip (pen, 0.5);
    }
  cairo_surface_destroy (logo);
}

static void
draw_head (Pen *pen, const TbkTicketFacts *facts)
{
  g_autofree char *ruc = facts->ruc != NULL ? g_strdup_printf (_ ("RUC %s"), facts->ruc) : NULL;

  draw_logo (pen, facts->logo);
  write_line (pen, facts->empresa, 1.2, TRUE);
  write_line (pen, ruc, 1, FALSE);
  draw_rule (pen);
  write_line (pen, facts->title, 1.2, TRUE);
  write_line (pen, facts->number, 1, FALSE);
  if (facts->copy > 0)
    {
      g_autofree char *copy = g_strdup_printf (_ ("Reprint no. %u"), facts->copy);

      write_line (pen, copy, 1.2, TRUE);
    }
  draw_rule (pen);
}

static void
draw_fact (Pen *pen, const TbkTicketLine *line)
{
  const Face left = { line->strong ? 1.5 : 1, line->strong, PANGO_ALIGN_LEFT };
  const Face right = { left.scale, left.bold, PANGO_ALIGN_RIGHT };
  double split = pen->width * pen->style->label;
  double label = write_at (pen, line->label, &left, 0, split);
  double value = write_at (pen, line->value, &right, split, pen->width - split);

  pen->y += MAX (label, value);
  skip (pen, 0.15);
}

/* In the middle; modules are whole squares of their own, so that no printer leaves a gap's shade between them. */
static void
draw_qr (Pen *pen, QRcode *qr)
{
  double edge = MIN (pen->style->qr, pen->width);
  double module = edge / (qr->width + 2 * QUIET);

  cairo_save (pen->cr);
  cairo_translate (pen->cr, pen->left + (pen->width - edge) / 2 + QUIET * module, pen->y + QUIET * module);
  cairo_set_antialias (pen->cr, CAIRO_ANTIALIAS_NONE);
  for (int y = 0; y < qr->width; y++)
    for (int x = 0; x < qr->width; x++)
      if (qr->data[y * qr->width + x] & 1)
        cairo_rectangle (pen->cr, x * module, y * module, module, module);
  cairo_fill (pen->cr);
  cairo_restore (pen->cr);
  pen->y += edge;
}

double
tbk_ticket_draw (cairo_t *cr, const TbkTicketFacts *facts, TbkTicketPaper paper, QRcode *qr)
{
  const TbkTicketSheet *sheet = tbk_ticket_sheet (paper);
  Pen pen = { cr, &styles[paper], sheet->margin, sheet->width - 2 * sheet->margin, sheet->margin };

  cairo_set_source_rgb (cr, 0, 0, 0);
  draw_head (&pen, facts);
  for (gsize i = 0; i < facts->n_lines; i++)
    draw_fact (&pen, &facts->lines[i]);
  draw_rule (&pen);
  if (qr != NULL)
    draw_qr (&pen, qr);
  write_line (&pen, facts->note, 0.85, FALSE);
  return pen.y + sheet->margin;
}

double
tbk_ticket_measure (const TbkTicketFacts *facts, TbkTicketPaper paper, QRcode *qr)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  double height = tbk_ticket_draw (cr, facts, paper, qr);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return height;
}
