/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-estable.h"

G_BEGIN_DECLS

/* When is a weight one to be kept, where nobody presses a key? Once for each load: it stands still above the least weight,
 * and the scale was below it before. What stands on the scale when it begins is not taken: it may have been already. Pure. */
typedef struct
{
  TbkDecimal bruto_kg; /* what is shown, and the tare where that is net */
  TbkDecimal tara_kg;  /* where `con_tara` */
  gboolean con_tara;   /* the indicator shows net and says its tare */
} TbkCarga;

typedef struct
{
  TbkEstable estable;
  TbkDecimal min_kg;
  TbkMasa si_ninguna;
  gboolean armed;
} TbkCaptura;

void tbk_captura_init (TbkCaptura *self, TbkDecimal min_kg, TbkMasa si_ninguna);
/* TRUE: take it. */
gboolean tbk_captura_add (TbkCaptura *self, const TbkLectura *lectura, gint64 ahora_us, TbkCarga *carga);

G_END_DECLS
