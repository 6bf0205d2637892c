/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-tx.h"

G_BEGIN_DECLS

/* Stores a weighing, by whichever way it came: `values` are a checked tbk_pesaje_lectura, to which what is settled is added.
 * Who may weigh which lote, and the order of an empresa's weighings, are the database's to say (0017-pesaje.sql).
 * `device`: it has no session. Errors: TBK_PROBLEM, 403, 409 and 422 for what was sent. Pool thread.
 * Returns: (transfer full) (nullable): its row, whose `repetido` says that it was stored before. */
TbkRows *tbk_weighing_store (TbkTx *tx, TbkValues *values, gboolean device, GError **error);

G_END_DECLS
