/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-documento-archive.h"

#include <glib/gi18n.h>

#include "tbk-fetch-file.h"
#include "tbk-table-output.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

#define PULSE_MS 100

typedef struct
{
  GtkWidget *from; /* weak */
  TbkApi *api;
  gint64 contrato_id;
  GtkFileChooserNative *chooser;
  GtkWindow *progress; /* weak */
  guint pulse;
} Archive;

static void
free_archive (Archive *archive)
{
  g_clear_weak_pointer (&archive->from);
  g_clear_handle_id (&archive->pulse, g_source_remove);
  if (archive->progress != NULL)
    gtk_window_destroy (archive->progress);
  g_clear_weak_pointer (&archive->progress);
  g_clear_object (&archive->chooser);
  g_object_unref (archive->api);
  g_free (archive);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, free_archive)

static Archive *
archive_new (GtkWidget *from, TbkApi *api, gint64 contrato_id)
{
  Archive *archive = g_new0 (Archive, 1);

  g_set_weak_pointer (&archive->from, from);
  archive->api = g_object_ref (api);
  archive->contrato_id = contrato_id;
  return archive;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Archive) archive = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = tbk_fetch_file_finish (TBK_API (source), result, &error);

  if (archive->from == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (saved)
    tbk_toast (archive->from, _ ("Saved"));
  else
    tbk_toast_error (archive->from, error);
}

/* How much there will be is not known: the server packs while it sends. */
static gboolean
pulse_cb (gpointer bar)
{
  gtk_progress_bar_pulse (bar);
  return G_SOURCE_CONTINUE;
}

void
tbk_documento_archive_save (GtkWidget *from, TbkApi *api, gint64 contrato_id, GFile *file)
{
  Archive *archive = archive_new (from, api, contrato_id);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = g_strdup_printf ("/contratos/%" G_GINT64_FORMAT "/documentos.zip", contrato_id);
  GtkProgressBar *bar;

  g_set_weak_pointer (&archive->progress,
                      tbk_table_output_progress (from, _ ("Saving All Documents"), cancellable, &bar));
  archive->pulse = g_timeout_add_full (G_PRIORITY_DEFAULT, PULSE_MS, pulse_cb, g_object_ref (bar), g_object_unref);
  tbk_fetch_file_async (api, path, file, cancellable, saved_cb, archive);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (Archive) archive = data;
  g_autoptr (GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT || archive->from == NULL)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  tbk_documento_archive_save (archive->from, archive->api, archive->contrato_id, file);
}

void
tbk_documento_archive_ask (GtkWidget *from, TbkApi *api, gint64 contrato_id, const char *codigo)
{
  Archive *archive = archive_new (from, api, contrato_id);
  g_autofree char *name = g_strdup_printf ("%s-documentos.zip", codigo);

  archive->chooser = gtk_file_chooser_native_new (_ ("Save All Documents"), tbk_window_of (from),
                                                  GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (archive->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (archive->chooser), TRUE);
  g_signal_connect (archive->chooser, "response", G_CALLBACK (chosen_cb), archive);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (archive->chooser));
}
