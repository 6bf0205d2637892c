/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-lector-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tbk-deteccion.h"

#define TICK_MS 250
#define STALE_US (2 * G_TIME_SPAN_SECOND)  /* a reading is old after this */
#define SILENT_US (1 * G_TIME_SPAN_SECOND) /* then an indicator that knows the word is asked */
#define FORGET_US (5 * G_TIME_SPAN_SECOND) /* of noise: the protocol that was found was not it */
#define MIN_TRAMAS 3
#define MIN_CONFIANZA 75
#define MIN_MEZCLA 512 /* bytes of which too few are frames */
#define MIN_RUIDO 64   /* bytes that are nobody's before it is called noise */

enum
{
  PROP_STATE = 1,
  PROP_REASON,
  PROP_PROTOCOLO,
  PROP_ADDRESS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  READING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (TbkLectorState,
                    tbk_lector_state,
                    G_DEFINE_ENUM_VALUE (TBK_LECTOR_CLOSED, "closed"),
                    G_DEFINE_ENUM_VALUE (TBK_LECTOR_OPENING, "opening"),
                    G_DEFINE_ENUM_VALUE (TBK_LECTOR_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (TBK_LECTOR_NOISE, "noise"),
                    G_DEFINE_ENUM_VALUE (TBK_LECTOR_RECEIVING, "receiving"),
                    G_DEFINE_ENUM_VALUE (TBK_LECTOR_LOST, "lost"))
G_DEFINE_FINAL_TYPE (TbkLector, tbk_lector, G_TYPE_OBJECT)

void
tbk_lector_set_state (TbkLector *self, TbkLectorState state, const char *reason)
{
  gboolean other_state = self->state != state, other_reason = g_strcmp0 (self->reason, reason) != 0;

  if (other_reason)
    {
      g_free (self->reason);
      self->reason = g_strdup (reason);
    }
  self->state = state;
  if (other_reason)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REASON]);
  if (other_state)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

/* --- bytes to readings ------------------------------------------------------------------ */

static void
collect_cb (const TbkLectura *lectura, gpointer lecturas)
{
  g_array_append_vals (lecturas, lectura, 1);
}

static void
tell (TbkLector *self, const TbkLectura *lectura)
{
  self->last_frame = g_get_monotonic_time ();
  self->noise_since = 0;
  tbk_lector_set_state (self, TBK_LECTOR_RECEIVING, "");
  g_signal_emit (self, signals[READING], 0, lectura, self->last_frame);
}

static void
use_protocolo (TbkLector *self, const TbkProtocolo *protocolo, guint confianza)
{
  self->confianza = confianza;
  if (self->protocolo == protocolo)
    return;
  g_clear_pointer (&self->tramas, tbk_tramas_free);
  self->protocolo = protocolo;
  self->epoch++;
  self->tramas = protocolo != NULL ? tbk_tramas_new (protocolo) : NULL;
  self->noise_since = 0;
  g_byte_array_set_size (self->oye, 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROTOCOLO]);
}

/* Two readings of the same bytes, and nothing to choose by: the user has to. */
static void
say_ambiguous (TbkLector *self, const TbkDeteccion *found)
{
  g_autofree char *reason = g_strdup_printf (_ ("This may be “%s” or “%s”: choose one"),
                                             found->candidato[0].protocolo->etiqueta,
                                             found->candidato[1].protocolo->etiqueta);

  tbk_lector_set_state (self, TBK_LECTOR_NOISE, reason);
}

static void
find_protocolo (TbkLector *self)
{
  TbkDeteccion found;

  tbk_detectar (self->oye->data, self->oye->len, &found);
  if (found.ambigua)
    say_ambiguous (self, &found);
  else if (found.n > 0 && found.candidato[0].tramas >= MIN_TRAMAS && found.candidato[0].confianza >= MIN_CONFIANZA)
    use_protocolo (self, found.candidato[0].protocolo, found.candidato[0].confianza);
  else if (self->oye->len >= (found.n == 0 ? MIN_RUIDO : MIN_MEZCLA))
    tbk_lector_set_state (self, TBK_LECTOR_NOISE,
                          _ ("What comes fits no known scale: the speed of the line may be another"));
}

static void
keep_for_finding (TbkLector *self, const guint8 *bytes, gsize n)
{
  if (self->oye->len + n > TBK_LECTOR_OYE_MAX)
    g_byte_array_remove_range (self->oye, 0, self->oye->len / 2);
  g_byte_array_append (self->oye, bytes, (guint) n);
}

