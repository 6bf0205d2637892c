/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-usuario-page.h"

#include <glib/gi18n.h>

#include "tbk-admin-rights.h"
#include "tbk-choice-filter.h"
#include "tbk-closures.h"
#include "tbk-usuario-detail.h"
#include "tbk-usuario-form.h"

struct _TbkUsuarioPage
{
  TbkRecordPage parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkUsuarioPage, tbk_usuario_page, TBK_TYPE_RECORD_PAGE)

static guint
get_rights (TbkRecordPage *page, TbkRecord *record)
{
  return tbk_usuario_rights (tbk_page_get_api (TBK_PAGE (page)), record);
}

static TbkFormWindow *
make_form (TbkRecordPage *page, TbkForm *form)
{
  return tbk_usuario_form_new (form);
}

static void
tbk_usuario_page_class_init (TbkUsuarioPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TbkRecordPageClass *page_class = TBK_RECORD_PAGE_CLASS (klass);

  page_class->resource = &tbk_usuario;
  page_class->get_rights = get_rights;
  page_class->make_form = make_form;
  g_type_ensure (tbk_record_type_for (&tbk_usuario));
  g_type_ensure (TBK_TYPE_RECORD_TABLE);
  g_type_ensure (TBK_TYPE_CHOICE_FILTER);
  g_type_ensure (TBK_TYPE_USUARIO_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/usuario-page.ui");
  tbk_closures_bind (widget_class);
}

static void
tbk_usuario_page_init (TbkUsuarioPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
