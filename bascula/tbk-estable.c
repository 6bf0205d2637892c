/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-estable.h"

const TbkEstableRegla tbk_estable_regla = { .lecturas = 3, .tiempo_us = 300 * G_TIME_SPAN_MILLISECOND };

void
tbk_estable_init (TbkEstable *self, const TbkEstableRegla *regla)
{
  self->regla = *regla;
  self->regla.lecturas = CLAMP (regla->lecturas, 1, TBK_ESTABLE_MAX);
  tbk_estable_reset (self);
}

void
tbk_estable_reset (TbkEstable *self)
{
  self->n = self->primera = 0;
}

static guint
place (const TbkEstable *self, guint i)
{
  return (self->primera + i) % TBK_ESTABLE_MAX;
}

static void
drop_first (TbkEstable *self)
{
  self->primera = place (self, 1);
  self->n--;
}

/* Whether the reading can stand beside those of the window. */
static gboolean
goes_on (const TbkEstable *self, const TbkLectura *lectura, gint64 ahora_us)
{
  if (self->n == 0)
    return TRUE;
  return !lectura->tras_ruido && lectura->unidad == self->unidad && lectura->clase == self->clase
         && ahora_us - self->ventana[place (self, self->n - 1)].cuando_us < TBK_ESTABLE_VIEJA_US;
}

static gboolean
counts (const TbkEstable *self, const TbkLectura *lectura)
{
  return lectura->estado == TBK_LECTURA_ESTABLE || (lectura->estado == TBK_LECTURA_MUDA && !self->regla.exige_estado);
}

static gboolean
alike (const TbkEstable *self, TbkDecimal a, TbkDecimal b)
{
  TbkDecimal difference;

  if (!tbk_decimal_sub (a, b, &difference, NULL))
    return FALSE;
  difference.units = ABS (difference.units);
  return tbk_decimal_compare (difference, self->regla.tolerancia) <= 0;
}

/* Leaves in the window what is alike with the newest. */
static void
drop_unlike (TbkEstable *self)
{
  TbkDecimal newest = self->ventana[place (self, self->n - 1)].valor;
  TbkDecimal least = newest, most = newest;

  for (guint i = self->n; i-- > 0;)
    {
      TbkDecimal valor = self->ventana[place (self, i)].valor;

      least = tbk_decimal_compare (valor, least) < 0 ? valor : least;
      most = tbk_decimal_compare (valor, most) > 0 ? valor : most;
      if (!alike (self, most, least))
        {
          for (guint dropped = 0; dropped <= i; dropped++)
            drop_first (self);
          return;
        }
    }
}

gboolean
tbk_estable_add (TbkEstable *self, const TbkLectura *lectura, gint64 ahora_us)
{
  guint i;

  if (!goes_on (self, lectura, ahora_us) || !counts (self, lectura))
    tbk_estable_reset (self);
  if (!counts (self, lectura))
    return FALSE;
  /* A full window gives its second place: the first one says since when it stands. */
  if (self->n == TBK_ESTABLE_MAX)
    {
      self->ventana[place (self, 1)] = self->ventana[place (self, 0)];
      drop_first (self);
    }
  i = place (self, self->n++);
  self->ventana[i].valor = lectura->valor;
  self->ventana[i].cuando_us = ahora_us;
  self->unidad = lectura->unidad;
  self->clase = lectura->clase;
  drop_unlike (self);
  return self->n >= self->regla.lecturas && ahora_us - self->ventana[self->primera].cuando_us >= self->regla.tiempo_us;
}
