/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

/* One asociacion, with the buttons that accept or end it. */
#define TBK_TYPE_ASOCIACION_DETAIL (tbk_asociacion_detail_get_type ())
G_DECLARE_FINAL_TYPE (TbkAsociacionDetail, tbk_asociacion_detail, TBK, ASOCIACION_DETAIL, TbkRecordDetail)

G_END_DECLS
