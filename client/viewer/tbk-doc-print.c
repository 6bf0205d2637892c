/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-print.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <gtk/gtkunixprint.h>

#include "tbk-doc-output.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

#define LIMIT_MS (180 * 1000)

/* --- the PDF --- */

typedef struct
{
  TbkRenderer *renderer;
  GVariant *ranges;
  int fd;
} Make;

static void
free_make (gpointer data)
{
  Make *make = data;

  tbk_renderer_close (make->renderer);
  g_object_unref (make->renderer);
  g_variant_unref (make->ranges);
  if (make->fd >= 0)
    close (make->fd);
  g_free (make);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Make *make = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) reply = tbk_renderer_call_finish (TBK_RENDERER (source), result, &error);

  if (reply == NULL)
    g_task_return_error (task, error);
  else if (lseek (make->fd, 0, SEEK_SET) != 0)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "what was made to be printed cannot be read");
  else
    {
      int fd = make->fd;

      make->fd = -1;
      g_task_return_int (task, fd);
    }
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Make *make = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) reply = tbk_renderer_call_finish (TBK_RENDERER (source), result, &error);

  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  tbk_renderer_call_async (make->renderer, TBK_RENDER_PRINT, make->ranges, make->fd, TBK_RENDERER_ASKED,
                           g_task_get_cancellable (task), made_cb, g_object_ref (task));
}

static int
open_unnamed (GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("triboka-XXXXXX.pdf", &path, error);

  if (fd >= 0)
    g_unlink (path);
  return fd;
}

void
tbk_doc_print_make_async (TbkDoc *doc,
                          GVariant *ranges,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  GTask *task = g_task_new (doc, cancellable, callback, data);
  Make *make = g_new0 (Make, 1);
  GError *error = NULL;

  if (ranges == NULL)
    ranges = g_variant_new_parsed ("[(uint32 0, %u)]", tbk_doc_get_pages (doc));
  make->renderer = tbk_renderer_new (tbk_doc_get_source (doc), tbk_doc_get_kind (doc));
  make->ranges = g_variant_ref_sink (ranges);
  make->fd = open_unnamed (&error);
  g_object_set (make->renderer, "limit-ms", LIMIT_MS, NULL);
  g_task_set_source_tag (task, tbk_doc_print_make_async);
  g_task_set_task_data (task, make, free_make);
  if (make->fd < 0)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  tbk_renderer_open_async (make->renderer, tbk_doc_get_password (doc), cancellable, opened_cb, task);
}

int
tbk_doc_print_make_finish (TbkDoc *doc, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, doc), -1);

  return (int) g_task_propagate_int (G_TASK (result), error);
}

/* --- the printer --- */

typedef struct
{
  GtkWidget *from; /* weak */
  TbkDoc *doc;
  GtkPrintJob *job;
  int fd; /* of what is printed, -1: none yet; the job reads it to its end, and does not take it over */
} Print;

static void
free_print (Print *print)
{
  g_clear_weak_pointer (&print->from);
  g_clear_object (&print->doc);
  g_clear_object (&print->job);
  if (print->fd >= 0)
    close (print->fd);
  g_free (print);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Print, free_print)

static void
sent_cb (GtkPrintJob *job, gpointer data, const GError *error)
{
  Print *print = data;

  if (error != NULL && print->from != NULL)
    tbk_toast_error (print->from, error);
}

static void
free_sent (gpointer data)
{
  free_print (data);
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Print) print = data;
  g_autoptr (GError) error = NULL;
  GtkPrintJob *job = print->job;

  print->fd = tbk_doc_print_make_finish (TBK_DOC (source), result, &error);
  if (print->fd >= 0 && gtk_print_job_set_source_fd (job, print->fd, &error))
    gtk_print_job_send (job, sent_cb, g_steal_pointer (&print), free_sent);
  else if (print->from != NULL)
    tbk_toast_error (print->from, error);
}

static GVariant *
ranges_of (TbkDoc *doc, GtkPrintSettings *settings, guint current)
{
  GtkPrintPages pages = gtk_print_settings_get_print_pages (settings);
  GVariantBuilder builder;
  g_autofree GtkPageRange *ranges = NULL;
  int n_ranges = 0;
  int last = (int) tbk_doc_get_pages (doc) - 1;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(uu)"));
  if (pages == GTK_PRINT_PAGES_CURRENT)
    g_variant_builder_add (&builder, "(uu)", current, 1);
  if (pages == GTK_PRINT_PAGES_RANGES)
    ranges = gtk_print_settings_get_page_ranges (settings, &n_ranges);
  for (int i = 0; i < MIN (n_ranges, TBK_RENDER_MAX_RANGES); i++)
    {
      int start = CLAMP (ranges[i].start, 0, last);
      int end = ranges[i].end < 0 ? last : CLAMP (ranges[i].end, start, last);

      g_variant_builder_add (&builder, "(uu)", (guint) start, (guint) (end - start + 1));
    }
  if (pages != GTK_PRINT_PAGES_CURRENT && n_ranges == 0)
    g_variant_builder_add (&builder, "(uu)", 0, (guint) last + 1);
  return g_variant_builder_end (&builder);
}

static void
answered_cb (GtkDialog *dialog, int response, gpointer data)
{
  g_autoptr (Print) print = data;
  GtkPrintUnixDialog *asked = GTK_PRINT_UNIX_DIALOG (dialog);
  GtkPrinter *printer = gtk_print_unix_dialog_get_selected_printer (asked);
  g_autoptr (GtkPrintSettings) settings = gtk_print_unix_dialog_get_settings (asked);
  guint current = (guint) gtk_print_unix_dialog_get_current_page (asked);

  if (response == GTK_RESPONSE_OK && printer != NULL)
    {
      TbkDoc *doc = print->doc;

      print->job = gtk_print_job_new (tbk_doc_source_get_name (tbk_doc_get_source (doc)), printer, settings,
                                      gtk_print_unix_dialog_get_page_setup (asked));
      tbk_doc_print_make_async (doc, ranges_of (doc, settings, current), NULL, ready_cb, g_steal_pointer (&print));
    }
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* "Print to File" offers the document's own name. */
static void
offer_name (GtkPrintUnixDialog *dialog, TbkDoc *doc)
{
  g_autoptr (GtkPrintSettings) settings = gtk_print_settings_new ();
  g_autofree char *name = tbk_doc_output_name (tbk_doc_source_get_name (tbk_doc_get_source (doc)));
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot > name)
    *dot = '\0';
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, name);
  gtk_print_unix_dialog_set_settings (dialog, settings);
}

void
tbk_doc_print (GtkWidget *from, TbkDoc *doc, guint current)
{
  GtkWidget *dialog;
  Print *print;

  if (!tbk_doc_may (doc, TBK_RENDER_MAY_PRINT))
    {
      tbk_toast (from, _ ("The document does not allow printing."));
      return;
    }
  print = g_new0 (Print, 1);
  print->fd = -1;
  g_set_weak_pointer (&print->from, from);
  print->doc = g_object_ref (doc);
  dialog = gtk_print_unix_dialog_new (_ ("Print"), tbk_window_of (from));
  gtk_print_unix_dialog_set_manual_capabilities (GTK_PRINT_UNIX_DIALOG (dialog), GTK_PRINT_CAPABILITY_GENERATE_PDF);
  gtk_print_unix_dialog_set_current_page (GTK_PRINT_UNIX_DIALOG (dialog), (int) current);
  offer_name (GTK_PRINT_UNIX_DIALOG (dialog), doc);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (answered_cb), print);
  gtk_window_present (GTK_WINDOW (dialog));
}
