/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-ref-filter.h"

#include "tbk-ref-picker.h"

struct _TbkRefFilter
{
  GtkWidget parent_instance;

  GtkWidget *picker;
  TbkListing *listing;
  char *field;
  char *all_label;
};

G_DEFINE_FINAL_TYPE (TbkRefFilter, tbk_ref_filter, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_LISTING,
  PROP_FIELD,
  PROP_ALL_LABEL,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* The listing's filter as it is: somebody may have cleared it. */
static void
follow (TbkRefFilter *self)
{
  const char *id = tbk_listing_get_filter (self->listing, self->field);

  g_object_set (self->picker, "value", id, NULL);
  if (id != NULL)
    gtk_widget_add_css_class (self->picker, "filtering");
  else
    gtk_widget_remove_css_class (self->picker, "filtering");
}

static void
picked_cb (TbkRefFilter *self, TbkRecord *record)
{
  tbk_listing_set_filter (self->listing, self->field, record != NULL ? tbk_record_get_text (record, "id") : NULL);
  follow (self);
}

static void
tbk_ref_filter_constructed (GObject *object)
{
  TbkRefFilter *self = TBK_REF_FILTER (object);
  const TbkField *field = tbk_schema_find (&tbk_listing_get_resource (self->listing)->schema, self->field);

  G_OBJECT_CLASS (tbk_ref_filter_parent_class)->constructed (object);
  self->picker = g_object_new (TBK_TYPE_REF_PICKER, "noun", field->ref, "none-label",
                               self->all_label, "clearable", TRUE, NULL);
  gtk_widget_set_parent (self->picker, GTK_WIDGET (self));
  g_object_bind_property (self->listing, "api", self->picker, "api", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->picker, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->listing, "notify::filtered", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
}

static void
tbk_ref_filter_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbkRefFilter *self = TBK_REF_FILTER (object);

  switch (prop_id)
    {
    case PROP_LISTING:
      self->listing = g_value_dup_object (value);
      break;
    case PROP_FIELD:
      self->field = g_value_dup_string (value);
      break;
    case PROP_ALL_LABEL:
      self->all_label = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_ref_filter_dispose (GObject *object)
{
  TbkRefFilter *self = TBK_REF_FILTER (object);

  if (self->listing != NULL)
    g_signal_handlers_disconnect_by_func (self->listing, follow, self);
  g_clear_object (&self->listing);
  g_clear_pointer (&self->picker, gtk_widget_unparent);
  G_OBJECT_CLASS (tbk_ref_filter_parent_class)->dispose (object);
}

static void
tbk_ref_filter_finalize (GObject *object)
{
  TbkRefFilter *self = TBK_REF_FILTER (object);

  g_free (self->field);
  g_free (self->all_label);
  G_OBJECT_CLASS (tbk_ref_filter_parent_class)->finalize (object);
}

static void
tbk_ref_filter_class_init (TbkRefFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = tbk_ref_filter_constructed;
  object_class->dispose = tbk_ref_filter_dispose;
  object_class->finalize = tbk_ref_filter_finalize;
  object_class->set_property = tbk_ref_filter_set_property;
  properties[PROP_LISTING] = g_param_spec_object ("listing", NULL, NULL, TBK_TYPE_LISTING, flags);
  properties[PROP_FIELD] = g_param_spec_string ("field", NULL, NULL, NULL, flags);
  properties[PROP_ALL_LABEL] = g_param_spec_string ("all-label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tbk_ref_filter_init (TbkRefFilter *self)
{
}
