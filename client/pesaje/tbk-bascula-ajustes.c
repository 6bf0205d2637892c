/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-bascula-ajustes.h"

#include <glib/gi18n.h>

#include "tbk-choice-setting.h"
#include "tbk-puerto.h"
#include "tbk-window-of.h"

struct _TbkBasculaAjustes
{
  AdwPreferencesWindow parent_instance;

  GSettings *settings;
  TbkPesador *pesador;
  GFileMonitor *monitor; /* ports come and go; NULL */
  GPtrArray *puertos;    /* (element-type TbkPuerto): as they are listed */
  gboolean filling;

  AdwComboRow *conexion;
  AdwComboRow *puerto;
  AdwComboRow *protocolo;
  AdwComboRow *unidad;
  AdwComboRow *boleto;
  GtkEditable *linea;
  GtkEditable *destino;
  GtkEditable *nombre;
  GtkEditable *minimo;
  GtkEditable *tara_saco;
  GtkEditable *lecturas;
  GtkEditable *tolerancia;
  GtkEditable *reposo;
  GtkSwitch *sonido;
  AdwActionRow *heard;
};

G_DEFINE_FINAL_TYPE (TbkBasculaAjustes, tbk_bascula_ajustes, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the rows' choices. */
static const char *const conexiones[] = { "ninguna", "serie", "red", "servidor", NULL };
static const char *const unidades[] = { "kg", "lb", "g", "t", NULL };
static const char *const boletos[] = { "no", "a4", "rollo", NULL };

/* --- ports --- */

static void
fill_puertos (TbkBasculaAjustes *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *chosen = g_settings_get_string (self->settings, "puerto");
  guint selected = GTK_INVALID_LIST_POSITION;

  self->filling = TRUE;
  g_clear_pointer (&self->puertos, g_ptr_array_unref);
  self->puertos = tbk_puertos_list ();
  for (guint i = 0; i < self->puertos->len; i++)
    {
      const TbkPuerto *puerto = g_ptr_array_index (self->puertos, i);
      g_autofree char *name
          = g_strjoin (" · ", puerto->dispositivo,
                       *puerto->descripcion != '\0' ? puerto->descripcion : NULL, NULL);

      gtk_string_list_append (names, name);
      if (g_str_equal (puerto->nombre, chosen))
        selected = i;
    }
  /* one that is chosen and pulled out stays chosen */
  if (selected == GTK_INVALID_LIST_POSITION)
    {
      gtk_string_list_append (names, *chosen != '\0' ? chosen : _ ("None is chosen"));
      selected = self->puertos->len;
    }
  adw_combo_row_set_model (self->puerto, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->puerto, selected);
  self->filling = FALSE;
}

static void
puerto_cb (TbkBasculaAjustes *self)
{
  guint selected = adw_combo_row_get_selected (self->puerto);

  if (self->filling || self->puertos == NULL || selected >= self->puertos->len)
    return;
  g_settings_set_string (self->settings, "puerto", ((TbkPuerto *) g_ptr_array_index (self->puertos, selected))->nombre);
}

/* --- protocols --- */

static void
fill_protocolos (TbkBasculaAjustes *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *chosen = g_settings_get_string (self->settings, "protocolo");
  guint selected = 0;
  gsize n;
  const TbkProtocolo *const *all = tbk_protocolos (&n);

  self->filling = TRUE;
  gtk_string_list_append (names, _ ("Find it by listening"));
  for (gsize i = 0; i < n; i++)
    {
      gtk_string_list_append (names, all[i]->etiqueta);
      if (g_str_equal (all[i]->nombre, chosen))
        selected = (guint) i + 1;
    }
  adw_combo_row_set_model (self->protocolo, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->protocolo, selected);
  self->filling = FALSE;
}

/* With the line settings that its maker gives it. */
static void
protocolo_cb (TbkBasculaAjustes *self)
{
  guint selected = adw_combo_row_get_selected (self->protocolo);
  gsize n;
  const TbkProtocolo *const *all = tbk_protocolos (&n);
  const TbkProtocolo *chosen = selected > 0 && selected <= n ? all[selected - 1] : NULL;
  g_autofree char *linea = chosen != NULL ? tbk_linea_to_text (&chosen->linea) : NULL;

  if (self->filling)
    return;
  g_settings_set_string (self->settings, "protocolo", chosen != NULL ? chosen->nombre : "");
  if (linea == NULL)
    return;
  g_settings_set_string (self->settings, "linea", linea);
  gtk_editable_set_text (self->linea, linea);
}

/* --- texts --- */

static gboolean
is_good_text (const char *key, const char *text)
{
  TbkDecimal value;
  TbkLinea linea;

  if (g_str_equal (key, "linea"))
    return tbk_linea_parse (text, &linea, NULL);
  if (g_str_equal (key, "nombre") || g_str_equal (key, "destino"))
    return TRUE;
  return tbk_decimal_parse (text, &value, NULL) && value.units >= 0;
}

static void
say_wrong (GtkWidget *row, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
}

static void
applied_cb (GtkEditable *row, TbkBasculaAjustes *self)
{
  const char *key = g_object_get_data (G_OBJECT (row), "key");
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));
  gboolean good = is_good_text (key, text);

  if (good)
    g_settings_set_string (self->settings, key, text);
  say_wrong (GTK_WIDGET (row), !good);
}

