/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-pesador.h"

G_BEGIN_DECLS

/* How the scale is connected and read: port or address, protocol, line, what counts as standing still, and what happens when a
 * weight is taken. Each change counts at once. */
#define TBK_TYPE_BASCULA_AJUSTES (tbk_bascula_ajustes_get_type ())
G_DECLARE_FINAL_TYPE (TbkBasculaAjustes, tbk_bascula_ajustes, TBK, BASCULA_AJUSTES, AdwPreferencesWindow)

/* Over the window of `from`; tells what `pesador` hears. */
void tbk_bascula_ajustes_present (GtkWidget *from, TbkPesador *pesador);

G_END_DECLS
