/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-pane.h"

#include <math.h>

#define THUMB_WIDTH 112 /* pixels */
#define THUMB_HEIGHT 158
#define INDENT 14 /* pixels a level */

struct _TbkDocPane
{
  GtkWidget parent_instance;

  GtkWidget *child;
  GtkStack *stack;
  GtkStackPage *contents_page;
  GtkListView *thumbs;
  GtkListView *contents;

  GtkSingleSelection *selection;
  TbkDoc *doc;
  TbkDocPages *pages;
  gboolean following; /* the selection follows the pages, not the other way round */
};

G_DEFINE_FINAL_TYPE (TbkDocPane, tbk_doc_pane, GTK_TYPE_WIDGET)

/* --- small pictures --- */

static void
show_thumb (GtkListItem *item, GdkTexture *texture)
{
  GtkWidget *picture = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (texture));
}

static void
thumb_drawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkListItem) item = data;
  g_autoptr (GdkTexture) texture = tbk_doc_draw_finish (TBK_DOC (source), result, NULL);
  GCancellable *cancellable = g_object_get_data (G_OBJECT (item), "tbk-drawing");

  /* the row may be another page's by now: a picture that was cancelled is none */
  if (texture != NULL && cancellable != NULL
      && g_task_get_cancellable (G_TASK (result)) == cancellable)
    show_thumb (item, texture);
}

static void
ask_thumb (TbkDocPane *self, GtkListItem *item, guint page)
{
  GCancellable *cancellable = g_cancellable_new ();
  TbkDocPart part = { .page = page };
  double width, height;

  tbk_doc_get_size (self->doc, page, &width, &height);
  part.scale = MIN (THUMB_WIDTH / width, THUMB_HEIGHT / height) * gtk_widget_get_scale_factor (GTK_WIDGET (self));
  part.width = (guint) CLAMP (ceil (width * part.scale), 1, TBK_RENDER_MAX_TILE);
  part.height = (guint) CLAMP (ceil (height * part.scale), 1, TBK_RENDER_MAX_TILE);
  g_object_set_data_full (G_OBJECT (item), "tbk-drawing", cancellable, g_object_unref);
  tbk_doc_draw_async (self->doc, &part, TBK_RENDERER_IDLE, cancellable, thumb_drawn_cb, g_object_ref (item));
}

static void
thumb_setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *picture = gtk_picture_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_set_size_request (picture, THUMB_WIDTH, THUMB_HEIGHT);
  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_accessible_update_state (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
thumb_bind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  TbkDocPane *self = data;
  GtkWidget *label = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  guint page = gtk_list_item_get_position (item);

  gtk_label_set_text (GTK_LABEL (label), gtk_string_object_get_string (gtk_list_item_get_item (item)));
  show_thumb (item, NULL);
  if (self->doc != NULL && page < tbk_doc_get_pages (self->doc))
    ask_thumb (self, item, page);
}

static void
thumb_unbind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GCancellable *cancellable = g_object_get_data (G_OBJECT (item), "tbk-drawing");

  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
  g_object_set_data (G_OBJECT (item), "tbk-drawing", NULL);
  show_thumb (item, NULL);
}

static void
selected_cb (TbkDocPane *self)
{
  guint page = gtk_single_selection_get_selected (self->selection);

  if (self->following || self->pages == NULL || page == GTK_INVALID_LIST_POSITION)
    return;
  tbk_doc_pages_go_to (self->pages, page);
}

static void
page_cb (TbkDocPane *self)
{
  guint page = tbk_doc_pages_get_page (self->pages);
  GtkWidget *list = GTK_WIDGET (self->thumbs);

  if (page >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    return;
  self->following = TRUE;
  gtk_single_selection_set_selected (self->selection, page);
  self->following = FALSE;
  if (!gtk_widget_has_focus (list) && gtk_widget_get_mapped (list))
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", page);
}

/* --- contents --- */

static void
title_setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
title_bind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  TbkDocPane *self = data;
  GtkWidget *label = gtk_list_item_get_child (item);
  guint position = gtk_list_item_get_position (item);
  const GPtrArray *titles = tbk_doc_get_outline (self->doc);
  const TbkDocTitle *title = position < titles->len ? g_ptr_array_index (titles, position) : NULL;

  gtk_label_set_text (GTK_LABEL (label), title != NULL ? title->title : "");
  gtk_widget_set_margin_start (label, title != NULL ? (int) title->depth * INDENT : 0);
  gtk_widget_set_tooltip_text (label, title != NULL ? title->title : NULL);
}

