/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-pages-private.h"

#include <math.h>

#include <glib/gi18n.h>

#define LINE_PIXELS 48
#define KEPT_IN_VIEW 0.9 /* of the height, a page key scrolls */
#define MAX_DESCRIPTION 2000

enum
{
  PROP_0,
  PROP_DOC,
  PROP_ZOOM,
  PROP_PERCENT,
  PROP_PAGE,
  N_PROPS,
  PROP_HADJUSTMENT = N_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};
static GParamSpec *properties[N_PROPS];

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TbkDocPages, tbk_doc_pages, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))
/* clang-format on */

/* --- places --- */

double
tbk_doc_pages_value (GtkAdjustment *adjustment)
{
  return adjustment != NULL ? floor (gtk_adjustment_get_value (adjustment)) : 0;
}

TbkDocRect
tbk_doc_pages_get_view (TbkDocPages *self)
{
  return (TbkDocRect){ tbk_doc_pages_value (self->hadjustment), tbk_doc_pages_value (self->vadjustment),
                       gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)) };
}

gboolean
tbk_doc_pages_get_visible (TbkDocPages *self, guint *first, guint *last)
{
  TbkDocRect view = tbk_doc_pages_get_view (self);

  if (tbk_doc_layout_get_pages (self->layout) == 0)
    return FALSE;
  *first = tbk_doc_layout_page_at (self->layout, view.y);
  *last = tbk_doc_layout_page_at (self->layout, view.y + view.height);
  return TRUE;
}

TbkDocRect
tbk_doc_pages_place_page (TbkDocPages *self, guint page)
{
  TbkDocRect view = tbk_doc_pages_get_view (self);
  TbkDocRect rect = tbk_doc_layout_get_rect (self->layout, page, view.width);

  rect.x -= view.x;
  rect.y -= view.y;
  return rect;
}

TbkDocRect
tbk_doc_pages_place_box (TbkDocPages *self, guint page, const TbkBox *box)
{
  TbkDocRect rect = tbk_doc_pages_place_page (self, page);
  double x1 = box->x1, y1 = box->y1, x2 = box->x2, y2 = box->y2;

  tbk_doc_layout_to_view (self->layout, page, &x1, &y1);
  tbk_doc_layout_to_view (self->layout, page, &x2, &y2);
  return (TbkDocRect){ rect.x + MIN (x1, x2), rect.y + MIN (y1, y2), fabs (x2 - x1), fabs (y2 - y1) };
}

/* --- scrolling --- */

static void
configure (GtkAdjustment *adjustment, double value, double all, double seen)
{
  if (adjustment != NULL)
    gtk_adjustment_configure (adjustment, CLAMP (value, 0, MAX (0, all - seen)), 0, MAX (all, seen), LINE_PIXELS,
                              seen * KEPT_IN_VIEW, seen);
}

TbkDocHold
tbk_doc_pages_take_hold (TbkDocPages *self)
{
  TbkDocRect view = tbk_doc_pages_get_view (self);
  TbkDocHold hold = { 0 };
  TbkDocRect rect;

  if (tbk_doc_layout_get_pages (self->layout) == 0)
    return hold;
  hold.page = tbk_doc_layout_page_at (self->layout, view.y);
  rect = tbk_doc_layout_get_rect (self->layout, hold.page, view.width);
  hold.along = (view.y - rect.y) / rect.height;
  hold.across = (view.x + view.width / 2 - rect.x) / rect.width;
  return hold;
}

void
tbk_doc_pages_let_go (TbkDocPages *self, const TbkDocHold *hold)
{
  TbkDocRect view = tbk_doc_pages_get_view (self);
  TbkDocRect rect = { 0 };

  if (hold->page < tbk_doc_layout_get_pages (self->layout))
    rect = tbk_doc_layout_get_rect (self->layout, hold->page, view.width);
  /* the gap above a page does not grow with it */
  configure (
      self->vadjustment,
      rect.y + (hold->along < 0 ? hold->along * rect.height : floor (hold->along * rect.height)),
      tbk_doc_layout_get_height (self->layout), view.height);
  configure (self->hadjustment, rect.x + hold->across * rect.width - view.width / 2,
             tbk_doc_layout_get_width (self->layout), view.width);
}

static void
describe (TbkDocPages *self)
{
  const TbkPageText *text = self->doc != NULL && self->page < tbk_doc_get_pages (self->doc)
                                ? tbk_doc_get_text (self->doc, self->page)
                                : NULL;
  g_autofree char *words = text != NULL ? tbk_page_text_slice (text, 0, MAX_DESCRIPTION) : g_strdup ("");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static gboolean
notify_once (gpointer data)
{
  TbkDocPages *self = data;

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERCENT]);
  return G_SOURCE_REMOVE;
}

