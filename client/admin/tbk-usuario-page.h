/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record-page.h"

G_BEGIN_DECLS

/* Who may sign in: of the own empresa, or all of them for an admin. */
#define TBK_TYPE_USUARIO_PAGE (tbk_usuario_page_get_type ())
G_DECLARE_FINAL_TYPE (TbkUsuarioPage, tbk_usuario_page, TBK, USUARIO_PAGE, TbkRecordPage)

G_END_DECLS
