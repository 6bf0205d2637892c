/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-libreta.h"

G_BEGIN_DECLS

typedef void (*TbkLoteUsadoElegido) (GtkWidget *from, const TbkLoteUsado *lote);

/* Asks which lote is weighed while the server cannot be asked: one of those that were weighed here before, or that it told of
 * when it answered last. `elegido` runs when
 * one is picked. Main thread. */
void tbk_lote_usado_elegir (GtkWidget *from, TbkBuzon *buzon, TbkLoteUsadoElegido elegido);

G_END_DECLS
