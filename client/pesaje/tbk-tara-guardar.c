/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-tara-guardar.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tbk-window-of.h"

#define MAX_CHARACTERS 40 /* that the server takes */

typedef struct
{
  GtkWidget *from; /* weak */
  GtkEditable *name;
  GtkDropDown *kind;
  TbkTaraNombrada nombrada;
} Ask;

static void
ask_free (gpointer data, GClosure *closure)
{
  Ask *ask = data;

  g_clear_weak_pointer (&ask->from);
  g_free (ask);
}

static void
changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "store", *text != '\0');
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Ask *ask)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (ask->name)));
  gboolean vehicle = gtk_drop_down_get_selected (ask->kind) == 0;
  g_autofree char *name = vehicle ? g_utf8_strup (text, -1) : g_strdup (text);

  if (g_str_equal (response, "store") && ask->from != NULL)
    ask->nombrada (ask->from, vehicle ? TBK_TARA_VEHICULO : TBK_TARA_SACO, name);
}

static GtkWidget *
make_fields (Ask *ask, const char *placa)
{
  const char *const kinds[] = { _ ("Vehicle"), _ ("One sack"), NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *name = gtk_entry_new ();
  GtkWidget *kind = gtk_drop_down_new_from_strings (kinds);

  gtk_entry_set_max_length (GTK_ENTRY (name), MAX_CHARACTERS);
  gtk_entry_set_placeholder_text (GTK_ENTRY (name), _ ("Plate, or kind of sack"));
  gtk_entry_set_activates_default (GTK_ENTRY (name), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (name), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name of the tare"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (kind), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Kind of the tare"), -1);
  gtk_editable_set_text (GTK_EDITABLE (name), placa);
  gtk_box_append (GTK_BOX (box), kind);
  gtk_box_append (GTK_BOX (box), name);
  ask->name = GTK_EDITABLE (name);
  ask->kind = GTK_DROP_DOWN (kind);
  return box;
}

void
tbk_tara_guardar (GtkWidget *from, const char *peso, const char *placa, TbkTaraNombrada nombrada)
{
  /* Translators: %s is a weight */
  g_autofree char *body = g_strdup_printf (
      _ ("%s becomes the tare under this name, for all scales of the company."), peso);
  AdwMessageDialog *dialog
      = ADW_MESSAGE_DIALOG (adw_message_dialog_new (tbk_window_of (from), _ ("Store a Tare?"), body));
  Ask *ask = g_new0 (Ask, 1);

  g_set_weak_pointer (&ask->from, from);
  ask->nombrada = nombrada;
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "store", _ ("_Store"), NULL);
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_default_response (dialog, "store");
  adw_message_dialog_set_response_appearance (dialog, "store", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_extra_child (dialog, make_fields (ask, placa));
  g_signal_connect (ask->name, "changed", G_CALLBACK (changed_cb), dialog);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), ask, ask_free, 0);
  changed_cb (ask->name, dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}
