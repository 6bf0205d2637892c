/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

/* The lotes of a contrato: opens them, puts others in, takes them off (with an undo). "changed" when the
 * contrato's sums did.
 * Actions: lotes.open, lotes.assign, lotes.unassign, lotes.reassign (x). */
#define TBK_TYPE_CONTRATO_LOTES (tbk_contrato_lotes_get_type ())
G_DECLARE_FINAL_TYPE (TbkContratoLotes, tbk_contrato_lotes, TBK, CONTRATO_LOTES, TbkRecordDetail)

G_END_DECLS
