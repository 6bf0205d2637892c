/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-tara-elegir.h"

#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-toma.h"
#include "tbk-window-of.h"

#define WIDTH 460
#define HEIGHT 560

typedef struct
{
  GtkWindow *window;
  GtkWidget *from; /* the window is modal over it */
  GPtrArray *taras;
  TbkTaraElegida elegida;
  char *guardar;
  char *q; /* folded; NULL: all */
  GtkListBox *list;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->from);
  g_ptr_array_unref (choice->taras);
  g_free (choice->guardar);
  g_free (choice->q);
  g_free (choice);
}

char *
tbk_tara_describe_age (const TbkTaraGuardada *tara)
{
  g_autofree char *when = tbk_toma_time (tara->pesada_en);
  g_autofree char *ago = tbk_show_hace (NULL, when);

  /* Translators: %s is how long ago, or a date */
  return g_strdup_printf (_ ("weighed %s"), ago);
}

/* --- picking --- */

static void
take (Choice *choice, GtkListBoxRow *row)
{
  choice->elegida (choice->from, g_ptr_array_index (choice->taras, gtk_list_box_row_get_index (row)));
  gtk_window_close (choice->window);
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, Choice *choice)
{
  take (choice, row);
}

static gboolean
filter_cb (GtkListBoxRow *row, gpointer data)
{
  Choice *choice = data;
  const TbkTaraGuardada *tara = g_ptr_array_index (choice->taras, gtk_list_box_row_get_index (row));
  g_autofree char *name = g_utf8_casefold (tara->nombre, -1);

  return choice->q == NULL || strstr (name, choice->q) != NULL;
}

static void
typed_cb (GtkEditable *entry, Choice *choice)
{
  g_free (choice->q);
  choice->q = g_utf8_casefold (gtk_editable_get_text (entry), -1);
  gtk_list_box_invalidate_filter (choice->list);
}

/* The first that is shown. */
static void
entered_cb (GtkSearchEntry *entry, Choice *choice)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (choice->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        take (choice, row);
        return;
      }
}

static void
store_cb (GtkButton *button, Choice *choice)
{
  g_autoptr (GtkWidget) from = g_object_ref (choice->from);
  g_autofree char *guardar = g_strdup (choice->guardar);

  gtk_window_close (choice->window);
  gtk_widget_activate_action (from, guardar, NULL);
}

/* --- the window --- */

static GtkWidget *
make_row (const TbkTaraGuardada *tara)
{
  g_autofree char *kg = tbk_show_peso (NULL, tara->kg, "kg");
  g_autofree char *age = tbk_tara_describe_age (tara);
  gboolean old = tbk_catalogo_is_old (tara);
  g_autofree char *kind = tbk_show_choice (NULL, tara->clase);
  g_autofree char *subtitle = g_strjoin (" · ", kind, age, old ? _ ("weigh it empty again") : NULL, NULL);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", tara->nombre, "subtitle", subtitle,
                                 "activatable", TRUE, NULL);

  if (old)
    adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "dialog-warning-symbolic");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_label_new (kg));
  return row;
}

static GtkWidget *
make_list (Choice *choice)
{
  GtkWidget *empty = gtk_label_new (_ ("No tare is stored."));

  choice->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_set_margin_top (empty, 24);
  gtk_list_box_set_placeholder (choice->list, empty);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Stored tares"), -1);
  for (guint i = 0; i < choice->taras->len; i++)
    gtk_list_box_append (choice->list, make_row (g_ptr_array_index (choice->taras, i)));
  gtk_list_box_set_filter_func (choice->list, filter_cb, choice, NULL);
  g_signal_connect (choice->list, "row-activated", G_CALLBACK (activated_cb), choice);
  return GTK_WIDGET (choice->list);
}

static GtkWidget *
make_search (Choice *choice)
{
  GtkWidget *entry = gtk_search_entry_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search for a tare"), -1);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (entry), GTK_WIDGET (choice->window));
  g_signal_connect (entry, "changed", G_CALLBACK (typed_cb), choice);
  g_signal_connect (entry, "activate", G_CALLBACK (entered_cb), choice);
  g_signal_connect_swapped (entry, "stop-search", G_CALLBACK (gtk_window_close), choice->window);
  return entry;
}

static GtkWidget *
make_content (Choice *choice)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *store = gtk_button_new_with_mnemonic (_ ("_Store What Is on the Scale…"));

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make_list (choice));
  gtk_widget_set_vexpand (scrolled, TRUE);
  g_signal_connect (store, "clicked", G_CALLBACK (store_cb), choice);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), make_search (choice));
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), store);
  return box;
}

void
tbk_tara_elegir (GtkWidget *from, TbkCatalogo *catalogo, TbkTaraElegida elegida, const char *guardar)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->from = g_object_ref (from);
  choice->taras = tbk_catalogo_list_taras (catalogo);
  choice->elegida = elegida;
  choice->guardar = g_strdup (guardar);
  choice->window = g_object_new (ADW_TYPE_WINDOW,
                                 "title", _ ("Stored Tares"),
                                 "modal", TRUE,
                                 "transient-for", tbk_window_of (from),
                                 "default-width", WIDTH,
                                 "default-height", HEIGHT,
                                 NULL);
  g_object_set_data_full (G_OBJECT (choice->window), "choice", choice, choice_free);
  adw_window_set_content (ADW_WINDOW (choice->window), make_content (choice));
  gtk_window_present (choice->window);
}
