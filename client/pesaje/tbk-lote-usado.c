/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lote-usado.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "tbk-estado.h"
#include "tbk-window-of.h"

#define WIDTH 420
#define HEIGHT 520

typedef struct
{
  GtkWindow *window;
  GtkWidget *from; /* the window is modal over it */
  GtkEditable *search;
  GPtrArray *lotes;
  TbkLoteUsadoElegido elegido;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->from);
  g_ptr_array_unref (choice->lotes);
  g_free (choice);
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, Choice *choice)
{
  choice->elegido (choice->from, g_ptr_array_index (choice->lotes, gtk_list_box_row_get_index (row)));
  gtk_window_close (choice->window);
}

static gboolean
matches (GtkListBoxRow *row, gpointer data)
{
  const Choice *choice = data;
  const TbkLoteUsado *lote = g_ptr_array_index (choice->lotes, gtk_list_box_row_get_index (row));
  g_autofree char *sought = tbk_fold (gtk_editable_get_text (choice->search));
  g_autofree char *codigo = tbk_fold (lote->codigo);
  g_autofree char *detalle = tbk_fold (lote->detalle);

  return strstr (codigo, sought) != NULL || strstr (detalle, sought) != NULL;
}

/* Enter picks the first that has what was typed, which the list may not show yet. */
static void
search_activated_cb (GtkListBox *list)
{
  Choice *choice = g_object_get_data (G_OBJECT (gtk_widget_get_root (GTK_WIDGET (list))), "choice");
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (matches (row, choice))
      {
        g_signal_emit_by_name (list, "row-activated", row);
        return;
      }
}

static GtkWidget *
make_row (const TbkLoteUsado *lote)
{
  g_autofree char *codigo = g_markup_escape_text (lote->codigo, -1);
  g_autofree char *detalle = g_markup_escape_text (lote->detalle, -1);

  return g_object_new (ADW_TYPE_ACTION_ROW, "title", codigo, "subtitle", detalle, "activatable", TRUE, NULL);
}

static GtkWidget *
make_list (Choice *choice)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *empty = gtk_label_new (_ ("No such lot is known here."));

  gtk_widget_set_margin_top (empty, 24);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), empty);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Lots that are known here"), -1);
  for (guint i = 0; i < choice->lotes->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_row (g_ptr_array_index (choice->lotes, i)));
  gtk_list_box_set_filter_func (GTK_LIST_BOX (list), matches, choice, NULL);
  g_signal_connect_object (choice->search, "search-changed", G_CALLBACK (gtk_list_box_invalidate_filter), list,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (choice->search, "activate", G_CALLBACK (search_activated_cb), list, G_CONNECT_SWAPPED);
  g_signal_connect (list, "row-activated", G_CALLBACK (activated_cb), choice);
  return list;
}

static GtkWidget *
make_content (Choice *choice)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *search = gtk_search_entry_new ();
  GtkWidget *hint = gtk_label_new (_ ("The server does not answer: these are the lots that are "
                                      "known here, the last weighed first."));

  choice->search = GTK_EDITABLE (search);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search lots"), -1);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_widget_add_css_class (hint, "banner-strip");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make_list (choice));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), hint);
  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), scrolled);
  return box;
}

void
tbk_lote_usado_elegir (GtkWidget *from, TbkBuzon *buzon, TbkLoteUsadoElegido elegido)
{
  GPtrArray *lotes = buzon != NULL ? tbk_libreta_list_pesables (buzon, NULL) : NULL;
  Choice *choice = g_new0 (Choice, 1);

  choice->from = g_object_ref (from);
  choice->lotes = lotes != NULL ? lotes : g_ptr_array_new ();
  choice->elegido = elegido;
  choice->window = g_object_new (ADW_TYPE_WINDOW,
                                 "title", _ ("Choose the Lot"),
                                 "modal", TRUE,
                                 "transient-for", tbk_window_of (from),
                                 "default-width", WIDTH,
                                 "default-height", HEIGHT,
                                 NULL);
  g_object_set_data_full (G_OBJECT (choice->window), "choice", choice, choice_free);
  adw_window_set_content (ADW_WINDOW (choice->window), make_content (choice));
  gtk_window_present (choice->window);
}
