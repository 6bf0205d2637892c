/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-asociacion-page.h"

#include <glib/gi18n.h>

#include "tbk-admin-rights.h"
#include "tbk-asociacion-detail.h"
#include "tbk-asociacion-form.h"
#include "tbk-choice-filter.h"
#include "tbk-closures.h"

struct _TbkAsociacionPage
{
  TbkRecordPage parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkAsociacionPage, tbk_asociacion_page, TBK_TYPE_RECORD_PAGE)

static guint
get_rights (TbkRecordPage *page, TbkRecord *record)
{
  return tbk_asociacion_rights (tbk_page_get_api (TBK_PAGE (page)), record);
}

static TbkFormWindow *
make_form (TbkRecordPage *page, TbkForm *form)
{
  return tbk_asociacion_form_new (form);
}

static char *
describe_delete (TbkRecordPage *page, TbkRecord *record)
{
  /* Translators: a collection center, a supplier */
  return g_strdup_printf (_ ("%s no longer sees the lots of %s. Either side can ask for it again."),
                          tbk_record_get_text (record, "centro_nombre"),
                          tbk_record_get_text (record, "proveedor_nombre"));
}

static void
tbk_asociacion_page_class_init (TbkAsociacionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TbkRecordPageClass *page_class = TBK_RECORD_PAGE_CLASS (klass);

  page_class->resource = &tbk_asociacion;
  page_class->get_rights = get_rights;
  page_class->make_form = make_form;
  page_class->describe_delete = describe_delete;
  page_class->delete_heading = N_ ("End This Association?");
  page_class->delete_label = N_ ("_End");
  g_type_ensure (tbk_record_type_for (&tbk_asociacion));
  g_type_ensure (TBK_TYPE_RECORD_TABLE);
  g_type_ensure (TBK_TYPE_CHOICE_FILTER);
  g_type_ensure (TBK_TYPE_ASOCIACION_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/asociacion-page.ui");
  tbk_closures_bind (widget_class);
}

static void
tbk_asociacion_page_init (TbkAsociacionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
