/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-libreta.h"

G_BEGIN_DECLS

/* `nombre` without space around. */
typedef void (*TbkTaraNombrada) (GtkWidget *from, const char *clase, const char *nombre);

/* Asks under which name a weight is stored as a tare: a vehicle's plate, `placa` to begin with, or a kind of sack. `nombrada`
 * runs when it is confirmed, `from` alive. Main thread. */
void tbk_tara_guardar (GtkWidget *from, const char *peso, const char *placa, TbkTaraNombrada nombrada);

G_END_DECLS