void
tbk_lector_take_bytes (TbkLector *self, const guint8 *bytes, gsize n)
{
  g_autoptr (TbkLector) alive = g_object_ref (self);
  g_autoptr (GArray) lecturas = NULL;
  guint epoch = self->epoch;

  self->last_bytes = g_get_monotonic_time ();
  if (self->tramas == NULL)
    {
      keep_for_finding (self, bytes, n);
      return;
    }
  /* First all that these bytes say, then the telling: who hears it may close the line or choose another protocol, and
   * what is left is of the line before. */
  lecturas = g_array_new (FALSE, FALSE, sizeof (TbkLectura));
  tbk_tramas_feed (self->tramas, bytes, n, collect_cb, lecturas);
  for (guint i = 0; i < lecturas->len && self->epoch == epoch; i++)
    tell (self, &g_array_index (lecturas, TbkLectura, i));
}

/* --- the clock ----------------------------------------------------------------------------- */

static gboolean
younger (gint64 when, gint64 now, gint64 than)
{
  return when != 0 && now - when < than;
}

static void
say_noise (TbkLector *self, gint64 now)
{
  if (self->noise_since == 0)
    self->noise_since = now;
  tbk_lector_set_state (self, TBK_LECTOR_NOISE,
                        _ ("Bytes come that this scale does not send: the speed or the protocol is another"));
  if (self->finds && now - self->noise_since > FORGET_US)
    use_protocolo (self, NULL, 0);
}

static void
ask (TbkLector *self, gint64 now)
{
  const char *word = self->protocolo != NULL ? self->protocolo->orden[TBK_ORDEN_PIDE] : NULL;

  if (word == NULL)
    return;
  self->asks = self->asks || !younger (self->last_bytes, now, SILENT_US);
  if (self->asks && !self->writing)
    tbk_lector_line_write (self, word, NULL);
}

static gboolean
tick_cb (gpointer data)
{
  TbkLector *self = data;
  gint64 now = g_get_monotonic_time ();

  if (self->fed && self->state == TBK_LECTOR_RECEIVING && !younger (self->last_frame, now, STALE_US))
    tbk_lector_set_state (self, TBK_LECTOR_WAITING, _ ("The server says nothing of its scale any more"));
  if (self->stream == NULL)
    return G_SOURCE_CONTINUE;
  ask (self, now);
  if (younger (self->last_frame, now, STALE_US))
    return G_SOURCE_CONTINUE;
  if (!younger (self->last_bytes, now, STALE_US))
    tbk_lector_set_state (self, TBK_LECTOR_WAITING, _ ("The line is open, and nothing comes"));
  else if (self->protocolo == NULL)
    find_protocolo (self);
  else if (tbk_tramas_get_ruido (self->tramas) > 0 || tbk_tramas_get_bytes (self->tramas) >= MIN_RUIDO)
    say_noise (self, now);
  return G_SOURCE_CONTINUE;
}

/* --- the object ------------------------------------------------------------------------------ */

