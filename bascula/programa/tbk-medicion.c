/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-medicion.h"

void
tbk_medicion_add (TbkMedicion *self, const TbkLectura *lectura, gint64 when_us)
{
  TbkDecimal valor;

  if (tbk_lectura_to_pct (lectura, &valor))
    *self = (TbkMedicion){ valor, when_us, TRUE };
}

gboolean
tbk_medicion_take (TbkMedicion *self, gint64 now_us, TbkDecimal *humedad)
{
  gboolean fresh = self->there && now_us - self->when_us <= TBK_MEDICION_MAX_AGE_US;

  *humedad = self->valor;
  self->there = FALSE;
  return fresh;
}
