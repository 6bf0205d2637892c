/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-ref-picker.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-ref-row.h"

struct _TbkRefPicker
{
  GtkWidget parent_instance;

  TbkApi *api;
  char *noun;
  char *value;
  char *value_label;
  char *none_text; /* NULL: "None" */
  gboolean clearable;
  gboolean entered;    /* Enter was pressed before the answer to what was typed had come */
  TbkListing *listing; /* asks nothing until the popover opens */

  /* template children */
  GtkMenuButton *button;
  GtkPopover *popover;
  GtkEditable *entry;
  GtkStack *stack;
  GtkListView *list;
  GtkLabel *none_label;
  GtkWidget *clear_button;
};

G_DEFINE_FINAL_TYPE (TbkRefPicker, tbk_ref_picker, GTK_TYPE_WIDGET)

enum
{
  PROP_API = 1,
  PROP_NOUN,
  PROP_VALUE,
  PROP_VALUE_LABEL,
  PROP_CLEARABLE,
  PROP_NONE_LABEL,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  PICKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static gboolean
has_value (TbkRefPicker *self)
{
  return self->value != NULL && self->value[0] != '\0';
}

/* What stands in the button is its name for assistive technology, too; it is aligned as in a
 * drop-down, and a long one is cut. */
static void
show_text (TbkRefPicker *self, const char *text)
{
  GtkWidget *inside, *label;

  gtk_menu_button_set_label (self->button, text);
  inside = gtk_button_get_child (GTK_BUTTON (gtk_widget_get_first_child (GTK_WIDGET (self->button))));
  label = gtk_widget_get_first_child (inside);
  gtk_widget_set_halign (inside, GTK_ALIGN_FILL);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
}

static void
show_value (TbkRefPicker *self)
{
  g_autofree char *number = g_strdup_printf ("№ %s", self->value);

  if (!has_value (self))
    show_text (self, self->none_text != NULL ? self->none_text : _ ("None"));
  else
    show_text (self, self->value_label != NULL ? self->value_label : number);
  gtk_widget_set_visible (self->clear_button, self->clearable && has_value (self));
}

static void
show_state (TbkRefPicker *self)
{
  g_autofree char *error = NULL;
  const char *text = NULL;

  g_object_get (self->listing, "error-text", &error, NULL);
  switch (tbk_listing_get_state (self->listing))
    {
    case TBK_LISTING_READY:
      break;
    case TBK_LISTING_IDLE:
    case TBK_LISTING_LOADING:
      text = _ ("Loading…");
      break;
    case TBK_LISTING_EMPTY:
      text = _ ("There is nothing to choose from yet.");
      break;
    case TBK_LISTING_NO_MATCH:
      text = _ ("Nothing matches.");
      break;
    case TBK_LISTING_ERROR:
      text = error;
      break;
    }
  gtk_label_set_text (self->none_label, text != NULL ? text : "");
  gtk_stack_set_visible_child_name (self->stack, text == NULL ? "rows" : "none");
}

/* --- callbacks --- */

static void
visible_cb (TbkRefPicker *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self->popover)) || self->listing == NULL)
    return;
  self->entered = FALSE;
  gtk_editable_set_text (self->entry, "");
  g_object_set (self->listing, "q", NULL, NULL);
  if (tbk_listing_get_api (self->listing) == NULL)
    g_object_set (self->listing, "api", self->api, NULL);
  else
    tbk_listing_reload (self->listing);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
search_changed_cb (TbkRefPicker *self)
{
  const char *text = gtk_editable_get_text (self->entry);

  if (self->listing == NULL || g_strcmp0 (tbk_listing_get_q (self->listing), text) == 0)
    return;
  self->entered = FALSE;
  tbk_listing_set_q (self->listing, text);
}

static void
pick (TbkRefPicker *self, TbkRecord *record)
{
  g_autofree char *label = record != NULL ? tbk_show_title (record) : NULL;

  g_object_set (self,
                "value", record != NULL ? tbk_record_get_text (record, "id") : NULL,
                "value-label", label,
                NULL);
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[PICKED], 0, record);
}

static void
activate_cb (TbkRefPicker *self, guint position)
{
  g_autoptr (TbkRecord) record = g_list_model_get_item (G_LIST_MODEL (self->listing), position);

  if (record != NULL && tbk_record_get_id (record) != 0)
    pick (self, record);
}

