/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-datos.h"

#include <glib/gi18n.h>

#include "tbk-api.h"
#include "tbk-closures.h"
#include "tbk-lote-elegir.h"
#include "tbk-lote-usado.h"

#define MAX_SACOS 100000

struct _TbkPesajeDatos
{
  AdwBin parent_instance;

  GSettings *settings;
  TbkApi *api;
  TbkDespacho *despacho; /* NULL */
  char *unidad;
  gboolean with_tara;
  gint64 lote_id;
  char *codigo;

  /* template children */
  GtkWidget *lote_button;
  GtkLabel *lote_label;
  GtkLabel *lote_detail;
  GtkEditable *sacos;
  GtkEditable *tara_saco;
  GtkEditable *humedad;
  GtkLabel *humedad_label;
  GtkEditable *placa;
  GtkEditable *tara;
  GtkWidget *tara_label;
};

G_DEFINE_FINAL_TYPE (TbkPesajeDatos, tbk_pesaje_datos, ADW_TYPE_BIN)

enum
{
  PROP_API = 1,
  PROP_UNIDAD,
  PROP_WITH_TARA,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  LOTE_CHOSEN,
  DONE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
changed_cb (TbkPesajeDatos *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
done_cb (TbkPesajeDatos *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

/* --- the lote --- */

static void
chosen_cb (GtkWidget *from, TbkRecord *lote)
{
  TbkPesajeDatos *self = TBK_PESAJE_DATOS (from);
  g_autofree char *detail = tbk_lote_elegir_describe (self->api, lote, self->unidad);

  tbk_pesaje_datos_set_lote (self, tbk_record_get_id (lote), tbk_record_get_text (lote, "codigo_lote"), detail);
}

static void
usado_cb (GtkWidget *from, const TbkLoteUsado *lote)
{
  tbk_pesaje_datos_set_lote (TBK_PESAJE_DATOS (from), lote->id, lote->codigo, lote->detalle);
}

static void
lote_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkPesajeDatos *self = TBK_PESAJE_DATOS (widget);

  if (tbk_api_get_state (self->api) != TBK_API_ONLINE)
    tbk_lote_usado_elegir (widget,
                           self->despacho != NULL ? tbk_despacho_get_buzon (self->despacho) : NULL,
                           usado_cb);
  else
    tbk_lote_elegir (widget, self->api, self->unidad, chosen_cb);
}

static void
show_lote (TbkPesajeDatos *self, const char *detail)
{
  const char *title = self->lote_id != 0 ? self->codigo : _ ("Choose the Lot");

  gtk_label_set_label (self->lote_label, title);
  gtk_label_set_label (self->lote_detail, self->lote_id != 0 ? detail : _ ("Nothing can be weighed without one"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->lote_button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

void
tbk_pesaje_datos_set_lote (TbkPesajeDatos *self, gint64 lote_id, const char *codigo, const char *detail)
{
  gboolean other = self->lote_id != lote_id;

  g_return_if_fail (TBK_IS_PESAJE_DATOS (self));

  self->lote_id = lote_id;
  g_free (self->codigo);
  self->codigo = g_strdup (codigo);
  show_lote (self, detail != NULL ? detail : "");
  if (other)
    g_signal_emit (self, signals[LOTE_CHOSEN], 0);
  changed_cb (self);
}

/* --- the moisture meter --- */

static void
meter_icon_cb (TbkPesajeDatos *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "pesaje.moisture", NULL);
}

void
tbk_pesaje_datos_set_medidor (TbkPesajeDatos *self, const char *text)
{
  g_return_if_fail (TBK_IS_PESAJE_DATOS (self));

  gtk_label_set_label (self->humedad_label, text != NULL ? text : _ ("Moisture %"));
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->humedad), GTK_ENTRY_ICON_SECONDARY,
                                     text != NULL ? "go-down-symbolic" : NULL);
}

/* --- reading what is typed --- */

static gboolean
refuse (GtkEditable *entry, gboolean focus, const char *text, GError **error)
{
  gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  if (focus)
    gtk_widget_grab_focus (GTK_WIDGET (entry));
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
  return FALSE;
}

/* An empty entry is 0. */
static gboolean
read_decimal (GtkEditable *entry, TbkDecimal *value)
{
  const char *typed = gtk_editable_get_text (entry);
  g_autofree char *text = *typed != '\0' ? tbk_read_decimal (typed) : g_strdup ("0");

  gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  return text != NULL && tbk_decimal_parse (text, value, NULL) && value->units >= 0;
}

static gboolean
read_humedad (TbkPesajeDatos *self, TbkToma *toma, gboolean focus, GError **error)
{
  TbkDecimal value;

  if (!read_decimal (self->humedad, &value) || tbk_decimal_compare (value, (TbkDecimal){ 100, 0 }) > 0)
    return refuse (self->humedad, focus, _ ("Moisture is a number from 0 to 100."), error);
  g_free (toma->humedad);
  toma->humedad = *gtk_editable_get_text (self->humedad) != '\0' ? tbk_decimal_to_text (value) : NULL;
  return TRUE;
}

static gboolean
read_sacos (TbkPesajeDatos *self, TbkToma *toma, gboolean focus, GError **error)
{
  const char *typed = gtk_editable_get_text (self->sacos);
  guint64 sacos = 0;

  gtk_widget_remove_css_class (GTK_WIDGET (self->sacos), "error");
  if (*typed != '\0' && !g_ascii_string_to_unsigned (typed, 10, 0, MAX_SACOS, &sacos, NULL))
    return refuse (self->sacos, focus, _ ("Sacks are a whole number."), error);
  toma->sacos = (guint) sacos;
  return TRUE;
}

gboolean
tbk_pesaje_datos_fill (TbkPesajeDatos *self, TbkToma *toma, gboolean focus, GError **error)
{
  TbkDecimal tara = { 0, 0 };

  g_return_val_if_fail (TBK_IS_PESAJE_DATOS (self), FALSE);

  if (!read_sacos (self, toma, focus, error) || !read_humedad (self, toma, focus, error))
    return FALSE;
  if (!read_decimal (self->tara_saco, &toma->tara_saco))
    return refuse (self->tara_saco, focus, _ ("The tare of a sack is a number of kilograms."), error);
  if (self->with_tara && !read_decimal (self->tara, &tara))
    return refuse (self->tara, focus, _ ("The tare of the vehicle is a number of kilograms."), error);
  if (self->with_tara)
    toma->tara.kg = tara;
  toma->lote_id = self->lote_id;
  g_free (toma->lote);
  toma->lote = g_strdup (self->codigo);
  g_free (toma->placa);
  toma->placa = tbk_pesaje_datos_get_placa (self);
  return TRUE;
}

/* --- showing --- */

static void
set_number (GtkEditable *entry, const char *wire)
{
  g_autofree char *text = wire != NULL ? tbk_show_plain (wire) : g_strdup ("");

  gtk_editable_set_text (entry, text != NULL ? text : "");
}

void
tbk_pesaje_datos_take (TbkPesajeDatos *self, const TbkToma *toma)
{
  g_autofree char *sacos = toma->sacos > 0 ? g_strdup_printf ("%u", toma->sacos) : g_strdup ("");
  g_autofree char *tara_saco = tbk_decimal_to_text (toma->tara_saco);

  tbk_pesaje_datos_set_lote (self, toma->lote_id, toma->lote, NULL);
  gtk_editable_set_text (self->sacos, sacos);
  set_number (self->tara_saco, tara_saco);
  set_number (self->humedad, toma->humedad);
  gtk_editable_set_text (self->placa, toma->placa != NULL ? toma->placa : "");
}

void
tbk_pesaje_datos_set_tara (TbkPesajeDatos *self, const char *kg)
{
  set_number (self->tara, kg);
}

void
tbk_pesaje_datos_set_tara_saco (TbkPesajeDatos *self, const char *kg)
{
  set_number (self->tara_saco, kg);
}

void
tbk_pesaje_datos_set_placa (TbkPesajeDatos *self, const char *placa)
{
  gtk_editable_set_text (self->placa, placa);
}

void
tbk_pesaje_datos_set_humedad (TbkPesajeDatos *self, const char *percent)
{
  set_number (self->humedad, percent);
}

void
tbk_pesaje_datos_set_despacho (TbkPesajeDatos *self, TbkDespacho *despacho)
{
  g_set_object (&self->despacho, despacho);
}

char *
tbk_pesaje_datos_get_placa (TbkPesajeDatos *self)
{
  g_autofree char *typed = g_utf8_strup (gtk_editable_get_text (self->placa), -1);

  return g_strdup (g_strstrip (typed));
}

void
tbk_pesaje_datos_next (TbkPesajeDatos *self)
{
  gtk_editable_set_text (self->placa, "");
  gtk_editable_set_text (self->tara, "");
}

/* --- the object --- */

static void
set_with_tara (TbkPesajeDatos *self, gboolean with_tara)
{
  self->with_tara = with_tara;
  gtk_widget_set_visible (GTK_WIDGET (self->tara), with_tara);
  gtk_widget_set_visible (self->tara_label, with_tara);
}

static void
tbk_pesaje_datos_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkPesajeDatos *self = TBK_PESAJE_DATOS (object);

  switch (id)
    {
    case PROP_API:
      g_value_set_object (value, self->api);
      break;
    case PROP_UNIDAD:
      g_value_set_string (value, self->unidad);
      break;
    case PROP_WITH_TARA:
      g_value_set_boolean (value, self->with_tara);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_pesaje_datos_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkPesajeDatos *self = TBK_PESAJE_DATOS (object);

  switch (id)
    {
    case PROP_API:
      g_set_object (&self->api, g_value_get_object (value));
      break;
    case PROP_UNIDAD:
      g_free (self->unidad);
      self->unidad = g_value_dup_string (value);
      changed_cb (self);
      break;
    case PROP_WITH_TARA:
      set_with_tara (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_pesaje_datos_dispose (GObject *object)
{
  TbkPesajeDatos *self = TBK_PESAJE_DATOS (object);

  g_clear_object (&self->api);
  g_clear_object (&self->despacho);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tbk_pesaje_datos_parent_class)->dispose (object);
}

static void
tbk_pesaje_datos_finalize (GObject *object)
{
  TbkPesajeDatos *self = TBK_PESAJE_DATOS (object);

  g_free (self->unidad);
  g_free (self->codigo);
  G_OBJECT_CLASS (tbk_pesaje_datos_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/pesaje-datos.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeDatos, lote_button);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeDatos, lote_label);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeDatos, lote_detail);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeDatos, sacos);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeDatos, tara_saco);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeDatos, humedad);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeDatos, humedad_label);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeDatos, placa);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeDatos, tara);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajeDatos, tara_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, meter_icon_cb);
}

static void
tbk_pesaje_datos_class_init (TbkPesajeDatosClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tbk_pesaje_datos_get_property;
  object_class->set_property = tbk_pesaje_datos_set_property;
  object_class->dispose = tbk_pesaje_datos_dispose;
  object_class->finalize = tbk_pesaje_datos_finalize;
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API, flags);
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL, flags);
  properties[PROP_WITH_TARA] = g_param_spec_boolean ("with-tara", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", TBK_TYPE_PESAJE_DATOS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[LOTE_CHOSEN] = g_signal_new ("lote-chosen", TBK_TYPE_PESAJE_DATOS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", TBK_TYPE_PESAJE_DATOS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "pesaje.lote", NULL, lote_action);
}

static void
tbk_pesaje_datos_init (TbkPesajeDatos *self)
{
  g_autofree char *tara_saco = NULL;

  self->with_tara = TRUE;
  self->settings = g_settings_new ("com.triboka.Triboka.Bascula");
  gtk_widget_init_template (GTK_WIDGET (self));
  tara_saco = g_settings_get_string (self->settings, "tara-saco");
  set_number (self->tara_saco, tara_saco);
  show_lote (self, NULL);
}
