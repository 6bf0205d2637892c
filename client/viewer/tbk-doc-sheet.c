/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-sheet.h"

#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-doc-csv.h"
#include "tbk-doc-xml.h"

#define PART_BYTES (32 * 1024) /* put into the text view in one turn of the main loop */
#define MAX_LINE 1000          /* characters; a longer line is broken: the text view is slow at those */

struct _TbkDocSheet
{
  GtkWidget parent_instance;

  GtkWidget *child;
  GtkStack *stack;
  GtkLabel *notice;
  GtkRevealer *notice_revealer;
  GtkTextView *text;
  GtkWidget *facts_box;
  AdwPreferencesGroup *facts;
  GtkColumnView *items;
  GtkWidget *items_frame;
  GtkColumnView *table;

  GPtrArray *rows; /* AdwActionRows in `facts` */
  GCancellable *cancellable;
  char *all;  /* what is being put into the text view */
  gsize done; /* bytes of it */
  guint part_id;
  gboolean loading;
};

enum
{
  PROP_0,
  PROP_LOADING,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TbkDocSheet, tbk_doc_sheet, GTK_TYPE_WIDGET)

static void
set_loading (TbkDocSheet *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
set_notice (TbkDocSheet *self, const char *text)
{
  gtk_label_set_text (self->notice, text != NULL ? text : "");
  gtk_revealer_set_reveal_child (self->notice_revealer, text != NULL);
}

/* --- text, in parts --- */

static void
put_part (gpointer data)
{
  TbkDocSheet *self = data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  const char *from = self->all + self->done;
  gsize length = strlen (from);
  GtkTextIter end;

  self->part_id = 0;
  if (length > PART_BYTES)
    length = (gsize) (g_utf8_find_prev_char (from, from + PART_BYTES + 1) - from);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, from, (int) length);
  self->done += length;
  if (self->all[self->done] != '\0')
    {
      self->part_id = g_idle_add_once (put_part, self);
      return;
    }
  g_clear_pointer (&self->all, g_free);
  set_loading (self, FALSE);
}

static void
stop (TbkDocSheet *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->part_id, g_source_remove);
  g_clear_pointer (&self->all, g_free);
}

static void
show_text (TbkDocSheet *self, char *text)
{
  gtk_stack_set_visible_child_name (self->stack, "text");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), "", 0);
  self->all = text;
  self->done = 0;
  self->part_id = g_idle_add_once (put_part, self);
}

/* --- tables --- */

#define CELLS "tbk-cells"

/* A row of a table: an object that has its cells. */
static GObject *
make_row (GPtrArray *cells)
{
  GObject *row = g_object_new (G_TYPE_OBJECT, NULL);

  g_object_set_data_full (row, CELLS, g_ptr_array_ref (cells), (GDestroyNotify) g_ptr_array_unref);
  return row;
}

static void
cell_setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_list_item_set_child (item, label);
}

static void
cell_bind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GPtrArray *cells = g_object_get_data (gtk_list_item_get_item (item), CELLS);
  guint column = GPOINTER_TO_UINT (data);
  const char *text = column < cells->len ? g_ptr_array_index (cells, column) : "";

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text != NULL ? text : "");
}

static void
add_column (GtkColumnView *view, guint number, const char *title, gboolean expand)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (cell_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (cell_bind_cb), GUINT_TO_POINTER (number));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, expand);
  gtk_column_view_append_column (view, column);
}

static void
clear_table (GtkColumnView *view)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  gtk_column_view_set_model (view, NULL);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (view, column);
    }
}

static void
fill_table (GtkColumnView *view, GPtrArray *rows, guint first)
{
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkSingleSelection) selection = NULL;

  for (guint i = first; i < rows->len; i++)
    g_ptr_array_add (objects, make_row (g_ptr_array_index (rows, i)));
  g_list_store_splice (store, 0, 0, objects->pdata, objects->len);
  selection = gtk_single_selection_new (G_LIST_MODEL (g_steal_pointer (&store)));
  gtk_column_view_set_model (view, GTK_SELECTION_MODEL (selection));
}

static void
show_csv (TbkDocSheet *self, TbkDocCsv *csv)
{
  GPtrArray *titles = csv->rows->len > 0 ? g_ptr_array_index (csv->rows, 0) : NULL;

  gtk_stack_set_visible_child_name (self->stack, "table");
  for (guint i = 0; i < csv->n_columns; i++)
    add_column (self->table, i, titles != NULL && i < titles->len ? g_ptr_array_index (titles, i) : "",
                i + 1 == csv->n_columns);
  fill_table (self->table, csv->rows, 1);
  if (csv->cut)
    set_notice (self, _ ("The table is too large to be shown whole. Save it to see the rest."));
  set_loading (self, FALSE);
}

/* --- comprobantes --- */

