/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-medidor-ajustes.h"

#include <glib/gi18n.h>

#include "tbk-choice-setting.h"
#include "tbk-closures.h"
#include "tbk-patron.h"
#include "tbk-puerto-elegir.h"
#include "tbk-window-of.h"

struct _TbkMedidorAjustes
{
  AdwPreferencesWindow parent_instance;

  GSettings *settings;
  TbkMedidor *medidor;

  AdwComboRow *conexion;
  AdwComboRow *puerto;
  GtkEditable *linea;
  GtkEditable *destino;
  GtkEditable *patron;
  AdwActionRow *heard;
};

G_DEFINE_FINAL_TYPE (TbkMedidorAjustes, tbk_medidor_ajustes, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the row's choices. */
static const char *const conexiones[] = { "ninguna", "serie", "red", NULL };

static gboolean
is_good_text (const char *key, const char *text)
{
  const TbkPatronAjuste ajuste = { .plantilla = text, .unidad = TBK_MASA_PCT };
  TbkProtocolo *patron;
  TbkLinea linea;

  if (g_str_equal (key, "linea"))
    return tbk_linea_parse (text, &linea, NULL);
  if (g_str_equal (key, "destino") || *text == '\0')
    return TRUE;
  patron = tbk_patron_new (&ajuste, NULL);
  if (patron == NULL)
    return FALSE;
  tbk_patron_free (patron);
  return TRUE;
}

static void
applied_cb (GtkEditable *row, TbkMedidorAjustes *self)
{
  const char *key = g_object_get_data (G_OBJECT (row), "key");
  const char *text = gtk_editable_get_text (row);

  if (!is_good_text (key, text))
    {
      gtk_widget_add_css_class (GTK_WIDGET (row), "error");
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  g_settings_set_string (self->settings, key, text);
}

static void
bind_text (TbkMedidorAjustes *self, const char *key, GtkEditable *row)
{
  g_autofree char *text = g_settings_get_string (self->settings, key);

  gtk_editable_set_text (row, text);
  g_object_set_data (G_OBJECT (row), "key", (gpointer) key);
  g_signal_connect_object (row, "apply", G_CALLBACK (applied_cb), self, 0);
}

static void
conexion_cb (TbkMedidorAjustes *self)
{
  guint conexion = adw_combo_row_get_selected (self->conexion);

  gtk_widget_set_visible (GTK_WIDGET (self->puerto), conexion == 1);
  gtk_widget_set_visible (GTK_WIDGET (self->linea), conexion == 1);
  gtk_widget_set_visible (GTK_WIDGET (self->destino), conexion == 2);
  gtk_widget_set_visible (GTK_WIDGET (self->patron), conexion != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->heard), conexion != 0);
}

static void
heard_cb (TbkMedidorAjustes *self)
{
  const char *reason = tbk_medidor_get_reason (self->medidor);
  TbkDecimal humedad;
  gint64 age;
  g_autofree char *number = tbk_medidor_get (self->medidor, &humedad, &age) ? tbk_decimal_to_text (humedad) : NULL;
  g_autofree char *percent = tbk_show_percent (NULL, number);
  g_autofree char *text = g_strjoin (" · ", *percent != '\0' ? percent : _ ("Nothing yet"),
                                     *reason != '\0' ? reason : NULL, NULL);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (self->heard, markup);
}

static void
tbk_medidor_ajustes_dispose (GObject *object)
{
  TbkMedidorAjustes *self = TBK_MEDIDOR_AJUSTES (object);

  g_clear_object (&self->medidor);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_MEDIDOR_AJUSTES);
  G_OBJECT_CLASS (tbk_medidor_ajustes_parent_class)->dispose (object);
}

static void
tbk_medidor_ajustes_class_init (TbkMedidorAjustesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_medidor_ajustes_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/medidor-ajustes.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkMedidorAjustes, conexion);
  gtk_widget_class_bind_template_child (widget_class, TbkMedidorAjustes, puerto);
  gtk_widget_class_bind_template_child (widget_class, TbkMedidorAjustes, linea);
  gtk_widget_class_bind_template_child (widget_class, TbkMedidorAjustes, destino);
  gtk_widget_class_bind_template_child (widget_class, TbkMedidorAjustes, patron);
  gtk_widget_class_bind_template_child (widget_class, TbkMedidorAjustes, heard);
}

static void
tbk_medidor_ajustes_init (TbkMedidorAjustes *self)
{
  self->settings = g_settings_new ("com.triboka.Triboka.Medidor");
  gtk_widget_init_template (GTK_WIDGET (self));
  tbk_choice_setting_bind (self->settings, "conexion", self->conexion, conexiones);
  tbk_puerto_elegir_bind (self->settings, "puerto", self->puerto);
  bind_text (self, "linea", self->linea);
  bind_text (self, "destino", self->destino);
  bind_text (self, "patron", self->patron);
  g_signal_connect_object (self->conexion, "notify::selected", G_CALLBACK (conexion_cb), self, G_CONNECT_SWAPPED);
  conexion_cb (self);
}

void
tbk_medidor_ajustes_present (GtkWidget *from, TbkMedidor *medidor)
{
  TbkMedidorAjustes *self = g_object_new (TBK_TYPE_MEDIDOR_AJUSTES, "transient-for", tbk_window_of (from), NULL);

  self->medidor = g_object_ref (medidor);
  g_signal_connect_object (medidor, "changed", G_CALLBACK (heard_cb), self, G_CONNECT_SWAPPED);
  heard_cb (self);
  gtk_window_present (GTK_WINDOW (self));
}
