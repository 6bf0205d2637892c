/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"
#include "tbk-lector.h"

G_BEGIN_DECLS

/* The scale as its operator sees it: the reader, whether the weight stands still, and whether it was taken already. It reads
 * its settings (com.triboka.Triboka.Bascula) by itself and follows them. Main thread.
 *
 * Signal: "changed": what the functions below tell is new. */
#define TBK_TYPE_PESADOR (tbk_pesador_get_type ())
G_DECLARE_FINAL_TYPE (TbkPesador, tbk_pesador, TBK, PESADOR, GObject)

typedef enum
{
  TBK_PESADOR_CLOSED,    /* no scale is set up */
  TBK_PESADOR_NO_SIGNAL, /* the line is open or being opened, and nothing comes */
  TBK_PESADOR_LOST,      /* pulled out, refused, gone: it is tried again */
  TBK_PESADOR_NOISE,     /* bytes that are no weights */
  TBK_PESADOR_FAULT,     /* the indicator reports an error */
  TBK_PESADOR_OVERLOAD,
  TBK_PESADOR_UNDER, /* under zero */
  TBK_PESADOR_MOVING,
  TBK_PESADOR_STABLE,
} TbkPesadorState;

TbkPesador *tbk_pesador_new (void);

/* Whose server may have a scale of its own; NULL: none is heard. */
void tbk_pesador_set_api (TbkPesador *self, TbkApi *api);

TbkPesadorState tbk_pesador_get_state (TbkPesador *self);
/* Whether there is a weight now, standing or moving. */
gboolean tbk_pesador_has_weight (TbkPesador *self);
/* The state in a word or two, translated; what is the matter in a sentence, "" when nothing is. (transfer none). */
const char *tbk_pesador_get_word (TbkPesador *self);
const char *tbk_pesador_get_reason (TbkPesador *self);
/* The last reading, however old; NULL: none yet. (transfer none). */
const TbkLectura *tbk_pesador_get_lectura (TbkPesador *self);
/* Monotonic microseconds of it; 0: none. */
gint64 tbk_pesador_get_when (TbkPesador *self);
/* The gross weight in kg, with the tare that the indicator took back on it, and that tare. Expected errors:
 * G_IO_ERROR_INVALID_DATA (no weight; a tare; a net weight whose tare it does not say). */
gboolean tbk_pesador_get_kg (TbkPesador *self, TbkDecimal *bruto, TbkDecimal *tara, GError **error);
/* Whether the weight is near zero: the scale is empty. */
gboolean tbk_pesador_is_empty (TbkPesador *self);

/* What stands on the scale was not taken yet: it was empty, or tbk_pesador_renew() was called, since tbk_pesador_taken(). */
gboolean tbk_pesador_is_new (TbkPesador *self);
void tbk_pesador_taken (TbkPesador *self);
void tbk_pesador_renew (TbkPesador *self);

/* Whether the protocol has that command. */
gboolean tbk_pesador_can (TbkPesador *self, TbkOrden orden);
/* Expected errors: as tbk_lector_send(). */
gboolean tbk_pesador_send (TbkPesador *self, TbkOrden orden, GError **error);
/* Returns: (transfer none) (nullable): the protocol in use. */
const TbkProtocolo *tbk_pesador_get_protocolo (TbkPesador *self);
/* 0..100: how sure it is of a protocol that was found by listening; 0: none was. */
guint tbk_pesador_get_confianza (TbkPesador *self);

G_END_DECLS
