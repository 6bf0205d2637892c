/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-outbox.h"

G_BEGIN_DECLS

/* What goes on in chats while a usuario is signed in, whether or not a page shows it: messages on their way, marks of what
 * has arrived and was read, who is online. Main thread.
 *
 * Signals: "event" (const char *name, JsonObject *data), detailed by the name: what the live socket says of chats, after
 * this has heard it; "reload": what was missed cannot be told; "presence" (gint64 usuario_id). */
#define TBK_TYPE_TALK (tbk_talk_get_type ())
G_DECLARE_FINAL_TYPE (TbkTalk, tbk_talk, TBK, TALK, GObject)

typedef enum
{
  TBK_PRESENCE_UNKNOWN,
  TBK_PRESENCE_ONLINE,
  TBK_PRESENCE_AWAY,
} TbkPresence;

/* Returns: (transfer none): the api's own, for as long as the api is; made at the first call. */
TbkTalk *tbk_talk_of (TbkApi *api);

TbkOutbox *tbk_talk_get_outbox (TbkTalk *self);
/* Where drafts are kept; NULL while nobody is signed in. */
TbkChatStore *tbk_talk_get_store (TbkTalk *self);
/* An event, as the socket tells it. */
void tbk_talk_tell (TbkTalk *self, const char *name, JsonObject *data);

/* Says up to which number messages have arrived and were read; several of a chat become one. Kept until the server has
 * it, or the session ends. */
void tbk_talk_mark (TbkTalk *self, gint64 chat_id, gint64 entregado, gint64 leido);
/* Says that one is writing; nothing when it was said a moment ago, or there is no line. */
void tbk_talk_type (TbkTalk *self, gint64 chat_id);

TbkPresence tbk_talk_get_presence (TbkTalk *self, gint64 usuario_id);
/* The server's clock, as far as its answers tell, in microseconds since the epoch. */
gint64 tbk_talk_now (TbkTalk *self);

G_END_DECLS
