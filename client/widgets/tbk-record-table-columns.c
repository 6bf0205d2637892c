/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-record-table-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-record-cell.h"
#include "tbk-table-layout.h"
#include "tbk-table-output.h"

#define FIELD_KEY "tbk-field" /* of a column: its TbkField */

static const TbkField *
field_of (GtkColumnViewColumn *column)
{
  return g_object_get_data (G_OBJECT (column), FIELD_KEY);
}

/* What the layout is remembered by, or NULL. */
static const char *
layout_key (TbkRecordTable *self)
{
  if (self->listing == NULL || g_strcmp0 (self->remember, "") == 0)
    return NULL;
  return self->remember != NULL ? self->remember : tbk_listing_get_resource (self->listing)->name;
}

/* --- remembering --- */

static void
save_layout (gpointer data)
{
  TbkRecordTable *self = data;
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_auto (TbkTableLayout) layout = { g_array_new (FALSE, TRUE, sizeof (TbkTableColumn)),
                                     g_strdup (tbk_listing_get_orden (self->listing)) };

  self->save_id = 0;
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      TbkTableColumn shown = { field_of (column), gtk_column_view_column_get_visible (column),
                               gtk_column_view_column_get_fixed_width (column) };

      g_array_append_val (layout.columns, shown);
    }
  tbk_table_layout_save (&layout, self->settings, layout_key (self));
}

static void
layout_changed_cb (TbkRecordTable *self)
{
  if (self->filling || self->save_id != 0 || layout_key (self) == NULL)
    return;
  self->save_id = g_idle_add_once (save_layout, self);
}

/* --- sorting: by the server, in the order that the headers show --- */

/* Says which column is asked first: nothing is compared here. */
static int
note_column_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  GtkColumnViewColumn *column = data;
  TbkRecordTable *self = g_object_get_data (G_OBJECT (column), "tbk-table");

  if (self->sorted_by == NULL)
    self->sorted_by = field_of (column);
  return GTK_ORDERING_LARGER;
}

static void
sorter_changed_cb (GtkSorter *sorter, GtkSorterChange change, TbkRecordTable *self)
{
  GtkOrdering ordering;
  g_autofree char *orden = NULL;

  if (self->filling || self->listing == NULL)
    return;
  self->sorted_by = NULL;
  ordering = gtk_sorter_compare (sorter, self, self->listing);
  if (self->sorted_by == NULL)
    return;
  orden = g_strconcat (ordering == GTK_ORDERING_SMALLER ? "-" : "", self->sorted_by->name, NULL);
  tbk_listing_set_orden (self->listing, orden);
  layout_changed_cb (self);
}

static GtkColumnViewColumn *
find_column (TbkRecordTable *self, const char *name)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (strcmp (field_of (column)->name, name) == 0)
        return column;
    }
  return NULL;
}

static void
show_orden (TbkRecordTable *self, const char *orden)
{
  gboolean descending = orden != NULL && orden[0] == '-';
  GtkColumnViewColumn *column = orden != NULL ? find_column (self, orden + descending) : NULL;

  gtk_column_view_sort_by_column (self->view, column, descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

/* --- columns --- */

static void
setup_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkColumnViewColumn *column)
{
  TbkRecordTable *self = g_object_get_data (G_OBJECT (column), "tbk-table");
  GtkWidget *cell = tbk_record_cell_new (tbk_listing_get_resource (self->listing), field_of (column));

  g_object_bind_property (self, "unidad", cell, "unidad", G_BINDING_SYNC_CREATE);
  gtk_list_item_set_child (item, cell);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  tbk_record_cell_set_record (TBK_RECORD_CELL (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
unbind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  tbk_record_cell_set_record (TBK_RECORD_CELL (gtk_list_item_get_child (item)), NULL);
}

static void
set_column_title (TbkRecordTable *self, GtkColumnViewColumn *column)
{
  const TbkField *field = field_of (column);
  g_autofree char *title = tbk_table_output_title (field, self->unidad);

  gtk_column_view_column_set_title (column, title);
}

static gboolean
is_wide (const TbkField *field)
{
  return field->type == TBK_FIELD_TEXT && strstr (field->name, "nombre") != NULL;
}

static GtkColumnViewColumn *
make_column (TbkRecordTable *self, const TbkTableColumn *layout)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column = gtk_column_view_column_new (NULL, factory);
  GtkSorter *sorter;

  g_object_set_data (G_OBJECT (column), FIELD_KEY, (gpointer) layout->field);
  g_object_set_data (G_OBJECT (column), "tbk-table", self);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb), column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell_cb), NULL);
  if (layout->field->flags & TBK_FIELD_SORTABLE)
    {
      sorter = GTK_SORTER (gtk_custom_sorter_new (note_column_cb, column, NULL));
      gtk_column_view_column_set_sorter (column, sorter);
      g_object_unref (sorter);
    }
  set_column_title (self, column);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, is_wide (layout->field));
  gtk_column_view_column_set_fixed_width (column, layout->width);
  gtk_column_view_column_set_visible (column, layout->visible);
  gtk_column_view_column_set_header_menu (column, G_MENU_MODEL (self->choice_menu));
  g_signal_connect_object (column, "notify::visible", G_CALLBACK (layout_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (layout_changed_cb), self, G_CONNECT_SWAPPED);
  return column;
}

