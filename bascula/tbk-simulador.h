/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-protocolo.h"

G_BEGIN_DECLS

/* Plays a scale by a script: a line a step, '#' begins a comment.
 *
 *   unit kg            the unit of all weights from here on (kg g t lb oz %)
 *   rate 10            frames a second (1..50), 10 where none is given
 *   seed 7             what moves and what noise there is follow from it
 *   zero 2             stands at zero for 2 seconds
 *   move 12340.5 3     moves to that weight within 3 seconds
 *   stable 5           stands there for 5 seconds
 *   tare               the weight becomes the tare; what follows is net
 *   overload 2         no value, over the capacity, for 2 seconds
 *   under 2            no value, under zero
 *   fault 2            reports an error
 *   off 3              silent for 3 seconds
 *   noise 2            bytes that are no frames, at the same rate
 *   pull 4             the line is cut for 4 seconds
 *   print              the next frame says that PRINT was pressed, where the protocol can
 *   loop               from the top again
 *
 * Pure: the caller asks for one frame after another and keeps the time. The same script gives the same bytes. */
typedef struct _TbkSimulador TbkSimulador;

typedef enum
{
  TBK_SIMULADOR_BYTES,  /* send these, wait one period */
  TBK_SIMULADOR_SILENT, /* send nothing, wait one period */
  TBK_SIMULADOR_PULLED, /* the line is down during this period */
  TBK_SIMULADOR_END,    /* the script is over */
} TbkSimuladorAct;

/* `protocolo` outlives it. Returns: (transfer full) (nullable). Expected error: G_IO_ERROR_INVALID_ARGUMENT, which names
 * the line. */
TbkSimulador *tbk_simulador_new (const TbkProtocolo *protocolo, const char *script, GError **error);
void tbk_simulador_free (TbkSimulador *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkSimulador, tbk_simulador_free)

/* What happens next. *n bytes at `bytes` with BYTES. *lectura (nullable) is what they say; its `estado` alone counts where
 * nothing is said. */
TbkSimuladorAct tbk_simulador_next (TbkSimulador *self, guint8 bytes[TBK_TRAMA_MAX], gsize *n, TbkLectura *lectura);
/* Milliseconds of one period, as the step before said. */
guint tbk_simulador_period_ms (TbkSimulador *self);
/* A command came from the other side: zero and tare change what follows. Unknown bytes are ignored. */
void tbk_simulador_command (TbkSimulador *self, const guint8 *bytes, gsize n);

G_END_DECLS
