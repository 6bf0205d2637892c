/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-record-cell.h"

#include <string.h>

#include "tbk-closures.h"
#include "tbk-estado-pill.h"

#define MIN_PROSE_CHARS 12

struct _TbkRecordCell
{
  GtkWidget parent_instance;

  const TbkField *field;
  TbkRecord *record;
  char *unidad;
  GtkWidget *label; /* or: */
  GtkWidget *pill;
};

G_DEFINE_FINAL_TYPE (TbkRecordCell, tbk_record_cell, GTK_TYPE_WIDGET)

enum
{
  PROP_UNIDAD = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
show (TbkRecordCell *self)
{
  g_autofree char *text = NULL;
  gboolean loading;

  if (self->record == NULL)
    return;
  if (self->pill != NULL)
    {
      tbk_estado_pill_set_estado (TBK_ESTADO_PILL (self->pill), tbk_record_get_text (self->record, self->field->name));
      return;
    }
  g_object_get (self->record, "loading", &loading, NULL);
  text = loading ? g_strdup ("…") : tbk_show_field (self->field, self->record, self->unidad, FALSE);
  gtk_label_set_text (GTK_LABEL (self->label), text);
}

static void
record_notify_cb (TbkRecord *record, GParamSpec *pspec, TbkRecordCell *self)
{
  show (self);
}

static void
tbk_record_cell_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, TBK_RECORD_CELL (object)->unidad);
}

static void
tbk_record_cell_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkRecordCell *self = TBK_RECORD_CELL (object);

  if (g_strcmp0 (self->unidad, g_value_get_string (value)) == 0)
    return;
  g_free (self->unidad);
  self->unidad = g_value_dup_string (value);
  show (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
tbk_record_cell_dispose (GObject *object)
{
  TbkRecordCell *self = TBK_RECORD_CELL (object);

  tbk_record_cell_set_record (self, NULL);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->pill, gtk_widget_unparent);
  G_OBJECT_CLASS (tbk_record_cell_parent_class)->dispose (object);
}

static void
tbk_record_cell_finalize (GObject *object)
{
  g_free (TBK_RECORD_CELL (object)->unidad);
  G_OBJECT_CLASS (tbk_record_cell_parent_class)->finalize (object);
}

static void
tbk_record_cell_class_init (TbkRecordCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tbk_record_cell_get_property;
  object_class->set_property = tbk_record_cell_set_property;
  object_class->dispose = tbk_record_cell_dispose;
  object_class->finalize = tbk_record_cell_finalize;
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tbk_record_cell_init (TbkRecordCell *self)
{
}

static gboolean
is_number (const TbkField *field)
{
  return field->type == TBK_FIELD_DECIMAL || field->type == TBK_FIELD_INTEGER;
}

/* What may be cut where the table is narrow; never a figure, a date or a code. */
static gboolean
is_prose (const TbkField *field)
{
  return field->type == TBK_FIELD_REF || (field->type == TBK_FIELD_TEXT && strstr (field->name, "codigo") == NULL);
}

GtkWidget *
tbk_record_cell_new (const TbkResource *resource, const TbkField *field)
{
  TbkRecordCell *self = g_object_new (TBK_TYPE_RECORD_CELL, NULL);

  self->field = field;
  if (resource->estados != NULL && strcmp (field->name, "estado") == 0)
    {
      self->pill = tbk_estado_pill_new (resource->name);
      gtk_widget_set_parent (self->pill, GTK_WIDGET (self));
      return GTK_WIDGET (self);
    }
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), is_number (field) ? 1 : 0);
  if (is_prose (field))
    {
      gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (self->label), MIN_PROSE_CHARS);
    }
  gtk_label_set_single_line_mode (GTK_LABEL (self->label), TRUE);
  if (is_number (field))
    gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

TbkRecord *
tbk_record_cell_get_record (TbkRecordCell *self)
{
  return self->record;
}

void
tbk_record_cell_set_record (TbkRecordCell *self, TbkRecord *record)
{
  if (self->record == record)
    return;
  if (self->record != NULL)
    g_signal_handlers_disconnect_by_data (self->record, self);
  g_set_object (&self->record, record);
  if (record == NULL)
    return;
  g_signal_connect (record, "notify", G_CALLBACK (record_notify_cb), self);
  show (self);
}