/* A check box in the chooser for each column. */
static void
add_choice (TbkRecordTable *self, GtkColumnViewColumn *column)
{
  const TbkField *field = field_of (column);
  g_autoptr (GPropertyAction) action = g_property_action_new (field->name, column, "visible");
  g_autofree char *name = g_strconcat ("columns.", field->name, NULL);

  g_action_map_add_action (G_ACTION_MAP (self->choice), G_ACTION (action));
  g_menu_append (self->choice_menu, _ (field->label), name);
}

void
tbk_record_table_clear_columns (TbkRecordTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      g_action_map_remove_action (G_ACTION_MAP (self->choice), field_of (column)->name);
      gtk_column_view_remove_column (self->view, column);
    }
  g_menu_remove_all (self->choice_menu);
}

void
tbk_record_table_fill_columns (TbkRecordTable *self)
{
  g_auto (TbkTableLayout) layout = { 0 };
  const TbkResource *resource;
  const char *key = layout_key (self);

  if (self->listing == NULL || self->columns == NULL)
    return;
  resource = tbk_listing_get_resource (self->listing);
  self->filling = TRUE;
  tbk_record_table_clear_columns (self);
  tbk_table_layout_init (&layout, resource, self->columns);
  if (key != NULL)
    tbk_table_layout_load (&layout, self->settings, key);
  for (guint i = 0; i < layout.columns->len; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = make_column (self, &g_array_index (layout.columns, TbkTableColumn, i));

      gtk_column_view_append_column (self->view, column);
      add_choice (self, column);
    }
  if (layout.orden == NULL)
    layout.orden = g_strdup (tbk_listing_get_orden (self->listing) != NULL ? tbk_listing_get_orden (self->listing)
                                                                           : resource->orden);
  show_orden (self, layout.orden);
  tbk_listing_set_orden (self->listing, layout.orden);
  self->filling = FALSE;
}

void
tbk_record_table_retitle_columns (TbkRecordTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      set_column_title (self, column);
    }
}

void
tbk_record_table_reset_columns (TbkRecordTable *self)
{
  if (layout_key (self) == NULL)
    return;
  tbk_table_layout_forget (self->settings, layout_key (self));
  tbk_listing_set_orden (self->listing, tbk_listing_get_resource (self->listing)->orden);
  tbk_record_table_fill_columns (self);
}

void
tbk_record_table_flush_layout (TbkRecordTable *self)
{
  if (self->save_id == 0)
    return;
  g_source_remove (self->save_id);
  save_layout (self);
}

void
tbk_record_table_init_columns (TbkRecordTable *self)
{
  g_signal_connect (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sorter_changed_cb), self);
  g_signal_connect_object (gtk_column_view_get_columns (self->view), "items-changed", G_CALLBACK (layout_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

GPtrArray *
tbk_record_table_get_fields (TbkRecordTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  GPtrArray *fields = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (gtk_column_view_column_get_visible (column))
        g_ptr_array_add (fields, (gpointer) field_of (column));
    }
  return fields;
}
