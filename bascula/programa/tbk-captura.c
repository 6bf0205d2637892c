/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-captura.h"

void
tbk_captura_init (TbkCaptura *self, TbkDecimal min_kg, TbkMasa si_ninguna)
{
  tbk_estable_init (&self->estable, &tbk_estable_regla);
  self->min_kg = min_kg;
  self->si_ninguna = si_ninguna;
  self->armed = FALSE;
}

gboolean
tbk_captura_add (TbkCaptura *self, const TbkLectura *lectura, gint64 ahora_us, TbkDecimal *kg)
{
  gboolean stands = tbk_estable_add (&self->estable, lectura, ahora_us);

  if (!stands || lectura->clase == TBK_CLASE_TARA || !tbk_lectura_to_kg (lectura, self->si_ninguna, kg, NULL))
    return FALSE;
  if (tbk_decimal_compare (*kg, self->min_kg) < 0)
    {
      self->armed = TRUE;
      return FALSE;
    }
  if (!self->armed)
    return FALSE;
  self->armed = FALSE;
  return TRUE;
}
