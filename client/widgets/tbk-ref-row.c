/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-ref-row.h"

#include "tbk-closures.h"

struct _TbkRefRow
{
  GtkBox parent_instance;

  TbkRecord *record;
  GtkWidget *title;
  GtkWidget *subtitle;
};

G_DEFINE_FINAL_TYPE (TbkRefRow, tbk_ref_row, GTK_TYPE_BOX)

enum
{
  PROP_RECORD = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
show (TbkRefRow *self)
{
  g_autofree char *title = tbk_show_title (self->record);
  g_autofree char *subtitle = tbk_show_subtitle (self->record);

  gtk_label_set_text (GTK_LABEL (self->title), title[0] != '\0' ? title : "…");
  gtk_label_set_text (GTK_LABEL (self->subtitle), subtitle);
  gtk_widget_set_visible (self->subtitle, subtitle[0] != '\0');
}

static void
record_notify_cb (TbkRecord *record, GParamSpec *pspec, TbkRefRow *self)
{
  show (self);
}

static void
tbk_ref_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, TBK_REF_ROW (object)->record);
}

static void
tbk_ref_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  tbk_ref_row_set_record (TBK_REF_ROW (object), g_value_get_object (value));
}

static void
tbk_ref_row_dispose (GObject *object)
{
  tbk_ref_row_set_record (TBK_REF_ROW (object), NULL);
  G_OBJECT_CLASS (tbk_ref_row_parent_class)->dispose (object);
}

static void
tbk_ref_row_class_init (TbkRefRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tbk_ref_row_get_property;
  object_class->set_property = tbk_ref_row_set_property;
  object_class->dispose = tbk_ref_row_dispose;
  properties[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, TBK_TYPE_RECORD,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static GtkWidget *
append_label (TbkRefRow *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (self), label);
  return label;
}

static void
tbk_ref_row_init (TbkRefRow *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->title = append_label (self);
  self->subtitle = append_label (self);
  gtk_widget_add_css_class (self->subtitle, "caption");
  gtk_widget_add_css_class (self->subtitle, "dim-label");
  gtk_widget_set_margin_top (GTK_WIDGET (self), 4);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self), 4);
}

GtkWidget *
tbk_ref_row_new (void)
{
  return g_object_new (TBK_TYPE_REF_ROW, NULL);
}

void
tbk_ref_row_set_record (TbkRefRow *self, TbkRecord *record)
{
  g_return_if_fail (TBK_IS_REF_ROW (self));

  if (self->record == record)
    return;
  if (self->record != NULL)
    g_signal_handlers_disconnect_by_data (self->record, self);
  g_set_object (&self->record, record);
  if (record != NULL)
    {
      g_signal_connect (record, "notify", G_CALLBACK (record_notify_cb), self);
      show (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
}
