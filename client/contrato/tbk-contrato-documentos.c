/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-contrato-documentos.h"

#include <glib/gi18n.h>

#include "documento.h"
#include "tbk-closures.h"
#include "tbk-contrato-rights.h"
#include "tbk-doc-download.h"
#include "tbk-doc-output.h"
#include "tbk-doc-window.h"
#include "tbk-documento-archive.h"
#include "tbk-documento-recent.h"
#include "tbk-documento-row.h"
#include "tbk-error-text.h"
#include "tbk-toast.h"
#include "tbk-unfinished.h"
#include "tbk-upload-row.h"
#include "tbk-uploads.h"
#include "tbk-window-of.h"

struct _TbkContratoDocumentos
{
  TbkRecordDetail parent_instance;

  gint64 contrato_id;        /* whose documentos are shown; 0: none yet */
  GCancellable *cancellable; /* of the list under way; NULL: none */
  gint64 wanted;             /* to be gone to, once the list of `wanted_in` is there; 0: none */
  gint64 wanted_in;
  TbkUploads *uploads;
  GtkFileChooserNative *chooser;
  TbkDocWindow *window; /* weak: the one opened last */
  TbkDocumentoRecent *recent;

  /* template children */
  GtkDropDown *tipo;
  GtkMenuButton *recent_button;
  GtkListBox *upload_list;
  GtkStack *stack;
  AdwStatusPage *message;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (TbkContratoDocumentos, tbk_contrato_documentos, TBK_TYPE_RECORD_DETAIL)

static TbkApi *
get_api (TbkContratoDocumentos *self)
{
  return tbk_record_detail_get_api (TBK_RECORD_DETAIL (self));
}

static char *
make_path (TbkContratoDocumentos *self)
{
  return g_strdup_printf ("/contratos/%" G_GINT64_FORMAT "/documentos", self->contrato_id);
}

static gboolean
may_upload (gpointer self, guint rights)
{
  return (rights & TBK_RIGHT_CONTRATO_UPLOAD) != 0;
}

/* --- the list --------------------------------------------------------------- */

static void
show_message (TbkContratoDocumentos *self, const char *title, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->message, title);
  adw_status_page_set_description (self->message, markup);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

static GtkListBoxRow *
find_row (TbkContratoDocumentos *self, gint64 id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (tbk_record_get_id (tbk_documento_row_get (row)) == id)
      return row;
  return NULL;
}

static void
go_to_wanted (TbkContratoDocumentos *self)
{
  GtkListBoxRow *row;

  if (self->wanted == 0 || self->wanted_in != self->contrato_id)
    return;
  row = find_row (self, self->wanted);
  self->wanted = 0;
  if (row == NULL)
    {
      tbk_toast (GTK_WIDGET (self), _ ("This document is not there any more."));
      return;
    }
  gtk_list_box_select_row (self->list, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
show_items (TbkContratoDocumentos *self, JsonArray *items)
{
  TbkApi *api = get_api (self);
  TbkRecord *yo = tbk_api_get_usuario (api);
  gboolean admin = g_strcmp0 (tbk_api_get_rol (api), "admin") == 0;
  GtkListBoxRow *old;

  while ((old = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (old));
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      g_autoptr (TbkRecord) documento
                 = tbk_record_new_from_json (&tbk_documento, json_array_get_object_element (items, i));

      gtk_list_box_append (self->list,
                           tbk_documento_row_new (documento, yo != NULL ? tbk_record_get_id (yo) : 0, admin));
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "documento.save-all", json_array_get_length (items) > 0);
  if (json_array_get_length (items) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    show_message (self, _ ("No Documents Yet"),
                  may_upload (NULL, tbk_record_detail_get_rights (TBK_RECORD_DETAIL (self)))
                      ? _ ("Drop files here, or add them: the signed contract, invoices, delivery notes, photos.")
                      : _ ("Nobody has added any."));
  go_to_wanted (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkContratoDocumentos) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);
  JsonArray *items = answer != NULL ? tbk_answer_get_items (answer) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (items != NULL)
    show_items (self, items);
  else
    {
      g_autofree char *text = error != NULL ? tbk_error_text (error) : g_strdup ("");
      show_message (self, _ ("Documents Cannot Be Shown"), text);
    }
}

static void
read_list (TbkContratoDocumentos *self)
{
  g_autofree char *path = make_path (self);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  tbk_api_call_async (get_api (self), &(TbkCall){ .path = path }, self->cancellable, read_cb, g_object_ref (self));
}

static void
tbk_contrato_documentos_update (TbkRecordDetail *detail)
{
  TbkContratoDocumentos *self = TBK_CONTRATO_DOCUMENTOS (detail);
  TbkRecord *record = tbk_record_detail_get_record (detail);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "documento.add",
                                 record != NULL && may_upload (NULL, tbk_record_detail_get_rights (detail)));
  if (record == NULL || tbk_record_get_id (record) == 0 || get_api (self) == NULL)
    return;
  if (self->contrato_id != tbk_record_get_id (record))
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "documento.save-all", FALSE);
      gtk_stack_set_visible_child_name (self->stack, "loading");
    }
  self->contrato_id = tbk_record_get_id (record);
  read_list (self);
}

