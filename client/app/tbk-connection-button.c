/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-connection-button.h"

struct _TbkConnectionButton
{
  AdwBin parent_instance;

  TbkConnection *connection;
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (TbkConnectionButton, tbk_connection_button, ADW_TYPE_BIN)

enum
{
  PROP_CONNECTION = 1,
  PROP_FOLDED,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static gboolean
is_wanted (gpointer self, gboolean quiet, gboolean folded)
{
  return folded || !quiet;
}

static void
tbk_connection_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkConnectionButton *self = TBK_CONNECTION_BUTTON (object);

  switch (id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_connection_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkConnectionButton *self = TBK_CONNECTION_BUTTON (object);

  switch (id)
    {
    case PROP_CONNECTION:
      if (g_set_object (&self->connection, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_FOLDED:
      if (self->folded == g_value_get_boolean (value))
        break;
      self->folded = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_connection_button_dispose (GObject *object)
{
  TbkConnectionButton *self = TBK_CONNECTION_BUTTON (object);

  g_clear_object (&self->connection);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_CONNECTION_BUTTON);
  G_OBJECT_CLASS (tbk_connection_button_parent_class)->dispose (object);
}

static void
tbk_connection_button_class_init (TbkConnectionButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_connection_button_get_property;
  object_class->set_property = tbk_connection_button_set_property;
  object_class->dispose = tbk_connection_button_dispose;
  properties[PROP_CONNECTION] = g_param_spec_object ("connection", NULL, NULL, TBK_TYPE_CONNECTION, flags);
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/connection-button.ui");
  gtk_widget_class_bind_template_callback (widget_class, is_wanted);
}

static void
tbk_connection_button_init (TbkConnectionButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tbk_connection_button_new (TbkConnection *connection)
{
  return g_object_new (TBK_TYPE_CONNECTION_BUTTON, "connection", connection, NULL);
}
