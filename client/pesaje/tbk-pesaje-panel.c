/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-panel-private.h"

#include <glib/gi18n.h>

#include "tbk-closures.h"
#include "tbk-descuento.h"
#include "tbk-toast.h"

#define TAKEN_MS 2500 /* the confirmation covers the weight that long */
#define AGE_MS 200
#define MEDIDOR_MS 1000 /* between two tellings of how old the moisture is */

G_DEFINE_FINAL_TYPE (TbkPesajePanel, tbk_pesaje_panel, ADW_TYPE_BIN)

enum
{
  PROP_API = 1,
  PROP_DESPACHO,
  PROP_UNIDAD,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  TAKEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- what is being weighed --- */

static gboolean
is_two_pass (TbkPesajePanel *self)
{
  g_autofree char *modo = g_settings_get_string (self->settings, "modo");

  return g_str_equal (modo, "camion");
}

gboolean
tbk_pesaje_panel_is_first_pass (TbkPesajePanel *self)
{
  return self->camion == NULL && is_two_pass (self);
}

static gboolean
look (TbkPesajePanel *self, TbkMirada *mirada, TbkDecimal *tara, GError **error)
{
  if (!tbk_pesador_get_kg (self->pesador, &mirada->kg, tara, error))
    return FALSE;
  mirada->en = g_get_real_time ();
  mirada->estable = tbk_pesador_get_state (self->pesador) == TBK_PESADOR_STABLE;
  mirada->trama = tbk_lectura_cruda_escape (tbk_pesador_get_lectura (self->pesador));
  return TRUE;
}

/* Returns: (transfer full): of the truck in hand, or a new one. */
static TbkToma *
begin_toma (TbkPesajePanel *self, TbkMirada *mirada)
{
  TbkToma *toma = self->camion != NULL ? tbk_toma_copy (self->camion) : NULL;

  if (toma != NULL)
    tbk_toma_add_mirada (toma, mirada);
  else
    {
      toma = tbk_toma_new ();
      tbk_mirada_copy (mirada, &toma->bruto);
    }
  return toma;
}

TbkToma *
tbk_pesaje_panel_make_toma (TbkPesajePanel *self, gboolean focus, GError **error)
{
  g_autoptr (TbkToma) toma = NULL;
  TbkMirada mirada = { 0 };
  TbkDecimal tara;
  TbkSuma suma;
  gboolean first = tbk_pesaje_panel_is_first_pass (self);

  if (!look (self, &mirada, &tara, error))
    return NULL;
  toma = begin_toma (self, &mirada);
  tbk_mirada_clear (&mirada);
  if (!tbk_pesaje_datos_fill (self->datos, toma, focus, error))
    return NULL;
  if (toma->tara.en == 0 && !tbk_decimal_add (toma->tara.kg, tara, &toma->tara.kg, error))
    return NULL;
  g_free (toma->regla);
  toma->regla = g_strdup (self->regla);
  g_free (toma->bascula);
  toma->bascula = g_settings_get_string (self->settings, "nombre");
  if (first || tbk_toma_sum (toma, &suma, error))
    return g_steal_pointer (&toma);
  return NULL;
}

/* --- showing --- */

static char *
show_both (TbkPesajePanel *self, TbkDecimal kg)
{
  g_autofree char *text = tbk_decimal_to_text (kg);
  g_autofree char *in_kg = tbk_show_peso (NULL, text, "kg");
  g_autofree char *in_unit = tbk_show_peso (NULL, text, self->unidad);

  return g_strcmp0 (self->unidad, "kg") == 0 ? g_strdup (in_kg) : g_strdup_printf ("%s = %s", in_kg, in_unit);
}

char *
tbk_pesaje_panel_show_kg (TbkDecimal kg)
{
  g_autofree char *text = tbk_decimal_to_text (kg);

  return tbk_show_peso (NULL, text, "kg");
}

/* "Gross 28,460.00 kg − vehicle 12,340.00 kg − 350 sacks 245.00 kg = net 15,875.00 kg = 349.98 qq" */
static char *
describe_sum (TbkPesajePanel *self, const TbkToma *toma)
{
  TbkSuma suma = { 0 };
  g_autofree char *bruto = NULL;
  g_autofree char *vehiculo = NULL;
  g_autofree char *sacos = NULL;
  g_autofree char *neto = NULL;

  tbk_toma_sum (toma, &suma, NULL);
  bruto = tbk_pesaje_panel_show_kg (suma.bruto);
  vehiculo = tbk_pesaje_panel_show_kg (suma.tara_vehiculo);
  sacos = tbk_pesaje_panel_show_kg (suma.tara_sacos);
  neto = show_both (self, suma.neto);
  /* Translators: weights: gross, the vehicle's tare, the sacks' tare, net */
  return g_strdup_printf (_ ("Gross %s − vehicle %s − sacks %s = net %s"), bruto, vehiculo, sacos, neto);
}

/* Before it is saved: what comes off for moisture, and how that is found. */
static void
show_discount (TbkPesajePanel *self, const TbkToma *toma)
{
  g_auto (TbkHumedadCuenta) cuenta = { 0 };
  TbkSuma suma = { 0 };
  g_autofree char *text = NULL;

  if (toma != NULL && tbk_toma_sum (toma, &suma, NULL)
      && tbk_descuento_compute (toma->regla, toma->humedad, suma.neto, &cuenta))
    text = tbk_descuento_describe (toma->regla, toma->humedad, &cuenta);
  if (g_strcmp0 (gtk_label_get_label (self->discount_label), text != NULL ? text : "") == 0)
    return;
  gtk_label_set_label (self->discount_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->discount_label), text != NULL);
}