/* --- adding ----------------------------------------------------------------- */

static const char *
get_tipo (TbkContratoDocumentos *self)
{
  const TbkField *field = tbk_schema_find (&tbk_documento.schema, "tipo");

  return field->choices[gtk_drop_down_get_selected (self->tipo)];
}

static void
add_file (TbkContratoDocumentos *self, GFile *file)
{
  TbkRecord *record = tbk_record_detail_get_record (TBK_RECORD_DETAIL (self));
  g_autofree char *path = make_path (self);
  g_autoptr (TbkUpload) upload
             = tbk_upload_new (get_api (self), path, tbk_record_get_text (record, "codigo"), file, get_tipo (self));

  if (!tbk_uploads_add (self->uploads, upload))
    tbk_toast (GTK_WIDGET (self), _ ("No more files at once: wait until some of them are stored."));
}

static void
chosen_cb (TbkContratoDocumentos *self, int response)
{
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (self->chooser));
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      add_file (self, file);
    }
  g_clear_object (&self->chooser);
}

static void
add_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkContratoDocumentos *self = TBK_CONTRATO_DOCUMENTOS (widget);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Add Documents"), tbk_window_of (widget),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_file_filter_set_name (filter, _ ("Documents"));
  for (const TbkFormato *formato = tbk_formatos (); formato->name != NULL; formato++)
    gtk_file_filter_add_mime_type (filter, formato->content_type);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_cb (TbkContratoDocumentos *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (!may_upload (NULL, tbk_record_detail_get_rights (TBK_RECORD_DETAIL (self))) || self->contrato_id == 0)
    return FALSE;
  for (GSList *link = files; link != NULL; link = link->next)
    add_file (self, link->data);
  return TRUE;
}

static void
stored_cb (TbkContratoDocumentos *self, const char *path)
{
  g_autofree char *shown = make_path (self);

  if (g_str_equal (path, shown) && get_api (self) != NULL)
    {
      read_list (self);
      tbk_record_detail_changed (TBK_RECORD_DETAIL (self));
    }
}

static void
upload_dropped_cb (TbkContratoDocumentos *self, TbkUploadRow *row)
{
  tbk_uploads_drop (self->uploads, tbk_upload_row_get_upload (row));
}

static GtkWidget *
make_upload_row (gpointer item, gpointer data)
{
  GtkWidget *row = tbk_upload_row_new (item);

  g_signal_connect_object (row, "dropped", G_CALLBACK (upload_dropped_cb), data, G_CONNECT_SWAPPED);
  return row;
}

