/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesador.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-bascula-servidor.h"
#include "tbk-estable.h"

#define SETTLE_MS 50 /* several keys that change together open the line once */

struct _TbkPesador
{
  GObject parent_instance;

  GSettings *settings;
  TbkLector *lector;
  TbkApi *api;                  /* nullable */
  TbkBasculaServidor *servidor; /* the server's scale, where that is the one; NULL */
  TbkEstable estable;
  TbkMasa si_ninguna; /* unit of a scale that names none */
  TbkDecimal minimo;  /* kg */
  TbkLectura lectura;
  gint64 when; /* of it; 0: none yet */
  gboolean stands;
  gboolean is_new;
  guint apply_id;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TbkPesador, tbk_pesador, G_TYPE_OBJECT)

static void
tell (TbkPesador *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- readings --- */

static void
reading_cb (TbkPesador *self, const TbkLectura *lectura, gint64 when)
{
  self->lectura = *lectura;
  self->when = when;
  /* the server tells changes, not each reading: it has looked by itself whether they stand still */
  self->stands = self->servidor != NULL ? lectura->estado == TBK_LECTURA_ESTABLE
                                        : tbk_estable_add (&self->estable, lectura, when);
  if (tbk_pesador_is_empty (self))
    self->is_new = TRUE;
  tell (self);
}

static void
line_cb (TbkPesador *self)
{
  if (tbk_lector_get_state (self->lector) != TBK_LECTOR_RECEIVING)
    {
      self->stands = FALSE;
      tbk_estable_reset (&self->estable);
    }
  tell (self);
}

/* --- settings --- */

static TbkDecimal
get_decimal (GSettings *settings, const char *key)
{
  g_autofree char *text = g_settings_get_string (settings, key);
  TbkDecimal value = { 0, 0 };

  if (!tbk_decimal_parse (text, &value, NULL))
    g_message ("the setting %s is no number: %s", key, text);
  return value;
}

static void
apply_rule (TbkPesador *self)
{
  g_autofree char *unidad = g_settings_get_string (self->settings, "unidad");
  const TbkEstableRegla regla = {
    .lecturas = g_settings_get_uint (self->settings, "lecturas"),
    .tolerancia = get_decimal (self->settings, "tolerancia"),
    .tiempo_us = g_settings_get_uint (self->settings, "reposo") * G_TIME_SPAN_MILLISECOND,
  };

  tbk_estable_init (&self->estable, &regla);
  self->si_ninguna = tbk_masa_parse (unidad, strlen (unidad));
  self->minimo = get_decimal (self->settings, "minimo");
}

static void
open_serial (TbkPesador *self, const char *puerto)
{
  g_autofree char *text = g_settings_get_string (self->settings, "linea");
  g_autoptr (GError) error = NULL;
  TbkLinea linea;

  if (tbk_linea_parse (text, &linea, &error))
    tbk_lector_open_serial (self->lector, puerto, &linea);
  else
    g_message ("the scale's line: %s", error->message);
}

static void
apply (TbkPesador *self)
{
  g_autofree char *conexion = g_settings_get_string (self->settings, "conexion");
  g_autofree char *protocolo = g_settings_get_string (self->settings, "protocolo");
  g_autofree char *puerto = g_settings_get_string (self->settings, "puerto");
  g_autofree char *destino = g_settings_get_string (self->settings, "destino");

  apply_rule (self);
  self->when = 0;
  self->stands = FALSE;
  g_clear_pointer (&self->servidor, tbk_bascula_servidor_free);
  tbk_lector_close (self->lector);
  tbk_lector_set_protocolo (self->lector, *protocolo != '\0' ? tbk_protocolo_find (protocolo) : NULL);
  if (g_str_equal (conexion, "serie") && *puerto != '\0')
    open_serial (self, puerto);
  else if (g_str_equal (conexion, "red") && *destino != '\0')
    tbk_lector_open_tcp (self->lector, destino);
  else if (g_str_equal (conexion, "servidor") && self->api != NULL)
    self->servidor = tbk_bascula_servidor_new (self->api, self->lector);
  tell (self);
}

static void
apply_cb (gpointer data)
{
  TbkPesador *self = data;

  self->apply_id = 0;
  apply (self);
}

static void
settings_cb (TbkPesador *self, const char *key)
{
  static const char *const lines[] = { "conexion", "puerto", "destino", "protocolo", "linea", NULL };

  if (!g_strv_contains (lines, key))
    apply_rule (self);
  else if (self->apply_id == 0)
    self->apply_id = g_timeout_add_once (SETTLE_MS, apply_cb, self);
}

/* --- the object --- */

static void
tbk_pesador_dispose (GObject *object)
{
  TbkPesador *self = TBK_PESADOR (object);

  g_clear_handle_id (&self->apply_id, g_source_remove);
  g_clear_pointer (&self->servidor, tbk_bascula_servidor_free);
  if (self->lector != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->lector, self);
      tbk_lector_close (self->lector);
    }
  g_clear_object (&self->lector);
  g_clear_object (&self->settings);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (tbk_pesador_parent_class)->dispose (object);
}

