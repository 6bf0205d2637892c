/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-contrato-page.h"

#include <glib/gi18n.h>

#include "contrato.h"
#include "tbk-choice-filter.h"
#include "tbk-closures.h"
#include "tbk-contrato-detail.h"
#include "tbk-contrato-form.h"
#include "tbk-contrato-rights.h"
#include "tbk-fecha-filter.h"

struct _TbkContratoPage
{
  TbkRecordPage parent_instance;

  TbkContratoDetail *detail; /* template child */
};

G_DEFINE_FINAL_TYPE (TbkContratoPage, tbk_contrato_page, TBK_TYPE_RECORD_PAGE)

static guint
get_rights (TbkRecordPage *page, TbkRecord *record)
{
  TbkApi *api = tbk_page_get_api (TBK_PAGE (page));

  return tbk_contrato_rights (tbk_api_get_rol (api), tbk_api_get_empresa_id (api), record);
}

/* The noun's rules, and the two sides, which the server settles by the caller's rol where they are left out. */
static gboolean
check_whole (const TbkValues *whole, GError **error)
{
  static const char *const sides[] = { "exportadora_id", "contraparte_id" };
  g_autoptr (GError) problem = NULL;

  tbk_contrato_check (whole, &problem);
  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    if (tbk_values_get (whole, sides[i]) == NULL)
      tbk_problem_add_field (&problem, sides[i], "missing", "a contract has two sides");
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static TbkFormWindow *
make_form (TbkRecordPage *page, TbkForm *form)
{
  tbk_form_set_check (form, check_whole);
  return tbk_contrato_form_new (form);
}

static char *
describe_delete (TbkRecordPage *page, TbkRecord *record)
{
  /* Translators: %s is a contract's code */
  return g_strdup_printf (_ ("Contract %s disappears from the lists of both sides. Its history is kept."),
                          tbk_record_get_text (record, "codigo"));
}

/* The contrato is shown, or about to be. */
static void
show_documento_action (GtkWidget *widget, const char *name, GVariant *target)
{
  gint64 contrato_id, documento_id;

  g_variant_get (target, "(xx)", &contrato_id, &documento_id);
  tbk_contrato_detail_show_documento (TBK_CONTRATO_PAGE (widget)->detail, contrato_id, documento_id);
}

static void
tbk_contrato_page_class_init (TbkContratoPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TbkRecordPageClass *page_class = TBK_RECORD_PAGE_CLASS (klass);

  page_class->resource = &tbk_contrato;
  page_class->get_rights = get_rights;
  page_class->make_form = make_form;
  page_class->describe_delete = describe_delete;
  page_class->empty_to_create = N_ ("Write the first one: the two sides, how much cacao, at what price.");
  page_class->empty_to_wait = N_ (
      "A contract appears here as soon as an exporter or a collection center writes one with you.");

  g_type_ensure (tbk_record_type_for (&tbk_contrato));
  g_type_ensure (TBK_TYPE_RECORD_TABLE);
  g_type_ensure (TBK_TYPE_CHOICE_FILTER);
  g_type_ensure (TBK_TYPE_FECHA_FILTER);
  g_type_ensure (TBK_TYPE_CONTRATO_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/contrato-page.ui");
  tbk_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TbkContratoPage, detail);
  gtk_widget_class_install_action (widget_class, "page.show-documento", "(xx)", show_documento_action);
}

static void
tbk_contrato_page_init (TbkContratoPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
