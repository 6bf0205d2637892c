/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* The own sessions that are alive, each but this one with a button that ends it. Property: "api" (TbkApi). */
#define TBK_TYPE_SESSION_LIST (tbk_session_list_get_type ())
G_DECLARE_FINAL_TYPE (TbkSessionList, tbk_session_list, TBK, SESSION_LIST, AdwPreferencesGroup)

void tbk_session_list_reload (TbkSessionList *self);

G_END_DECLS
