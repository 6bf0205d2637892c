/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form-window.h"

G_BEGIN_DECLS

/* Writes or edits a contrato. */
#define TBK_TYPE_CONTRATO_FORM (tbk_contrato_form_get_type ())
G_DECLARE_FINAL_TYPE (TbkContratoForm, tbk_contrato_form, TBK, CONTRATO_FORM, TbkFormWindow)

/* Returns: (transfer floating). */
TbkFormWindow *tbk_contrato_form_new (TbkForm *form);

G_END_DECLS