/* Page and percent change while sizes are given out, when nobody may take another one for it: said a moment later. */
void
tbk_doc_pages_notify_later (TbkDocPages *self)
{
  if (self->notify_id == 0)
    self->notify_id = g_idle_add_full (G_PRIORITY_DEFAULT, G_SOURCE_FUNC (notify_once), self, NULL);
}

static void
note_page (TbkDocPages *self)
{
  TbkDocRect view = tbk_doc_pages_get_view (self);
  guint n = tbk_doc_layout_get_pages (self->layout);
  guint page = n > 0 ? tbk_doc_layout_page_at (self->layout, view.y + view.height / 3) : 0;

  if (page == self->page)
    return;
  self->page = page;
  describe (self);
  tbk_doc_pages_notify_later (self);
}

void
tbk_doc_pages_scrolled (TbkDocPages *self)
{
  note_page (self);
  tbk_doc_pages_want (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (TbkDocPages *self, GtkAdjustment **place, GtkAdjustment *adjustment)
{
  if (*place != NULL)
    {
      g_signal_handlers_disconnect_by_data (*place, self);
      g_clear_object (place);
    }
  if (adjustment == NULL)
    return;
  *place = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (tbk_doc_pages_scrolled), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* --- the document --- */

static void
sizes_cb (TbkDoc *doc, guint first, guint n, TbkDocPages *self)
{
  TbkDocHold hold = tbk_doc_pages_take_hold (self);

  if (tbk_doc_layout_get_pages (self->layout) != tbk_doc_get_pages (doc))
    return;
  for (guint i = first; i < first + n; i++)
    {
      double width, height;

      tbk_doc_get_size (doc, i, &width, &height);
      tbk_doc_layout_set_size (self->layout, i, width, height);
    }
  tbk_doc_pages_let_go (self, &hold);
  tbk_doc_pages_scrolled (self);
}

static void
page_text_cb (TbkDoc *doc, guint page, TbkDocPages *self)
{
  if (page == self->page)
    describe (self);
}

static void
state_cb (TbkDocPages *self)
{
  double width, height;

  tbk_doc_pages_unwant (self);
  g_hash_table_remove_all (self->broken);
  tbk_tile_cache_clear (self->cache);
  if (self->doc == NULL || tbk_doc_get_state (self->doc) != TBK_DOC_READY)
    {
      tbk_doc_layout_set_pages (self->layout, 0, 1, 1);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return;
    }
  tbk_doc_get_size (self->doc, 0, &width, &height);
  tbk_doc_layout_set_pages (self->layout, tbk_doc_get_pages (self->doc), width, height);
  self->page = 0;
  self->hit_index = -1;
  self->link_index = -1;
  self->anchor = self->cursor = (TbkDocPlace){ 0 };
  tbk_doc_pages_fit (self);
  tbk_doc_pages_go_to (self, 0);
  tbk_doc_pages_notify_later (self);
}

static void
let_doc_go (TbkDocPages *self)
{
  if (self->doc == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->doc, self);
  g_signal_handlers_disconnect_by_data (tbk_doc_get_source (self->doc), self);
  g_clear_object (&self->doc);
}

void
tbk_doc_pages_set_doc (TbkDocPages *self, TbkDoc *doc)
{
  if (self->doc == doc)
    return;
  tbk_doc_pages_unwant (self);
  let_doc_go (self);
  if (doc != NULL)
    {
      self->doc = g_object_ref (doc);
      g_signal_connect_swapped (doc, "notify::state", G_CALLBACK (state_cb), self);
      g_signal_connect (doc, "sizes", G_CALLBACK (sizes_cb), self);
      g_signal_connect (doc, "page-text", G_CALLBACK (page_text_cb), self);
      g_signal_connect_swapped (doc, "hits", G_CALLBACK (gtk_widget_queue_draw), self);
      /* the line is back: what could not be drawn may be */
      g_signal_connect_swapped (tbk_doc_get_source (doc), "notify::error", G_CALLBACK (tbk_doc_pages_want), self);
      g_signal_connect_swapped (tbk_doc_get_source (doc), "notify::complete", G_CALLBACK (tbk_doc_pages_want), self);
    }
  state_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOC]);
}

const char *
tbk_doc_pages_get_broken (TbkDocPages *self, guint page)
{
  return g_hash_table_lookup (self->broken, GUINT_TO_POINTER (page));
}

gsize
tbk_doc_pages_get_cached (TbkDocPages *self)
{
  return tbk_tile_cache_get_bytes (self->cache);
}

/* --- GtkWidget, GObject --- */

static void
tbk_doc_pages_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TbkDocPages *self = TBK_DOC_PAGES (widget);
  TbkDocRect view = tbk_doc_pages_get_view (self);

  configure (self->vadjustment, tbk_doc_pages_value (self->vadjustment),
             tbk_doc_layout_get_height (self->layout), view.height);
  configure (self->hadjustment, tbk_doc_pages_value (self->hadjustment),
             tbk_doc_layout_get_width (self->layout), view.width);
  tbk_doc_pages_fit (self);
}

