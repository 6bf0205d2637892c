/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-output.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "documento.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

char *
tbk_doc_output_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  g_autofree char *clean = tbk_documento_clean_name (valid);

  return clean != NULL ? tbk_documento_file_name (clean) : g_strdup (_ ("document"));
}

/* --- a copy --- */

typedef struct
{
  GtkWidget *from; /* weak */
  TbkDocSource *source;
  GtkFileChooserNative *chooser;
  GFile *file;
} Output;

static void
free_output (Output *output)
{
  g_clear_weak_pointer (&output->from);
  g_clear_object (&output->source);
  g_clear_object (&output->chooser);
  g_clear_object (&output->file);
  g_free (output);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Output, free_output)

static Output *
output_new (GtkWidget *from, TbkDocSource *source)
{
  Output *output = g_new0 (Output, 1);

  g_set_weak_pointer (&output->from, from);
  output->source = g_object_ref (source);
  return output;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Output) output = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = tbk_doc_source_save_finish (TBK_DOC_SOURCE (source), result, &error);

  if (output->from == NULL)
    return;
  if (saved)
    tbk_toast (output->from, _ ("Saved"));
  else
    tbk_toast_error (output->from, error);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (Output) output = data;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  output->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  tbk_doc_source_save_async (output->source, output->file, NULL, saved_cb, output);
  output = NULL; /* the callback's now */
}

void
tbk_doc_output_save (GtkWidget *from, TbkDocSource *source)
{
  Output *output = output_new (from, source);
  g_autofree char *name = tbk_doc_output_name (tbk_doc_source_get_name (source));

  output->chooser = gtk_file_chooser_native_new (_ ("Save As"), tbk_window_of (from), GTK_FILE_CHOOSER_ACTION_SAVE,
                                                 _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (output->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (output->chooser), TRUE);
  g_signal_connect (output->chooser, "response", G_CALLBACK (chosen_cb), output);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (output->chooser));
}

/* --- another program --- */

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Output) output = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error) && output->from != NULL
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tbk_toast_error (output->from, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Output) output = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = tbk_doc_source_save_finish (TBK_DOC_SOURCE (source), result, &error);
  g_autofree char *uri = g_file_get_uri (output->file);
  GtkWindow *window = tbk_window_of (output->from);

  if (window == NULL)
    return;
  if (!saved)
    {
      tbk_toast_error (output->from, error);
      return;
    }
  gtk_show_uri_full (window, uri, GDK_CURRENT_TIME, NULL, shown_cb, g_steal_pointer (&output));
}

void
tbk_doc_output_open (GtkWidget *from, TbkDocSource *source)
{
  g_autoptr (Output) output = output_new (from, source);
  g_autofree char *name = tbk_doc_output_name (tbk_doc_source_get_name (source));
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "triboka-XXXXXX", NULL);
  g_autofree char *path = NULL;

  /* the other program reads it whenever it likes: it stays for as long as the user is logged in */
  if (g_mkdtemp (folder) == NULL)
    {
      tbk_toast (from, _ ("There is no folder for a copy of the document."));
      return;
    }
  path = g_build_filename (folder, name, NULL);
  output->file = g_file_new_for_path (path);
  tbk_doc_source_save_async (source, output->file, NULL, copied_cb, output);
  output = NULL; /* the callback's now */
}

/* --- addresses --- */

void
tbk_doc_output_copy_link (GtkWidget *from, TbkDocSource *source)
{
  const char *link = tbk_doc_source_get_link (source);

  if (link == NULL)
    {
      tbk_toast (from, _ ("The document has no link."));
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (from), link);
  tbk_toast (from, _ ("Link copied. Whoever has it can open the document until it expires."));
}

static void
link_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  const char *uri = g_object_get_data (G_OBJECT (dialog), "tbk-uri");
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));

  if (g_str_equal (response, "open"))
    gtk_show_uri (window, uri, GDK_CURRENT_TIME);
}

void
tbk_doc_output_ask_link (GtkWidget *from, const char *uri)
{
  GtkWidget *dialog = adw_message_dialog_new (tbk_window_of (from), _ ("Open This Address?"), NULL);

  /* as it is, not as markup: who reads it decides by it */
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), uri);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "open", _ ("_Open"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "tbk-uri", g_strdup (uri), g_free);
  g_signal_connect (dialog, "response", G_CALLBACK (link_answered_cb), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}