static void
number_applied_cb (GtkEditable *row, TbkBasculaAjustes *self)
{
  const char *key = g_object_get_data (G_OBJECT (row), "key");
  guint64 number;
  gboolean good = g_ascii_string_to_unsigned (gtk_editable_get_text (row), 10, 0, G_MAXUINT32, &number, NULL);

  if (good)
    {
      g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_uint32 ((guint32) number));
      g_autoptr (GSettingsSchema) schema = NULL;
      g_autoptr (GSettingsSchemaKey) schema_key = NULL;

      g_object_get (self->settings, "settings-schema", &schema, NULL);
      schema_key = g_settings_schema_get_key (schema, key);
      good = g_settings_schema_key_range_check (schema_key, value);
      if (good)
        g_settings_set_value (self->settings, key, value);
    }
  say_wrong (GTK_WIDGET (row), !good);
}

static void
bind_text (TbkBasculaAjustes *self, const char *key, GtkEditable *row)
{
  g_autofree char *text = g_settings_get_string (self->settings, key);

  gtk_editable_set_text (row, text);
  g_object_set_data (G_OBJECT (row), "key", (gpointer) key);
  g_signal_connect_object (row, "apply", G_CALLBACK (applied_cb), self, 0);
}

static void
bind_number (TbkBasculaAjustes *self, const char *key, GtkEditable *row)
{
  g_autofree char *text = g_strdup_printf ("%u", g_settings_get_uint (self->settings, key));

  gtk_editable_set_text (row, text);
  g_object_set_data (G_OBJECT (row), "key", (gpointer) key);
  g_signal_connect_object (row, "apply", G_CALLBACK (number_applied_cb), self, 0);
}

/* --- the object --- */

static void
conexion_cb (TbkBasculaAjustes *self)
{
  guint conexion = adw_combo_row_get_selected (self->conexion);

  gtk_widget_set_visible (GTK_WIDGET (self->puerto), conexion == 1);
  gtk_widget_set_visible (GTK_WIDGET (self->linea), conexion == 1);
  gtk_widget_set_visible (GTK_WIDGET (self->destino), conexion == 2);
  gtk_widget_set_visible (GTK_WIDGET (self->protocolo), conexion == 1 || conexion == 2);
  gtk_widget_set_visible (GTK_WIDGET (self->heard), conexion != 0);
}

static void
tbk_bascula_ajustes_dispose (GObject *object)
{
  TbkBasculaAjustes *self = TBK_BASCULA_AJUSTES (object);

  g_clear_object (&self->pesador);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->puertos, g_ptr_array_unref);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), TBK_TYPE_BASCULA_AJUSTES);
  G_OBJECT_CLASS (tbk_bascula_ajustes_parent_class)->dispose (object);
}

static void
tbk_bascula_ajustes_class_init (TbkBasculaAjustesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tbk_bascula_ajustes_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/bascula-ajustes.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, conexion);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, puerto);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, protocolo);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, unidad);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, boleto);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, linea);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, destino);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, nombre);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, minimo);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, tara_saco);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, lecturas);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, tolerancia);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, reposo);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, sonido);
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, heard);
}

static void
bind_settings (TbkBasculaAjustes *self)
{
  tbk_choice_setting_bind (self->settings, "conexion", self->conexion, conexiones);
  tbk_choice_setting_bind (self->settings, "unidad", self->unidad, unidades);
  tbk_choice_setting_bind (self->settings, "boleto", self->boleto, boletos);
  bind_text (self, "linea", self->linea);
  bind_text (self, "destino", self->destino);
  bind_text (self, "nombre", self->nombre);
  bind_text (self, "minimo", self->minimo);
  bind_text (self, "tara-saco", self->tara_saco);
  bind_text (self, "tolerancia", self->tolerancia);
  bind_number (self, "lecturas", self->lecturas);
  bind_number (self, "reposo", self->reposo);
  g_settings_bind (self->settings, "sonido", self->sonido, "active", G_SETTINGS_BIND_DEFAULT);
}

static void
tbk_bascula_ajustes_init (TbkBasculaAjustes *self)
{
  self->settings = g_settings_new ("com.triboka.Triboka.Bascula");
  gtk_widget_init_template (GTK_WIDGET (self));
  bind_settings (self);
  fill_puertos (self);
  fill_protocolos (self);
  self->monitor = tbk_puertos_monitor ();
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (fill_puertos), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conexion, "notify::selected", G_CALLBACK (conexion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->puerto, "notify::selected", G_CALLBACK (puerto_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->protocolo, "notify::selected", G_CALLBACK (protocolo_cb), self, G_CONNECT_SWAPPED);
  conexion_cb (self);
}

/* "Stable: ST,GS,  1234.5kg · CAS" */
static void
heard_cb (TbkBasculaAjustes *self)
{
  const TbkLectura *lectura = tbk_pesador_get_lectura (self->pesador);
  const TbkProtocolo *protocolo = tbk_pesador_get_protocolo (self->pesador);
  const char *reason = tbk_pesador_get_reason (self->pesador);
  g_autofree char *frame = lectura != NULL ? tbk_lectura_cruda_text (lectura) : NULL;
  g_autofree char *text = g_strjoin (" · ", tbk_pesador_get_word (self->pesador), *reason != '\0' ? reason : frame,
                                     protocolo != NULL ? protocolo->etiqueta : NULL, NULL);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (self->heard, markup);
}

void
tbk_bascula_ajustes_present (GtkWidget *from, TbkPesador *pesador)
{
  TbkBasculaAjustes *self = g_object_new (TBK_TYPE_BASCULA_AJUSTES, "transient-for", tbk_window_of (from), NULL);

  self->pesador = g_object_ref (pesador);
  g_signal_connect_object (pesador, "changed", G_CALLBACK (heard_cb), self, G_CONNECT_SWAPPED);
  heard_cb (self);
  gtk_window_present (GTK_WINDOW (self));
}
