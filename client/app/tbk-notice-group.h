/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* Which notifications the user wants, by kind and channel (app, email, push): what the server keeps in the usuario's
 * config_json as "notificaciones". A switch is sent at once, and goes back where that fails. Main thread.
 *
 * Property: "api" (TbkApi); NULL lets go of it. */
#define TBK_TYPE_NOTICE_GROUP (tbk_notice_group_get_type ())
G_DECLARE_FINAL_TYPE (TbkNoticeGroup, tbk_notice_group, TBK, NOTICE_GROUP, AdwPreferencesGroup)

G_END_DECLS
