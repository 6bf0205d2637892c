/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-message.h"

G_BEGIN_DECLS

/* What a usuario has written and the server does not have yet, on the disk: a file for each message
 * on its way, a copy of each file that goes with one (tbk-adjunto.h), and the drafts. One folder
 * for each usuario of each server, readable by its user only. Blocks for the time of a write. Main
 * thread. */
typedef struct _TbkChatStore TbkChatStore;

#define TBK_CHAT_STORE_MAX_MESSAGES 500
#define TBK_CHAT_STORE_MAX_DRAFTS 200

/* `root`: "~/.local/share/triboka/chat". Nothing is made before something is kept. */
TbkChatStore *tbk_chat_store_new (const char *root, const char *url, gint64 usuario_id);
void tbk_chat_store_free (TbkChatStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkChatStore, tbk_chat_store_free)

/* Whether it is the one of that usuario of that server. */
gboolean tbk_chat_store_is_of (TbkChatStore *self, const char *url, gint64 usuario_id);

/* Writes it, or how it stands now; it is on the disk when this returns. Expected errors: G_FILE_ERROR. */
gboolean tbk_chat_store_save (TbkChatStore *self, TbkMessage *message, GError **error);
/* Takes it off the disk, with its file. */
void tbk_chat_store_remove (TbkChatStore *self, TbkMessage *message);
/* Returns: (transfer full) (element-type TbkMessage): in the order in which they were written. What cannot be read is
 * left where it is. */
GPtrArray *tbk_chat_store_load (TbkChatStore *self);
/* Where all of it is; it need not be there yet. */
const char *tbk_chat_store_get_folder (TbkChatStore *self);

/* Returns: (transfer full) (nullable). */
char *tbk_chat_store_get_draft (TbkChatStore *self, gint64 chat_id);
/* NULL or "" forgets it. On the disk after tbk_chat_store_flush(). */
void tbk_chat_store_set_draft (TbkChatStore *self, gint64 chat_id, const char *texto);
/* Expected errors: G_FILE_ERROR. */
gboolean tbk_chat_store_flush (TbkChatStore *self, GError **error);

G_END_DECLS
