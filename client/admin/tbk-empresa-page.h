/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-page.h"

G_BEGIN_DECLS

/* The own empresa and those one may deal with; all of them for an admin. */
#define TBK_TYPE_EMPRESA_PAGE (tbk_empresa_page_get_type ())
G_DECLARE_FINAL_TYPE (TbkEmpresaPage, tbk_empresa_page, TBK, EMPRESA_PAGE, TbkRecordPage)

G_END_DECLS
