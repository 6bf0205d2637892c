/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-toast.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tbk-error-text.h"
#include "tbk-window-of.h"

#define LONG_CHARS 60
#define LONG_SECONDS 10 /* a long sentence is not read in libadwaita's five */

static void
add_toast (GtkWidget *from, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (toast);
}

/* A toast takes its title for markup, and codes, names of companies and of files come from anywhere. */
static AdwToast *
make_toast (const char *title)
{
  g_autofree char *markup = g_markup_escape_text (title, -1);
  AdwToast *toast = adw_toast_new (markup);

  if (g_utf8_strlen (title, -1) > LONG_CHARS)
    adw_toast_set_timeout (toast, LONG_SECONDS);
  return toast;
}

void
tbk_toast (GtkWidget *from, const char *title)
{
  add_toast (from, make_toast (title));
}

void
tbk_toast_error (GtkWidget *from, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = tbk_error_text (error);
  tbk_toast (from, text);
}

/* The toast stands far above `from`, whose actions its button would not find. */
static void
toast_clicked_cb (AdwToast *toast, GtkWidget *from)
{
  gtk_widget_activate_action_variant (from, g_object_get_data (G_OBJECT (toast), "action"),
                                      g_object_get_data (G_OBJECT (toast), "target"));
}

void
tbk_toast_action (GtkWidget *from, const char *title, const char *label, const char *action, GVariant *target)
{
  AdwToast *toast = make_toast (title);

  adw_toast_set_button_label (toast, label);
  g_object_set_data_full (G_OBJECT (toast), "action", g_strdup (action), g_free);
  if (target != NULL)
    g_object_set_data_full (G_OBJECT (toast), "target", g_variant_ref_sink (target), (GDestroyNotify) g_variant_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (toast_clicked_cb), from, 0);
  add_toast (from, toast);
}

/* --- questions --- */

typedef struct
{
  GtkWidget *from; /* weak */
  TbkConfirmed callback;
  gpointer data;
} Question;

static void
free_question (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_clear_weak_pointer (&question->from);
  g_free (question);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (g_strcmp0 (response, "confirm") != 0 || question->from == NULL)
    return;
  /* the callback may destroy the window below, which the dialog (GTK 4.8) would still reach for when it goes itself */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  question->callback (question->from, question->data);
}

void
tbk_confirm (GtkWidget *from,
             const char *heading,
             const char *body,
             const char *confirm,
             TbkConfirmed callback,
             gpointer data)
{
  GtkWidget *dialog = adw_message_dialog_new (tbk_window_of (from), heading, body);
  Question *question = g_new0 (Question, 1);

  g_set_weak_pointer (&question->from, from);
  question->callback = callback;
  question->data = data;
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "confirm", confirm, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "confirm", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
