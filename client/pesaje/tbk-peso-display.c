/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-peso-display.h"

#include <math.h>

#include <glib/gi18n.h>

#define MIN_WIDTH 240
#define MIN_HEIGHT 110
#define MARGIN 12
#define LINE_SHARE 0.22  /* of the height: the line with shape and word */
#define LINE_LARGEST 56  /* pixels */
#define UNIT_SHARE 0.34  /* of the digits' size */
#define PROBE_SIZE 100.0 /* pixels at which the text is measured once */
#define PLACES 7         /* digits that always fit: the size does not jump as the weight grows */

struct _TbkPesoDisplay
{
  GtkWidget parent_instance;

  TbkPesadorState state;
  char *word;
  char *number;
  char *unit;
};

G_DEFINE_FINAL_TYPE (TbkPesoDisplay, tbk_peso_display, GTK_TYPE_WIDGET)

enum
{
  ACTIVATE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

typedef enum
{
  SHAPE_RING, /* waits */
  SHAPE_DISC, /* stands */
  SHAPE_WAVES,
  SHAPE_UP,
  SHAPE_DOWN,
  SHAPE_CROSS,
} Shape;

static const struct
{
  const char *style;
  Shape shape;
} looks[] = {
  [TBK_PESADOR_CLOSED] = { "silent", SHAPE_RING },
  [TBK_PESADOR_NO_SIGNAL] = { "silent", SHAPE_RING },
  [TBK_PESADOR_LOST] = { "bad", SHAPE_CROSS },
  [TBK_PESADOR_NOISE] = { "bad", SHAPE_WAVES },
  [TBK_PESADOR_FAULT] = { "bad", SHAPE_CROSS },
  [TBK_PESADOR_OVERLOAD] = { "bad", SHAPE_UP },
  [TBK_PESADOR_UNDER] = { "bad", SHAPE_DOWN },
  [TBK_PESADOR_MOVING] = { "moving", SHAPE_WAVES },
  [TBK_PESADOR_STABLE] = { "stable", SHAPE_DISC },
};

/* --- drawing --- */

/* In a square of 1 by 1. */
static void
trace_shape (cairo_t *cr, Shape shape)
{
  switch (shape)
    {
    case SHAPE_DISC:
    case SHAPE_RING:
      cairo_arc (cr, 0.5, 0.5, 0.4, 0, 2 * G_PI);
      break;
    case SHAPE_UP:
      cairo_move_to (cr, 0.5, 0.08);
      cairo_line_to (cr, 0.95, 0.9);
      cairo_line_to (cr, 0.05, 0.9);
      cairo_close_path (cr);
      break;
    case SHAPE_DOWN:
      cairo_move_to (cr, 0.5, 0.92);
      cairo_line_to (cr, 0.95, 0.1);
      cairo_line_to (cr, 0.05, 0.1);
      cairo_close_path (cr);
      break;
    case SHAPE_WAVES:
      for (int i = 0; i < 2; i++)
        {
          double y = 0.34 + 0.34 * i;

          cairo_move_to (cr, 0.05, y);
          cairo_curve_to (cr, 0.35, y - 0.4, 0.65, y + 0.4, 0.95, y);
        }
      break;
    case SHAPE_CROSS:
    default:
      cairo_move_to (cr, 0.15, 0.15);
      cairo_line_to (cr, 0.85, 0.85);
      cairo_move_to (cr, 0.85, 0.15);
      cairo_line_to (cr, 0.15, 0.85);
      break;
    }
}

static void
draw_shape (GtkSnapshot *snapshot, Shape shape, const GdkRGBA *color, float x, float y, float size)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, size, size));

  gdk_cairo_set_source_rgba (cr, color);
  cairo_translate (cr, x, y);
  cairo_scale (cr, size, size);
  cairo_set_line_width (cr, 0.13);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  trace_shape (cr, shape);
  if (shape == SHAPE_DISC || shape == SHAPE_UP || shape == SHAPE_DOWN)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
  cairo_destroy (cr);
}

/* Digits of one width, so that nothing dances. Returns: (transfer full). */
static PangoLayout *
make_layout (TbkPesoDisplay *self, const char *text, double size)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoFontDescription *font = pango_font_description_copy (
      pango_context_get_font_description (gtk_widget_get_pango_context (GTK_WIDGET (self))));
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_absolute_size (font, MAX (size, 1) * PANGO_SCALE);
  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_font_description_free (font);
  return layout;
}

static void
measure_text (TbkPesoDisplay *self, const char *text, double size, int *width, int *height)
{
  g_autoptr (PangoLayout) layout = make_layout (self, text, size);

  pango_layout_get_pixel_size (layout, width, height);
}

/* The largest at which number and unit stand in that room. */
static double
fit_number (TbkPesoDisplay *self, double width, double height)
{
  g_autofree char *widest = g_strnfill (PLACES, '0');
  int number_width, least_width, unit_width, text_height;
  double wide;

  measure_text (self, self->number, PROBE_SIZE, &number_width, &text_height);
  measure_text (self, widest, PROBE_SIZE, &least_width, NULL);
  measure_text (self, self->unit, PROBE_SIZE * UNIT_SHARE, &unit_width, NULL);
  wide = MAX (number_width, least_width) + unit_width + PROBE_SIZE * 0.2;
  return floor (PROBE_SIZE * MIN (width / wide, height / text_height));
}

