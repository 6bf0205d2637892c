/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

/* The papers of the contrato that is shown: what is stored, what is on its way (also to contratos shown before), and what
 * can be done with each. Files are picked or dropped on it. Main thread. */
#define TBK_TYPE_CONTRATO_DOCUMENTOS (tbk_contrato_documentos_get_type ())
G_DECLARE_FINAL_TYPE (TbkContratoDocumentos, tbk_contrato_documentos, TBK, CONTRATO_DOCUMENTOS, TbkRecordDetail)

/* Selects that one and goes there, as soon as the list of that contrato is there; says so where it is not in it. */
void tbk_contrato_documentos_show (TbkContratoDocumentos *self, gint64 contrato_id, gint64 documento_id);

G_END_DECLS
