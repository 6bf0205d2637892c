/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* A window to choose whom to write to; the chat with that one is opened, and made where there is none.
 *
 * Signal: "opened" (TbkRecord): the chat, before it closes. */
#define TBK_TYPE_CHAT_CONTACTS (tbk_chat_contacts_get_type ())
G_DECLARE_FINAL_TYPE (TbkChatContacts, tbk_chat_contacts, TBK, CHAT_CONTACTS, AdwWindow)

/* Over `from`'s window. Returns: (transfer none). */
TbkChatContacts *tbk_chat_contacts_present (GtkWidget *from, TbkApi *api);

G_END_DECLS