static void
tbk_pesador_class_init (TbkPesadorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tbk_pesador_dispose;
  signals[CHANGED] = g_signal_new ("changed", TBK_TYPE_PESADOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tbk_pesador_init (TbkPesador *self)
{
  self->settings = g_settings_new ("com.triboka.Triboka.Bascula");
  self->lector = tbk_lector_new ();
  self->is_new = TRUE;
  g_signal_connect_object (self->lector, "reading", G_CALLBACK (reading_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lector, "notify", G_CALLBACK (line_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (settings_cb), self, G_CONNECT_SWAPPED);
  apply (self);
}

TbkPesador *
tbk_pesador_new (void)
{
  return g_object_new (TBK_TYPE_PESADOR, NULL);
}

void
tbk_pesador_set_api (TbkPesador *self, TbkApi *api)
{
  g_return_if_fail (TBK_IS_PESADOR (self));
  if (g_set_object (&self->api, api))
    apply (self);
}

/* --- what it tells --- */

static TbkPesadorState
state_of_reading (TbkPesador *self)
{
  switch (self->lectura.estado)
    {
    case TBK_LECTURA_SOBRECARGA:
      return TBK_PESADOR_OVERLOAD;
    case TBK_LECTURA_BAJO_CERO:
      return TBK_PESADOR_UNDER;
    case TBK_LECTURA_FALLA:
      return TBK_PESADOR_FAULT;
    case TBK_LECTURA_MUDA:
    case TBK_LECTURA_ESTABLE:
    case TBK_LECTURA_MOVIMIENTO:
    default:
      return self->stands ? TBK_PESADOR_STABLE : TBK_PESADOR_MOVING;
    }
}

TbkPesadorState
tbk_pesador_get_state (TbkPesador *self)
{
  switch (tbk_lector_get_state (self->lector))
    {
    case TBK_LECTOR_CLOSED:
      return TBK_PESADOR_CLOSED;
    case TBK_LECTOR_LOST:
      return TBK_PESADOR_LOST;
    case TBK_LECTOR_NOISE:
      return TBK_PESADOR_NOISE;
    case TBK_LECTOR_RECEIVING:
      return self->when != 0 ? state_of_reading (self) : TBK_PESADOR_NO_SIGNAL;
    case TBK_LECTOR_OPENING:
    case TBK_LECTOR_WAITING:
    default:
      return TBK_PESADOR_NO_SIGNAL;
    }
}

gboolean
tbk_pesador_has_weight (TbkPesador *self)
{
  TbkPesadorState state = tbk_pesador_get_state (self);

  return state == TBK_PESADOR_MOVING || state == TBK_PESADOR_STABLE;
}

const char *
tbk_pesador_get_word (TbkPesador *self)
{
  static const char *const words[] = {
    [TBK_PESADOR_CLOSED] = N_ ("No Scale"),
    [TBK_PESADOR_NO_SIGNAL] = N_ ("No Signal"),
    [TBK_PESADOR_LOST] = N_ ("Scale Lost"),
    [TBK_PESADOR_NOISE] = N_ ("Noise on the Line"),
    [TBK_PESADOR_FAULT] = N_ ("Fault of the Scale"),
    [TBK_PESADOR_OVERLOAD] = N_ ("Overload"),
    [TBK_PESADOR_UNDER] = N_ ("Under Zero"),
    [TBK_PESADOR_MOVING] = N_ ("Moving"),
    [TBK_PESADOR_STABLE] = N_ ("Stable"),
  };

  return _ (words[tbk_pesador_get_state (self)]);
}

const char *
tbk_pesador_get_reason (TbkPesador *self)
{
  switch (tbk_pesador_get_state (self))
    {
    case TBK_PESADOR_CLOSED:
      return _ ("Set up the scale to weigh with it.");
    case TBK_PESADOR_OVERLOAD:
      return _ ("More than this scale can weigh. Take the load off.");
    case TBK_PESADOR_UNDER:
      return _ ("Set the scale to zero when nothing stands on it.");
    case TBK_PESADOR_FAULT:
      return _ ("The indicator reports an error. Look at its display.");
    case TBK_PESADOR_NO_SIGNAL:
    case TBK_PESADOR_LOST:
    case TBK_PESADOR_NOISE:
    case TBK_PESADOR_MOVING:
    case TBK_PESADOR_STABLE:
    default:
      return tbk_lector_get_reason (self->lector);
    }
}

const TbkLectura *
tbk_pesador_get_lectura (TbkPesador *self)
{
  return self->when != 0 ? &self->lectura : NULL;
}

gint64
tbk_pesador_get_when (TbkPesador *self)
{
  return self->when;
}

static gboolean
get_tare (TbkPesador *self, TbkDecimal *tara, GError **error)
{
  TbkLectura lectura = self->lectura;

  *tara = (TbkDecimal){ 0, 3 };
  if (lectura.clase != TBK_CLASE_NETO)
    return TRUE;
  if (!lectura.con_tara)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("The scale shows a net weight and does not say its tare. Clear the tare on it."));
      return FALSE;
    }
  lectura.valor = lectura.tara;
  return tbk_lectura_to_kg (&lectura, self->si_ninguna, tara, error);
}

gboolean
tbk_pesador_get_kg (TbkPesador *self, TbkDecimal *bruto, TbkDecimal *tara, GError **error)
{
  TbkDecimal kg;

  if (!tbk_pesador_has_weight (self))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("There is no weight to take."));
      return FALSE;
    }
  if (self->lectura.clase == TBK_CLASE_TARA)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("The scale shows its tare, not a weight."));
      return FALSE;
    }
  return tbk_lectura_to_kg (&self->lectura, self->si_ninguna, &kg, error) && get_tare (self, tara, error)
         && tbk_decimal_add (kg, *tara, bruto, error);
}

