/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pick-window.h"

#include "tbk-closures.h"
#include "tbk-record-table.h"

struct _TbkPickWindow
{
  AdwWindow parent_instance;

  GtkWidget *search;
  GtkWidget *toggles;
  TbkRecordTable *table;
  TbkListing *listing;
  TbkRecord *selected;
  char *columns;
  char *unidad;
  char *pick_label;
  char *estados;
  char *hint;
  char *empty_text;
};

G_DEFINE_FINAL_TYPE (TbkPickWindow, tbk_pick_window, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_LISTING,
  PROP_COLUMNS,
  PROP_UNIDAD,
  PROP_PICK_LABEL,
  PROP_ESTADOS,
  PROP_HINT,
  PROP_EMPTY_TEXT,
  PROP_SELECTED,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  PICKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* "table", "empty" or "loading": the page of the stack. */
static char *
state_to_page (gpointer self, TbkListingState state)
{
  switch (state)
    {
    case TBK_LISTING_READY:
      return g_strdup ("table");
    case TBK_LISTING_EMPTY:
    case TBK_LISTING_NO_MATCH:
    case TBK_LISTING_ERROR:
      return g_strdup ("empty");
    case TBK_LISTING_IDLE:
    case TBK_LISTING_LOADING:
    default:
      return g_strdup ("loading");
    }
}

static void
take_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkPickWindow *self = TBK_PICK_WINDOW (widget);
  g_autoptr (TbkRecord) picked = self->selected != NULL ? g_object_ref (self->selected) : NULL;

  if (picked == NULL)
    return;
  g_signal_emit (self, signals[PICKED], 0, picked);
  gtk_window_close (GTK_WINDOW (self));
}

static void
activated_cb (TbkPickWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "pick.take", NULL);
}

static void
search_changed_cb (TbkPickWindow *self)
{
  tbk_listing_set_q (self->listing, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
set_selected (TbkPickWindow *self, TbkRecord *record)
{
  if (!g_set_object (&self->selected, record))
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pick.take", record != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
tbk_pick_window_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbkPickWindow *self = TBK_PICK_WINDOW (object);

  switch (prop_id)
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
    case PROP_PICK_LABEL:
      g_value_set_string (value, self->pick_label);
      break;
    case PROP_ESTADOS:
      g_value_set_string (value, self->estados);
      break;
    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;
    case PROP_EMPTY_TEXT:
      g_value_set_string (value, self->empty_text);
      break;
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_pick_window_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbkPickWindow *self = TBK_PICK_WINDOW (object);

  switch (prop_id)
    {
    case PROP_LISTING:
      self->listing = g_value_dup_object (value);
      break;
    case PROP_COLUMNS:
      self->columns = g_value_dup_string (value);
      break;
    case PROP_UNIDAD:
      self->unidad = g_value_dup_string (value);
      break;
    case PROP_PICK_LABEL:
      self->pick_label = g_value_dup_string (value);
      break;
    case PROP_ESTADOS:
      self->estados = g_value_dup_string (value);
      break;
    case PROP_HINT:
      self->hint = g_value_dup_string (value);
      break;
    case PROP_EMPTY_TEXT:
      self->empty_text = g_value_dup_string (value);
      break;
    case PROP_SELECTED:
      set_selected (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
toggled_cb (GtkToggleButton *button, TbkPickWindow *self)
{
  if (gtk_toggle_button_get_active (button))
    tbk_listing_set_base_filter (self->listing, "estado", gtk_widget_get_name (GTK_WIDGET (button)));
}

static void
add_toggles (TbkPickWindow *self)
{
  g_auto (GStrv) estados = g_strsplit (self->estados != NULL ? self->estados : "", "|", -1);
  const char *noun = tbk_listing_get_resource (self->listing)->name;
  GtkWidget *first = NULL;

  for (char **estado = estados; *estado != NULL; estado++)
    {
      g_autofree char *label = tbk_show_estado (NULL, noun, *estado);
      GtkWidget *button = gtk_toggle_button_new_with_label (label);

      gtk_widget_set_name (button, *estado);
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), first != NULL ? GTK_TOGGLE_BUTTON (first) : NULL);
      g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, 0);
      gtk_box_append (GTK_BOX (self->toggles), button);
      if (first == NULL)
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
      first = first != NULL ? first : button;
    }
  gtk_widget_set_visible (self->toggles, first != NULL);
}

static void
tbk_pick_window_constructed (GObject *object)
{
  TbkPickWindow *self = TBK_PICK_WINDOW (object);

  G_OBJECT_CLASS (tbk_pick_window_parent_class)->constructed (object);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pick.take", FALSE);
  add_toggles (self);
}

static void
tbk_pick_window_dispose (GObject *object)
{
  TbkPickWindow *self = TBK_PICK_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_PICK_WINDOW);
  g_clear_object (&self->selected);
  g_clear_object (&self->listing);
  G_OBJECT_CLASS (tbk_pick_window_parent_class)->dispose (object);
}

static void
tbk_pick_window_finalize (GObject *object)
{
  TbkPickWindow *self = TBK_PICK_WINDOW (object);

  g_free (self->columns);
  g_free (self->unidad);
  g_free (self->pick_label);
  g_free (self->estados);
  g_free (self->hint);
  g_free (self->empty_text);
  G_OBJECT_CLASS (tbk_pick_window_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  properties[PROP_LISTING] = g_param_spec_object ("listing", NULL, NULL, TBK_TYPE_LISTING, once);
  properties[PROP_COLUMNS] = g_param_spec_string ("columns", NULL, NULL, NULL, once);
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL, once);
  properties[PROP_PICK_LABEL] = g_param_spec_string ("pick-label", NULL, NULL, NULL, once);
  properties[PROP_ESTADOS] = g_param_spec_string ("estados", NULL, NULL, NULL, once);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, once);
  properties[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, once);
  properties[PROP_SELECTED]
      = g_param_spec_object ("selected", NULL, NULL, TBK_TYPE_RECORD,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tbk_pick_window_class_init (TbkPickWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = tbk_pick_window_constructed;
  object_class->dispose = tbk_pick_window_dispose;
  object_class->finalize = tbk_pick_window_finalize;
  object_class->get_property = tbk_pick_window_get_property;
  object_class->set_property = tbk_pick_window_set_property;
  install_properties (object_class);
  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, TBK_TYPE_RECORD);

  g_type_ensure (TBK_TYPE_RECORD_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/pick-window.ui");
  tbk_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkPickWindow, search);
  gtk_widget_class_bind_template_child (widget_class, TbkPickWindow, table);
  gtk_widget_class_bind_template_child (widget_class, TbkPickWindow, toggles);
  gtk_widget_class_bind_template_callback (widget_class, state_to_page);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_install_action (widget_class, "pick.take", NULL, take_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tbk_pick_window_init (TbkPickWindow *self)
{
}

void
tbk_pick_window_present (TbkPickWindow *self, GtkWidget *from)
{
  GtkRoot *root = gtk_widget_get_root (from);

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->search);
}
