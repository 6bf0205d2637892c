/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-dialogs.h"

static GtkWindow *
find_over (GtkWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n = g_list_model_get_n_items (toplevels);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_transient_for (other) == window && gtk_widget_get_visible (GTK_WIDGET (other)))
        return other;
    }
  return NULL;
}

GtkWindow *
tbk_dialogs_find_top (GtkWindow *window)
{
  GtkWindow *over;

  while ((over = find_over (window)) != NULL)
    window = over;
  return window;
}

gboolean
tbk_dialogs_close (GtkWindow *window)
{
  GtkWindow *top;

  while ((top = tbk_dialogs_find_top (window)) != window)
    {
      gtk_window_close (top);
      if (tbk_dialogs_find_top (window) == top || gtk_window_get_transient_for (tbk_dialogs_find_top (window)) == top)
        return FALSE;
    }
  return TRUE;
}

void
tbk_dialogs_destroy (GtkWindow *window)
{
  GtkWindow *top;

  while ((top = tbk_dialogs_find_top (window)) != window)
    gtk_window_destroy (top);
}