gboolean
tbk_pesador_is_empty (TbkPesador *self)
{
  TbkDecimal kg;

  if (tbk_pesador_get_state (self) == TBK_PESADOR_UNDER)
    return TRUE;
  return tbk_pesador_has_weight (self) && tbk_lectura_to_kg (&self->lectura, self->si_ninguna, &kg, NULL)
         && tbk_decimal_compare (kg, self->minimo) < 0;
}

gboolean
tbk_pesador_is_new (TbkPesador *self)
{
  return self->is_new;
}

void
tbk_pesador_taken (TbkPesador *self)
{
  self->is_new = FALSE;
  tell (self);
}

void
tbk_pesador_renew (TbkPesador *self)
{
  self->is_new = TRUE;
  tell (self);
}

gboolean
tbk_pesador_can (TbkPesador *self, TbkOrden orden)
{
  const TbkProtocolo *protocolo = tbk_lector_get_protocolo (self->lector);

  return protocolo != NULL && protocolo->orden[orden] != NULL;
}

gboolean
tbk_pesador_send (TbkPesador *self, TbkOrden orden, GError **error)
{
  return tbk_lector_send (self->lector, orden, error);
}

const TbkProtocolo *
tbk_pesador_get_protocolo (TbkPesador *self)
{
  return tbk_lector_get_protocolo (self->lector);
}

guint
tbk_pesador_get_confianza (TbkPesador *self)
{
  return tbk_lector_get_confianza (self->lector);
}
