/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-lectura.h"

G_BEGIN_DECLS

/* Does the weight stand still? By the indicator's word and by a window of readings. Pure: the caller gives the time.
 * One thread at a time. */

#define TBK_ESTABLE_MAX 64                            /* readings in a window */
#define TBK_ESTABLE_VIEJA_US (2 * G_TIME_SPAN_SECOND) /* a gap this long empties the window */

typedef struct
{
  guint lecturas;        /* so many alike, 1..TBK_ESTABLE_MAX */
  TbkDecimal tolerancia; /* between the least and the largest, in the reading's unit */
  gint64 tiempo_us;      /* from the first of them to the last, at least */
  gboolean exige_estado; /* a reading that is silent about it (MUDA) never counts */
} TbkEstableRegla;

/* 3 alike, the same to the last digit, over at least 300 ms. */
extern const TbkEstableRegla tbk_estable_regla;

typedef struct
{
  TbkEstableRegla regla;
  struct
  {
    TbkDecimal valor;
    gint64 cuando_us;
  } ventana[TBK_ESTABLE_MAX]; /* a ring */
  guint n;
  guint primera;
  TbkMasa unidad;
  TbkClase clase;
} TbkEstable;

void tbk_estable_init (TbkEstable *self, const TbkEstableRegla *regla);
/* Takes a reading that came at `ahora_us` (a monotonic clock). Returns whether the weight stands still now. What moves,
 * has no value, comes after noise, or changes its unit or its class (gross, net) begins anew. */
gboolean tbk_estable_add (TbkEstable *self, const TbkLectura *lectura, gint64 ahora_us);
void tbk_estable_reset (TbkEstable *self);

G_END_DECLS
