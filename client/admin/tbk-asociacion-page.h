/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-page.h"

G_BEGIN_DECLS

/* Which proveedores a centro works with: asked for, accepted, ended. */
#define TBK_TYPE_ASOCIACION_PAGE (tbk_asociacion_page_get_type ())
G_DECLARE_FINAL_TYPE (TbkAsociacionPage, tbk_asociacion_page, TBK, ASOCIACION_PAGE, TbkRecordPage)

G_END_DECLS
