/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form-window.h"

G_BEGIN_DECLS

/* Confirms that a lote has come: what it weighs there, its moisture, notes. */
#define TBK_TYPE_LOTE_RECEPTION (tbk_lote_reception_get_type ())
G_DECLARE_FINAL_TYPE (TbkLoteReception, tbk_lote_reception, TBK, LOTE_RECEPTION, TbkFormWindow)

/* Returns: (transfer floating). */
TbkFormWindow *tbk_lote_reception_new (TbkApi *api, TbkRecord *lote);

G_END_DECLS
