/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-medidor.h"

#include "tbk-patron.h"

#define SETTLE_MS 50 /* several keys that change together open the line once */
#define TESMA "tesma"

struct _TbkMedidor
{
  GObject parent_instance;

  GSettings *settings;
  TbkLector *lector;
  TbkProtocolo *patron; /* the user's own; NULL */
  TbkDecimal humedad;
  gint64 when; /* monotonic microseconds of it; 0: none yet */
  guint apply_id;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TbkMedidor, tbk_medidor, G_TYPE_OBJECT)

static void
tell (TbkMedidor *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* A scale on the wrong port says no percentages. */
static void
reading_cb (TbkMedidor *self, const TbkLectura *lectura, gint64 when)
{
  TbkDecimal value;

  if (!tbk_lectura_to_pct (lectura, &value))
    return;
  self->humedad = value;
  self->when = when;
  tell (self);
}

/* --- settings --- */

static const TbkProtocolo *
choose_protocol (TbkMedidor *self)
{
  g_autofree char *picture = g_settings_get_string (self->settings, "patron");
  g_autoptr (GError) error = NULL;

  if (*picture == '\0')
    return tbk_protocolo_find (TESMA);
  self->patron = tbk_patron_new (&(TbkPatronAjuste){ .plantilla = picture, .unidad = TBK_MASA_PCT }, &error);
  if (self->patron == NULL)
    g_message ("the meter's picture of a frame: %s", error->message);
  return self->patron;
}

static void
open_line (TbkMedidor *self)
{
  g_autofree char *conexion = g_settings_get_string (self->settings, "conexion");
  g_autofree char *puerto = g_settings_get_string (self->settings, "puerto");
  g_autofree char *destino = g_settings_get_string (self->settings, "destino");
  g_autofree char *text = g_settings_get_string (self->settings, "linea");
  const TbkProtocolo *protocolo = choose_protocol (self);
  TbkLinea linea;

  if (protocolo == NULL)
    return;
  tbk_lector_set_protocolo (self->lector, protocolo);
  if (g_str_equal (conexion, "serie") && *puerto != '\0' && tbk_linea_parse (text, &linea, NULL))
    tbk_lector_open_serial (self->lector, puerto, &linea);
  else if (g_str_equal (conexion, "red") && *destino != '\0')
    tbk_lector_open_tcp (self->lector, destino);
}

static void
forget_pattern (TbkMedidor *self)
{
  tbk_lector_close (self->lector);
  tbk_lector_set_protocolo (self->lector, NULL);
  g_clear_pointer (&self->patron, tbk_patron_free);
}

static void
apply (TbkMedidor *self)
{
  forget_pattern (self);
  self->when = 0;
  open_line (self);
  tell (self);
}

static void
apply_cb (gpointer data)
{
  TbkMedidor *self = data;

  self->apply_id = 0;
  apply (self);
}

static void
settings_cb (TbkMedidor *self)
{
  if (self->apply_id == 0)
    self->apply_id = g_timeout_add_once (SETTLE_MS, apply_cb, self);
}

/* --- the object --- */

static void
tbk_medidor_dispose (GObject *object)
{
  TbkMedidor *self = TBK_MEDIDOR (object);

  g_clear_handle_id (&self->apply_id, g_source_remove);
  if (self->lector != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->lector, self);
      forget_pattern (self);
    }
  g_clear_object (&self->lector);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tbk_medidor_parent_class)->dispose (object);
}

static void
tbk_medidor_class_init (TbkMedidorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tbk_medidor_dispose;
  signals[CHANGED] = g_signal_new ("changed", TBK_TYPE_MEDIDOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tbk_medidor_init (TbkMedidor *self)
{
  self->settings = g_settings_new ("com.triboka.Triboka.Medidor");
  self->lector = tbk_lector_new ();
  g_signal_connect_object (self->lector, "reading", G_CALLBACK (reading_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lector, "notify", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (settings_cb), self, G_CONNECT_SWAPPED);
  apply (self);
}

TbkMedidor *
tbk_medidor_new (void)
{
  return g_object_new (TBK_TYPE_MEDIDOR, NULL);
}

/* --- what it tells --- */

gboolean
tbk_medidor_is_open (TbkMedidor *self)
{
  return tbk_lector_get_state (self->lector) != TBK_LECTOR_CLOSED;
}

const char *
tbk_medidor_get_reason (TbkMedidor *self)
{
  return tbk_lector_get_reason (self->lector);
}

gboolean
tbk_medidor_get (TbkMedidor *self, TbkDecimal *humedad, gint64 *age_us)
{
  if (self->when == 0)
    return FALSE;
  *humedad = self->humedad;
  *age_us = g_get_monotonic_time () - self->when;
  return TRUE;
}
