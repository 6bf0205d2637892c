/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-field-row.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-field-editor.h"
#include "tbk-ref-picker.h"

struct _TbkFieldRow
{
  AdwPreferencesRow parent_instance;

  TbkForm *form;
  char *field_name;
  TbkFieldEdit edit;
  const TbkFieldEditor *editor; /* NULL until there are a form and a field */
  gulong changed_id;

  /* template children */
  GtkLabel *title_label;
  GtkWidget *editor_bin;
  GtkLabel *unit_label;
  GtkLabel *error_label;
  GtkLabel *hint_label;
};

G_DEFINE_FINAL_TYPE (TbkFieldRow, tbk_field_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_FORM = 1,
  PROP_FIELD,
  PROP_UNIDAD,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

/* The error stands in the hint's place, in words and by colour. */
static void
show_error (TbkFieldRow *self)
{
  const char *error = tbk_form_get_error (self->form, self->edit.field->name);
  GtkWidget *focus = self->edit.focus;

  gtk_label_set_text (self->error_label, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), error == NULL
                                                             && gtk_label_get_text (self->hint_label)[0] != '\0');
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_STATE_INVALID,
                               error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
show (TbkFieldRow *self)
{
  tbk_field_editor_show (self->editor, &self->edit);
  show_error (self);
}

static void
form_changed_cb (TbkForm *form, const char *name, TbkFieldRow *self)
{
  show (self);
}

static void
show_words (TbkFieldRow *self)
{
  const TbkField *field = self->edit.field;
  gboolean needed = (field->flags & TBK_FIELD_REQUIRED) && tbk_form_can_edit (self->form, field->name);
  /* Translators: the label of a field that must be filled in */
  g_autofree char *title = g_strdup_printf (needed ? _ ("%s *") : "%s", _ (field->label));
  const char *unit = tbk_show_unit (field, self->edit.unidad);
  gboolean editable = tbk_form_can_edit (self->form, field->name);

  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->unit_label, unit);
  gtk_widget_set_visible (GTK_WIDGET (self->unit_label), editable && unit[0] != '\0');
  gtk_label_set_text (self->hint_label, editable && field->hint != NULL ? _ (field->hint) : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->edit.focus), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (field->label), -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ (field->label));
}

static void
forget_form (TbkFieldRow *self)
{
  g_clear_signal_handler (&self->changed_id, self->form);
  self->edit.form = NULL;
}

static const TbkField *
find_field (TbkFieldRow *self)
{
  const TbkField *field = tbk_schema_find (tbk_form_get_schema (self->form), self->field_name);

  return field != NULL ? field : tbk_schema_find (&tbk_form_get_resource (self->form)->schema, self->field_name);
}

/* The editor is made once, when the row knows its form and its field. */
static void
build (TbkFieldRow *self)
{
  g_autofree char *signal = NULL;

  if (self->form == NULL || self->field_name == NULL || self->editor != NULL)
    return;
  self->edit.form = self->form;
  self->edit.field = find_field (self);
  if (self->edit.field == NULL)
    {
      g_critical ("%s has no field %s", tbk_form_get_resource (self->form)->name, self->field_name);
      return;
    }
  self->editor = tbk_field_editor_for (self->edit.field, tbk_form_can_edit (self->form, self->field_name));
  self->editor->make (&self->edit);
  gtk_widget_set_hexpand (self->edit.widget, TRUE);
  gtk_box_prepend (GTK_BOX (self->editor_bin), self->edit.widget);
  gtk_label_set_mnemonic_widget (self->title_label, self->edit.focus);
  signal = g_strconcat ("changed::", self->field_name, NULL);
  self->changed_id = g_signal_connect (self->form, signal, G_CALLBACK (form_changed_cb), self);
  show_words (self);
  show (self);
}

static void
set_unidad (TbkFieldRow *self, const char *unidad)
{
  if (g_strcmp0 (self->edit.unidad, unidad) == 0)
    return;
  g_free (self->edit.unidad);
  self->edit.unidad = g_strdup (unidad);
  if (self->editor != NULL)
    {
      show_words (self);
      show (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNIDAD]);
}

static void
tbk_field_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkFieldRow *self = TBK_FIELD_ROW (object);

  switch (id)
    {
    case PROP_FORM:
      g_value_set_object (value, self->form);
      break;
    case PROP_FIELD:
      g_value_set_string (value, self->field_name);
      break;
    case PROP_UNIDAD:
      g_value_set_string (value, self->edit.unidad);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_field_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkFieldRow *self = TBK_FIELD_ROW (object);

  switch (id)
    {
    case PROP_FORM:
      self->form = g_value_dup_object (value);
      build (self);
      break;
    case PROP_FIELD:
      self->field_name = g_value_dup_string (value);
      build (self);
      break;
    case PROP_UNIDAD:
      set_unidad (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
tbk_field_row_grab_focus (GtkWidget *widget)
{
  TbkFieldRow *self = TBK_FIELD_ROW (widget);

  return self->edit.focus != NULL && gtk_widget_grab_focus (self->edit.focus);
}

static void
tbk_field_row_dispose (GObject *object)
{
  TbkFieldRow *self = TBK_FIELD_ROW (object);

  if (self->form != NULL)
    forget_form (self);
  /* the editor's signals carry a pointer into this row */
  if (self->edit.widget != NULL)
    gtk_widget_unparent (self->edit.widget);
  self->edit.widget = NULL;
  self->edit.focus = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_FIELD_ROW);
  g_clear_object (&self->form);
  G_OBJECT_CLASS (tbk_field_row_parent_class)->dispose (object);
}

static void
tbk_field_row_finalize (GObject *object)
{
  TbkFieldRow *self = TBK_FIELD_ROW (object);

  g_free (self->field_name);
  g_free (self->edit.unidad);
  G_OBJECT_CLASS (tbk_field_row_parent_class)->finalize (object);
}

static void
tbk_field_row_class_init (TbkFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_field_row_get_property;
  object_class->set_property = tbk_field_row_set_property;
  object_class->dispose = tbk_field_row_dispose;
  object_class->finalize = tbk_field_row_finalize;
  properties[PROP_FORM] = g_param_spec_object ("form", NULL, NULL, TBK_TYPE_FORM, flags | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_FIELD] = g_param_spec_string ("field", NULL, NULL, NULL, flags | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  widget_class->grab_focus = tbk_field_row_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkFieldRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, TbkFieldRow, editor_bin);
  gtk_widget_class_bind_template_child (widget_class, TbkFieldRow, unit_label);
  gtk_widget_class_bind_template_child (widget_class, TbkFieldRow, error_label);
  gtk_widget_class_bind_template_child (widget_class, TbkFieldRow, hint_label);
}

static void
tbk_field_row_init (TbkFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tbk_field_row_new (TbkForm *form, const char *field, const char *unidad)
{
  return g_object_new (TBK_TYPE_FIELD_ROW, "unidad", unidad, "form", form, "field", field, NULL);
}

void
tbk_field_row_set_ref_filter (TbkFieldRow *self, const char *name, const char *text)
{
  g_return_if_fail (TBK_IS_FIELD_ROW (self));

  if (TBK_IS_REF_PICKER (self->edit.widget))
    tbk_listing_set_base_filter (tbk_ref_picker_get_listing (TBK_REF_PICKER (self->edit.widget)), name, text);
}

void
tbk_field_row_focus (TbkFieldRow *self)
{
  g_return_if_fail (TBK_IS_FIELD_ROW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self));
}
