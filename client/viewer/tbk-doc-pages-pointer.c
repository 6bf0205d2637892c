/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-pages-private.h"

/* --- what is selected --- */

static gboolean
is_before (const TbkDocPlace *a, const TbkDocPlace *b)
{
  return a->page < b->page || (a->page == b->page && a->place < b->place);
}

void
tbk_doc_pages_get_range (TbkDocPages *self, TbkDocPlace *start, TbkDocPlace *end)
{
  gboolean forward = is_before (&self->anchor, &self->cursor);

  *start = forward ? self->anchor : self->cursor;
  *end = forward ? self->cursor : self->anchor;
}

char *
tbk_doc_pages_get_selection (TbkDocPages *self)
{
  GString *all = g_string_new (NULL);
  TbkDocPlace start, end;

  tbk_doc_pages_get_range (self, &start, &end);
  for (guint page = start.page; self->doc != NULL && page <= end.page && page < tbk_doc_get_pages (self->doc); page++)
    {
      const TbkPageText *text = tbk_doc_get_text (self->doc, page);
      g_autofree char *part = text == NULL ? NULL
                                           : tbk_page_text_slice (text, page == start.page ? start.place : 0,
                                                                  page == end.page ? end.place : G_MAXUINT);

      if (part == NULL || part[0] == '\0')
        continue;
      if (all->len > 0)
        g_string_append_c (all, '\n');
      g_string_append (all, part);
    }
  return g_string_free (all, FALSE);
}

void
tbk_doc_pages_select_page (TbkDocPages *self)
{
  self->anchor = (TbkDocPlace){ self->page, 0 };
  self->cursor = (TbkDocPlace){ self->page, G_MAXUINT };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- where the pointer is --- */

/* The page nearest to a point of the widget, and the point on it. Returns: FALSE where there are no pages. */
static gboolean
find_page (TbkDocPages *self, double *x, double *y, guint *page)
{
  TbkDocRect view = tbk_doc_pages_get_view (self);
  TbkDocRect rect;

  if (self->doc == NULL || tbk_doc_layout_get_pages (self->layout) == 0)
    return FALSE;
  *page = tbk_doc_layout_page_at (self->layout, *y + view.y);
  rect = tbk_doc_pages_place_page (self, *page);
  *x -= rect.x;
  *y -= rect.y;
  tbk_doc_layout_to_page (self->layout, *page, x, y);
  return TRUE;
}

static gboolean
find_place (TbkDocPages *self, double x, double y, TbkDocPlace *place)
{
  const TbkPageText *text;

  if (!find_page (self, &x, &y, &place->page))
    return FALSE;
  text = tbk_doc_get_text (self->doc, place->page);
  place->place = text != NULL ? tbk_page_text_place_at (text, x, y) : 0;
  return text != NULL;
}

static const TbkDocLink *
find_link (TbkDocPages *self, double x, double y)
{
  const GPtrArray *links;
  guint page;

  if (!find_page (self, &x, &y, &page))
    return NULL;
  links = tbk_doc_get_links (self->doc, page);
  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const TbkDocLink *link = g_ptr_array_index (links, i);

      if (x >= link->box.x1 && x <= link->box.x2 && y >= link->box.y1 && y <= link->box.y2)
        return link;
    }
  return NULL;
}

static gboolean
is_on_text (TbkDocPages *self, double x, double y)
{
  const TbkPageText *text;
  guint page;

  if (!find_page (self, &x, &y, &page))
    return FALSE;
  text = tbk_doc_get_text (self->doc, page);
  return text != NULL && tbk_page_text_is_at (text, x, y);
}

/* --- what it does --- */

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, TbkDocPages *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->selecting = find_place (self, x, y, &self->anchor);
  self->cursor = self->anchor;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, TbkDocPages *self)
{
  TbkDocPlace place;
  double x, y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  if (!self->selecting || !find_place (self, x + dx, y + dy, &place))
    return;
  self->cursor = place;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
select_word (TbkDocPages *self, double x, double y)
{
  const TbkPageText *text;
  TbkDocPlace place;

  if (!find_place (self, x, y, &place))
    return;
  text = tbk_doc_get_text (self->doc, place.page);
  self->anchor = self->cursor = place;
  tbk_page_text_word_at (text, place.place, &self->anchor.place, &self->cursor.place);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
released_cb (GtkGestureClick *click, int n_press, double x, double y, TbkDocPages *self)
{
  const TbkDocLink *link;
  TbkDocPlace start, end;

  if (n_press == 2)
    {
      select_word (self, x, y);
      return;
    }
  tbk_doc_pages_get_range (self, &start, &end);
  link = n_press == 1 && !is_before (&start, &end) ? find_link (self, x, y) : NULL;
  if (link != NULL)
    tbk_doc_pages_follow (self, link);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, TbkDocPages *self)
{
  const TbkDocLink *link = find_link (self, x, y);

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), link != NULL              ? "pointer"
                                                      : is_on_text (self, x, y) ? "text"
                                                                                : NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), link != NULL && link->page == TBK_RENDER_NO_PAGE ? link->uri : NULL);
}

static gboolean
scroll_cb (GtkEventControllerScroll *scroll, double dx, double dy, TbkDocPages *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if ((state & GDK_CONTROL_MASK) == 0 || (dy > -0.01 && dy < 0.01))
    return FALSE;
  tbk_doc_pages_zoom_step (self, dy < 0);
  return TRUE;
}

void
tbk_doc_pages_add_pointer (TbkDocPages *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL
                                                                | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  /* before the scrolled window around it */
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  gtk_gesture_group (drag, click);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
