/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-rechazo-page.h"

#include "tbk-rechazo-detail.h"
#include "tbk-choice-filter.h"
#include "tbk-closures.h"
#include "tbk-fecha-filter.h"

struct _TbkRechazoPage
{
  TbkRecordPage parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkRechazoPage, tbk_rechazo_page, TBK_TYPE_RECORD_PAGE)

static void
tbk_rechazo_page_class_init (TbkRechazoPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  TBK_RECORD_PAGE_CLASS (klass)->resource = &tbk_rechazo;
  g_type_ensure (tbk_record_type_for (&tbk_rechazo));
  g_type_ensure (TBK_TYPE_RECORD_TABLE);
  g_type_ensure (TBK_TYPE_CHOICE_FILTER);
  g_type_ensure (TBK_TYPE_FECHA_FILTER);
  g_type_ensure (TBK_TYPE_RECHAZO_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/rechazo-page.ui");
  tbk_closures_bind (widget_class);
}

static void
tbk_rechazo_page_init (TbkRechazoPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
