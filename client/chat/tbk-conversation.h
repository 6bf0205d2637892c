/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-members.h"
#include "tbk-talk.h"

G_BEGIN_DECLS

/* The messages of one chat as a GListModel of TbkMessage: a stretch of those that are stored, without gaps and in the order
 * of their numbers, and behind them those on their way. It reads older and newer ones when it is asked to, keeps
 * TBK_CONVERSATION_MAX at most, and takes what the live socket says in portions. Messages keep their identity. Main
 * thread.
 *
 * Properties, read only: "state" (TbkConversationState), "error-text" (string or NULL), "activity" (string or NULL: who
 * is writing), "people" (string: who is there), "behind" (uint: how many newer ones were not seen yet), "loading"
 * (gboolean: older or newer ones are on their way).
 * Signals: "show" (uint position): the row to be brought into view; "failed" (GError): an edit or a deletion that was
 * not done; "edited" (TbkMessage): one that was. */
#define TBK_TYPE_CONVERSATION (tbk_conversation_get_type ())
G_DECLARE_FINAL_TYPE (TbkConversation, tbk_conversation, TBK, CONVERSATION, GObject)

typedef enum
{
  TBK_CONVERSATION_LOADING, /* nothing to show yet */
  TBK_CONVERSATION_READY,
  TBK_CONVERSATION_ERROR, /* nothing could be read; tbk_conversation_refresh() tries again */
  TBK_CONVERSATION_GONE,  /* the usuario does not see this chat any more */
} TbkConversationState;
#define TBK_TYPE_CONVERSATION_STATE (tbk_conversation_state_get_type ())
GType tbk_conversation_state_get_type (void);

#define TBK_CONVERSATION_PAGE 50
#define TBK_CONVERSATION_MAX 1000
#define TBK_CONVERSATION_EDIT_US (15 * G_TIME_SPAN_MINUTE) /* the server's */

/* `chat` is a TbkChat record; it opens at the first message that was not read. */
TbkConversation *tbk_conversation_new (TbkApi *api, TbkRecord *chat);

gint64 tbk_conversation_get_chat_id (TbkConversation *self);
TbkRecord *tbk_conversation_get_chat (TbkConversation *self);
/* The usuario who looks. */
gint64 tbk_conversation_get_yo (TbkConversation *self);
TbkApi *tbk_conversation_get_api (TbkConversation *self);
TbkConversationState tbk_conversation_get_state (TbkConversation *self);
TbkMembers *tbk_conversation_get_members (TbkConversation *self);
/* Whether the last message of the chat is the last of the model. */
gboolean tbk_conversation_is_at_end (TbkConversation *self);

/* The reader comes near the first, or the last message that is there. */
void tbk_conversation_want_older (TbkConversation *self);
void tbk_conversation_want_newer (TbkConversation *self);
/* To the last message, or to the one of that number: "show" when it is there. */
void tbk_conversation_show_end (TbkConversation *self);
void tbk_conversation_show_numero (TbkConversation *self, gint64 numero);
/* Marks the one of that number as found; 0: none. */
void tbk_conversation_set_found (TbkConversation *self, gint64 numero);

/* Whether the reader looks at the end: older messages make room for newer ones then, and else newer ones wait. */
void tbk_conversation_set_following (TbkConversation *self, gboolean following);
/* Whether somebody looks at it: what arrives otherwise is new to him. */
void tbk_conversation_set_watched (TbkConversation *self, gboolean watched);
/* All up to that number have been looked at. */
void tbk_conversation_see (TbkConversation *self, gint64 numero);
/* Reads again what is shown, and what came since. */
void tbk_conversation_refresh (TbkConversation *self);

/* Copies a file to where it waits for its message. */
void tbk_conversation_keep_file_async (
    TbkConversation *self, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* Returns: (transfer full) (nullable): as tbk_adjunto_keep_finish(). */
GFile *tbk_conversation_keep_file_finish (TbkConversation *self, GAsyncResult *result, GError **error);
/* The copy is not sent after all. */
void tbk_conversation_forget_file (TbkConversation *self, GFile *copy);
/* `archivo`: a copy that was kept, or NULL. Expected errors: as tbk_outbox_add(). Returns: (transfer none) (nullable). */
TbkMessage *tbk_conversation_send (TbkConversation *self, const char *texto, GFile *archivo, GError **error);
/* Of those on their way: see tbk_outbox_retry(), tbk_outbox_drop(). */
void tbk_conversation_retry (TbkConversation *self, TbkMessage *message);
void tbk_conversation_drop (TbkConversation *self, TbkMessage *message);
/* Says that the usuario is writing; not more often than others need it. */
void tbk_conversation_type (TbkConversation *self);
/* What was written and not sent. Returns: (transfer full) (nullable). */
char *tbk_conversation_get_draft (TbkConversation *self);
/* On the disk when it returns; NULL or "": none. */
void tbk_conversation_set_draft (TbkConversation *self, const char *texto);
/* Whether the server still lets its author change it. */
gboolean tbk_conversation_may_edit (TbkConversation *self, TbkMessage *message);
/* Of stored ones: "edited", or "failed". */
void tbk_conversation_edit (TbkConversation *self, TbkMessage *message, const char *texto);
void tbk_conversation_delete (TbkConversation *self, TbkMessage *message);
/* Returns: (transfer none) (nullable): the last one that may be edited. */
TbkMessage *tbk_conversation_find_last_own (TbkConversation *self);

G_END_DECLS
