/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-page.h"

G_BEGIN_DECLS

/* The lotes that the user sees: table, filters, detail pane, form, reception. */
#define TBK_TYPE_LOTE_PAGE (tbk_lote_page_get_type ())
G_DECLARE_FINAL_TYPE (TbkLotePage, tbk_lote_page, TBK, LOTE_PAGE, TbkRecordPage)

G_END_DECLS
