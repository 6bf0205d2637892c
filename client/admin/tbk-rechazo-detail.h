/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

/* One message that was refused: where it came from, why, and what it was, to be copied. */
#define TBK_TYPE_RECHAZO_DETAIL (tbk_rechazo_detail_get_type ())
G_DECLARE_FINAL_TYPE (TbkRechazoDetail, tbk_rechazo_detail, TBK, RECHAZO_DETAIL, TbkRecordDetail)

G_END_DECLS
