/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

/* The fields of a contrato in groups, with what its figures mean. */
#define TBK_TYPE_CONTRATO_FACTS (tbk_contrato_facts_get_type ())
G_DECLARE_FINAL_TYPE (TbkContratoFacts, tbk_contrato_facts, TBK, CONTRATO_FACTS, TbkRecordDetail)

G_END_DECLS
