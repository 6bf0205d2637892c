/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-form-view.h"

#include "tbk-banner.h"
#include "tbk-closures.h"
#include "tbk-conflict-window.h"

struct _TbkFormView
{
  AdwBin parent_instance;

  TbkForm *form;
  char *unidad;
  GSettings *settings;

  /* template children */
  TbkBanner *error_banner;
  GtkWidget *groups_box;
};

static void tbk_form_view_buildable_init (GtkBuildableIface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TbkFormView, tbk_form_view, ADW_TYPE_BIN,
                         G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, tbk_form_view_buildable_init))
/* clang-format on */

enum
{
  PROP_FORM = 1,
  PROP_UNIDAD,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
error_text_cb (TbkFormView *self)
{
  g_autofree char *text = NULL;

  g_object_get (self->form, "error-text", &text, NULL);
  if (text != NULL)
    g_object_set (self->error_banner, "title", text, NULL);
  g_object_set (self->error_banner, "revealed", text != NULL, NULL);
}

static void
conflict_cb (TbkFormView *self)
{
  if (tbk_form_get_conflict (self->form) != NULL)
    tbk_conflict_window_present (self->form, self->unidad, GTK_WIDGET (self));
}

static void
set_form (TbkFormView *self, TbkForm *form)
{
  if (self->form == form)
    return;
  if (self->form != NULL)
    g_signal_handlers_disconnect_by_data (self->form, self);
  g_set_object (&self->form, form);
  if (form != NULL)
    {
      g_signal_connect_swapped (form, "notify::error-text", G_CALLBACK (error_text_cb), self);
      g_signal_connect_swapped (form, "notify::conflict", G_CALLBACK (conflict_cb), self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FORM]);
}

static void
tbk_form_view_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  TbkFormView *self = TBK_FORM_VIEW (buildable);
  GtkBuildableIface *parent = g_type_interface_peek (tbk_form_view_parent_class, GTK_TYPE_BUILDABLE);

  if (self->groups_box == NULL || !GTK_IS_WIDGET (child))
    {
      parent->add_child (buildable, builder, child, type);
      return;
    }
  tbk_form_view_add (self, GTK_WIDGET (child));
}

static void
tbk_form_view_buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = tbk_form_view_add_child;
}

static void
tbk_form_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkFormView *self = TBK_FORM_VIEW (object);

  switch (id)
    {
    case PROP_FORM:
      g_value_set_object (value, self->form);
      break;
    case PROP_UNIDAD:
      g_value_set_string (value, self->unidad);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_form_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkFormView *self = TBK_FORM_VIEW (object);

  switch (id)
    {
    case PROP_FORM:
      set_form (self, g_value_get_object (value));
      break;
    case PROP_UNIDAD:
      g_free (self->unidad);
      self->unidad = g_value_dup_string (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_form_view_dispose (GObject *object)
{
  TbkFormView *self = TBK_FORM_VIEW (object);

  set_form (self, NULL);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_FORM_VIEW);
  G_OBJECT_CLASS (tbk_form_view_parent_class)->dispose (object);
}

static void
tbk_form_view_finalize (GObject *object)
{
  g_free (TBK_FORM_VIEW (object)->unidad);
  G_OBJECT_CLASS (tbk_form_view_parent_class)->finalize (object);
}

static void
tbk_form_view_class_init (TbkFormViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_form_view_get_property;
  object_class->set_property = tbk_form_view_set_property;
  object_class->dispose = tbk_form_view_dispose;
  object_class->finalize = tbk_form_view_finalize;
  properties[PROP_FORM] = g_param_spec_object ("form", NULL, NULL, TBK_TYPE_FORM, flags);
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TBK_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/form-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkFormView, error_banner);
  gtk_widget_class_bind_template_child (widget_class, TbkFormView, groups_box);
}

static void
tbk_form_view_init (TbkFormView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_settings_new ("com.triboka.Triboka");
  g_settings_bind (self->settings, "unidad", self, "unidad", G_SETTINGS_BIND_GET);
}

void
tbk_form_view_add (TbkFormView *self, GtkWidget *child)
{
  g_return_if_fail (TBK_IS_FORM_VIEW (self));

  gtk_box_append (GTK_BOX (self->groups_box), child);
  if (!TBK_IS_FORM_GROUP (child))
    return;
  g_object_bind_property (self, "unidad", child, "unidad", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self, "form", child, "form", G_BINDING_SYNC_CREATE);
}

TbkFieldRow *
tbk_form_view_get_row (TbkFormView *self, const char *field)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->groups_box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      TbkFieldRow *row = TBK_IS_FORM_GROUP (child) ? tbk_form_group_get_row (TBK_FORM_GROUP (child), field) : NULL;

      if (row != NULL)
        return row;
    }
  return NULL;
}

void
tbk_form_view_focus (TbkFormView *self)
{
  const char *name = self->form != NULL ? tbk_form_first_error (self->form) : NULL;
  TbkFieldRow *row = name != NULL ? tbk_form_view_get_row (self, name) : NULL;

  if (row != NULL)
    tbk_field_row_focus (row);
  else
    gtk_widget_child_focus (self->groups_box, GTK_DIR_TAB_FORWARD);
}
