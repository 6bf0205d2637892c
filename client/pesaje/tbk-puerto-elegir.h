/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Binds a setting that names a serial port to a row that lists the ports of this computer, those that appear later too; one that
 * is chosen and pulled out stays chosen. Lives with the row. Main thread. */
void tbk_puerto_elegir_bind (GSettings *settings, const char *key, AdwComboRow *row);

G_END_DECLS
