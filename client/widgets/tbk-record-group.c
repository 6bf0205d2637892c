/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-record-group.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"

typedef struct
{
  const TbkField *field; /* static */
  GtkWidget *row;        /* in the list */
  GtkLabel *value;       /* in the row */
} Line;

struct _TbkRecordGroup
{
  GtkWidget parent_instance;

  GtkWidget *heading;
  GtkWidget *list;
  GArray *lines; /* of Line */
  char *noun;
  char *fields;
  char *unidad;
  TbkRecord *record;
};

G_DEFINE_FINAL_TYPE (TbkRecordGroup, tbk_record_group, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_NOUN,
  PROP_FIELDS,
  PROP_RECORD,
  PROP_UNIDAD,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static gboolean
is_long (const TbkField *field)
{
  return field->type == TBK_FIELD_TEXT && field->max_length > 200;
}

static void
show_line (TbkRecordGroup *self, Line *line)
{
  g_autofree char *text = tbk_show_field (line->field, self->record, self->unidad, TRUE);
  gboolean any = text != NULL && *text != '\0';

  gtk_label_set_label (line->value, any ? text : "");
  gtk_widget_set_visible (line->row, any);
}

static void
refresh (TbkRecordGroup *self)
{
  gboolean any = FALSE;

  if (self->record != NULL)
    for (guint i = 0; i < self->lines->len; i++)
      {
        Line *line = &g_array_index (self->lines, Line, i);

        show_line (self, line);
        any |= gtk_widget_get_visible (line->row);
      }
  gtk_widget_set_visible (self->list, any);
  gtk_widget_set_visible (self->heading, any && *gtk_label_get_label (GTK_LABEL (self->heading)) != '\0');
}

static void
add_line (TbkRecordGroup *self, const TbkField *field)
{
  GtkWidget *name = gtk_label_new (_ (field->label));
  GtkWidget *value = gtk_label_new (NULL);
  GtkWidget *box = gtk_box_new (is_long (field) ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_add_css_class (name, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (value), is_long (field) ? 0 : 1);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name, NULL, -1);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), value);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  g_array_append_val (self->lines, ((Line){ .field = field, .row = row, .value = GTK_LABEL (value) }));
}

static void
rebuild (TbkRecordGroup *self)
{
  const TbkResource *resource = self->noun != NULL ? tbk_resource_find (self->noun) : NULL;
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), g_array_index (self->lines, Line, i).row);
  g_array_set_size (self->lines, 0);
  if (resource == NULL || self->fields == NULL)
    return;
  names = g_strsplit_set (self->fields, " \n", -1);
  for (char **name = names; *name != NULL; name++)
    {
      const TbkField *field = **name != '\0' ? tbk_schema_find (&resource->schema, *name) : NULL;

      if (field != NULL)
        add_line (self, field);
      else if (**name != '\0')
        g_critical ("%s has no field %s", self->noun, *name);
    }
  refresh (self);
}

static void
set_record (TbkRecordGroup *self, TbkRecord *record)
{
  if (self->record == record)
    return;
  if (self->record != NULL)
    g_signal_handlers_disconnect_by_func (self->record, refresh, self);
  g_set_object (&self->record, record);
  if (record != NULL)
    g_signal_connect_object (record, "notify", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}

static void
tbk_record_group_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbkRecordGroup *self = TBK_RECORD_GROUP (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->heading)));
      break;
    case PROP_NOUN:
      g_value_set_string (value, self->noun);
      break;
    case PROP_FIELDS:
      g_value_set_string (value, self->fields);
      break;
    case PROP_RECORD:
      g_value_set_object (value, self->record);
      break;
    case PROP_UNIDAD:
      g_value_set_string (value, self->unidad);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
replace (char **member, const GValue *value)
{
  g_free (*member);
  *member = g_value_dup_string (value);
}

static void
tbk_record_group_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbkRecordGroup *self = TBK_RECORD_GROUP (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      gtk_label_set_label (GTK_LABEL (self->heading), g_value_get_string (value));
      refresh (self);
      break;
    case PROP_NOUN:
      replace (&self->noun, value);
      rebuild (self);
      break;
    case PROP_FIELDS:
      replace (&self->fields, value);
      rebuild (self);
      break;
    case PROP_RECORD:
      set_record (self, g_value_get_object (value));
      break;
    case PROP_UNIDAD:
      replace (&self->unidad, value);
      refresh (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tbk_record_group_dispose (GObject *object)
{
  TbkRecordGroup *self = TBK_RECORD_GROUP (object);

  set_record (self, NULL);
  g_clear_pointer (&self->heading, gtk_widget_unparent);
  g_clear_pointer (&self->list, gtk_widget_unparent);
  G_OBJECT_CLASS (tbk_record_group_parent_class)->dispose (object);
}

static void
tbk_record_group_finalize (GObject *object)
{
  TbkRecordGroup *self = TBK_RECORD_GROUP (object);

  g_array_unref (self->lines);
  g_free (self->noun);
  g_free (self->fields);
  g_free (self->unidad);
  G_OBJECT_CLASS (tbk_record_group_parent_class)->finalize (object);
}

static void
tbk_record_group_class_init (TbkRecordGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tbk_record_group_dispose;
  object_class->finalize = tbk_record_group_finalize;
  object_class->get_property = tbk_record_group_get_property;
  object_class->set_property = tbk_record_group_set_property;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_NOUN] = g_param_spec_string ("noun", NULL, NULL, NULL, flags);
  properties[PROP_FIELDS] = g_param_spec_string ("fields", NULL, NULL, NULL, flags);
  properties[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, TBK_TYPE_RECORD, flags);
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "recordgroup");
}

static void
tbk_record_group_init (TbkRecordGroup *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  self->heading = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
  gtk_widget_add_css_class (self->heading, "heading");
  gtk_widget_set_visible (self->heading, FALSE);
  gtk_widget_set_parent (self->heading, GTK_WIDGET (self));
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_add_css_class (self->list, "facts");
  gtk_widget_set_visible (self->list, FALSE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->heading, NULL, -1);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
}
