/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-fila.h"

struct _TbkPesajeFila
{
  GtkListBoxRow parent_instance;

  GtkLabel *title;
  GtkLabel *value;
  GtkLabel *detail;
  GtkBox *buttons;
  GtkBox *below;
};

G_DEFINE_FINAL_TYPE (TbkPesajeFila, tbk_pesaje_fila, GTK_TYPE_LIST_BOX_ROW)

static void
tbk_pesaje_fila_class_init (TbkPesajeFilaClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/pesaje-fila.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeFila, title);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeFila, value);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeFila, detail);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeFila, buttons);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeFila, below);
}

static void
tbk_pesaje_fila_init (TbkPesajeFila *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TbkPesajeFila *
tbk_pesaje_fila_new (const char *title, const char *value, const char *detail)
{
  TbkPesajeFila *self = g_object_new (TBK_TYPE_PESAJE_FILA, NULL);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->value, value);
  gtk_label_set_label (self->detail, detail);
  return self;
}

static void
add_button (GtkBox *box, const char *icon, const char *name, const char *action, const char *id)
{
  GtkWidget *button = icon != NULL ? gtk_button_new_from_icon_name (icon) : gtk_button_new_with_label (name);

  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_box_append (box, button);
}

void
tbk_pesaje_fila_add_button (TbkPesajeFila *self, const char *icon, const char *name, const char *action, const char *id)
{
  add_button (self->buttons, icon, name, action, id);
}

void
tbk_pesaje_fila_add_below (TbkPesajeFila *self, const char *icon, const char *name, const char *action, const char *id)
{
  add_button (self->below, icon, name, action, id);
  gtk_widget_set_visible (GTK_WIDGET (self->below), TRUE);
}