static void
show_sum (TbkPesajePanel *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkToma) toma = tbk_pesaje_panel_make_toma (self, FALSE, &error);
  g_autofree char *text = NULL;

  if (toma == NULL)
    text = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT)
               ? g_strdup (error->message)
               : g_strdup ("—");
  else if (tbk_pesaje_panel_is_first_pass (self))
    text = g_strdup (_ ("First weighing: the truck goes to the yard, and is weighed again later."));
  else
    text = describe_sum (self, toma);
  if (g_strcmp0 (gtk_label_get_label (self->sum_label), text) != 0)
    gtk_label_set_label (self->sum_label, text);
  show_discount (self, tbk_pesaje_panel_is_first_pass (self) ? NULL : toma);
}

static void
show_weight (TbkPesajePanel *self)
{
  const TbkLectura *lectura = tbk_pesador_has_weight (self->pesador) ? tbk_pesador_get_lectura (self->pesador) : NULL;
  g_autofree char *wire = lectura != NULL ? tbk_decimal_to_text (lectura->valor) : NULL;
  g_autofree char *number = tbk_show_decimal (NULL, wire);
  const char *unit = lectura != NULL ? tbk_masa_symbol (lectura->unidad) : "";
  g_autofree char *setting = g_settings_get_string (self->settings, "unidad");

  tbk_peso_display_set (self->display, tbk_pesador_get_state (self->pesador), tbk_pesador_get_word (self->pesador),
                        number, lectura != NULL && *unit == '\0' ? setting : unit);
  gtk_label_set_label (self->reason_label, tbk_pesador_get_reason (self->pesador));
}

static void
show_frame (TbkPesajePanel *self)
{
  const TbkLectura *lectura = tbk_pesador_get_lectura (self->pesador);
  g_autofree char *frame = lectura != NULL ? tbk_lectura_cruda_text (lectura) : g_strdup (_ ("Nothing yet"));
  gint64 ms = lectura != NULL ? (g_get_monotonic_time () - tbk_pesador_get_when (self->pesador)) / 1000 : 0;
  /* Translators: how old the scale's last word is */
  g_autofree char *age = g_strdup_printf (_ ("%d.%d s ago"), (int) (ms / 1000), (int) (ms % 1000 / 100));
  const TbkProtocolo *protocolo = tbk_pesador_get_protocolo (self->pesador);
  g_autofree char *line = g_strjoin (" · ", age, protocolo != NULL ? protocolo->etiqueta : NULL, NULL);

  gtk_label_set_label (self->frame_label, frame);
  gtk_label_set_label (self->age_label, lectura != NULL ? line : "");
}

