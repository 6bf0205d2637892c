/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form-window.h"

G_BEGIN_DECLS

/* Changes the own password: the current one, and a new one. */
#define TBK_TYPE_CLAVE_FORM (tbk_clave_form_get_type ())
G_DECLARE_FINAL_TYPE (TbkClaveForm, tbk_clave_form, TBK, CLAVE_FORM, TbkFormWindow)

/* Somebody is signed in. Returns: (transfer floating). */
TbkFormWindow *tbk_clave_form_new (TbkApi *api);

G_END_DECLS
