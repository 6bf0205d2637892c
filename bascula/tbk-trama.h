/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-protocolo.h"

G_BEGIN_DECLS

/* Finds frames in a stream of bytes that comes in any pieces. A frame is taken whole or not at all; what is none is
 * counted and skipped. Holds 2 * TBK_TRAMA_MAX bytes, whatever comes. One thread at a time. */
typedef struct _TbkTramas TbkTramas;

typedef void (*TbkLecturaFunc) (const TbkLectura *lectura, gpointer data);

/* `protocolo` outlives it. */
TbkTramas *tbk_tramas_new (const TbkProtocolo *protocolo);
void tbk_tramas_free (TbkTramas *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkTramas, tbk_tramas_free)

/* Calls `func` once for each frame that these bytes complete; `func` leaves this object alone. */
void tbk_tramas_feed (TbkTramas *self, const guint8 *bytes, gsize n, TbkLecturaFunc func, gpointer data);
/* Bytes since the beginning, and those that belonged to no frame. */
guint64 tbk_tramas_get_bytes (TbkTramas *self);
guint64 tbk_tramas_get_ruido (TbkTramas *self);
/* Forgets half a frame: the line was opened anew. */
void tbk_tramas_reset (TbkTramas *self);

G_END_DECLS
