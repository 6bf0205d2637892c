/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-record.h"

G_BEGIN_DECLS

/* A chat in a list: with whom, what was said last and when, how many are unread; follows the record. Main thread. */
#define TBK_TYPE_CHAT_ROW (tbk_chat_row_get_type ())
G_DECLARE_FINAL_TYPE (TbkChatRow, tbk_chat_row, TBK, CHAT_ROW, AdwBin)

GtkWidget *tbk_chat_row_new (void);
/* NULL lets go. `yo`: who looks. */
void tbk_chat_row_set_chat (TbkChatRow *self, TbkRecord *chat, gint64 yo);

G_END_DECLS
