/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-page-common.h"

#include "tbk-banner.h"
#include "tbk-bell.h"
#include "tbk-connection-button.h"

void
tbk_page_common_add (TbkPage *page, TbkConnection *connection, TbkUnread *unread, TbkListing *news)
{
  GtkWidget *bell = tbk_bell_new (unread, news);
  GtkWidget *button = tbk_connection_button_new (connection);
  GtkWidget *banner = g_object_new (TBK_TYPE_BANNER, "action-name", "win.reconnect", NULL);
  GtkBuildableIface *iface = GTK_BUILDABLE_GET_IFACE (page);
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();

  g_object_bind_property (connection, "description", banner, "title", G_BINDING_SYNC_CREATE);
  g_object_bind_property (connection, "action-label", banner, "button-label", G_BINDING_SYNC_CREATE);
  g_object_bind_property (connection, "away", banner, "revealed", G_BINDING_SYNC_CREATE);
  g_object_bind_property (page, "folded", button, "folded", G_BINDING_SYNC_CREATE);
  iface->add_child (GTK_BUILDABLE (page), builder, G_OBJECT (bell), "end");
  iface->add_child (GTK_BUILDABLE (page), builder, G_OBJECT (button), "end");
  iface->add_child (GTK_BUILDABLE (page), builder, G_OBJECT (banner), "top");
}
