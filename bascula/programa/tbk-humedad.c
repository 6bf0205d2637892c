/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-humedad.h"

#define DECIMALS 2 /* as the server keeps it */

void
tbk_humedad_add (TbkHumedad *self, const TbkLectura *lectura, gint64 when_us)
{
  TbkDecimal valor;

  if (!tbk_lectura_con_valor (lectura) || lectura->unidad != TBK_MASA_PCT
      || !tbk_decimal_rescale (lectura->valor, DECIMALS, &valor, NULL) || valor.units < 0
      || tbk_decimal_compare (valor, (TbkDecimal){ 100, 0 }) > 0)
    return;
  *self = (TbkHumedad){ valor, when_us, TRUE };
}

gboolean
tbk_humedad_take (TbkHumedad *self, gint64 now_us, TbkDecimal *humedad)
{
  gboolean fresh = self->there && now_us - self->when_us <= TBK_HUMEDAD_MAX_AGE_US;

  *humedad = self->valor;
  self->there = FALSE;
  return fresh;
}
