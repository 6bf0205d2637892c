/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lote-usado.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tbk-window-of.h"

#define WIDTH 420
#define HEIGHT 520

typedef struct
{
  GtkWindow *window;
  GtkWidget *from; /* the window is modal over it */
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

static GtkWidget *
make_list (Choice *choice)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *empty = gtk_label_new (_ ("No lot was weighed here yet."));

  gtk_widget_set_margin_top (empty, 24);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), empty);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Lots weighed here before"), -1);
  for (guint i = 0; i < choice->lotes->len; i++)
    {
      const TbkLoteUsado *lote = g_ptr_array_index (choice->lotes, i);

      gtk_list_box_append (GTK_LIST_BOX (list),
                           g_object_new (ADW_TYPE_ACTION_ROW, "title", lote->codigo, "use-markup",
                                         FALSE, "activatable", TRUE, NULL));
    }
  g_signal_connect (list, "row-activated", G_CALLBACK (activated_cb), choice);
  return list;
}

static GtkWidget *
make_content (Choice *choice)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *hint = gtk_label_new (_ ("The server does not answer: these lots were weighed here before."));

  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_widget_add_css_class (hint, "banner-strip");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make_list (choice));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), hint);
  gtk_box_append (GTK_BOX (box), scrolled);
  return box;
}

void
tbk_lote_usado_elegir (GtkWidget *from, TbkBuzon *buzon, TbkLoteUsadoElegido elegido)
{
  GPtrArray *lotes = buzon != NULL ? tbk_libreta_list_lotes (buzon, NULL) : NULL;
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