static void
under_way_cb (TbkContratoDocumentos *self)
{
  guint n = tbk_uploads_get_n_under_way (self->uploads);
  g_autofree char *text = n > 0 ? g_strdup_printf (
                              ngettext ("%u file is still on its way and would not arrive.",
                                        "%u files are still on their way and would not arrive.", n),
                              n)
                                : NULL;

  tbk_unfinished_set (GTK_WIDGET (self), text);
}

static void
uploads_changed_cb (TbkContratoDocumentos *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->upload_list), g_list_model_get_n_items (G_LIST_MODEL (self->uploads)) > 0);
}

/* --- using ------------------------------------------------------------------ */

static TbkRecord *
find (TbkContratoDocumentos *self, gint64 id)
{
  GtkListBoxRow *row = find_row (self, id);

  return row != NULL ? tbk_documento_row_get (row) : tbk_documento_recent_find (self->recent, id);
}

static TbkDocSource *
make_source (TbkContratoDocumentos *self, TbkRecord *documento)
{
  g_autoptr (GError) error = NULL;
  TbkDocFacts facts = {
    .name = tbk_record_get_text (documento, "nombre_archivo"),
    .content_type = tbk_record_get_text (documento, "tipo_contenido"),
    .size = tbk_record_get_int (documento, "tamano"),
    .sha256 = tbk_record_get_text (documento, "sha256"),
  };
  TbkDocSource *source = tbk_doc_download_new (get_api (self), tbk_record_get_id (documento), &facts, &error);

  if (source == NULL)
    tbk_toast_error (GTK_WIDGET (self), error);
  return source;
}

static void
open_documento (TbkContratoDocumentos *self, TbkRecord *documento, gboolean beside)
{
  g_autoptr (TbkDocSource) source = make_source (self, documento);

  if (source == NULL)
    return;
  if (beside && self->window != NULL)
    tbk_doc_window_compare (self->window, source);
  else
    g_set_weak_pointer (&self->window, tbk_doc_window_new (tbk_window_of (GTK_WIDGET (self)), source));
  gtk_window_present (GTK_WINDOW (self->window));
  tbk_documento_recent_add (self->recent, documento);
  gtk_widget_set_visible (GTK_WIDGET (self->recent_button), TRUE);
}

static void
activated_cb (TbkContratoDocumentos *self, GtkListBoxRow *row)
{
  open_documento (self, tbk_documento_row_get (row), FALSE);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TbkContratoDocumentos) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (answer == NULL)
    tbk_toast_error (GTK_WIDGET (self), error);
  if (get_api (self) == NULL)
    return;
  read_list (self);
  tbk_record_detail_changed (TBK_RECORD_DETAIL (self));
}

static void
delete_confirmed_cb (GtkWidget *widget, gpointer data)
{
  TbkContratoDocumentos *self = TBK_CONTRATO_DOCUMENTOS (widget);
  g_autofree char *path = g_strdup_printf ("/documentos/%" G_GSIZE_FORMAT, GPOINTER_TO_SIZE (data));

  tbk_documento_recent_drop (self->recent, (gint64) GPOINTER_TO_SIZE (data));
  tbk_api_call_async (get_api (self), &(TbkCall){ .method = "DELETE", .path = path }, NULL, deleted_cb,
                      g_object_ref (self));
}

static void
delete_documento (TbkContratoDocumentos *self, TbkRecord *documento)
{
  g_autofree char *body = g_strdup_printf (_ ("“%s” disappears for everyone who sees this contract."),
                                           tbk_record_get_text (documento, "nombre_archivo"));

  tbk_confirm (GTK_WIDGET (self), _ ("Delete the Document?"), body, _ ("_Delete"), delete_confirmed_cb,
               GSIZE_TO_POINTER ((gsize) tbk_record_get_id (documento)));
}

