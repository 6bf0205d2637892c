/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-panel-private.h"

static void
foto_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkPesajePanel *self = TBK_PESAJE_PANEL (widget);

  if (g_str_equal (name, "pesaje.photo"))
    tbk_pesaje_foto_choose (self->foto);
  else
    tbk_pesaje_foto_remove (self->foto);
  tbk_pesaje_panel_focus (self);
}

void
tbk_pesaje_panel_install_foto_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "pesaje.photo", NULL, foto_action);
  gtk_widget_class_install_action (klass, "pesaje.remove-photo", NULL, foto_action);
}

/* One: a weighing has one photo. */
static gboolean
drop_cb (TbkPesajePanel *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL)
    return FALSE;
  tbk_pesaje_foto_take (self->foto, files->data);
  tbk_pesaje_panel_focus (self);
  return TRUE;
}

static gboolean
paste_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  return tbk_pesaje_foto_paste (TBK_PESAJE_PANEL (widget)->foto);
}

void
tbk_pesaje_panel_take_fotos (TbkPesajePanel *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>v"),
                        gtk_callback_action_new (paste_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
