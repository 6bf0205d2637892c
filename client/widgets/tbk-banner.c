/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-banner.h"

#include "tbk-closures.h"

struct _TbkBanner
{
  GtkWidget parent_instance;

  char *title;
  char *button_label;
  char *action_name;
  gboolean revealed;
};

G_DEFINE_FINAL_TYPE (TbkBanner, tbk_banner, GTK_TYPE_WIDGET)

enum
{
  PROP_TITLE = 1,
  PROP_BUTTON_LABEL,
  PROP_ACTION_NAME,
  PROP_REVEALED,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
set_text (TbkBanner *self, char **place, const GValue *value, GParamSpec *pspec)
{
  if (g_strcmp0 (*place, g_value_get_string (value)) == 0)
    return;
  g_free (*place);
  *place = g_value_dup_string (value);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
tbk_banner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkBanner *self = TBK_BANNER (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_BUTTON_LABEL:
      g_value_set_string (value, self->button_label);
      break;
    case PROP_ACTION_NAME:
      g_value_set_string (value, self->action_name);
      break;
    case PROP_REVEALED:
      g_value_set_boolean (value, self->revealed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_banner_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkBanner *self = TBK_BANNER (object);

  switch (id)
    {
    case PROP_TITLE:
      set_text (self, &self->title, value, pspec);
      break;
    case PROP_BUTTON_LABEL:
      set_text (self, &self->button_label, value, pspec);
      break;
    case PROP_ACTION_NAME:
      set_text (self, &self->action_name, value, pspec);
      break;
    case PROP_REVEALED:
      if (self->revealed == g_value_get_boolean (value))
        break;
      self->revealed = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_banner_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  /* disposing the template takes away only children that are bound to a field */
  g_clear_pointer (&child, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_BANNER);
  G_OBJECT_CLASS (tbk_banner_parent_class)->dispose (object);
}

static void
tbk_banner_finalize (GObject *object)
{
  TbkBanner *self = TBK_BANNER (object);

  g_free (self->title);
  g_free (self->button_label);
  g_free (self->action_name);
  G_OBJECT_CLASS (tbk_banner_parent_class)->finalize (object);
}

static void
tbk_banner_class_init (TbkBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_banner_get_property;
  object_class->set_property = tbk_banner_set_property;
  object_class->dispose = tbk_banner_dispose;
  object_class->finalize = tbk_banner_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, writable);
  properties[PROP_BUTTON_LABEL] = g_param_spec_string ("button-label", NULL, NULL, NULL, writable);
  properties[PROP_ACTION_NAME] = g_param_spec_string ("action-name", NULL, NULL, NULL, writable);
  properties[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, FALSE, writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/banner.ui");
  tbk_closures_bind (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "tbk-banner");
}

static void
tbk_banner_init (TbkBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
