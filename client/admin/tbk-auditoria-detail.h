/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

/* One change: what stood before and what after. */
#define TBK_TYPE_AUDITORIA_DETAIL (tbk_auditoria_detail_get_type ())
G_DECLARE_FINAL_TYPE (TbkAuditoriaDetail, tbk_auditoria_detail, TBK, AUDITORIA_DETAIL, TbkRecordDetail)

G_END_DECLS
