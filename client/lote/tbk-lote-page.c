/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lote-page.h"

#include <glib/gi18n.h>

#include "lote.h"
#include "tbk-choice-filter.h"
#include "tbk-closures.h"
#include "tbk-fecha-filter.h"
#include "tbk-lote-detail.h"
#include "tbk-lote-form.h"
#include "tbk-lote-rights.h"

struct _TbkLotePage
{
  TbkRecordPage parent_instance;

  TbkListing *listing;
  GtkToggleButton *unassigned;
};

G_DEFINE_FINAL_TYPE (TbkLotePage, tbk_lote_page, TBK_TYPE_RECORD_PAGE)

static guint
get_rights (TbkRecordPage *page, TbkRecord *record)
{
  TbkApi *api = tbk_page_get_api (TBK_PAGE (page));

  return tbk_lote_rights (tbk_api_get_rol (api), tbk_api_get_empresa_id (api), record);
}

static TbkFormWindow *
make_form (TbkRecordPage *page, TbkForm *form)
{
  gboolean buyer = (tbk_record_page_get_rights (page) & TBK_RIGHT_LOTE_BUYER) != 0;

  tbk_form_set_check (form, tbk_lote_check);
  return tbk_lote_form_new (form, buyer && !tbk_form_is_creating (form));
}

static char *
describe_delete (TbkRecordPage *page, TbkRecord *record)
{
  /* Translators: %s is a lot's code */
  return g_strdup_printf (_ ("Lot %s disappears from all lists. Its history is kept."),
                          tbk_record_get_text (record, "codigo_lote"));
}

static void
unassigned_toggled_cb (TbkLotePage *self)
{
  tbk_listing_set_filter (self->listing, "sin_contrato",
                          gtk_toggle_button_get_active (self->unassigned) ? "true" : NULL);
}

/* Somebody may have cleared the filters. */
static void
filtered_cb (TbkLotePage *self)
{
  gtk_toggle_button_set_active (self->unassigned, tbk_listing_get_filter (self->listing, "sin_contrato") != NULL);
}

static void
tbk_lote_page_class_init (TbkLotePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TbkRecordPageClass *page_class = TBK_RECORD_PAGE_CLASS (klass);

  page_class->resource = &tbk_lote;
  page_class->get_rights = get_rights;
  page_class->make_form = make_form;
  page_class->describe_delete = describe_delete;
  page_class->empty_to_create = N_ ("Register the first one: its weight, its moisture, where it lies.");
  page_class->empty_to_wait = N_ ("A lot appears here as soon as a seller assigns it to one of your contracts.");

  g_type_ensure (tbk_record_type_for (&tbk_lote));
  g_type_ensure (TBK_TYPE_RECORD_TABLE);
  g_type_ensure (TBK_TYPE_CHOICE_FILTER);
  g_type_ensure (TBK_TYPE_FECHA_FILTER);
  g_type_ensure (TBK_TYPE_LOTE_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/lote-page.ui");
  tbk_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkLotePage, listing);
  gtk_widget_class_bind_template_child (widget_class, TbkLotePage, unassigned);
  gtk_widget_class_bind_template_callback (widget_class, unassigned_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, filtered_cb);
}

static void
tbk_lote_page_init (TbkLotePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