/* What the SRI calls it, and what it is. */
static const struct
{
  const char *field;
  const char *title;
} titles[] = {
  { "razonSocial", N_ ("Issuer") },
  { "nombreComercial", N_ ("Trade Name") },
  { "ruc", N_ ("RUC") },
  { "fechaEmision", N_ ("Issued") },
  { "razonSocialComprador", N_ ("Buyer") },
  { "identificacionComprador", N_ ("Buyer's Identification") },
  { "totalSinImpuestos", N_ ("Total Without Taxes") },
  { "importeTotal", N_ ("Total") },
  { "moneda", N_ ("Currency") },
  { "claveAcceso", N_ ("Access Key") },
  { "numeroAutorizacion", N_ ("Authorization") },
  { "fechaAutorizacion", N_ ("Authorized") },
  { "estado", N_ ("State of the Authorization") },
};

static void
add_fact (TbkDocSheet *self, const char *title, const char *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (value);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (self->facts, row);
  g_ptr_array_add (self->rows, row);
}

static const char *
title_of (const char *field)
{
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strcmp (titles[i].field, field) == 0)
      return _ (titles[i].title);
  return NULL;
}

static void
add_number (TbkDocSheet *self, const TbkDocXml *xml)
{
  const char *place = tbk_doc_xml_get (xml, "estab");
  const char *point = tbk_doc_xml_get (xml, "ptoEmi");
  const char *number = tbk_doc_xml_get (xml, "secuencial");
  g_autofree char *whole = NULL;

  if (place == NULL || point == NULL || number == NULL)
    return;
  whole = g_strdup_printf ("%s-%s-%s", place, point, number);
  add_fact (self, _ ("Number"), whole);
}

static void
add_items (TbkDocSheet *self, const TbkDocXml *xml)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  gtk_widget_set_visible (self->items_frame, xml->items->len > 0);
  for (guint i = 0; i < xml->items->len; i++)
    {
      const TbkDocXmlItem *item = g_ptr_array_index (xml->items, i);
      GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (cells, g_strdup (item->description));
      g_ptr_array_add (cells, tbk_show_decimal (NULL, item->quantity));
      g_ptr_array_add (cells, tbk_show_decimal (NULL, item->price));
      g_ptr_array_add (cells, tbk_show_decimal (NULL, item->total));
      g_ptr_array_add (rows, cells);
    }
  add_column (self->items, 0, _ ("Description"), TRUE);
  add_column (self->items, 1, _ ("Quantity"), FALSE);
  add_column (self->items, 2, _ ("Price"), FALSE);
  add_column (self->items, 3, _ ("Total"), FALSE);
  fill_table (self->items, rows, 0);
}

static gboolean
is_amount (const char *field)
{
  return strcmp (field, "totalSinImpuestos") == 0 || strcmp (field, "importeTotal") == 0;
}

static void
show_xml (TbkDocSheet *self, TbkDocXml *xml)
{
  gtk_widget_set_visible (self->facts_box, xml->kind != NULL);
  if (xml->kind != NULL)
    add_number (self, xml);
  for (guint i = 0; xml->kind != NULL && i < xml->rows->len; i++)
    {
      const TbkDocXmlRow *row = g_ptr_array_index (xml->rows, i);
      g_autofree char *amount = is_amount (row->field) ? tbk_show_decimal (NULL, row->value) : NULL;

      if (title_of (row->field) != NULL)
        add_fact (self, title_of (row->field), amount != NULL && amount[0] != '\0' ? amount : row->value);
    }
  if (xml->kind != NULL)
    add_items (self, xml);
  if (xml->error != NULL)
    set_notice (self, _ ("This is not well-formed XML. It is shown as it is."));
  else if (xml->cut)
    set_notice (self, _ ("The document is too large to be shown whole. Save it to see the rest."));
  show_text (self, g_steal_pointer (&xml->text));
}

/* --- reading --- */

typedef struct
{
  TbkDocSource *source;
  TbkDocType type;
  gboolean cut;
  TbkDocXml *xml;
  TbkDocCsv *csv;
  char *text;
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->source);
  g_clear_pointer (&reading->xml, tbk_doc_xml_free);
  g_clear_pointer (&reading->csv, tbk_doc_csv_free);
  g_free (reading->text);
  g_free (reading);
}

