/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

/* One empresa and its logo. Actions: logo.choose, logo.remove. */
#define TBK_TYPE_EMPRESA_DETAIL (tbk_empresa_detail_get_type ())
G_DECLARE_FINAL_TYPE (TbkEmpresaDetail, tbk_empresa_detail, TBK, EMPRESA_DETAIL, TbkRecordDetail)

G_END_DECLS
