/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-record-table.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-record-cell.h"
#include "tbk-table-layout.h"
#include "tbk-table-output.h"

#define FIELD_KEY "tbk-field" /* of a column: its TbkField */

struct _TbkRecordTable
{
  GtkWidget parent_instance;

  TbkListing *listing;
  char *columns;
  char *unidad;
  char *remember;
  TbkRecord *selected;
  GMenuModel *menu_model;

  GSettings *settings;
  GtkSingleSelection *selection;
  GSimpleActionGroup *choice; /* "columns.<field>": whether it is visible */
  GMenu *choice_menu;
  GtkWidget *menu_popover;   /* NULL until first needed */
  GtkWidget *choice_popover; /* NULL until first needed */
  const TbkField *sorted_by; /* set by the column sorters while the view's sorter is asked */
  gboolean filling;          /* columns and sort come from the layout, not from the user */
  gboolean selecting;
  guint save_id;

  /* template children */
  GtkWidget *box;
  GtkWidget *scrolled;
  GtkColumnView *view;
  GtkWidget *total_label;
};

G_DEFINE_FINAL_TYPE (TbkRecordTable, tbk_record_table, GTK_TYPE_WIDGET)

enum
{
  PROP_LISTING = 1,
  PROP_COLUMNS,
  PROP_UNIDAD,
  PROP_SELECTED,
  PROP_MENU_MODEL,
  PROP_REMEMBER,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  ACTIVATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

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

static void
clear_columns (TbkRecordTable *self)
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

static void
fill_columns (TbkRecordTable *self)
{
  g_auto (TbkTableLayout) layout = { 0 };
  const TbkResource *resource;
  const char *key = layout_key (self);

  if (self->listing == NULL || self->columns == NULL)
    return;
  resource = tbk_listing_get_resource (self->listing);
  self->filling = TRUE;
  clear_columns (self);
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

/* --- selection --- */

static void
set_selected (TbkRecordTable *self, TbkRecord *record)
{
  if (!g_set_object (&self->selected, record))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
selected_item_cb (TbkRecordTable *self)
{
  if (!self->selecting)
    set_selected (self, gtk_single_selection_get_selected_item (self->selection));
}

static void
scroll_to (TbkRecordTable *self, guint position)
{
  GtkWidget *list = gtk_widget_get_last_child (GTK_WIDGET (self->view));

  gtk_widget_activate_action (list, "list.scroll-to-item", "u", position);
}

/* A record that stands in no row at hand stays "selected" with no row marked. */
static void
select_record (TbkRecordTable *self, TbkRecord *record)
{
  guint position = GTK_INVALID_LIST_POSITION;

  if (record == self->selected)
    return;
  if (record != NULL && self->listing != NULL)
    position = tbk_listing_find (self->listing, tbk_record_get_id (record));
  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->selecting = FALSE;
  set_selected (self, record);
}

static void
activate_cb (TbkRecordTable *self, guint position)
{
  g_autoptr (TbkRecord) record = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (record == NULL)
    return;
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[ACTIVATED], 0, record);
}

/* --- menus --- */

static GtkWidget *
make_popover (TbkRecordTable *self, GMenuModel *model)
{
  GtkWidget *popover = gtk_popover_menu_new_from_model (model);

  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  return popover;
}

static void
popup_menu (TbkRecordTable *self, double x, double y)
{
  if (self->menu_model == NULL || self->selected == NULL)
    return;
  if (self->menu_popover == NULL)
    self->menu_popover = make_popover (self, self->menu_model);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu_popover), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu_popover));
}

/* The record of the row under the pointer: a cell is there, or the row's own padding beside one. */
static TbkRecord *
record_at (TbkRecordTable *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget *cell = widget != NULL ? gtk_widget_get_ancestor (widget, TBK_TYPE_RECORD_CELL) : NULL;

  if (cell == NULL && widget != NULL && TBK_IS_RECORD_CELL (gtk_widget_get_first_child (widget)))
    cell = gtk_widget_get_first_child (widget);
  return cell != NULL ? tbk_record_cell_get_record (TBK_RECORD_CELL (cell)) : NULL;
}