static void
title_activated_cb (GtkListView *list, guint position, TbkDocPane *self)
{
  const GPtrArray *titles = tbk_doc_get_outline (self->doc);
  const TbkDocTitle *title = position < titles->len ? g_ptr_array_index (titles, position) : NULL;

  if (title != NULL && title->page != TBK_RENDER_NO_PAGE)
    tbk_doc_pages_go_to (self->pages, title->page);
}

/* --- what it is of --- */

static GtkStringList *
make_numbers (guint n)
{
  GtkStringList *numbers = gtk_string_list_new (NULL);

  for (guint i = 1; i <= n; i++)
    gtk_string_list_take (numbers, g_strdup_printf ("%u", i));
  return numbers;
}

/* Small pictures would fetch the whole file: they come when it is there. */
static void
fill_thumbs (TbkDocPane *self)
{
  gboolean ready = self->doc != NULL && tbk_doc_get_state (self->doc) == TBK_DOC_READY
                   && tbk_doc_source_is_complete (tbk_doc_get_source (self->doc));
  g_autoptr (GtkStringList) numbers = make_numbers (ready ? tbk_doc_get_pages (self->doc) : 0);

  self->following = TRUE;
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (numbers));
  self->following = FALSE;
  if (ready)
    page_cb (self);
}

static void
fill_contents (TbkDocPane *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autoptr (GtkNoSelection) model = NULL;
  const GPtrArray *outline = self->doc != NULL ? tbk_doc_get_outline (self->doc) : NULL;

  for (guint i = 0; outline != NULL && i < outline->len; i++)
    gtk_string_list_append (titles, ((TbkDocTitle *) g_ptr_array_index (outline, i))->title);
  model = gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&titles)));
  gtk_list_view_set_model (self->contents, GTK_SELECTION_MODEL (model));
  gtk_stack_page_set_visible (self->contents_page, outline != NULL && outline->len > 0);
}

static void
let_go (TbkDocPane *self)
{
  if (self->doc != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->doc, self);
      g_signal_handlers_disconnect_by_data (tbk_doc_get_source (self->doc), self);
    }
  if (self->pages != NULL)
    g_signal_handlers_disconnect_by_data (self->pages, self);
  g_clear_object (&self->doc);
  g_clear_object (&self->pages);
}

void
tbk_doc_pane_set (TbkDocPane *self, TbkDoc *doc, TbkDocPages *pages)
{
  let_go (self);
  g_set_object (&self->pages, pages);
  g_signal_connect_swapped (pages, "notify::page", G_CALLBACK (page_cb), self);
  if (doc != NULL)
    {
      self->doc = g_object_ref (doc);
      g_signal_connect_swapped (doc, "notify::state", G_CALLBACK (fill_thumbs), self);
      g_signal_connect_swapped (doc, "outline", G_CALLBACK (fill_contents), self);
      g_signal_connect_swapped (tbk_doc_get_source (doc), "notify::complete", G_CALLBACK (fill_thumbs), self);
    }
  fill_thumbs (self);
  fill_contents (self);
}

static void
tbk_doc_pane_dispose (GObject *object)
{
  TbkDocPane *self = TBK_DOC_PANE (object);

  let_go (self);
  if (self->child != NULL)
    {
      gtk_list_view_set_model (self->thumbs, NULL);
      gtk_list_view_set_model (self->contents, NULL);
    }
  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (tbk_doc_pane_parent_class)->dispose (object);
}

static void
tbk_doc_pane_class_init (TbkDocPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_doc_pane_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/doc-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkDocPane, child);
  gtk_widget_class_bind_template_child (widget_class, TbkDocPane, stack);
  gtk_widget_class_bind_template_child (widget_class, TbkDocPane, contents_page);
  gtk_widget_class_bind_template_child (widget_class, TbkDocPane, thumbs);
  gtk_widget_class_bind_template_child (widget_class, TbkDocPane, contents);
  gtk_widget_class_bind_template_callback (widget_class, thumb_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, thumb_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, thumb_unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_activated_cb);
}

static void
tbk_doc_pane_init (TbkDocPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->selection = gtk_single_selection_new (NULL);
  gtk_list_view_set_model (self->thumbs, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
}