static gboolean
age_cb (gpointer data)
{
  show_frame (data);
  return G_SOURCE_CONTINUE;
}

static void
frame_active_cb (TbkPesajePanel *self)
{
  gboolean open = gtk_widget_get_visible (GTK_WIDGET (gtk_menu_button_get_popover (self->frame_button)));

  g_clear_handle_id (&self->age_id, g_source_remove);
  if (!open)
    return;
  show_frame (self);
  self->age_id = g_timeout_add (AGE_MS, age_cb, self);
}

static void
show_commands (TbkPesajePanel *self)
{
  gboolean zero = tbk_pesador_can (self->pesador, TBK_ORDEN_CERO),
           tare = tbk_pesador_can (self->pesador, TBK_ORDEN_TARA);

  gtk_widget_set_visible (self->zero_button, zero);
  gtk_widget_set_visible (self->tare_button, tare);
}

/* In the mode that the settings say; a truck in hand has its tare from the scale. */
static void
show_mode (TbkPesajePanel *self)
{
  const char *label = _ ("Take the Weight");

  if (self->camion != NULL)
    label = _ ("Take the Second Weight");
  else if (is_two_pass (self))
    label = _ ("Take the First Weight");
  gtk_label_set_label (self->capture_label, label);
  g_object_set (self->datos, "with-tara", !is_two_pass (self) && self->camion == NULL, NULL);
  show_sum (self);
}

static void
refresh (TbkPesajePanel *self)
{
  show_weight (self);
  show_commands (self);
  show_sum (self);
}

static void
taken_over_cb (gpointer data)
{
  TbkPesajePanel *self = data;

  self->taken_id = 0;
  gtk_revealer_set_reveal_child (self->taken_revealer, FALSE);
}

void
tbk_pesaje_panel_confirm (TbkPesajePanel *self, const char *text)
{
  gtk_label_set_label (self->taken_label, text);
  gtk_revealer_set_reveal_child (self->taken_revealer, TRUE);
  g_clear_handle_id (&self->taken_id, g_source_remove);
  self->taken_id = g_timeout_add_once (TAKEN_MS, taken_over_cb, self);
  tbk_pesaje_panel_sound (self, TBK_SONIDO_CAPTURED);
  tbk_pesaje_panel_focus (self);
}

/* --- the moisture meter --- */

static void
show_medidor (TbkPesajePanel *self)
{
  TbkDecimal humedad;
  gint64 age_us = 0;
  gboolean has = tbk_medidor_get (self->medidor, &humedad, &age_us);
  g_autofree char *number = has ? tbk_decimal_to_text (humedad) : NULL;
  g_autofree char *percent = tbk_show_percent (NULL, number);
  /* Translators: a moisture, and how many seconds ago the meter said it */
  g_autofree char *text = has ? g_strdup_printf (_ ("%s, %d s ago"), percent, (int) (age_us / G_USEC_PER_SEC))
                              : g_strdup (_ ("Meter: nothing yet"));

  tbk_pesaje_datos_set_medidor (self->datos, tbk_medidor_is_open (self->medidor) ? text : NULL);
}

static gboolean
medidor_age_cb (gpointer data)
{
  show_medidor (data);
  return G_SOURCE_CONTINUE;
}

static void
medidor_cb (TbkPesajePanel *self)
{
  gboolean open = tbk_medidor_is_open (self->medidor);

  show_medidor (self);
  if (!open)
    g_clear_handle_id (&self->medidor_id, g_source_remove);
  else if (self->medidor_id == 0)
    self->medidor_id = g_timeout_add (MEDIDOR_MS, medidor_age_cb, self);
}

void
tbk_pesaje_panel_take_humedad (TbkPesajePanel *self)
{
  TbkDecimal humedad;
  gint64 age_us;
  g_autofree char *text = NULL;

  if (!tbk_medidor_get (self->medidor, &humedad, &age_us))
    {
      tbk_toast (GTK_WIDGET (self), _ ("The moisture meter has said nothing yet."));
      return;
    }
  if (age_us > TBK_MEDIDOR_MAX_AGE_US)
    {
      tbk_toast (GTK_WIDGET (self), _ ("What the moisture meter said is old: measure again."));
      return;
    }
  text = tbk_decimal_to_text (humedad);
  tbk_pesaje_datos_set_humedad (self->datos, text);
}

