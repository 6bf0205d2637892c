/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-form-group.h"

#include <string.h>

struct _TbkFormGroup
{
  AdwPreferencesGroup parent_instance;

  TbkForm *form;
  char *fields;
  char *unidad;
  GPtrArray *rows; /* (element-type TbkFieldRow): held by the group */
};

G_DEFINE_FINAL_TYPE (TbkFormGroup, tbk_form_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  PROP_FORM = 1,
  PROP_FIELDS,
  PROP_UNIDAD,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
remove_rows (TbkFormGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
make_rows (TbkFormGroup *self)
{
  g_auto (GStrv) names = NULL;

  remove_rows (self);
  if (self->form == NULL || self->fields == NULL)
    return;
  names = g_strsplit (self->fields, " ", -1);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      GtkWidget *row;

      if (names[i][0] == '\0')
        continue;
      row = tbk_field_row_new (self->form, names[i], self->unidad);
      g_object_bind_property (self, "unidad", row, "unidad", G_BINDING_DEFAULT);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
tbk_form_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkFormGroup *self = TBK_FORM_GROUP (object);

  switch (id)
    {
    case PROP_FORM:
      g_value_set_object (value, self->form);
      break;
    case PROP_FIELDS:
      g_value_set_string (value, self->fields);
      break;
    case PROP_UNIDAD:
      g_value_set_string (value, self->unidad);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_form_group_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkFormGroup *self = TBK_FORM_GROUP (object);

  switch (id)
    {
    case PROP_FORM:
      tbk_form_group_set_form (self, g_value_get_object (value));
      break;
    case PROP_FIELDS:
      g_free (self->fields);
      self->fields = g_value_dup_string (value);
      make_rows (self);
      break;
    case PROP_UNIDAD:
      if (g_strcmp0 (self->unidad, g_value_get_string (value)) == 0)
        break;
      g_free (self->unidad);
      self->unidad = g_value_dup_string (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_form_group_dispose (GObject *object)
{
  TbkFormGroup *self = TBK_FORM_GROUP (object);

  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->form);
  G_OBJECT_CLASS (tbk_form_group_parent_class)->dispose (object);
}

static void
tbk_form_group_finalize (GObject *object)
{
  TbkFormGroup *self = TBK_FORM_GROUP (object);

  g_ptr_array_unref (self->rows);
  g_free (self->fields);
  g_free (self->unidad);
  G_OBJECT_CLASS (tbk_form_group_parent_class)->finalize (object);
}

static void
tbk_form_group_class_init (TbkFormGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_form_group_get_property;
  object_class->set_property = tbk_form_group_set_property;
  object_class->dispose = tbk_form_group_dispose;
  object_class->finalize = tbk_form_group_finalize;
  properties[PROP_FORM] = g_param_spec_object ("form", NULL, NULL, TBK_TYPE_FORM, flags);
  properties[PROP_FIELDS] = g_param_spec_string ("fields", NULL, NULL, NULL, flags);
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tbk_form_group_init (TbkFormGroup *self)
{
  self->rows = g_ptr_array_new ();
}

TbkFieldRow *
tbk_form_group_get_row (TbkFormGroup *self, const char *field)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      TbkFieldRow *row = g_ptr_array_index (self->rows, i);
      g_autofree char *name = NULL;

      g_object_get (row, "field", &name, NULL);
      if (g_strcmp0 (name, field) == 0)
        return row;
    }
  return NULL;
}

void
tbk_form_group_set_form (TbkFormGroup *self, TbkForm *form)
{
  g_return_if_fail (TBK_IS_FORM_GROUP (self));

  if (!g_set_object (&self->form, form))
    return;
  make_rows (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FORM]);
}
