/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-conversation.h"

G_BEGIN_DECLS

/* One chat: who is in it, its messages, where the next one is written. Files are dropped on it.
 *
 * Properties: "folded" (gboolean: there is no list beside it, but a way back to it).
 * Signal: "gone" (gint64 chat_id): the usuario does not see it any more; "back".
 * Actions: chat.back, chat.find, chat.show-contract. */
#define TBK_TYPE_CHAT_VIEW (tbk_chat_view_get_type ())
G_DECLARE_FINAL_TYPE (TbkChatView, tbk_chat_view, TBK, CHAT_VIEW, AdwBin)

/* `chat` NULL: none. The same one again changes nothing. */
void tbk_chat_view_set_chat (TbkChatView *self, TbkApi *api, TbkRecord *chat);
/* Returns: (transfer none) (nullable). */
TbkConversation *tbk_chat_view_get_conversation (TbkChatView *self);
void tbk_chat_view_refresh (TbkChatView *self);
/* To where one writes. */
void tbk_chat_view_focus (TbkChatView *self);

G_END_DECLS
