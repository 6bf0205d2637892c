/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form-window.h"

G_BEGIN_DECLS

/* Registers or edits a lote. */
#define TBK_TYPE_LOTE_FORM (tbk_lote_form_get_type ())
G_DECLARE_FINAL_TYPE (TbkLoteForm, tbk_lote_form, TBK, LOTE_FORM, TbkFormWindow)

/* `buyer`: shows just what a reception tells. Returns: (transfer floating). */
TbkFormWindow *tbk_lote_form_new (TbkForm *form, gboolean buyer);

G_END_DECLS
