/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-asociacion-form.h"

#include <glib/gi18n.h>

struct _TbkAsociacionForm
{
  TbkFormWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (TbkAsociacionForm, tbk_asociacion_form, TBK_TYPE_FORM_WINDOW)

/* The own side is known; the other one is picked. */
static void
settle_side (TbkAsociacionForm *self, TbkForm *form, const char *field, const char *tipo)
{
  TbkFieldRow *row = tbk_form_window_get_row (TBK_FORM_WINDOW (self), field);
  TbkApi *api = tbk_form_get_api (form);

  if (row == NULL)
    return;
  tbk_field_row_set_ref_filter (row, "tipo", tipo);
  gtk_widget_set_visible (GTK_WIDGET (row), g_strcmp0 (tbk_api_get_rol (api), tipo) != 0);
}

static void
tbk_asociacion_form_class_init (TbkAsociacionFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TBK_TYPE_FORM_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/asociacion-form.ui");
}

static void
tbk_asociacion_form_init (TbkAsociacionForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TbkFormWindow *
tbk_asociacion_form_new (TbkForm *form)
{
  TbkAsociacionForm *self
      = g_object_new (TBK_TYPE_ASOCIACION_FORM, "form", form, "title", _ ("Ask for an Association"), NULL);

  settle_side (self, form, "centro_id", "centro");
  settle_side (self, form, "proveedor_id", "proveedor");
  return TBK_FORM_WINDOW (self);
}
