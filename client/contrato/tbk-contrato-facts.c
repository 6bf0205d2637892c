/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-contrato-facts.h"

#include "contrato.h"
#include "tbk-contrato-text.h"
#include "tbk-record-group.h"

struct _TbkContratoFacts
{
  TbkRecordDetail parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkContratoFacts, tbk_contrato_facts, TBK_TYPE_RECORD_DETAIL)

static void
tbk_contrato_facts_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_CONTRATO_FACTS);
  G_OBJECT_CLASS (tbk_contrato_facts_parent_class)->dispose (object);
}

static void
tbk_contrato_facts_class_init (TbkContratoFactsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_contrato_facts_dispose;
  g_type_ensure (tbk_record_type_for (&tbk_contrato));
  g_type_ensure (TBK_TYPE_RECORD_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/contrato-facts.ui");
  tbk_record_detail_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, tbk_contrato_describe_volumen);
  gtk_widget_class_bind_template_callback (widget_class, tbk_contrato_describe_precio);
}

static void
tbk_contrato_facts_init (TbkContratoFacts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
