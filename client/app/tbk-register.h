/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form-window.h"

G_BEGIN_DECLS

/* Asks for an account, without being signed in. What it "saved" is a usuario that waits for approval. */
#define TBK_TYPE_REGISTER (tbk_register_get_type ())
G_DECLARE_FINAL_TYPE (TbkRegister, tbk_register, TBK, REGISTER, TbkFormWindow)

/* Returns: (transfer floating). */
TbkFormWindow *tbk_register_new (TbkApi *api);

G_END_DECLS