static void
popup_menu_at (TbkRecordTable *self, double x, double y)
{
  TbkRecord *record = record_at (self, x, y);

  if (record == NULL)
    return;
  tbk_record_table_select_id (self, tbk_record_get_id (record));
  popup_menu (self, x, y);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y)
{
  popup_menu_at (TBK_RECORD_TABLE (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture))), x, y);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture, double x, double y)
{
  popup_menu_at (TBK_RECORD_TABLE (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture))), x, y);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *target)
{
  popup_menu (TBK_RECORD_TABLE (widget), gtk_widget_get_width (widget) / 3.0, gtk_widget_get_height (widget) / 3.0);
}

static void
columns_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkRecordTable *self = TBK_RECORD_TABLE (widget);

  if (self->choice_popover == NULL)
    self->choice_popover = make_popover (self, G_MENU_MODEL (self->choice_menu));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->choice_popover),
                               &(GdkRectangle){ gtk_widget_get_width (widget) / 2, 1, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->choice_popover));
}

static void
reset_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkRecordTable *self = TBK_RECORD_TABLE (widget);

  if (layout_key (self) == NULL)
    return;
  tbk_table_layout_forget (self->settings, layout_key (self));
  tbk_listing_set_orden (self->listing, tbk_listing_get_resource (self->listing)->orden);
  fill_columns (self);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkRecordTable *self = TBK_RECORD_TABLE (widget);
  g_autoptr (GPtrArray) fields = tbk_record_table_get_fields (self);
  g_autofree char *line = NULL;

  if (self->selected == NULL)
    return;
  line = tbk_table_output_line (self->selected, fields, self->unidad);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), line);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_record_table_export (TBK_RECORD_TABLE (widget));
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_record_table_print (TBK_RECORD_TABLE (widget));
}

/* --- overrides --- */

static void
set_listing (TbkRecordTable *self, TbkListing *listing)
{
  if (!g_set_object (&self->listing, listing))
    return;
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (listing));
  fill_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LISTING]);
}

static void
set_unidad (TbkRecordTable *self, const char *unidad)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  if (g_strcmp0 (self->unidad, unidad) == 0)
    return;
  g_free (self->unidad);
  self->unidad = g_strdup (unidad);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      set_column_title (self, column);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNIDAD]);
}

static void
set_menu_model (TbkRecordTable *self, GMenuModel *model)
{
  if (!g_set_object (&self->menu_model, model))
    return;
  g_clear_pointer (&self->menu_popover, gtk_widget_unparent);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MENU_MODEL]);
}

static void
tbk_record_table_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkRecordTable *self = TBK_RECORD_TABLE (object);

  switch (id)
    {
    case PROP_LISTING:
      g_value_set_object (value, self->listing);
      break;
    case PROP_COLUMNS:
      g_value_set_string (value, self->columns);
      break;
    case PROP_UNIDAD:
      g_value_set_string (value, self->unidad);
      break;
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    case PROP_MENU_MODEL:
      g_value_set_object (value, self->menu_model);
      break;
    case PROP_REMEMBER:
      g_value_set_string (value, self->remember);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_record_table_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkRecordTable *self = TBK_RECORD_TABLE (object);

  switch (id)
    {
    case PROP_LISTING:
      set_listing (self, g_value_get_object (value));
      break;
    case PROP_COLUMNS:
      g_free (self->columns);
      self->columns = g_value_dup_string (value);
      fill_columns (self);
      break;
    case PROP_UNIDAD:
      set_unidad (self, g_value_get_string (value));
      break;
    case PROP_SELECTED:
      select_record (self, g_value_get_object (value));
      break;
    case PROP_MENU_MODEL:
      set_menu_model (self, g_value_get_object (value));
      break;
    case PROP_REMEMBER:
      g_free (self->remember);
      self->remember = g_value_dup_string (value);
      fill_columns (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
tbk_record_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TBK_RECORD_TABLE (widget)->view));
}

static void
tbk_record_table_dispose (GObject *object)
{
  TbkRecordTable *self = TBK_RECORD_TABLE (object);

  if (self->save_id != 0)
    {
      g_source_remove (self->save_id);
      save_layout (self);
    }
  if (self->view != NULL)
    {
      g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
      g_signal_handlers_disconnect_by_data (self->selection, self);
      gtk_column_view_set_model (self->view, NULL);
      self->filling = TRUE; /* what goes now is no change of the layout */
      clear_columns (self);
    }
  g_clear_pointer (&self->menu_popover, gtk_widget_unparent);
  g_clear_pointer (&self->choice_popover, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_RECORD_TABLE);
  g_clear_object (&self->selection);
  g_clear_object (&self->listing);
  g_clear_object (&self->selected);
  g_clear_object (&self->menu_model);
  g_clear_object (&self->choice);
  g_clear_object (&self->choice_menu);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tbk_record_table_parent_class)->dispose (object);
}

