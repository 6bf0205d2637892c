/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

/* All about one lote: state and next steps, weight and moisture, its contrato, fields, history.
 * Actions: lote.receive, lote.assign, lote.unassign, lote.reassign, lote.open-contrato. */
#define TBK_TYPE_LOTE_DETAIL (tbk_lote_detail_get_type ())
G_DECLARE_FINAL_TYPE (TbkLoteDetail, tbk_lote_detail, TBK, LOTE_DETAIL, TbkRecordDetail)

G_END_DECLS
