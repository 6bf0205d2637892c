/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-page.h"

G_BEGIN_DECLS

/* The contratos that the user is party to: table, filters, detail pane, form. */
#define TBK_TYPE_CONTRATO_PAGE (tbk_contrato_page_get_type ())
G_DECLARE_FINAL_TYPE (TbkContratoPage, tbk_contrato_page, TBK, CONTRATO_PAGE, TbkRecordPage)

G_END_DECLS
