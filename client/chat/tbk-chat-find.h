/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-conversation.h"

G_BEGIN_DECLS

/* Finds words in a chat, the newest hit first; the server looks for them.
 *
 * Property: "search-mode" (gboolean). Signals: "found" (gint64 numero): the hit to be shown, 0: none; "closed".
 * Actions: find.older, find.newer. */
#define TBK_TYPE_CHAT_FIND (tbk_chat_find_get_type ())
G_DECLARE_FINAL_TYPE (TbkChatFind, tbk_chat_find, TBK, CHAT_FIND, AdwBin)

#define TBK_CHAT_FIND_MAX 200 /* hits, the newest */

/* NULL: none. Another conversation ends the search. */
void tbk_chat_find_set_conversation (TbkChatFind *self, TbkConversation *conversation);
/* Opens it, or closes it when it has the focus. */
void tbk_chat_find_toggle (TbkChatFind *self);

G_END_DECLS
