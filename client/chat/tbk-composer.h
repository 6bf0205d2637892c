/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-conversation.h"

G_BEGIN_DECLS

/* Where a message is written: Enter sends it, Shift+Enter breaks the line, Up in an empty one changes the last own message,
 * Esc gives that up. Keeps a draft for each conversation. A file or an image is dropped, pasted or picked.
 *
 * Signals: "sent": one is on its way; "edit-last"; "leave": Esc, with nothing to give up.
 * Actions: composer.send, composer.cancel, composer.attach, composer.detach, composer.emoji. */
#define TBK_TYPE_COMPOSER (tbk_composer_get_type ())
G_DECLARE_FINAL_TYPE (TbkComposer, tbk_composer, TBK, COMPOSER, AdwBin)

/* NULL: none. What was being written for the one before is its draft. */
void tbk_composer_set_conversation (TbkComposer *self, TbkConversation *conversation);
/* A stored message is changed; NULL: none any more. What was being written comes back afterwards. */
void tbk_composer_edit (TbkComposer *self, TbkMessage *message);
/* Returns: (transfer none) (nullable). */
TbkMessage *tbk_composer_get_edited (TbkComposer *self);
void tbk_composer_attach (TbkComposer *self, GFile *file);
void tbk_composer_focus (TbkComposer *self);
/* What is written is kept on the disk. */
void tbk_composer_keep (TbkComposer *self);

G_END_DECLS
