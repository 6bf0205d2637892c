/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-storage.h"
#include "tbk-tx.h"

G_BEGIN_DECLS

/* Papers for the newest contratos of the demo data that are under way: a contract as a PDF, an
 * invoice as XML, an analysis as CSV. Nothing where there are documents already. Pool thread, in a
 * transaction of the owner's or an admin's. Error: TBK_PROBLEM. */
gboolean tbk_demo_add_files (TbkTx *tx, const TbkStorage *storage, GError **error);

G_END_DECLS
