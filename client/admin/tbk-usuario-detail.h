/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-detail.h"

G_BEGIN_DECLS

/* One usuario, with the buttons that let it in or shut it out. */
#define TBK_TYPE_USUARIO_DETAIL (tbk_usuario_detail_get_type ())
G_DECLARE_FINAL_TYPE (TbkUsuarioDetail, tbk_usuario_detail, TBK, USUARIO_DETAIL, TbkRecordDetail)

G_END_DECLS
