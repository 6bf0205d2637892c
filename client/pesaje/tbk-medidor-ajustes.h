/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-medidor.h"

G_BEGIN_DECLS

#define TBK_TYPE_MEDIDOR_AJUSTES (tbk_medidor_ajustes_get_type ())
G_DECLARE_FINAL_TYPE (TbkMedidorAjustes, tbk_medidor_ajustes, TBK, MEDIDOR_AJUSTES, AdwPreferencesWindow)

/* How the moisture meter is connected and what it says now, over the window of `from`. What is set
 * counts at once. Main thread. */
void tbk_medidor_ajustes_present (GtkWidget *from, TbkMedidor *medidor);

G_END_DECLS
