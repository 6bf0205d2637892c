/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-unfinished.h"

#include "tbk-window-of.h"

#define TEXT "tbk-unfinished"

/* (element-type GtkWidget) (not owned): those that have a text. */
static GList *tellers;

static void
gone_cb (gpointer data, GObject *from)
{
  tellers = g_list_remove (tellers, from);
}

void
tbk_unfinished_set (GtkWidget *from, const char *text)
{
  gboolean told = g_list_find (tellers, from) != NULL;

  g_object_set_data_full (G_OBJECT (from), TEXT, g_strdup (text), g_free);
  if (text != NULL && !told)
    {
      tellers = g_list_prepend (tellers, from);
      g_object_weak_ref (G_OBJECT (from), gone_cb, NULL);
    }
  else if (text == NULL && told)
    {
      g_object_weak_unref (G_OBJECT (from), gone_cb, NULL);
      tellers = g_list_remove (tellers, from);
    }
}

const char *
tbk_unfinished_find (GtkWindow *window)
{
  for (GList *link = tellers; link != NULL; link = link->next)
    if (tbk_window_of (link->data) == window)
      return g_object_get_data (link->data, TEXT);
  return NULL;
}
