/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-empresa-page.h"

#include <glib/gi18n.h>

#include "tbk-admin-rights.h"
#include "tbk-choice-filter.h"
#include "tbk-closures.h"
#include "tbk-empresa-detail.h"
#include "tbk-empresa-form.h"

struct _TbkEmpresaPage
{
  TbkRecordPage parent_instance;

  TbkListing *listing;
  GtkToggleButton *asociada;
};

G_DEFINE_FINAL_TYPE (TbkEmpresaPage, tbk_empresa_page, TBK_TYPE_RECORD_PAGE)

static guint
get_rights (TbkRecordPage *page, TbkRecord *record)
{
  return tbk_empresa_rights (tbk_page_get_api (TBK_PAGE (page)), record);
}

static TbkFormWindow *
make_form (TbkRecordPage *page, TbkForm *form)
{
  return tbk_empresa_form_new (form);
}

static gboolean
has_associations (gpointer self, const char *rol)
{
  return g_strcmp0 (rol, "centro") == 0 || g_strcmp0 (rol, "proveedor") == 0;
}

static void
asociada_toggled_cb (TbkEmpresaPage *self)
{
  tbk_listing_set_filter (self->listing, "asociada", gtk_toggle_button_get_active (self->asociada) ? "true" : NULL);
}

/* Somebody may have cleared the filters. */
static void
filtered_cb (TbkEmpresaPage *self)
{
  gtk_toggle_button_set_active (self->asociada, tbk_listing_get_filter (self->listing, "asociada") != NULL);
}

static void
tbk_empresa_page_class_init (TbkEmpresaPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TbkRecordPageClass *page_class = TBK_RECORD_PAGE_CLASS (klass);

  page_class->resource = &tbk_empresa;
  page_class->get_rights = get_rights;
  page_class->make_form = make_form;
  g_type_ensure (tbk_record_type_for (&tbk_empresa));
  g_type_ensure (TBK_TYPE_RECORD_TABLE);
  g_type_ensure (TBK_TYPE_CHOICE_FILTER);
  g_type_ensure (TBK_TYPE_EMPRESA_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/empresa-page.ui");
  tbk_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkEmpresaPage, listing);
  gtk_widget_class_bind_template_child (widget_class, TbkEmpresaPage, asociada);
  gtk_widget_class_bind_template_callback (widget_class, asociada_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, has_associations);
  gtk_widget_class_bind_template_callback (widget_class, filtered_cb);
}

static void
tbk_empresa_page_init (TbkEmpresaPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
