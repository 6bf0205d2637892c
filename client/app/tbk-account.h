/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* Who is signed in: name, password, sessions on this and other computers. */
#define TBK_TYPE_ACCOUNT (tbk_account_get_type ())
G_DECLARE_FINAL_TYPE (TbkAccount, tbk_account, TBK, ACCOUNT, AdwPreferencesWindow)

/* Over `window`. Somebody is signed in. */
void tbk_account_present (GtkWindow *window, TbkApi *api);

G_END_DECLS
