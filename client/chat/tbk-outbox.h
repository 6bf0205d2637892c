/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"
#include "tbk-chat-store.h"

G_BEGIN_DECLS

/* Messages on their way: each is on the disk before it shows as waiting, goes by itself once the server is there, one
 * after the other in the order in which they were written, and leaves the disk when the server has stored it. A message
 * that the server refuses stays, with the reason, and stands in nobody's way. Belongs to the usuario whose store it
 * has, and sends for nobody else. Main thread.
 *
 * Signals, each with the TbkMessage: "added"; "stored" (message, JsonObject *answer): it is the server's now; "dropped". */
#define TBK_TYPE_OUTBOX (tbk_outbox_get_type ())
G_DECLARE_FINAL_TYPE (TbkOutbox, tbk_outbox, TBK, OUTBOX, GObject)

#define TBK_OUTBOX_PAUSE_MS 1000 /* after a server that fails; doubles up to a minute */

/* What is to be sent. */
typedef struct
{
  gint64 chat_id;
  const char *texto;     /* "" with a file alone */
  const char *menciones; /* JSON, or NULL */
  GFile *archivo;        /* a copy in the store's folder (tbk-adjunto.h), taken over; NULL: none */
} TbkOutboxLetter;

/* `api` is not kept alive. */
TbkOutbox *tbk_outbox_new (TbkApi *api);
/* Takes `store` over, and what waits in it; NULL: nobody's. */
void tbk_outbox_set_store (TbkOutbox *self, TbkChatStore *store);
TbkChatStore *tbk_outbox_get_store (TbkOutbox *self); /* nullable */

/* Writes it to the disk, and sends it when its turn comes. Expected errors: G_FILE_ERROR, G_IO_ERROR (no room, too many
 * wait); its file stays the caller's then.
 * Returns: (transfer none) (nullable). */
TbkMessage *tbk_outbox_add (TbkOutbox *self, const TbkOutboxLetter *letter, GError **error);
/* Of FAILED ones. */
void tbk_outbox_retry (TbkOutbox *self, TbkMessage *message);
/* Takes it back, unless the server has it already. */
void tbk_outbox_drop (TbkOutbox *self, TbkMessage *message);
/* The server told of a message of the usuario by another way: it need not be sent any more. */
void tbk_outbox_settle (TbkOutbox *self, JsonObject *object);

/* Returns: (transfer full) (element-type TbkMessage): those of a chat, in order. */
GPtrArray *tbk_outbox_list (TbkOutbox *self, gint64 chat_id);
guint tbk_outbox_get_size (TbkOutbox *self);

G_END_DECLS
