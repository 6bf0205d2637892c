/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* What happened to a record, newest first: who, when, what was before and after. Properties: "api",
 * "record" (TbkRecord: reads /<collection>/<id>/historial, again when its version changes),
 * "unidad". */
#define TBK_TYPE_HISTORY (tbk_history_get_type ())
G_DECLARE_FINAL_TYPE (TbkHistory, tbk_history, TBK, HISTORY, GtkWidget)

G_END_DECLS
