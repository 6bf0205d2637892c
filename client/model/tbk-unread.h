/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"

G_BEGIN_DECLS

/* How much of what the user was told is unread, kept right by the live socket, whatever page is shown. Main thread.
 *
 * Properties: "notificaciones" (uint: unread notificaciones), "chats" (uint: unread messages in all chats). Both are 0
 * while nobody is signed in, and where the server is too old to say. Each is asked for anew when something happened to
 * it, at most every two seconds. */
#define TBK_TYPE_UNREAD (tbk_unread_get_type ())
G_DECLARE_FINAL_TYPE (TbkUnread, tbk_unread, TBK, UNREAD, GObject)

TbkUnread *tbk_unread_new (TbkApi *api);

guint tbk_unread_get_notificaciones (TbkUnread *self);
guint tbk_unread_get_chats (TbkUnread *self);
/* Something was read here. */
void tbk_unread_refresh (TbkUnread *self);

G_END_DECLS