static void
tbk_record_table_finalize (GObject *object)
{
  TbkRecordTable *self = TBK_RECORD_TABLE (object);

  g_free (self->columns);
  g_free (self->unidad);
  g_free (self->remember);
  G_OBJECT_CLASS (tbk_record_table_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_LISTING] = g_param_spec_object ("listing", NULL, NULL, TBK_TYPE_LISTING, flags);
  properties[PROP_COLUMNS] = g_param_spec_string ("columns", NULL, NULL, NULL, flags);
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL, flags);
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, TBK_TYPE_RECORD, flags);
  properties[PROP_MENU_MODEL] = g_param_spec_object ("menu-model", NULL, NULL, G_TYPE_MENU_MODEL, flags);
  properties[PROP_REMEMBER] = g_param_spec_string ("remember", NULL, NULL, NULL, flags);
  g_object_class_install_properties (klass, N_PROPS, properties);

  signals[ACTIVATED] = g_signal_new ("activated", TBK_TYPE_RECORD_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, TBK_TYPE_RECORD);
}

static void
tbk_record_table_class_init (TbkRecordTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tbk_record_table_get_property;
  object_class->set_property = tbk_record_table_set_property;
  object_class->dispose = tbk_record_table_dispose;
  object_class->finalize = tbk_record_table_finalize;
  install_properties (object_class);

  widget_class->grab_focus = tbk_record_table_grab_focus;
  g_type_ensure (TBK_TYPE_LISTING);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/record-table.ui");
  tbk_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkRecordTable, box);
  gtk_widget_class_bind_template_child (widget_class, TbkRecordTable, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TbkRecordTable, view);
  gtk_widget_class_bind_template_child (widget_class, TbkRecordTable, total_label);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  gtk_widget_class_install_action (widget_class, "table.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "table.columns", NULL, columns_action);
  gtk_widget_class_install_action (widget_class, "table.reset", NULL, reset_action);
  gtk_widget_class_install_action (widget_class, "table.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "table.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "table.print", NULL, print_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "table.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "table.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy", NULL);
}

static void
tbk_record_table_init (TbkRecordTable *self)
{
  self->settings = g_settings_new ("com.triboka.Triboka");
  self->choice = g_simple_action_group_new ();
  self->choice_menu = g_menu_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", G_ACTION_GROUP (self->choice));

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selected_item_cb), self);
  g_signal_connect (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sorter_changed_cb), self);
  g_signal_connect_object (gtk_column_view_get_columns (self->view), "items-changed", G_CALLBACK (layout_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

TbkListing *
tbk_record_table_get_listing (TbkRecordTable *self)
{
  return self->listing;
}

TbkRecord *
tbk_record_table_get_selected (TbkRecordTable *self)
{
  return self->selected;
}

gboolean
tbk_record_table_select_id (TbkRecordTable *self, gint64 id)
{
  guint position;

  g_return_val_if_fail (TBK_IS_RECORD_TABLE (self), FALSE);

  position = self->listing != NULL ? tbk_listing_find (self->listing, id) : GTK_INVALID_LIST_POSITION;
  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  gtk_single_selection_set_selected (self->selection, position);
  scroll_to (self, position);
  return TRUE;
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

void
tbk_record_table_export (TbkRecordTable *self)
{
  g_autoptr (GPtrArray) fields = NULL;

  g_return_if_fail (TBK_IS_RECORD_TABLE (self) && self->listing != NULL);

  fields = tbk_record_table_get_fields (self);
  tbk_table_output_ask_csv (GTK_WIDGET (self), &(TbkTableOutput){ self->listing, fields, self->unidad });
}

void
tbk_record_table_print (TbkRecordTable *self)
{
  g_autoptr (GPtrArray) fields = NULL;

  g_return_if_fail (TBK_IS_RECORD_TABLE (self) && self->listing != NULL);

  fields = tbk_record_table_get_fields (self);
  tbk_table_output_print (GTK_WIDGET (self), &(TbkTableOutput){ self->listing, fields, self->unidad });
}
