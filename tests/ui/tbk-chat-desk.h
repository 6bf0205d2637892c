/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-conversation.h"
#include "tbk-stand-in-live.h"
#include "tbk-ui-test.h"

G_BEGIN_DECLS

/* A stand-in that keeps one chat, number 5, as the server does: it lists, stores once by cliente_id, and tells of it on the
 * socket. Ana (id 7) is signed in; Luis (8) is the other one. Main thread. */
typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkTalk *talk;
  GPtrArray *messages;           /* (element-type JsonObject) by their numbers */
  gint64 evento;                 /* the last one told */
  gint64 leido;                  /* what the chat's record says of Ana */
  TbkConversation *conversation; /* of tbk-chat-bench.h */
  guint shown;                   /* the position of its last "show" */
  gint64 cut_after;              /* messages that are stored while the answer to them is lost; then the line goes */
} TbkChatDesk;

#define TBK_CHAT_DESK_MESSAGES "GET /chats/5/mensajes"

/* For main(): what is written goes to a folder of this run, which is gone after the tests. Before g_test_init().
 * Returns: (transfer full): for tbk_chat_desk_end(). */
char *tbk_chat_desk_begin (void);
/* Takes `folder` over. Returns: `status`. */
int tbk_chat_desk_end (char *folder, int status);

/* Messages 1..n are there, every third Ana's, the last one an hour old. With a socket. */
void tbk_chat_desk_open (TbkChatDesk *desk, guint n);
void tbk_chat_desk_close (TbkChatDesk *desk);

/* The record of the chat as it is now. Returns: (transfer full): JSON. */
char *tbk_chat_desk_record (TbkChatDesk *desk);
TbkConversation *tbk_chat_desk_converse (TbkChatDesk *desk);
/* Until it is READY and nothing is on its way. */
void tbk_chat_desk_wait (TbkConversation *conversation);

/* What GET /chats/5/mensajes answers, after the test had it forgotten. */
void tbk_chat_desk_answer_messages (TbkChatDesk *desk);
/* Luis (or another) writes one, and the socket tells of it. */
void tbk_chat_desk_say (TbkChatDesk *desk, gint64 autor_id, const char *texto);
/* The same, and nobody is told. */
void tbk_chat_desk_say_unheard (TbkChatDesk *desk, gint64 autor_id, const char *texto);
/* Its author changes it; NULL: deletes it. */
void tbk_chat_desk_change (TbkChatDesk *desk, gint64 numero, const char *texto);
/* An event of the socket. */
void tbk_chat_desk_tell (TbkChatDesk *desk, const char *event, const char *data);
void tbk_chat_desk_cut (TbkChatDesk *desk);
void tbk_chat_desk_mend (TbkChatDesk *desk);

G_END_DECLS
