/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-motivo.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tbk-window-of.h"

#define MIN_CHARACTERS 3
#define MAX_CHARACTERS 500 /* as many as the server takes */

typedef struct
{
  GtkWidget *from; /* weak */
  GtkEditable *entry;
  TbkMotivoDado dado;
  gpointer data;
  GDestroyNotify destroy;
} Ask;

static void
ask_free (gpointer data, GClosure *closure)
{
  Ask *ask = data;

  g_clear_weak_pointer (&ask->from);
  if (ask->destroy != NULL)
    ask->destroy (ask->data);
  g_free (ask);
}

/* Returns: (transfer full). */
static char *
get_text (GtkEditable *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

static void
changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *text = get_text (entry);

  adw_message_dialog_set_response_enabled (dialog, "ok", g_utf8_strlen (text, -1) >= MIN_CHARACTERS);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Ask *ask)
{
  g_autofree char *text = get_text (ask->entry);

  if (g_str_equal (response, "ok") && ask->from != NULL)
    ask->dado (ask->from, text, ask->data);
}

static AdwMessageDialog *
make_dialog (GtkWidget *from, const TbkMotivoPregunta *pregunta)
{
  AdwMessageDialog *dialog
      = ADW_MESSAGE_DIALOG (adw_message_dialog_new (tbk_window_of (from), pregunta->heading, pregunta->body));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "ok", pregunta->confirm, NULL);
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_response_enabled (dialog, "ok", FALSE);
  adw_message_dialog_set_response_appearance (dialog, "ok", ADW_RESPONSE_DESTRUCTIVE);
  return dialog;
}

void
tbk_motivo_ask (GtkWidget *from,
                const TbkMotivoPregunta *pregunta,
                TbkMotivoDado dado,
                gpointer data,
                GDestroyNotify destroy)
{
  AdwMessageDialog *dialog = make_dialog (from, pregunta);
  GtkWidget *entry = gtk_entry_new ();
  Ask *ask = g_new0 (Ask, 1);

  g_set_weak_pointer (&ask->from, from);
  ask->entry = GTK_EDITABLE (entry);
  ask->dado = dado;
  ask->data = data;
  ask->destroy = destroy;
  gtk_entry_set_max_length (GTK_ENTRY (entry), MAX_CHARACTERS);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Reason"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"), -1);
  adw_message_dialog_set_extra_child (dialog, entry);
  g_signal_connect (entry, "changed", G_CALLBACK (changed_cb), dialog);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), ask, ask_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}
