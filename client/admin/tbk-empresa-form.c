/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-empresa-form.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-ruc.h"

#define RUC_DIGITS 13

struct _TbkEmpresaForm
{
  TbkFormWindow parent_instance;

  AdwPreferencesGroup *identity;
};

G_DEFINE_FINAL_TYPE (TbkEmpresaForm, tbk_empresa_form, TBK_TYPE_FORM_WINDOW)

static const char *
get_kind_label (const char *kind)
{
  if (g_strcmp0 (kind, "natural") == 0)
    return _ ("RUC of a natural person.");
  if (g_strcmp0 (kind, "publica") == 0)
    return _ ("RUC of a public body.");
  return _ ("RUC of a company.");
}

char *
tbk_empresa_describe_ruc (const char *ruc)
{
  gsize typed = ruc != NULL ? strlen (ruc) : 0;
  TbkRucResult result;

  if (typed == 0)
    return g_strdup ("");
  if (typed < RUC_DIGITS)
    return g_strdup_printf (ngettext ("%d digit is missing.", "%d digits are missing.", RUC_DIGITS - typed),
                            (int) (RUC_DIGITS - typed));
  result = tbk_ruc_check (ruc);
  if (result == TBK_RUC_VALID)
    return g_strdup (get_kind_label (tbk_ruc_kind (ruc)));
  if (result == TBK_RUC_WARN)
    return g_strdup (_ ("RUC of a company. Its check digit does not fit, as that of some newer ones: "
                        "it is taken, and marked as unverified."));
  return g_strdup (_ (tbk_ruc_message (result)));
}

static void
ruc_changed_cb (TbkEmpresaForm *self)
{
  TbkForm *form = tbk_form_window_get_form (TBK_FORM_WINDOW (self));
  g_autofree char *text = tbk_empresa_describe_ruc (tbk_form_get_text (form, "ruc"));

  adw_preferences_group_set_description (self->identity, text);
}

static void
tbk_empresa_form_class_init (TbkEmpresaFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TBK_TYPE_FORM_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/empresa-form.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkEmpresaForm, identity);
}

static void
tbk_empresa_form_init (TbkEmpresaForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TbkFormWindow *
tbk_empresa_form_new (TbkForm *form)
{
  gboolean creating = tbk_form_is_creating (form);
  TbkEmpresaForm *self = g_object_new (TBK_TYPE_EMPRESA_FORM, "form", form, "title",
                                       creating ? _ ("New Company") : tbk_form_get_text (form, "nombre"), NULL);

  if (creating)
    g_signal_connect_object (form, "changed::ruc", G_CALLBACK (ruc_changed_cb), self, G_CONNECT_SWAPPED);
  return TBK_FORM_WINDOW (self);
}
