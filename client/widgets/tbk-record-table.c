/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-record-table-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-record-cell.h"
#include "tbk-table-output.h"

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
  tbk_record_table_reset_columns (TBK_RECORD_TABLE (widget));
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
  tbk_record_table_fill_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LISTING]);
}

static void
set_unidad (TbkRecordTable *self, const char *unidad)
{
  if (g_strcmp0 (self->unidad, unidad) == 0)
    return;
  g_free (self->unidad);
  self->unidad = g_strdup (unidad);
  tbk_record_table_retitle_columns (self);
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
      tbk_record_table_fill_columns (self);
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
      tbk_record_table_fill_columns (self);
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

  tbk_record_table_flush_layout (self);
  if (self->view != NULL)
    {
      g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
      g_signal_handlers_disconnect_by_data (self->selection, self);
      gtk_column_view_set_model (self->view, NULL);
      self->filling = TRUE; /* what goes now is no change of the layout */
      tbk_record_table_clear_columns (self);
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
  tbk_record_table_init_columns (self);
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

static gboolean
scroll_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TbkRecordTable *self = TBK_RECORD_TABLE (widget);
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position != GTK_INVALID_LIST_POSITION)
    scroll_to (self, position);
  return G_SOURCE_REMOVE;
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
  /* in the midst of the listing's own signal the view may not have heard of the row yet */
  gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_tick_cb, NULL, NULL);
  return TRUE;
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