/* --- actions --- */

static void
capture_cb (TbkPesajePanel *self)
{
  tbk_pesaje_panel_capture (self);
}

static void
capture_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_pesaje_panel_capture (TBK_PESAJE_PANEL (widget));
}

static void
command_action (GtkWidget *widget, const char *name, GVariant *target)
{
  TbkPesajePanel *self = TBK_PESAJE_PANEL (widget);
  TbkOrden orden = g_str_equal (name, "pesaje.zero") ? TBK_ORDEN_CERO : TBK_ORDEN_TARA;
  g_autoptr (GError) error = NULL;

  if (!tbk_pesador_send (self->pesador, orden, &error))
    tbk_toast_error (widget, error);
}

static void
tara_action (GtkWidget *widget, const char *name, GVariant *target)
{
  if (g_str_equal (name, "pesaje.tares"))
    tbk_pesaje_panel_choose_tara (TBK_PESAJE_PANEL (widget));
  else
    tbk_pesaje_panel_store_tara (TBK_PESAJE_PANEL (widget));
}

static void
humedad_action (GtkWidget *widget, const char *name, GVariant *target)
{
  tbk_pesaje_panel_take_humedad (TBK_PESAJE_PANEL (widget));
}

static void
datos_changed_cb (TbkPesajePanel *self)
{
  show_sum (self);
}

/* What stands on the scale may be of this one too; but a truck comes back from the yard over an empty scale. */
static void
lote_chosen_cb (TbkPesajePanel *self)
{
  if (self->camion == NULL)
    tbk_pesador_renew (self->pesador);
  tbk_pesaje_panel_focus (self);
}

static void
datos_done_cb (TbkPesajePanel *self)
{
  tbk_pesaje_panel_offer_tara (self);
  tbk_pesaje_panel_focus (self);
}

/* --- the object --- */

static void
tbk_pesaje_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TbkPesajePanel *self = TBK_PESAJE_PANEL (object);

  switch (id)
    {
    case PROP_API:
      g_object_set (self->datos, "api", g_value_get_object (value), NULL);
      tbk_pesador_set_api (self->pesador, g_value_get_object (value));
      break;
    case PROP_DESPACHO:
      g_set_object (&self->despacho, g_value_get_object (value));
      tbk_pesaje_datos_set_despacho (self->datos, self->despacho);
      tbk_pesaje_foto_set_despacho (self->foto, self->despacho);
      break;
    case PROP_UNIDAD:
      g_free (self->unidad);
      self->unidad = g_value_dup_string (value);
      g_object_set (self->datos, "unidad", self->unidad, NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_pesaje_panel_dispose (GObject *object)
{
  TbkPesajePanel *self = TBK_PESAJE_PANEL (object);

  g_clear_handle_id (&self->age_id, g_source_remove);
  g_clear_handle_id (&self->taken_id, g_source_remove);
  g_clear_handle_id (&self->medidor_id, g_source_remove);
  g_clear_object (&self->medidor);
  g_clear_object (&self->sonido);
  g_clear_object (&self->catalogo);
  g_clear_object (&self->pesador);
  g_clear_object (&self->despacho);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tbk_pesaje_panel_parent_class)->dispose (object);
}

static void
tbk_pesaje_panel_finalize (GObject *object)
{
  TbkPesajePanel *self = TBK_PESAJE_PANEL (object);

  g_clear_pointer (&self->camion, tbk_toma_free);
  g_free (self->regla);
  g_free (self->unidad);
  G_OBJECT_CLASS (tbk_pesaje_panel_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (TBK_TYPE_PESO_DISPLAY);
  g_type_ensure (TBK_TYPE_PESAJE_DATOS);
  g_type_ensure (TBK_TYPE_PESAJE_FOTO);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/triboka/Triboka/ui/pesaje-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, display);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, datos);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, frame_button);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, frame_label);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, age_label);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, taken_revealer);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, taken_label);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, reason_label);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, sum_label);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, discount_label);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, tara_label);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, capture_label);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, zero_button);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, tare_button);
  gtk_widget_class_bind_template_child (widget_class, TbkPesajePanel, foto);
  gtk_widget_class_bind_template_callback (widget_class, capture_cb);
  gtk_widget_class_bind_template_callback (widget_class, datos_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, lote_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, datos_done_cb);
}

