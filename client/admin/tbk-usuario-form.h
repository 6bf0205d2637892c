/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form-window.h"

G_BEGIN_DECLS

/* Makes or edits a usuario, as an admin. */
#define TBK_TYPE_USUARIO_FORM (tbk_usuario_form_get_type ())
G_DECLARE_FINAL_TYPE (TbkUsuarioForm, tbk_usuario_form, TBK, USUARIO_FORM, TbkFormWindow)

/* Returns: (transfer floating). */
TbkFormWindow *tbk_usuario_form_new (TbkForm *form);

G_END_DECLS
