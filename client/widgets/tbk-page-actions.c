/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-page-private.h"

#include <string.h>

#include "tbk-record-table.h"

static void
search_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkPagePrivate *priv = tbk_page_get_private (TBK_PAGE (widget));
  gboolean on = gtk_search_bar_get_search_mode (priv->search_bar);

  if (priv->listing == NULL)
    return;
  if (on && !gtk_widget_has_focus (GTK_WIDGET (priv->search_entry))
      && gtk_widget_get_focus_child (GTK_WIDGET (priv->search_entry)) == NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (priv->search_entry));
      return;
    }
  gtk_search_bar_set_search_mode (priv->search_bar, !on);
}

static void
reload_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_page_reload (TBK_PAGE (widget));
}

static void
clear_filters_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkPagePrivate *priv = tbk_page_get_private (TBK_PAGE (widget));

  if (priv->listing != NULL)
    tbk_listing_clear_filters (priv->listing);
}

static GtkWidget *
find_table (GtkWidget *widget)
{
  if (TBK_IS_RECORD_TABLE (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *table = find_table (child);

      if (table != NULL)
        return table;
    }
  return NULL;
}

/* page.export is the table's table.export: the page's menus and shortcuts need not know the table. */
static void
table_action (GtkWidget *widget, const char *name, GVariant *target)
{
  GtkWidget *table = find_table (GTK_WIDGET (tbk_page_get_private (TBK_PAGE (widget))->content_bin));
  g_autofree char *action = g_strconcat ("table", strchr (name, '.'), NULL);

  if (table != NULL)
    gtk_widget_activate_action_variant (table, action, target);
}

void
tbk_page_install_actions (GtkWidgetClass *klass)
{
  static const char *const table_actions[] = { "page.export", "page.print", "page.columns", "page.reset" };

  gtk_widget_class_install_action (klass, "page.search", NULL, search_action);
  gtk_widget_class_install_action (klass, "page.reload", NULL, reload_action);
  gtk_widget_class_install_action (klass, "page.clear-filters", NULL, clear_filters_action);
  gtk_widget_class_install_property_action (klass, "page.detail", "show-detail");
  for (gsize i = 0; i < G_N_ELEMENTS (table_actions); i++)
    gtk_widget_class_install_action (klass, table_actions[i], NULL, table_action);
}
