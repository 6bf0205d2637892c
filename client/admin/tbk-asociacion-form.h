/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form-window.h"

G_BEGIN_DECLS

/* Asks another side to work together. */
#define TBK_TYPE_ASOCIACION_FORM (tbk_asociacion_form_get_type ())
G_DECLARE_FINAL_TYPE (TbkAsociacionForm, tbk_asociacion_form, TBK, ASOCIACION_FORM, TbkFormWindow)

/* Returns: (transfer floating). */
TbkFormWindow *tbk_asociacion_form_new (TbkForm *form);

G_END_DECLS
