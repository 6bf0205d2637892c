/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-unfinished.h"

#define TEXT "tbk-unfinished"

void
tbk_unfinished_set (GtkWidget *from, const char *text)
{
  g_object_set_data_full (G_OBJECT (from), TEXT, g_strdup (text), g_free);
}

static const char *
find (GtkWidget *widget)
{
  const char *text = g_object_get_data (G_OBJECT (widget), TEXT);
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; text == NULL && child != NULL; child = gtk_widget_get_next_sibling (child))
    text = find (child);
  return text;
}

const char *
tbk_unfinished_find (GtkWindow *window)
{
  return find (GTK_WIDGET (window));
}
