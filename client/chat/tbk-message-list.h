/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-conversation.h"

G_BEGIN_DECLS

/* The messages of a conversation to read: it stays where the reader is, or at the end while he is there, asks for older and
 * newer ones as he comes near them, and tells the conversation what he has seen.
 *
 * Signals: "edit" (TbkMessage): the reader wants to change it; "open", "save" (TbkMessage): the file that goes with it.
 * Actions, on the message that is selected: message.copy, message.edit, message.delete, message.retry, message.drop,
 * message.open, message.save; message.at ((ss): one of these, and the cliente_id that it is about); message.end,
 * message.menu. */
#define TBK_TYPE_MESSAGE_LIST (tbk_message_list_get_type ())
G_DECLARE_FINAL_TYPE (TbkMessageList, tbk_message_list, TBK, MESSAGE_LIST, AdwBin)

/* NULL: none. */
void tbk_message_list_set_conversation (TbkMessageList *self, TbkConversation *conversation);
/* Somebody looks at the window. */
void tbk_message_list_set_active (TbkMessageList *self, gboolean active);
/* Whether the last message is in view. */
gboolean tbk_message_list_is_at_end (TbkMessageList *self);

/* Whether all that was to be brought into view is there. */
gboolean tbk_message_list_is_settled (TbkMessageList *self);

G_END_DECLS