static void
tbk_pesaje_panel_class_init (TbkPesajePanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = tbk_pesaje_panel_set_property;
  object_class->dispose = tbk_pesaje_panel_dispose;
  object_class->finalize = tbk_pesaje_panel_finalize;
  properties[PROP_API] = g_param_spec_object ("api", NULL, NULL, TBK_TYPE_API, flags);
  properties[PROP_DESPACHO] = g_param_spec_object ("despacho", NULL, NULL, TBK_TYPE_DESPACHO, flags);
  properties[PROP_UNIDAD] = g_param_spec_string ("unidad", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[TAKEN] = g_signal_new ("taken", TBK_TYPE_PESAJE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_STRING);
  bind_template (widget_class);
  tbk_pesaje_panel_install_foto_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "pesaje.capture", NULL, capture_action);
  gtk_widget_class_install_action (widget_class, "pesaje.tares", NULL, tara_action);
  gtk_widget_class_install_action (widget_class, "pesaje.store-tare", NULL, tara_action);
  gtk_widget_class_install_action (widget_class, "pesaje.moisture", NULL, humedad_action);
  gtk_widget_class_install_action (widget_class, "pesaje.zero", NULL, command_action);
  gtk_widget_class_install_action (widget_class, "pesaje.tare", NULL, command_action);
}

static void
tbk_pesaje_panel_init (TbkPesajePanel *self)
{
  self->settings = g_settings_new ("com.triboka.Triboka.Bascula");
  self->pesador = tbk_pesador_new ();
  self->medidor = tbk_medidor_new ();
  self->sonido = tbk_sonido_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->pesador, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->medidor, "changed", G_CALLBACK (medidor_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::modo", G_CALLBACK (show_mode), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_menu_button_get_popover (self->frame_button), "notify::visible",
                           G_CALLBACK (frame_active_cb), self, G_CONNECT_SWAPPED);
  tbk_pesaje_panel_take_fotos (self);
  refresh (self);
  medidor_cb (self);
  show_mode (self);
}

/* Read once, not with each reading of the scale. */
static void
rule_cb (TbkPesajePanel *self)
{
  g_free (self->regla);
  self->regla = tbk_catalogo_get_regla (self->catalogo);
  show_sum (self);
}

void
tbk_pesaje_panel_set_catalogo (TbkPesajePanel *self, TbkCatalogo *catalogo)
{
  g_return_if_fail (TBK_IS_PESAJE_PANEL (self));
  if (!g_set_object (&self->catalogo, catalogo) || catalogo == NULL)
    return;
  g_signal_connect_object (catalogo, "changed", G_CALLBACK (rule_cb), self, G_CONNECT_SWAPPED);
  rule_cb (self);
}

void
tbk_pesaje_panel_set_camion (TbkPesajePanel *self, const TbkCamion *camion)
{
  g_autoptr (GError) error = NULL;
  TbkToma *toma = camion != NULL ? tbk_toma_from_datos (camion->datos, &error) : NULL;

  g_return_if_fail (TBK_IS_PESAJE_PANEL (self));

  if (error != NULL)
    {
      tbk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  g_clear_pointer (&self->camion, tbk_toma_free);
  self->camion = toma;
  if (toma != NULL)
    tbk_pesaje_datos_take (self->datos, toma);
  tbk_pesaje_foto_show_of (self->foto, toma != NULL ? toma->id : NULL);
  show_mode (self);
}

void
tbk_pesaje_panel_focus (TbkPesajePanel *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->display));
}

void
tbk_pesaje_panel_choose_lote (TbkPesajePanel *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->datos), "pesaje.lote", NULL);
}

TbkPesador *
tbk_pesaje_panel_get_pesador (TbkPesajePanel *self)
{
  return self->pesador;
}

TbkMedidor *
tbk_pesaje_panel_get_medidor (TbkPesajePanel *self)
{
  return self->medidor;
}
