/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tbk-doc-pages-private.h"

#define PIXELS_A_POINT (96.0 / 72.0) /* at 100 % */
#define SCALE_STEPS 10000.0          /* a tile's scale is a whole number of these */
#define LINE_PIXELS 48

static const guint percents[]
    = { 10, 25, 33, 50, 67, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400, 500, 600, 800 };

/* --- zoom --- */

double
tbk_doc_pages_scale_of (TbkDocPages *self, double percent)
{
  double factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double scale = percent / 100 * PIXELS_A_POINT;

  /* as whole a number as the tiles' own, so that they meet */
  return MAX (1, floor (scale * factor * SCALE_STEPS)) / SCALE_STEPS / factor;
}

static double
percent_now (TbkDocPages *self)
{
  return tbk_doc_layout_get_scale (self->layout) / PIXELS_A_POINT * 100;
}

static void
rescale (TbkDocPages *self, double percent)
{
  double scale = tbk_doc_pages_scale_of (self, percent);
  double old = tbk_doc_layout_get_scale (self->layout);
  TbkDocHold hold = tbk_doc_pages_take_hold (self);

  if (fabs (scale - old) >= 0.5 / SCALE_STEPS)
    {
      self->old_scale = (guint) lround (old * gtk_widget_get_scale_factor (GTK_WIDGET (self)) * SCALE_STEPS);
      tbk_doc_layout_set_scale (self->layout, scale);
    }
  tbk_doc_pages_let_go (self, &hold);
  tbk_doc_pages_scrolled (self);
  tbk_doc_pages_notify_later (self);
}

void
tbk_doc_pages_fit (TbkDocPages *self)
{
  TbkDocRect view = tbk_doc_pages_get_view (self);
  double scale;

  if (view.width < 1 || view.height < 1 || tbk_doc_layout_get_pages (self->layout) == 0)
    return;
  if (self->zoom == TBK_DOC_ZOOM_FREE)
    {
      rescale (self, percent_now (self));
      return;
    }
  scale = tbk_doc_layout_fit (self->layout, MIN (self->page, tbk_doc_layout_get_pages (self->layout) - 1), view.width,
                              view.height, self->zoom == TBK_DOC_FIT_PAGE);
  rescale (self, MIN (scale / PIXELS_A_POINT * 100, TBK_DOC_MAX_PERCENT));
}

void
tbk_doc_pages_set_zoom (TbkDocPages *self, TbkDocZoom zoom)
{
  if (self->zoom != zoom)
    {
      self->zoom = zoom;
      g_object_notify (G_OBJECT (self), "zoom");
    }
  tbk_doc_pages_fit (self);
}

void
tbk_doc_pages_set_percent (TbkDocPages *self, guint percent)
{
  tbk_doc_pages_set_zoom (self, TBK_DOC_ZOOM_FREE);
  rescale (self, CLAMP (percent, TBK_DOC_MIN_PERCENT, TBK_DOC_MAX_PERCENT));
}

guint
tbk_doc_pages_get_percent (TbkDocPages *self)
{
  return (guint) lround (percent_now (self));
}

void
tbk_doc_pages_zoom_step (TbkDocPages *self, gboolean in)
{
  guint now = tbk_doc_pages_get_percent (self);
  guint next = in ? TBK_DOC_MAX_PERCENT : TBK_DOC_MIN_PERCENT;

  for (gsize i = 0; i < G_N_ELEMENTS (percents); i++)
    {
      guint step = percents[in ? G_N_ELEMENTS (percents) - 1 - i : i];

      if (in ? step > now : step < now)
        next = step;
    }
  tbk_doc_pages_set_percent (self, next);
}

void
tbk_doc_pages_turn (TbkDocPages *self, gboolean clockwise)
{
  guint page = self->page;

  tbk_doc_layout_set_turns (self->layout, tbk_doc_layout_get_turns (self->layout) + (clockwise ? 1 : 3));
  self->old_scale = 0;
  tbk_doc_pages_fit (self);
  tbk_doc_pages_go_to (self, page);
}

guint
tbk_doc_pages_get_turns (TbkDocPages *self)
{
  return tbk_doc_layout_get_turns (self->layout);
}