static void
row_action_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkContratoDocumentos *self = TBK_CONTRATO_DOCUMENTOS (widget);
  TbkRecord *documento = find (self, g_variant_get_int64 (target));
  g_autoptr (TbkDocSource) source = NULL;

  if (documento == NULL)
    return;
  if (g_str_equal (name, "documento.delete"))
    delete_documento (self, documento);
  else if (g_str_equal (name, "documento.open") || g_str_equal (name, "documento.compare"))
    open_documento (self, documento, g_str_equal (name, "documento.compare"));
  else if ((source = make_source (self, documento)) == NULL)
    return;
  else if (g_str_equal (name, "documento.save"))
    tbk_doc_output_save (widget, source);
  else
    tbk_doc_output_open (widget, source);
}

static void
save_all_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkContratoDocumentos *self = TBK_CONTRATO_DOCUMENTOS (widget);
  TbkRecord *record = tbk_record_detail_get_record (TBK_RECORD_DETAIL (self));

  tbk_documento_archive_ask (widget, get_api (self), self->contrato_id, tbk_record_get_text (record, "codigo"));
}

/* --- object ----------------------------------------------------------------- */

static void
tbk_contrato_documentos_dispose (GObject *object)
{
  TbkContratoDocumentos *self = TBK_CONTRATO_DOCUMENTOS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_weak_pointer (&self->window);
  if (self->uploads != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->uploads, self);
      tbk_uploads_clear (self->uploads);
    }
  g_clear_object (&self->uploads);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_CONTRATO_DOCUMENTOS);
  G_OBJECT_CLASS (tbk_contrato_documentos_parent_class)->dispose (object);
}

static void
tbk_contrato_documentos_finalize (GObject *object)
{
  tbk_documento_recent_free (TBK_CONTRATO_DOCUMENTOS (object)->recent);
  G_OBJECT_CLASS (tbk_contrato_documentos_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const char *const of_row[]
      = { "documento.open", "documento.compare", "documento.save", "documento.open-with", "documento.delete" };

  gtk_widget_class_install_action (widget_class, "documento.add", NULL, add_cb);
  gtk_widget_class_install_action (widget_class, "documento.save-all", NULL, save_all_cb);
  for (gsize i = 0; i < G_N_ELEMENTS (of_row); i++)
    gtk_widget_class_install_action (widget_class, of_row[i], "x", row_action_cb);
}

static void
tbk_contrato_documentos_class_init (TbkContratoDocumentosClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_contrato_documentos_dispose;
  G_OBJECT_CLASS (klass)->finalize = tbk_contrato_documentos_finalize;
  TBK_RECORD_DETAIL_CLASS (klass)->update = tbk_contrato_documentos_update;
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/contrato-documentos.ui");
  tbk_record_detail_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoDocumentos, tipo);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoDocumentos, recent_button);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoDocumentos, upload_list);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoDocumentos, stack);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoDocumentos, message);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoDocumentos, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, may_upload);
}

static void
fill_tipos (TbkContratoDocumentos *self)
{
  const TbkField *field = tbk_schema_find (&tbk_documento.schema, "tipo");
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; field->choices[i] != NULL; i++)
    gtk_string_list_take (labels, tbk_show_choice (NULL, field->choices[i]));
  gtk_drop_down_set_model (self->tipo, G_LIST_MODEL (labels));
}

static void
tbk_contrato_documentos_init (TbkContratoDocumentos *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->uploads = tbk_uploads_new ();
  self->recent = tbk_documento_recent_new ();
  gtk_menu_button_set_menu_model (self->recent_button, tbk_documento_recent_get_menu (self->recent));
  fill_tipos (self);
  gtk_list_box_bind_model (self->upload_list, G_LIST_MODEL (self->uploads), make_upload_row, self, NULL);
  g_signal_connect_object (self->uploads, "items-changed", G_CALLBACK (uploads_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->uploads, "notify::n-under-way", G_CALLBACK (under_way_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->uploads, "stored", G_CALLBACK (stored_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
tbk_contrato_documentos_show (TbkContratoDocumentos *self, gint64 contrato_id, gint64 documento_id)
{
  self->wanted = documento_id;
  self->wanted_in = contrato_id;
  if (self->contrato_id == contrato_id && get_api (self) != NULL)
    read_list (self);
}
