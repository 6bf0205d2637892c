/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-choice-filter.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"

struct _TbkChoiceFilter
{
  GtkWidget parent_instance;

  GtkWidget *drop_down;
  TbkListing *listing;
  char *field;
  char *all_label;
  char **choices; /* NULL: those of the field */
};

G_DEFINE_FINAL_TYPE (TbkChoiceFilter, tbk_choice_filter, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_LISTING,
  PROP_FIELD,
  PROP_CHOICES,
  PROP_ALL_LABEL,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static const char *const *
get_choices (TbkChoiceFilter *self)
{
  static const char *const none[] = { NULL };
  const TbkField *field = NULL;

  if (self->choices != NULL)
    return (const char *const *) self->choices;
  if (self->listing != NULL && self->field != NULL)
    field = tbk_schema_find (&tbk_listing_get_resource (self->listing)->schema, self->field);
  return field != NULL && field->choices != NULL ? field->choices : none;
}

static char *
get_word (TbkChoiceFilter *self, const char *choice)
{
  const TbkResource *resource = tbk_listing_get_resource (self->listing);
  const TbkResource *noun = tbk_resource_find (choice);

  if (resource->estados != NULL && g_strcmp0 (self->field, "estado") == 0)
    return tbk_show_estado (NULL, resource->name, choice);
  return noun != NULL ? g_strdup (_ (noun->label)) : tbk_show_choice (NULL, choice);
}

/* The listing's filter as it is: somebody may have cleared it. */
static void
follow (TbkChoiceFilter *self)
{
  const char *const *choices = get_choices (self);
  const char *chosen = self->listing != NULL ? tbk_listing_get_filter (self->listing, self->field) : NULL;
  guint selected = 0;

  for (guint i = 0; chosen != NULL && choices[i] != NULL; i++)
    if (g_strcmp0 (choices[i], chosen) == 0)
      selected = i + 1;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), selected);
  if (selected > 0)
    gtk_widget_add_css_class (self->drop_down, "filtering");
  else
    gtk_widget_remove_css_class (self->drop_down, "filtering");
}

static void
selected_cb (TbkChoiceFilter *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));
  const char *const *choices = get_choices (self);

  if (self->listing == NULL || selected == GTK_INVALID_LIST_POSITION || selected > g_strv_length ((char **) choices))
    return;
  tbk_listing_set_filter (self->listing, self->field, selected == 0 ? NULL : choices[selected - 1]);
  follow (self);
}

static void
rebuild (TbkChoiceFilter *self)
{
  const char *const *choices = get_choices (self);
  g_autoptr (GtkStringList) words = NULL;

  if (self->listing == NULL || self->field == NULL)
    return;
  words = gtk_string_list_new (NULL);
  gtk_string_list_append (words, self->all_label != NULL ? self->all_label : _ ("All"));
  for (guint i = 0; choices[i] != NULL; i++)
    gtk_string_list_take (words, get_word (self, choices[i]));
  g_signal_handlers_block_by_func (self->drop_down, selected_cb, self);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->drop_down), G_LIST_MODEL (words));
  follow (self);
  g_signal_handlers_unblock_by_func (self->drop_down, selected_cb, self);
}

static void
set_listing (TbkChoiceFilter *self, TbkListing *listing)
{
  if (self->listing == listing)
    return;
  if (self->listing != NULL)
    g_signal_handlers_disconnect_by_func (self->listing, follow, self);
  g_set_object (&self->listing, listing);
  if (listing != NULL)
    g_signal_connect_object (listing, "notify::filtered", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  rebuild (self);
}

static void
tbk_choice_filter_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbkChoiceFilter *self = TBK_CHOICE_FILTER (object);

  switch (prop_id)
    {
    case PROP_LISTING:
      g_value_set_object (value, self->listing);
      break;
    case PROP_FIELD:
      g_value_set_string (value, self->field);
      break;
    case PROP_CHOICES:
      g_value_take_string (value, self->choices != NULL ? g_strjoinv (" ", self->choices) : NULL);
      break;
    case PROP_ALL_LABEL:
      g_value_set_string (value, self->all_label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_choice_filter_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbkChoiceFilter *self = TBK_CHOICE_FILTER (object);

  switch (prop_id)
    {
    case PROP_LISTING:
      set_listing (self, g_value_get_object (value));
      break;
    case PROP_FIELD:
      g_free (self->field);
      self->field = g_value_dup_string (value);
      rebuild (self);
      break;
    case PROP_CHOICES:
      g_strfreev (self->choices);
      self->choices = g_value_get_string (value) != NULL ? g_strsplit (g_value_get_string (value), " ", -1) : NULL;
      rebuild (self);
      break;
    case PROP_ALL_LABEL:
      g_free (self->all_label);
      self->all_label = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      self->all_label != NULL ? self->all_label : "", -1);
      rebuild (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_choice_filter_dispose (GObject *object)
{
  TbkChoiceFilter *self = TBK_CHOICE_FILTER (object);

  if (self->listing != NULL)
    g_signal_handlers_disconnect_by_func (self->listing, follow, self);
  g_clear_object (&self->listing);
  g_clear_pointer (&self->drop_down, gtk_widget_unparent);
  G_OBJECT_CLASS (tbk_choice_filter_parent_class)->dispose (object);
}

static void
tbk_choice_filter_finalize (GObject *object)
{
  TbkChoiceFilter *self = TBK_CHOICE_FILTER (object);

  g_free (self->field);
  g_free (self->all_label);
  g_strfreev (self->choices);
  G_OBJECT_CLASS (tbk_choice_filter_parent_class)->finalize (object);
}

static void
tbk_choice_filter_class_init (TbkChoiceFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tbk_choice_filter_dispose;
  object_class->finalize = tbk_choice_filter_finalize;
  object_class->get_property = tbk_choice_filter_get_property;
  object_class->set_property = tbk_choice_filter_set_property;
  properties[PROP_LISTING] = g_param_spec_object ("listing", NULL, NULL, TBK_TYPE_LISTING, flags);
  properties[PROP_FIELD] = g_param_spec_string ("field", NULL, NULL, NULL, flags);
  properties[PROP_CHOICES] = g_param_spec_string ("choices", NULL, NULL, NULL, flags);
  properties[PROP_ALL_LABEL] = g_param_spec_string ("all-label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tbk_choice_filter_init (TbkChoiceFilter *self)
{
  self->drop_down = gtk_drop_down_new (NULL, NULL);
  gtk_widget_set_parent (self->drop_down, GTK_WIDGET (self));
  g_signal_connect_object (self->drop_down, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
}