/* --- going somewhere --- */

guint
tbk_doc_pages_get_page (TbkDocPages *self)
{
  return self->page;
}

void
tbk_doc_pages_go_to (TbkDocPages *self, guint page)
{
  TbkDocRect rect;

  if (page >= tbk_doc_layout_get_pages (self->layout) || self->vadjustment == NULL)
    return;
  rect = tbk_doc_layout_get_rect (self->layout, page, tbk_doc_pages_get_view (self).width);
  gtk_adjustment_set_value (self->vadjustment, rect.y - TBK_DOC_GAP);
}

static void
reveal (GtkAdjustment *adjustment, double from, double to)
{
  double value = tbk_doc_pages_value (adjustment);
  double seen = gtk_adjustment_get_page_size (adjustment);

  if (from < value || to > value + seen)
    gtk_adjustment_set_value (adjustment, (from + to - seen) / 2);
}

void
tbk_doc_pages_show_hit (TbkDocPages *self, guint page, int index)
{
  const GArray *hits = page < tbk_doc_layout_get_pages (self->layout) ? tbk_doc_get_hits (self->doc, page) : NULL;
  TbkDocRect view = tbk_doc_pages_get_view (self);
  TbkDocRect rect;

  self->hit_page = page;
  self->hit_index = index;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (hits == NULL || index < 0 || (guint) index >= hits->len || self->vadjustment == NULL || self->hadjustment == NULL)
    return;
  rect = tbk_doc_pages_place_box (self, page, &g_array_index (hits, TbkBox, index));
  reveal (self->vadjustment, rect.y + view.y, rect.y + view.y + rect.height);
  reveal (self->hadjustment, rect.x + view.x, rect.x + view.x + rect.width);
}

gboolean
tbk_doc_pages_get_hit (TbkDocPages *self, guint *page, int *index)
{
  *page = self->hit_page;
  *index = self->hit_index;
  return self->hit_index >= 0;
}

/* --- keys --- */

static gboolean
scroll_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TbkDocPages *self = TBK_DOC_PAGES (widget);
  double lines, pages;
  gboolean across;
  GtkAdjustment *adjustment;

  g_variant_get (args, "(bdd)", &across, &lines, &pages);
  adjustment = across ? self->hadjustment : self->vadjustment;
  if (adjustment != NULL)
    gtk_adjustment_set_value (adjustment, tbk_doc_pages_value (adjustment) + lines * LINE_PIXELS
                                              + pages * gtk_adjustment_get_page_increment (adjustment));
  return TRUE;
}

void
tbk_doc_pages_add_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    gboolean across;
    double lines;
    double pages;
  } keys[] = {
    { GDK_KEY_Up, 0, FALSE, -1, 0 },
    { GDK_KEY_Down, 0, FALSE, 1, 0 },
    { GDK_KEY_Left, 0, TRUE, -1, 0 },
    { GDK_KEY_Right, 0, TRUE, 1, 0 },
    { GDK_KEY_Page_Up, 0, FALSE, 0, -1 },
    { GDK_KEY_Page_Down, 0, FALSE, 0, 1 },
    { GDK_KEY_space, 0, FALSE, 0, 1 },
    { GDK_KEY_space, GDK_SHIFT_MASK, FALSE, 0, -1 },
    { GDK_KEY_Home, 0, FALSE, 0, -TBK_RENDER_MAX_POINTS },
    { GDK_KEY_End, 0, FALSE, 0, TBK_RENDER_MAX_POINTS },
    { GDK_KEY_Home, GDK_CONTROL_MASK, FALSE, 0, -TBK_RENDER_MAX_POINTS },
    { GDK_KEY_End, GDK_CONTROL_MASK, FALSE, 0, TBK_RENDER_MAX_POINTS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (klass, keys[i].key, keys[i].modifiers, scroll_cb, "(bdd)", keys[i].across,
                                  keys[i].lines, keys[i].pages);
  /* the view's, but before the scrolled window takes them */
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Page_Down, GDK_CONTROL_MASK, "doc.next-page", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Page_Up, GDK_CONTROL_MASK, "doc.previous-page", NULL);
}
