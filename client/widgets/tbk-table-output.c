/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-table-output.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-collect.h"
#include "tbk-csv.h"
#include "tbk-toast.h"
#include "tbk-window-of.h"

/* --- text --- */

char *
tbk_table_output_cell (const TbkField *field, TbkRecord *record, const char *unidad, gboolean plain)
{
  const char *text = tbk_record_get_text (record, field->name);

  if (plain && text != NULL && field->unit == TBK_UNIT_KG)
    return tbk_show_peso_plain (text, unidad);
  if (plain && text != NULL && (field->type == TBK_FIELD_DECIMAL || field->type == TBK_FIELD_INTEGER))
    return tbk_show_plain (text);
  if (plain && text != NULL && field->type == TBK_FIELD_DATE)
    return g_strdup (text);
  return tbk_show_field (field, record, unidad, FALSE);
}

char *
tbk_table_output_title (const TbkField *field, const char *unidad)
{
  const char *unit = tbk_show_unit (field, unidad);

  return unit[0] != '\0' ? g_strdup_printf ("%s (%s)", _ (field->label), unit) : g_strdup (_ (field->label));
}

char *
tbk_table_output_line (TbkRecord *record, GPtrArray *fields, const char *unidad)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      g_autofree char *cell = tbk_table_output_cell (g_ptr_array_index (fields, i), record, unidad, TRUE);

      g_string_append (line, i > 0 ? "\t" : "");
      g_string_append (line, g_strdelimit (cell, "\t\r\n", ' '));
    }
  return g_string_free (line, FALSE);
}

/* --- CSV --- */

typedef struct
{
  GPtrArray *fields;
  char *unidad;
  GFile *file;
  GtkProgressBar *bar;
  GString *text;
  char separator;
  gssize rows;
} Export;

static void
free_export (gpointer data)
{
  Export *export = data;

  g_ptr_array_unref (export->fields);
  g_free (export->unidad);
  g_object_unref (export->file);
  g_clear_object (&export->bar);
  if (export->text != NULL)
    g_string_free (export->text, TRUE);
  g_free (export);
}

/* Takes over the cells. */
static void
append_cells (Export *export, GPtrArray *cells)
{
  tbk_csv_append (export->text, (const char *const *) cells->pdata, cells->len, export->separator);
  g_ptr_array_unref (cells);
}

static void
append_titles (Export *export)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < export->fields->len; i++)
    g_ptr_array_add (cells, tbk_table_output_title (g_ptr_array_index (export->fields, i), export->unidad));
  append_cells (export, cells);
}

static void
append_record (Export *export, TbkRecord *record)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < export->fields->len; i++)
    g_ptr_array_add (cells, tbk_table_output_cell (g_ptr_array_index (export->fields, i), record,
                                                   export->unidad, TRUE));
  append_cells (export, cells);
}

static void
export_page_cb (JsonArray *items, guint done, guint total, gpointer data)
{
  GTask *task = data;
  Export *export = g_task_get_task_data (task);
  const TbkResource *resource = tbk_listing_get_resource (g_task_get_source_object (task));

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      g_autoptr (TbkRecord) record = tbk_record_new_from_json (resource, json_array_get_object_element (items, i));

      append_record (export, record);
    }
  if (export->bar != NULL && total > 0)
    gtk_progress_bar_set_fraction (export->bar, CLAMP (done / (double) total, 0, 1));
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_int (task, export->rows);
  else
    g_task_return_error (task, error);
}

static void
collected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Export *export = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  export->rows = tbk_collect_finish (TBK_LISTING (source), result, &error);
  if (export->rows < 0)
    {
      g_task_return_error (task, error);
      return;
    }
  bytes = g_string_free_to_bytes (g_steal_pointer (&export->text));
  g_file_replace_contents_bytes_async (export->file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                       g_task_get_cancellable (task), replaced_cb, g_object_ref (task));
}

void
tbk_table_output_csv_async (const TbkTableOutput *output,
                            GFile *file,
                            GtkProgressBar *bar,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  GTask *task = g_task_new (output->listing, cancellable, callback, data);
  Export *export = g_new0 (Export, 1);

  export->fields = g_ptr_array_ref (output->fields);
  export->unidad = g_strdup (output->unidad);
  export->file = g_object_ref (file);
  g_set_object (&export->bar, bar);
  export->text = g_string_new (TBK_CSV_MARK);
  export->separator = tbk_csv_separator ();
  append_titles (export);
  g_task_set_source_tag (task, tbk_table_output_csv_async);
  g_task_set_task_data (task, export, free_export);
  tbk_collect_async (output->listing, TBK_COLLECT_MAX_ROWS, export_page_cb, cancellable, collected_cb, task);
}

gssize
tbk_table_output_csv_finish (TbkListing *listing, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, listing), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

/* --- with the user --- */

GtkWindow *
tbk_table_output_progress (GtkWidget *from, const char *heading, GCancellable *cancellable, GtkProgressBar **bar)
{
  GtkWidget *dialog = adw_message_dialog_new (tbk_window_of (from), heading, NULL);

  *bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (*bar), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), GTK_WIDGET (*bar));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (g_cancellable_cancel), cancellable, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return GTK_WINDOW (dialog);
}

typedef struct
{
  GtkWidget *from; /* weak */
  GtkFileChooserNative *chooser;
  GtkWindow *progress; /* weak */
  TbkListing *listing;
  GPtrArray *fields;
  char *unidad;
} Ask;

static void
free_ask (Ask *ask)
{
  g_clear_weak_pointer (&ask->from);
  if (ask->progress != NULL)
    gtk_window_destroy (ask->progress);
  g_clear_weak_pointer (&ask->progress);
  g_clear_object (&ask->chooser);
  g_object_unref (ask->listing);
  g_ptr_array_unref (ask->fields);
  g_free (ask->unidad);
  g_free (ask);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ask, free_ask)

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Ask) ask = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gssize rows = tbk_table_output_csv_finish (TBK_LISTING (source), result, &error);

  if (ask->from == NULL)
    return;
  if (rows < 0)
    {
      tbk_toast_error (ask->from, error);
      return;
    }
  text = g_strdup_printf (ngettext ("%d row exported", "%d rows exported", (gulong) rows), (int) rows);
  tbk_toast (ask->from, text);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (Ask) ask = data;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TbkTableOutput output = { ask->listing, ask->fields, ask->unidad };
  GtkProgressBar *bar;

  if (response != GTK_RESPONSE_ACCEPT || ask->from == NULL)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_set_weak_pointer (&ask->progress, tbk_table_output_progress (ask->from, _ ("Exporting"), cancellable, &bar));
  tbk_table_output_csv_async (&output, file, bar, cancellable, exported_cb, g_steal_pointer (&ask));
}

void
tbk_table_output_ask_csv (GtkWidget *from, const TbkTableOutput *output)
{
  const TbkResource *resource = tbk_listing_get_resource (output->listing);
  Ask *ask = g_new0 (Ask, 1);
  g_autofree char *name = g_strdup_printf ("%s.csv", resource->collection);

  g_set_weak_pointer (&ask->from, from);
  ask->listing = g_object_ref (output->listing);
  ask->fields = g_ptr_array_ref (output->fields);
  ask->unidad = g_strdup (output->unidad);
  ask->chooser = gtk_file_chooser_native_new (_ ("Export as CSV"), tbk_window_of (from),
                                              GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (ask->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (ask->chooser), TRUE);
  g_signal_connect (ask->chooser, "response", G_CALLBACK (chosen_cb), ask);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (ask->chooser));
}
