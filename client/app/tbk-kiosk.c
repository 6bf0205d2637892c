/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-kiosk.h"

#define NAME "kiosk"

static void
changed_cb (GSimpleAction *action, GVariant *state, GtkWindow *window)
{
  GtkWidget *sidebar = g_object_get_data (G_OBJECT (action), "sidebar");
  gboolean kiosk = g_variant_get_boolean (state);

  g_simple_action_set_state (action, state);
  gtk_widget_set_visible (sidebar, !kiosk);
  if (kiosk)
    {
      gtk_widget_add_css_class (GTK_WIDGET (window), NAME);
      gtk_window_fullscreen (window);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (window), NAME);
      gtk_window_unfullscreen (window);
    }
}

void
tbk_kiosk_install (GtkApplicationWindow *window, GtkWidget *sidebar)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (NAME, NULL, g_variant_new_boolean (FALSE));

  g_object_set_data (G_OBJECT (action), "sidebar", sidebar); /* it is in the window, which holds the action */
  g_signal_connect_object (action, "change-state", G_CALLBACK (changed_cb), window, 0);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
}

void
tbk_kiosk_leave (GtkApplicationWindow *window)
{
  if (gtk_widget_has_css_class (GTK_WIDGET (window), NAME))
    g_action_group_change_action_state (G_ACTION_GROUP (window), NAME, g_variant_new_boolean (FALSE));
}
