/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"

G_BEGIN_DECLS

/* Keeps the session in the keyring while the settings' "recordar" is on: each new refresh token replaces the one before,
 * which is spent; the end of the session takes it away. The application is held while the keyring writes. Main thread.
 *
 * Signal: "failed": the keyring could not take it (once in a life). */
#define TBK_TYPE_KEEPER (tbk_keeper_get_type ())
G_DECLARE_FINAL_TYPE (TbkKeeper, tbk_keeper, TBK, KEEPER, GObject)

TbkKeeper *tbk_keeper_new (TbkApi *api, GApplication *application);

G_END_DECLS
