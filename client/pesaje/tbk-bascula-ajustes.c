/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-bascula-ajustes.h"

#include <glib/gi18n.h>

#include "tbk-choice-setting.h"
#include "tbk-closures.h"
#include "tbk-puerto-elegir.h"
#include "tbk-window-of.h"

#define MAX_NAME 60 /* characters: what the server takes */

struct _TbkBasculaAjustes
{
  AdwPreferencesWindow parent_instance;

  GSettings *settings;
  TbkPesador *pesador;
  gboolean filling;
  AdwToast *toast; /* what was wrong last; NULL */

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
  GtkEditable *tara_dias;
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

typedef enum
{
  TEXT_LINE,
  TEXT_ADDRESS,
  TEXT_NAME,
  TEXT_NUMBER,
} Kind;

/* Returns: (transfer full) (nullable): as the setting has it; NULL where it cannot be. */
static char *
read_address (const char *text)
{
  g_autoptr (GSocketConnectable) address = g_network_address_parse (text, 0, NULL);

  if (*text == '\0' || (address != NULL && g_network_address_get_port (G_NETWORK_ADDRESS (address)) != 0))
    return g_strdup (text);
  return NULL;
}

static char *
read_text (Kind kind, const char *text)
{
  g_autofree char *wire = NULL;
  TbkDecimal value;
  TbkLinea linea;

  switch (kind)
    {
    case TEXT_LINE:
      return tbk_linea_parse (text, &linea, NULL) ? g_strdup (text) : NULL;
    case TEXT_ADDRESS:
      return read_address (text);
    case TEXT_NAME:
      return g_utf8_strlen (text, -1) <= MAX_NAME ? g_strdup (text) : NULL;
    case TEXT_NUMBER:
    default:
      wire = tbk_read_decimal (text);
      return wire != NULL && tbk_decimal_parse (wire, &value, NULL) && value.units >= 0
                 ? g_steal_pointer (&wire)
                 : NULL;
    }
}

static const char *
explain (Kind kind)
{
  static const char *const texts[] = {
    [TEXT_LINE] = N_ ("A line is a speed and what a byte has, as 9600 8N1."),
    [TEXT_ADDRESS] = N_ ("An address is a name or number and a port, as 192.168.1.50:4001."),
    [TEXT_NAME] = N_ ("The name of a scale has at most 60 characters."),
    [TEXT_NUMBER] = N_ ("A number of 0 or more is wanted."),
  };

  return _ (texts[kind]);
}

/* `why` NULL: it is well. */
static void
say_wrong (TbkBasculaAjustes *self, GtkWidget *row, const char *why)
{
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast); /* they would be shown one after the other */
  g_clear_object (&self->toast);
  if (why == NULL)
    {
      gtk_widget_remove_css_class (row, "error");
      return;
    }
  gtk_widget_add_css_class (row, "error");
  gtk_widget_grab_focus (row);
  self->toast = adw_toast_new (why);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), g_object_ref (self->toast));
}

static void
applied_cb (GtkEditable *row, TbkBasculaAjustes *self)
{
  const char *key = g_object_get_data (G_OBJECT (row), "key");
  Kind kind = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "kind"));
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));
  g_autofree char *good = read_text (kind, text);

  if (good != NULL)
    g_settings_set_string (self->settings, key, good);
  say_wrong (self, GTK_WIDGET (row), good == NULL ? explain (kind) : NULL);
}

/* Returns: (transfer full) (nullable): why it cannot be. */
static char *
set_number (TbkBasculaAjustes *self, const char *key, const char *text)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;
  g_autoptr (GVariant) range = NULL;
  g_autoptr (GVariant) limits = NULL;
  guint64 number;
  guint least, most;

  g_object_get (self->settings, "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  range = g_settings_schema_key_get_range (schema_key);
  g_variant_get (range, "(&sv)", NULL, &limits);
  g_variant_get (limits, "(uu)", &least, &most);
  if (!g_ascii_string_to_unsigned (text, 10, least, most, &number, NULL))
    return g_strdup_printf (_ ("A whole number from %u to %u is wanted."), least, most);
  g_settings_set_uint (self->settings, key, (guint) number);
  return NULL;
}

static void
number_applied_cb (GtkEditable *row, TbkBasculaAjustes *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));
  g_autofree char *why = set_number (self, g_object_get_data (G_OBJECT (row), "key"), text);

  say_wrong (self, GTK_WIDGET (row), why);
}

static void
bind_text (TbkBasculaAjustes *self, const char *key, Kind kind, GtkEditable *row)
{
  g_autofree char *text = g_settings_get_string (self->settings, key);
  g_autofree char *shown = kind == TEXT_NUMBER ? tbk_show_decimal (NULL, text) : g_strdup (text);

  gtk_editable_set_text (row, shown);
  g_object_set_data (G_OBJECT (row), "key", (gpointer) key);
  g_object_set_data (G_OBJECT (row), "kind", GUINT_TO_POINTER (kind));
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
  g_clear_object (&self->toast);
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
  gtk_widget_class_bind_template_child (widget_class, TbkBasculaAjustes, tara_dias);
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
  bind_text (self, "linea", TEXT_LINE, self->linea);
  bind_text (self, "destino", TEXT_ADDRESS, self->destino);
  bind_text (self, "nombre", TEXT_NAME, self->nombre);
  bind_text (self, "minimo", TEXT_NUMBER, self->minimo);
  bind_text (self, "tara-saco", TEXT_NUMBER, self->tara_saco);
  bind_text (self, "tolerancia", TEXT_NUMBER, self->tolerancia);
  bind_number (self, "tara-dias", self->tara_dias);
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
  tbk_puerto_elegir_bind (self->settings, "puerto", self->puerto);
  fill_protocolos (self);
  g_signal_connect_object (self->conexion, "notify::selected", G_CALLBACK (conexion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->protocolo, "notify::selected", G_CALLBACK (protocolo_cb), self, G_CONNECT_SWAPPED);
  conexion_cb (self);
}

/* "CAS", or "CAS, 97 % sure" where it was found by listening. Returns: (transfer full) (nullable). */
static char *
describe_protocolo (TbkBasculaAjustes *self)
{
  const TbkProtocolo *protocolo = tbk_pesador_get_protocolo (self->pesador);
  guint confianza = tbk_pesador_get_confianza (self->pesador);

  if (protocolo == NULL)
    return NULL;
  if (confianza == 0)
    return g_strdup (protocolo->etiqueta);
  /* Translators: a kind of scale that was found by listening, and how sure that is, in percent */
  return g_strdup_printf (_ ("%s, %u %% sure"), protocolo->etiqueta, confianza);
}

/* "Stable · ST,GS,  1234.5kg · CAS" */
static void
heard_cb (TbkBasculaAjustes *self)
{
  const TbkLectura *lectura = tbk_pesador_get_lectura (self->pesador);
  g_autofree char *protocolo = describe_protocolo (self);
  const char *reason = tbk_pesador_get_reason (self->pesador);
  g_autofree char *frame = lectura != NULL ? tbk_lectura_cruda_text (lectura) : NULL;
  g_autofree char *text = g_strjoin (" · ", tbk_pesador_get_word (self->pesador),
                                     *reason != '\0' ? reason : frame, protocolo, NULL);
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
