/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a lote's figures mean, in words. The first is a closure of its templates. Arguments are wire texts, NULL for none.
 * Pure. Returns: (transfer full): "" where there is nothing to say. */

/* Both readings that the trade uses: "1.250,00 kg = 27,56 qq". */
char *tbk_lote_describe_peso (gpointer self, const char *peso_kg);
/* What came against what was announced: "1.250,00 kg → 1.231,50 kg: 18,50 kg less (1,48 %)". */
char *tbk_lote_compare_peso (const char *before_kg, const char *after_kg, const char *unidad);
/* "7,00 % → 7,80 %: 0,80 points more". */
char *tbk_lote_compare_humedad (const char *before, const char *after);

G_END_DECLS
