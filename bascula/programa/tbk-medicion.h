/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-lectura.h"

G_BEGIN_DECLS

/* What a moisture meter said last, for the weighing that follows: a measurement serves once, and not when it is old. Pure. */
typedef struct
{
  TbkDecimal valor; /* percent */
  gint64 when_us;
  gboolean there;
} TbkMedicion;

#define TBK_MEDICION_MAX_AGE_US (30 * G_TIME_SPAN_MINUTE)

/* What is no percentage of 0 to 100 is passed over. `when_us`: monotonic. */
void tbk_medicion_add (TbkMedicion *self, const TbkLectura *lectura, gint64 when_us);
/* FALSE: there is none for a weighing of now. */
gboolean tbk_medicion_take (TbkMedicion *self, gint64 now_us, TbkDecimal *humedad);

G_END_DECLS
