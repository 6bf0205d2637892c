/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

/* All about one contrato: state and next steps, delivered volume, fields, lotes, history. */
#define TBK_TYPE_CONTRATO_DETAIL (tbk_contrato_detail_get_type ())
G_DECLARE_FINAL_TYPE (TbkContratoDetail, tbk_contrato_detail, TBK, CONTRATO_DETAIL, TbkRecordDetail)

/* Its documentos, and that one among them selected, as soon as that contrato is the one that is shown. */
void tbk_contrato_detail_show_documento (TbkContratoDetail *self, gint64 contrato_id, gint64 documento_id);

G_END_DECLS
