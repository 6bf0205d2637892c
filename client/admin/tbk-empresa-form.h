/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form-window.h"

G_BEGIN_DECLS

/* Makes or edits an empresa; says what a RUC is while it is typed. */
#define TBK_TYPE_EMPRESA_FORM (tbk_empresa_form_get_type ())
G_DECLARE_FINAL_TYPE (TbkEmpresaForm, tbk_empresa_form, TBK, EMPRESA_FORM, TbkFormWindow)

/* Returns: (transfer floating). */
TbkFormWindow *tbk_empresa_form_new (TbkForm *form);

/* What a RUC says of itself, while it is typed. Returns: (transfer full). Pure. */
char *tbk_empresa_describe_ruc (const char *ruc);

G_END_DECLS
