/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "tbk-doc-pages-private.h"

/* Links by key: Tab goes through those of the pages in view, then leaves; Enter follows. */

void
tbk_doc_pages_follow (TbkDocPages *self, const TbkDocLink *link)
{
  if (link->page != TBK_RENDER_NO_PAGE)
    tbk_doc_pages_go_to (self, link->page);
  else
    g_signal_emit_by_name (self, "link", link->uri);
}

const TbkDocLink *
tbk_doc_pages_get_link (TbkDocPages *self)
{
  const GPtrArray *links = NULL;

  if (self->link_index >= 0 && self->doc != NULL && self->link_page < tbk_doc_get_pages (self->doc))
    links = tbk_doc_get_links (self->doc, self->link_page);
  return links != NULL && (guint) self->link_index < links->len ? g_ptr_array_index (links, self->link_index) : NULL;
}

static gboolean
is_in_view (TbkDocPages *self, guint page, const TbkDocLink *link)
{
  TbkDocRect view = tbk_doc_pages_get_view (self);
  TbkDocRect rect = tbk_doc_pages_place_box (self, page, &link->box);

  return rect.y < view.height && rect.y + rect.height > 0 && rect.x < view.width && rect.x + rect.width > 0;
}

/* The one after (before) that which has the focus. Returns: FALSE where there is none in view. */
static gboolean
step (TbkDocPages *self, gboolean forward)
{
  guint first, last;
  int by = forward ? 1 : -1;
  int page, index;

  if (self->doc == NULL || !tbk_doc_pages_get_visible (self, &first, &last))
    return FALSE;
  page = tbk_doc_pages_get_link (self) != NULL ? (int) self->link_page : (int) (forward ? first : last);
  index = tbk_doc_pages_get_link (self) != NULL ? self->link_index + by : forward ? 0
                                                                                  : G_MAXINT;
  for (; page >= (int) first && page <= (int) last; page += by, index = forward ? 0 : G_MAXINT)
    {
      const GPtrArray *links = tbk_doc_get_links (self->doc, (guint) page);
      int n = links != NULL ? (int) links->len : 0;

      for (index = MIN (index, n - 1 + (forward ? 1 : 0)); index >= 0 && index < n; index += by)
        {
          if (!is_in_view (self, (guint) page, g_ptr_array_index (links, index)))
            continue;
          self->link_page = (guint) page;
          self->link_index = index;
          return TRUE;
        }
    }
  self->link_index = -1;
  return FALSE;
}

static void
say_link (TbkDocPages *self)
{
  const TbkDocLink *link = tbk_doc_pages_get_link (self);
  g_autofree char *text = NULL;

  if (link == NULL)
    return;
  if (link->page == TBK_RENDER_NO_PAGE)
    text = g_strdup_printf (_ ("Link to %s"), link->uri);
  else
    text = g_strdup_printf (_ ("Link to page %u"), link->page + 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

gboolean
tbk_doc_pages_focus (GtkWidget *widget, GtkDirectionType direction)
{
  TbkDocPages *self = TBK_DOC_PAGES (widget);
  gboolean tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  gboolean stays;

  if (!gtk_widget_is_focus (widget))
    {
      self->link_index = -1;
      return gtk_widget_grab_focus (widget);
    }
  stays = tab && step (self, direction == GTK_DIR_TAB_FORWARD);
  say_link (self);
  gtk_widget_queue_draw (widget);
  return stays;
}

static gboolean
follow_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  const TbkDocLink *link = tbk_doc_pages_get_link (TBK_DOC_PAGES (widget));

  if (link == NULL)
    return FALSE;
  tbk_doc_pages_follow (TBK_DOC_PAGES (widget), link);
  return TRUE;
}

void
tbk_doc_pages_add_link_keys (GtkWidgetClass *klass)
{
  gtk_widget_class_add_binding (klass, GDK_KEY_Return, 0, follow_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Enter, 0, follow_cb, NULL);
}
