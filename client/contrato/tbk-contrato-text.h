/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a contrato's figures mean, in words. Closures of its templates. Arguments are wire texts, NULL for none. Pure.
 * Returns: (transfer full): "" where there is nothing to say. */

/* 0..1 of the volume that is delivered; 0 for nothing. */
double tbk_contrato_fraction (gpointer self, const char *entregado_tm, const char *volumen_tm);
/* "12,500 of 50,000 TM delivered (25 %)"; rounded down: it says 100 % when nothing is missing. */
char *tbk_contrato_progress (gpointer self, const char *entregado_tm, const char *volumen_tm);
/* "= 1.102,31 qq; 47,500 TM fulfil it". */
char *tbk_contrato_describe_volumen (gpointer self, const char *volumen_tm, const char *tolerancia_pct);
/* "= $286,62 a quintal", or "$700,00 a tonne below New York's price". */
char *tbk_contrato_describe_precio (gpointer self,
                                    const char *tipo_precio,
                                    const char *precio_fijado_tm,
                                    const char *diferencial_tm);

G_END_DECLS
