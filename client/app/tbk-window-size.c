/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-window-size.h"

void
tbk_window_size_restore (GtkWindow *window, GSettings *settings)
{
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (
      gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (window))), 0);
  GdkRectangle screen = { 0, 0, G_MAXINT, G_MAXINT };
  int width, height;
  gboolean maximized;

  g_settings_get (settings, "ventana", "(iib)", &width, &height, &maximized);
  if (monitor != NULL)
    gdk_monitor_get_geometry (monitor, &screen);
  gtk_window_set_default_size (window, MIN (width, screen.width), MIN (height, screen.height));
  if (maximized)
    gtk_window_maximize (window);
}

void
tbk_window_size_save (GtkWindow *window, GSettings *settings)
{
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set (settings, "ventana", "(iib)", width, height, gtk_window_is_maximized (window));
}