static void
draw_layout (GtkSnapshot *snapshot, PangoLayout *layout, const GdkRGBA *color, float x, float y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_word (TbkPesoDisplay *self, GtkSnapshot *snapshot, const GdkRGBA *color, float line)
{
  g_autoptr (PangoLayout) layout = make_layout (self, self->word, line * 0.7);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  draw_shape (snapshot, looks[self->state].shape, color, MARGIN, MARGIN, line);
  draw_layout (snapshot, layout, color, MARGIN + line * 1.35f, MARGIN + (line - (float) height) / 2);
}

static void
draw_number (TbkPesoDisplay *self, GtkSnapshot *snapshot, const GdkRGBA *color, float top, float room)
{
  float full = (float) gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN;
  double size = fit_number (self, full, room);
  g_autoptr (PangoLayout) number = make_layout (self, self->number, size);
  g_autoptr (PangoLayout) unit = make_layout (self, self->unit, size * UNIT_SHARE);
  int number_width, number_height, unit_width;
  float right = MARGIN + full;
  float y, baseline;

  pango_layout_get_pixel_size (number, &number_width, &number_height);
  pango_layout_get_pixel_size (unit, &unit_width, NULL);
  y = top + MAX (0, (room - (float) number_height) / 2);
  baseline = y + (float) pango_layout_get_baseline (number) / PANGO_SCALE;
  draw_layout (snapshot, unit, color, right - (float) unit_width,
               baseline - (float) pango_layout_get_baseline (unit) / PANGO_SCALE);
  draw_layout (snapshot, number, color, right - (float) (unit_width + number_width) - (float) size * 0.15f, y);
}

static void
tbk_peso_display_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TbkPesoDisplay *self = TBK_PESO_DISPLAY (widget);
  float height = (float) gtk_widget_get_height (widget);
  float line = (float) MIN (LINE_LARGEST, height * LINE_SHARE);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  draw_word (self, snapshot, &color, line);
  if (*self->number != '\0')
    draw_number (self, snapshot, &color, MARGIN + line, height - line - 2 * MARGIN);
}

/* --- overrides --- */

static void
pressed_cb (TbkPesoDisplay *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
tbk_peso_display_finalize (GObject *object)
{
  TbkPesoDisplay *self = TBK_PESO_DISPLAY (object);

  g_free (self->word);
  g_free (self->number);
  g_free (self->unit);
  G_OBJECT_CLASS (tbk_peso_display_parent_class)->finalize (object);
}

static void
tbk_peso_display_class_init (TbkPesoDisplayClass *klass)
{
  static const guint keys[] = { GDK_KEY_space, GDK_KEY_KP_Space, GDK_KEY_Return, GDK_KEY_ISO_Enter, GDK_KEY_KP_Enter };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tbk_peso_display_finalize;
  widget_class->snapshot = tbk_peso_display_snapshot;
  gtk_widget_class_set_css_name (widget_class, "pesodisplay");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  signals[ACTIVATE]
      = g_signal_new ("activate", TBK_TYPE_PESO_DISPLAY, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0,
                      NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_activate_signal (widget_class, signals[ACTIVATE]);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_signal (widget_class, keys[i], 0, "activate", NULL);
}

static void
tbk_peso_display_init (TbkPesoDisplay *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->word = g_strdup ("");
  self->number = g_strdup ("");
  self->unit = g_strdup ("");
  gtk_widget_set_size_request (GTK_WIDGET (self), MIN_WIDTH, MIN_HEIGHT);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), looks[self->state].style);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static gboolean
take_text (char **place, const char *text)
{
  if (g_strcmp0 (*place, text) == 0)
    return FALSE;
  g_free (*place);
  *place = g_strdup (text);
  return TRUE;
}

/* What a screen reader says: "Stable, 1,234.5 kg". */
static void
name_it (TbkPesoDisplay *self)
{
  g_autofree char *name = *self->number != '\0' ? g_strdup_printf ("%s, %s %s", self->word, self->number, self->unit)
                                                : g_strdup (self->word);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
tbk_peso_display_set (TbkPesoDisplay *self,
                      TbkPesadorState state,
                      const char *word,
                      const char *number,
                      const char *unit)
{
  gboolean other = state != self->state;

  g_return_if_fail (TBK_IS_PESO_DISPLAY (self));

  if (other)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), looks[self->state].style);
      self->state = state;
      gtk_widget_add_css_class (GTK_WIDGET (self), looks[state].style);
    }
  other = take_text (&self->word, word) || other;
  other = take_text (&self->number, number) || other;
  other = take_text (&self->unit, unit) || other;
  if (!other)
    return;
  name_it (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const char *
tbk_peso_display_get_number (TbkPesoDisplay *self)
{
  return self->number;
}