/* Long lines are broken, what is too long is cut. Takes over `text`. */
static char *
lay_lines (char *text, gboolean *cut)
{
  g_autofree char *whole = text;
  GString *out = g_string_new (NULL);
  guint column = 0;
  const char *at;

  for (at = whole; *at != '\0' && out->len < TBK_DOC_XML_MAX_TEXT; at = g_utf8_next_char (at))
    {
      if (column >= MAX_LINE)
        g_string_append_c (out, '\n');
      column = *at == '\n' || column >= MAX_LINE ? 0 : column + 1;
      g_string_append_len (out, at, g_utf8_next_char (at) - at);
    }
  *cut |= *at != '\0';
  return g_string_free (out, FALSE);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = tbk_doc_source_read (reading->source, 0, TBK_DOC_SHEET_MAX_BYTES, &error);
  g_autofree char *text = NULL;

  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  reading->cut = tbk_doc_source_get_size (reading->source) > TBK_DOC_SHEET_MAX_BYTES;
  text = tbk_doc_type_text (bytes);
  if (reading->type == TBK_DOC_TYPE_CSV)
    reading->csv = tbk_doc_csv_new (text);
  else if (reading->type == TBK_DOC_TYPE_XML)
    {
      reading->xml = tbk_doc_xml_new (text);
      reading->xml->text = lay_lines (reading->xml->text, &reading->xml->cut);
    }
  else
    reading->text = lay_lines (g_steal_pointer (&text), &reading->cut);
  g_task_return_boolean (task, TRUE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TbkDocSheet *self = TBK_DOC_SHEET (source);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      set_notice (self, error->message);
      set_loading (self, FALSE);
      return;
    }
  if (reading->cut)
    set_notice (self, _ ("The document is too large to be shown whole. Save it to see the rest."));
  if (reading->csv != NULL)
    show_csv (self, reading->csv);
  else if (reading->xml != NULL)
    show_xml (self, reading->xml);
  else
    show_text (self, g_steal_pointer (&reading->text));
}

static void
clear (TbkDocSheet *self)
{
  stop (self);
  set_notice (self, NULL);
  clear_table (self->table);
  clear_table (self->items);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->facts, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_set_visible (self->facts_box, FALSE);
}

void
tbk_doc_sheet_show (TbkDocSheet *self, TbkDocSource *source, TbkDocType type)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  clear (self);
  set_loading (self, source != NULL);
  if (source == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  reading = g_new0 (Reading, 1);
  reading->source = g_object_ref (source);
  reading->type = type;
  g_task_set_source_tag (task, tbk_doc_sheet_show);
  g_task_set_task_data (task, reading, free_reading);
  g_task_run_in_thread (task, read_thread);
}

gboolean
tbk_doc_sheet_is_loading (TbkDocSheet *self)
{
  return self->loading;
}

/* --- searching, copying --- */

gboolean
tbk_doc_sheet_find (TbkDocSheet *self, const char *words, gboolean forward)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter from, selected, start, end;
  const GtkTextSearchFlags flags = GTK_TEXT_SEARCH_CASE_INSENSITIVE | GTK_TEXT_SEARCH_TEXT_ONLY;
  gboolean found;

  if (words[0] == '\0')
    return FALSE;
  gtk_text_buffer_get_selection_bounds (buffer, &from, &selected);
  found = forward ? gtk_text_iter_forward_search (&selected, words, flags, &start, &end, NULL)
                  : gtk_text_iter_backward_search (&from, words, flags, &start, &end, NULL);
  if (!found)
    {
      gtk_text_buffer_get_bounds (buffer, &from, &selected);
      found = forward ? gtk_text_iter_forward_search (&from, words, flags, &start, &end, NULL)
                      : gtk_text_iter_backward_search (&selected, words, flags, &start, &end, NULL);
    }
  if (!found)
    return FALSE;
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_text_view_scroll_to_iter (self->text, &start, 0.1, FALSE, 0, 0);
  return TRUE;
}

char *
tbk_doc_sheet_get_selection (TbkDocSheet *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  if (!gtk_text_buffer_get_selection_bounds (buffer, &start, &end))
    return g_strdup ("");
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

void
tbk_doc_sheet_select_all (TbkDocSheet *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
}

/* --- GtkWidget --- */

static void
tbk_doc_sheet_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, TBK_DOC_SHEET (object)->loading);
}

static void
tbk_doc_sheet_dispose (GObject *object)
{
  TbkDocSheet *self = TBK_DOC_SHEET (object);

  stop (self);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (tbk_doc_sheet_parent_class)->dispose (object);
}

static void
tbk_doc_sheet_class_init (TbkDocSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tbk_doc_sheet_get_property;
  object_class->dispose = tbk_doc_sheet_dispose;
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/doc-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkDocSheet, child);
  gtk_widget_class_bind_template_child (widget_class, TbkDocSheet, stack);
  gtk_widget_class_bind_template_child (widget_class, TbkDocSheet, notice);
  gtk_widget_class_bind_template_child (widget_class, TbkDocSheet, notice_revealer);
  gtk_widget_class_bind_template_child (widget_class, TbkDocSheet, text);
  gtk_widget_class_bind_template_child (widget_class, TbkDocSheet, facts_box);
  gtk_widget_class_bind_template_child (widget_class, TbkDocSheet, facts);
  gtk_widget_class_bind_template_child (widget_class, TbkDocSheet, items);
  gtk_widget_class_bind_template_child (widget_class, TbkDocSheet, items_frame);
  gtk_widget_class_bind_template_child (widget_class, TbkDocSheet, table);
}

static void
tbk_doc_sheet_init (TbkDocSheet *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