/* Takes the only row that is left, or goes down to the rows. */
static void
enter (TbkRefPicker *self)
{
  self->entered = FALSE;
  if (tbk_listing_get_total (self->listing) == 1)
    activate_cb (self, 0);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

/* Whoever types fast presses Enter before the search is sent: it holds for what is typed, not for what is shown. */
static void
entry_activate_cb (TbkRefPicker *self)
{
  if (self->listing == NULL)
    return;
  search_changed_cb (self);
  if (tbk_listing_is_settled (self->listing))
    enter (self);
  else
    self->entered = TRUE;
}

static void
settled_cb (TbkRefPicker *self)
{
  if (self->entered && tbk_listing_is_settled (self->listing))
    enter (self);
}

static void
clear_cb (TbkRefPicker *self)
{
  pick (self, NULL);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, tbk_ref_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  tbk_ref_row_set_record (TBK_REF_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  tbk_ref_row_set_record (TBK_REF_ROW (gtk_list_item_get_child (item)), NULL);
}

/* --- overrides --- */

static void
set_text (TbkRefPicker *self, char **place, const GValue *value, GParamSpec *pspec)
{
  if (g_strcmp0 (*place, g_value_get_string (value)) == 0)
    return;
  g_free (*place);
  *place = g_value_dup_string (value);
  show_value (self);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
tbk_ref_picker_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkRefPicker *self = TBK_REF_PICKER (object);

  switch (id)
    {
    case PROP_API:
      g_value_set_object (value, self->api);
      break;
    case PROP_NOUN:
      g_value_set_string (value, self->noun);
      break;
    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    case PROP_VALUE_LABEL:
      g_value_set_string (value, self->value_label);
      break;
    case PROP_CLEARABLE:
      g_value_set_boolean (value, self->clearable);
      break;
    case PROP_NONE_LABEL:
      g_value_set_string (value, self->none_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_noun (TbkRefPicker *self, const char *noun)
{
  g_autoptr (GtkSelectionModel) selection = NULL;

  self->noun = g_strdup (noun);
  if (noun == NULL)
    return;
  self->listing = tbk_listing_new (NULL, tbk_resource_find (noun));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->listing))));
  gtk_list_view_set_model (self->list, selection);
  g_signal_connect_object (self->listing, "notify::state", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->listing, "notify::loading", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  show_state (self);
}

static void
tbk_ref_picker_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkRefPicker *self = TBK_REF_PICKER (object);

  switch (id)
    {
    case PROP_API:
      if (g_set_object (&self->api, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_NOUN:
      set_noun (self, g_value_get_string (value));
      break;
    case PROP_VALUE:
      set_text (self, &self->value, value, pspec);
      break;
    case PROP_VALUE_LABEL:
      set_text (self, &self->value_label, value, pspec);
      break;
    case PROP_CLEARABLE:
      self->clearable = g_value_get_boolean (value);
      show_value (self);
      break;
    case PROP_NONE_LABEL:
      set_text (self, &self->none_text, value, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
tbk_ref_picker_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TBK_REF_PICKER (widget)->button));
}

static void
tbk_ref_picker_dispose (GObject *object)
{
  TbkRefPicker *self = TBK_REF_PICKER (object);
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_REF_PICKER);
  child = gtk_widget_get_first_child (GTK_WIDGET (object)); /* the template lets go of bound ones only */
  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->listing);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (tbk_ref_picker_parent_class)->dispose (object);
}

static void
tbk_ref_picker_finalize (GObject *object)
{
  TbkRefPicker *self = TBK_REF_PICKER (object);

  g_free (self->noun);
  g_free (self->value);
  g_free (self->value_label);
  g_free (self->none_text);
  G_OBJECT_CLASS (tbk_ref_picker_parent_class)->finalize (object);
}

static void
tbk_ref_picker_class_init (TbkRefPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_ref_picker_get_property;
  object_class->set_property = tbk_ref_picker_set_property;
  object_class->dispose = tbk_ref_picker_dispose;
  object_class->finalize = tbk_ref_picker_finalize;

  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API, flags);
  properties[PROP_NOUN] = g_param_spec_string ("noun", NULL, NULL, NULL, flags | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL, flags);
  properties[PROP_VALUE_LABEL] = g_param_spec_string ("value-label", NULL, NULL, NULL, flags);
  properties[PROP_CLEARABLE] = g_param_spec_boolean ("clearable", NULL, NULL, FALSE, flags);
  properties[PROP_NONE_LABEL] = g_param_spec_string ("none-label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[PICKED] = g_signal_new ("picked", TBK_TYPE_REF_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  TBK_TYPE_RECORD);

  widget_class->grab_focus = tbk_ref_picker_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/ref-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkRefPicker, button);
  gtk_widget_class_bind_template_child (widget_class, TbkRefPicker, popover);
  gtk_widget_class_bind_template_child (widget_class, TbkRefPicker, entry);
  gtk_widget_class_bind_template_child (widget_class, TbkRefPicker, stack);
  gtk_widget_class_bind_template_child (widget_class, TbkRefPicker, list);
  gtk_widget_class_bind_template_child (widget_class, TbkRefPicker, none_label);
  gtk_widget_class_bind_template_child (widget_class, TbkRefPicker, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, visible_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tbk_ref_picker_init (TbkRefPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_value (self);
}

GtkWidget *
tbk_ref_picker_new (TbkApi *api, const char *noun)
{
  return g_object_new (TBK_TYPE_REF_PICKER, "api", api, "noun", noun, NULL);
}

TbkListing *
tbk_ref_picker_get_listing (TbkRefPicker *self)
{
  return self->listing;
}
