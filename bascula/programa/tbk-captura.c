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

/* A net weight whose tare is not said is all that is known: it is the weight. */
static gboolean
read_carga (const TbkCaptura *self, const TbkLectura *lectura, TbkDecimal shown, TbkCarga *carga)
{
  TbkLectura tara = *lectura;

  *carga = (TbkCarga){ .bruto_kg = shown, .con_tara = lectura->clase == TBK_CLASE_NETO && lectura->con_tara };
  tara.valor = lectura->tara;
  return !carga->con_tara
         || (tbk_lectura_to_kg (&tara, self->si_ninguna, &carga->tara_kg, NULL)
             && tbk_decimal_add (shown, carga->tara_kg, &carga->bruto_kg, NULL));
}

gboolean
tbk_captura_add (TbkCaptura *self, const TbkLectura *lectura, gint64 ahora_us, TbkCarga *carga)
{
  gboolean stands = tbk_estable_add (&self->estable, lectura, ahora_us);
  TbkDecimal shown;

  if (!stands || lectura->clase == TBK_CLASE_TARA || !tbk_lectura_to_kg (lectura, self->si_ninguna, &shown, NULL)
      || !read_carga (self, lectura, shown, carga))
    return FALSE;
  if (tbk_decimal_compare (shown, self->min_kg) < 0)
    {
      self->armed = TRUE;
      return FALSE;
    }
  if (!self->armed)
    return FALSE;
  self->armed = FALSE;
  return TRUE;
}
