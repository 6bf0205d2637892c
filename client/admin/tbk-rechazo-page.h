/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-page.h"

G_BEGIN_DECLS

/* What devices sent that was no weighing. */
#define TBK_TYPE_RECHAZO_PAGE (tbk_rechazo_page_get_type ())
G_DECLARE_FINAL_TYPE (TbkRechazoPage, tbk_rechazo_page, TBK, RECHAZO_PAGE, TbkRecordPage)

G_END_DECLS
