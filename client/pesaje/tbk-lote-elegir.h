/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-api.h"

G_BEGIN_DECLS

typedef void (*TbkLoteElegido) (GtkWidget *from, TbkRecord *lote);

/* Asks which lote is weighed, among those that the user may weigh: a proveedor its own, the others all that they see, but what
 * was exported or rejected. `elegido`
 * runs when one is picked, `from` alive. Main thread. */
void tbk_lote_elegir (GtkWidget *from, TbkApi *api, const char *unidad, TbkLoteElegido elegido);

/* Whether the user weighs lotes of several empresas: their codes are each empresa's own, so that one alone names no lote. */
gboolean tbk_lote_elegir_has_several (TbkApi *api);

/* "Finca La Paz · Centro San Camilo": who grew it and, for whoever sees several, whose it is. Either may be NULL; without any
 * an empty text. Returns: (transfer full). */
char *tbk_lote_elegir_whose (TbkApi *api, const char *proveedor, const char *empresa);

/* "Finca La Paz · Centro San Camilo · 12.50 qq · In Transit". Returns: (transfer full). */
char *tbk_lote_elegir_describe (TbkApi *api, TbkRecord *lote, const char *unidad);

G_END_DECLS