static void
tbk_lector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TbkLector *self = TBK_LECTOR (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case PROP_PROTOCOLO:
      g_value_set_pointer (value, (gpointer) self->protocolo);
      break;
    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tbk_lector_dispose (GObject *object)
{
  TbkLector *self = TBK_LECTOR (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  tbk_lector_line_close (self);
  g_clear_object (&self->monitor);
  G_OBJECT_CLASS (tbk_lector_parent_class)->dispose (object);
}

static void
tbk_lector_finalize (GObject *object)
{
  TbkLector *self = TBK_LECTOR (object);

  g_clear_pointer (&self->tramas, tbk_tramas_free);
  g_byte_array_unref (self->oye);
  g_free (self->address);
  g_free (self->reason);
  G_OBJECT_CLASS (tbk_lector_parent_class)->finalize (object);
}

static void
tbk_lector_class_init (TbkLectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tbk_lector_get_property;
  object_class->dispose = tbk_lector_dispose;
  object_class->finalize = tbk_lector_finalize;
  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TBK_TYPE_LECTOR_STATE, TBK_LECTOR_CLOSED, flags);
  props[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, "", flags);
  props[PROP_PROTOCOLO] = g_param_spec_pointer ("protocolo", NULL, NULL, flags);
  props[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[READING] = g_signal_new ("reading", TBK_TYPE_LECTOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_POINTER, G_TYPE_INT64);
}

static void
tbk_lector_init (TbkLector *self)
{
  self->reason = g_strdup ("");
  self->address = g_strdup ("");
  self->finds = TRUE;
  self->oye = g_byte_array_new ();
}

TbkLector *
tbk_lector_new (void)
{
  return g_object_new (TBK_TYPE_LECTOR, NULL);
}

void
tbk_lector_set_protocolo (TbkLector *self, const TbkProtocolo *protocolo)
{
  g_return_if_fail (TBK_IS_LECTOR (self));
  self->finds = protocolo == NULL;
  self->asks = FALSE;
  use_protocolo (self, protocolo, 0);
}

const TbkProtocolo *
tbk_lector_get_protocolo (TbkLector *self)
{
  g_return_val_if_fail (TBK_IS_LECTOR (self), NULL);
  return self->protocolo;
}

guint
tbk_lector_get_confianza (TbkLector *self)
{
  g_return_val_if_fail (TBK_IS_LECTOR (self), 0);
  return self->confianza;
}

/* Nothing of the line before is left. */
static void
open_anew (TbkLector *self, gboolean is_tcp, const char *address)
{
  tbk_lector_close (self);
  g_free (self->address);
  self->address = g_strdup (address);
  self->is_tcp = is_tcp;
  self->again_ms = 0;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ADDRESS]);
  self->tick = g_timeout_add (TICK_MS, tick_cb, self);
  tbk_lector_line_open (self);
}

void
tbk_lector_open_serial (TbkLector *self, const char *puerto, const TbkLinea *linea)
{
  g_return_if_fail (TBK_IS_LECTOR (self) && puerto != NULL && linea != NULL);
  self->linea = *linea;
  open_anew (self, FALSE, puerto);
}

void
tbk_lector_open_tcp (TbkLector *self, const char *destino)
{
  g_return_if_fail (TBK_IS_LECTOR (self) && destino != NULL);
  open_anew (self, TRUE, destino);
}

void
tbk_lector_open_fed (TbkLector *self)
{
  g_return_if_fail (TBK_IS_LECTOR (self));
  tbk_lector_close (self);
  tbk_lector_set_protocolo (self, NULL);
  tbk_lector_line_forget (self);
  self->fed = TRUE;
  self->tick = g_timeout_add (TICK_MS, tick_cb, self);
  tbk_lector_set_state (self, TBK_LECTOR_OPENING, "");
}

void
tbk_lector_feed (TbkLector *self, TbkLectorState state, const char *reason, const TbkLectura *lectura)
{
  g_return_if_fail (TBK_IS_LECTOR (self));
  if (!self->fed)
    return;
  if (state == TBK_LECTOR_RECEIVING && lectura != NULL)
    tell (self, lectura);
  else
    tbk_lector_set_state (self, state, reason);
}

/* The next line begins with a whole frame, or with half of one that nobody saw the front of. */
void
tbk_lector_line_forget (TbkLector *self)
{
  self->last_bytes = self->last_frame = self->noise_since = 0;
  self->asks = FALSE;
  self->epoch++;
  g_byte_array_set_size (self->oye, 0);
  if (self->tramas != NULL)
    tbk_tramas_reset (self->tramas);
}

void
tbk_lector_close (TbkLector *self)
{
  g_return_if_fail (TBK_IS_LECTOR (self));
  g_clear_handle_id (&self->tick, g_source_remove);
  self->fed = FALSE;
  tbk_lector_line_close (self);
  tbk_lector_set_state (self, TBK_LECTOR_CLOSED, "");
}

TbkLectorState
tbk_lector_get_state (TbkLector *self)
{
  g_return_val_if_fail (TBK_IS_LECTOR (self), TBK_LECTOR_CLOSED);
  return self->state;
}

const char *
tbk_lector_get_reason (TbkLector *self)
{
  g_return_val_if_fail (TBK_IS_LECTOR (self), "");
  return self->reason;
}

gboolean
tbk_lector_send (TbkLector *self, TbkOrden orden, GError **error)
{
  const char *bytes;

  g_return_val_if_fail (TBK_IS_LECTOR (self) && orden < TBK_N_ORDENES, FALSE);
  bytes = self->protocolo != NULL ? self->protocolo->orden[orden] : NULL;
  if (bytes == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("this scale takes no such command by the line"));
      return FALSE;
    }
  return tbk_lector_line_write (self, bytes, error);
}
