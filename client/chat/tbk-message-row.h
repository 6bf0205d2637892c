/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-members.h"
#include "tbk-message.h"

G_BEGIN_DECLS

/* A message as a bubble, with the headings that stand over it; follows the message. Its buttons activate message.at, which
 * the list above it has. Main thread. */
#define TBK_TYPE_MESSAGE_ROW (tbk_message_row_get_type ())
G_DECLARE_FINAL_TYPE (TbkMessageRow, tbk_message_row, TBK, MESSAGE_ROW, AdwBin)

GtkWidget *tbk_message_row_new (void);
/* Returns: (transfer none) (nullable). */
TbkMessage *tbk_message_row_get_message (TbkMessageRow *self);
/* NULL lets go. `members` must live as long as it shows the message. */
void tbk_message_row_set_message (TbkMessageRow *self, TbkMessage *message, TbkMembers *members);

G_END_DECLS
