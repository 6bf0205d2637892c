/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-window-private.h"

#include "tbk-pages.h"
#include "tbk-session-windows.h"

static void
show_content_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkWindow *self = TBK_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->pages));
  tbk_window_focus_page (self);
}

static void
show_sidebar_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkWindow *self = TBK_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
  gtk_widget_child_focus (GTK_WIDGET (self->sidebar), GTK_DIR_TAB_FORWARD);
}

/* The window to sign in again was closed instead. */
static gboolean
given_up_cb (TbkWindow *self)
{
  tbk_window_leave (self);
  return GDK_EVENT_STOP; /* it is gone already */
}

static void
sign_in_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkApi *api = TBK_WINDOW (widget)->api;

  if (tbk_api_get_usuario (api) == NULL)
    tbk_sign_in_again (GTK_WINDOW (widget), api, G_CALLBACK (given_up_cb));
}

static void
show_page_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_window_set_page (TBK_WINDOW (widget), g_variant_get_string (target, NULL));
  show_content_action (widget, NULL, NULL);
}

static void
show_page_at_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkWindow *self = TBK_WINDOW (widget);
  int n = g_variant_get_int32 (target);
  const TbkPageEntry *entry = n > 0 ? tbk_pages_nth (self->rol, (guint) n - 1) : NULL;

  if (entry == NULL)
    return;
  tbk_window_set_page (self, entry->id);
  show_content_action (widget, NULL, NULL);
}

/* Keys reach the window, wherever in it the focus is: the visible page gets its commands from here. */
static void
page_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkWindow *self = TBK_WINDOW (widget);
  TbkPage *page = tbk_window_get_visible_page (self);

  /* a page without that command hands it up, back to here */
  if (page == NULL || self->forwarding)
    return;
  self->forwarding = TRUE;
  gtk_widget_activate_action_variant (GTK_WIDGET (page), name, target);
  self->forwarding = FALSE;
}

static void
reconnect_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkWindow *self = TBK_WINDOW (widget);
  gboolean suspect;

  g_object_get (self->connection, "suspect", &suspect, NULL);
  if (suspect)
    tbk_certificate_review (GTK_WINDOW (self), self->api);
  else if (tbk_window_get_visible_page (self) != NULL)
    tbk_page_reload (tbk_window_get_visible_page (self));
}

void
tbk_window_install_actions (GtkWidgetClass *klass)
{
  static const char *const page_actions[]
      = { "page.new", "page.edit", "page.search", "page.reload", "page.detail", "page.export",
          "page.print", "page.capture", "page.lote", "page.tares", "page.moisture", "page.photo" };

  gtk_widget_class_install_action (klass, "win.show-page", "s", show_page_action);
  gtk_widget_class_install_action (klass, "win.show-page-at", "i", show_page_at_action);
  gtk_widget_class_install_action (klass, "win.show-sidebar", NULL, show_sidebar_action);
  gtk_widget_class_install_action (klass, "win.show-content", NULL, show_content_action);
  gtk_widget_class_install_action (klass, "win.reconnect", NULL, reconnect_action);
  gtk_widget_class_install_action (klass, "win.sign-in", NULL, sign_in_action);
  for (gsize i = 0; i < G_N_ELEMENTS (page_actions); i++)
    gtk_widget_class_install_action (klass, page_actions[i], NULL, page_action);
}