static void
tbk_doc_pages_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkDocPages *self = TBK_DOC_PAGES (object);

  switch (id)
    {
    case PROP_DOC:
      g_value_set_object (value, self->doc);
      break;
    case PROP_ZOOM:
      g_value_set_uint (value, self->zoom);
      break;
    case PROP_PERCENT:
      g_value_set_uint (value, tbk_doc_pages_get_percent (self));
      break;
    case PROP_PAGE:
      g_value_set_uint (value, self->page);
      break;
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->hpolicy);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->vpolicy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_doc_pages_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkDocPages *self = TBK_DOC_PAGES (object);

  switch (id)
    {
    case PROP_DOC:
      tbk_doc_pages_set_doc (self, g_value_get_object (value));
      break;
    case PROP_ZOOM:
      tbk_doc_pages_set_zoom (self, g_value_get_uint (value));
      break;
    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->hpolicy = g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->vpolicy = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_doc_pages_dispose (GObject *object)
{
  TbkDocPages *self = TBK_DOC_PAGES (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  tbk_doc_pages_unwant (self);
  let_doc_go (self);
  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);
  G_OBJECT_CLASS (tbk_doc_pages_parent_class)->dispose (object);
}

static void
tbk_doc_pages_finalize (GObject *object)
{
  TbkDocPages *self = TBK_DOC_PAGES (object);

  tbk_tile_cache_free (self->cache);
  tbk_doc_layout_free (self->layout);
  g_hash_table_unref (self->pending);
  g_hash_table_unref (self->broken);
  G_OBJECT_CLASS (tbk_doc_pages_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_DOC] = g_param_spec_object ("doc", NULL, NULL, TBK_TYPE_DOC, writable);
  properties[PROP_ZOOM] = g_param_spec_uint ("zoom", NULL, NULL, 0, TBK_DOC_ZOOM_FREE, TBK_DOC_FIT_WIDTH, writable);
  properties[PROP_PERCENT] = g_param_spec_uint ("percent", NULL, NULL, 0, G_MAXUINT, 100, readable);
  properties[PROP_PAGE] = g_param_spec_uint ("page", NULL, NULL, 0, G_MAXUINT, 0, readable);
  g_object_class_install_properties (klass, N_PROPS, properties);
  g_object_class_override_property (klass, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (klass, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (klass, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (klass, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
tbk_doc_pages_class_init (TbkDocPagesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tbk_doc_pages_get_property;
  object_class->set_property = tbk_doc_pages_set_property;
  object_class->dispose = tbk_doc_pages_dispose;
  object_class->finalize = tbk_doc_pages_finalize;
  install_properties (object_class);
  g_signal_new ("link", TBK_TYPE_DOC_PAGES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  widget_class->size_allocate = tbk_doc_pages_size_allocate;
  widget_class->snapshot = tbk_doc_pages_snapshot;
  gtk_widget_class_set_css_name (widget_class, "docpages");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DOCUMENT);
  widget_class->focus = tbk_doc_pages_focus;
  tbk_doc_pages_add_keys (widget_class);
  tbk_doc_pages_add_link_keys (widget_class);
}

static void
tbk_doc_pages_init (TbkDocPages *self)
{
  self->layout = tbk_doc_layout_new ();
  self->cache = tbk_tile_cache_new (TBK_DOC_MAX_CACHE);
  self->pending = g_hash_table_new_full (tbk_tile_key_hash, tbk_tile_key_equal, g_free, g_object_unref);
  self->broken = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->hit_index = -1;
  self->link_index = -1;
  tbk_doc_layout_set_scale (self->layout, tbk_doc_pages_scale_of (self, 100));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Pages"), -1);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (tbk_doc_pages_fit), NULL);
  tbk_doc_pages_add_pointer (self);
}
