/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-page.h"

G_BEGIN_DECLS

/* Who changed what and when, in every table. */
#define TBK_TYPE_AUDITORIA_PAGE (tbk_auditoria_page_get_type ())
G_DECLARE_FINAL_TYPE (TbkAuditoriaPage, tbk_auditoria_page, TBK, AUDITORIA_PAGE, TbkRecordPage)

G_END_DECLS
