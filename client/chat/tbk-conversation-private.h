/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-conversation.h"

G_BEGIN_DECLS

/* Shared by the files of TbkConversation: tbk-conversation.c (the object, what is said by others), -items.c (which
 * messages are there), -read.c (asking the server for them), -write.c (sending, changing). */
struct _TbkConversation
{
  GObject parent_instance;

  TbkApi *api;
  TbkTalk *talk;
  TbkRecord *chat;
  gint64 chat_id;
  gint64 yo;
  TbkMembers *members;
  TbkConversationState state;
  char *error_text;

  GPtrArray *items; /* (element-type TbkMessage) n_stored by their numbers, then those on their way that are shown */
  guint n_stored;
  GPtrArray *waiting; /* (element-type TbkMessage) all on their way, in order */
  gint64 latest;      /* the highest number that is known of */
  gboolean attached;  /* the last stored one is, or is about to be, the chat's last */
  gboolean following;
  gboolean watched;
  gint64 seen;      /* all up to it were looked at, or read before */
  gint64 first_new; /* number of the first one that was unread; 0: no divider */
  gint64 found;     /* 0: none */
  gint64 entregado; /* how far anyone else is */
  gint64 leido;

  GPtrArray *arrived; /* (element-type JsonObject) what the socket said and is not taken yet */
  guint arrived_id;
  gboolean gap; /* something between the last stored one and `latest` is missing */
  char *activity;
  guint activity_id;

  GCancellable *cancellable;
  guint serial;     /* of the stretch that is shown; an answer about an earlier one has no effect */
  gboolean reading; /* a page is on its way */
  gint64 wanted;    /* to be shown once it is there; 0: none; -1: the end */
  gint64 reread;    /* a refresh goes on after this number; 0: none is under way */
  gboolean members_wanted;
};

/* --- tbk-conversation.c --- */
void tbk_conversation_notify_behind (TbkConversation *self);
void tbk_conversation_notify_loading (TbkConversation *self);
void tbk_conversation_notify_people (TbkConversation *self);
void tbk_conversation_set_state (TbkConversation *self, TbkConversationState state, const GError *error);
void tbk_conversation_emit_show (TbkConversation *self, guint position);
void tbk_conversation_emit_failed (TbkConversation *self, const GError *error);
void tbk_conversation_emit_edited (TbkConversation *self, TbkMessage *message);
/* The marks of others, after they changed. */
void tbk_conversation_update_marks (TbkConversation *self);

/* --- tbk-conversation-items.c --- */
gint64 tbk_conversation_first_numero (TbkConversation *self); /* 0: none is there */
gint64 tbk_conversation_last_numero (TbkConversation *self);
/* Position of the first stored one whose number is not below `numero`; n_stored: none. */
guint tbk_conversation_find_from (TbkConversation *self, gint64 numero);
/* Returns: (transfer none) (nullable). */
TbkMessage *tbk_conversation_find (TbkConversation *self, gint64 numero);
/* Takes stored messages (element-type JsonObject, by their numbers) that follow the last one, or are there. */
void tbk_conversation_take_newer (TbkConversation *self, GPtrArray *objects);
/* Those before the first one. */
void tbk_conversation_take_older (TbkConversation *self, GPtrArray *objects);
/* Another stretch instead of all that is there. */
void tbk_conversation_replace (TbkConversation *self, GPtrArray *objects, gboolean attached);
void tbk_conversation_set_attached (TbkConversation *self, gboolean attached);
void tbk_conversation_add_waiting (TbkConversation *self, TbkMessage *message);
void tbk_conversation_remove_waiting (TbkConversation *self, TbkMessage *message);
/* Day and author headings, the divider, of items from..to-1. */
void tbk_conversation_flag (TbkConversation *self, guint from, guint to);
void tbk_conversation_set_first_new (TbkConversation *self, gint64 numero);

/* --- tbk-conversation-read.c --- */
void tbk_conversation_open (TbkConversation *self);
void tbk_conversation_read_members (TbkConversation *self);
/* What is missing after the last one. */
void tbk_conversation_catch_up (TbkConversation *self);
/* Another stretch, with that number in it; -1: the end. */
void tbk_conversation_read_around (TbkConversation *self, gint64 numero);
/* Takes what waits in `arrived`. */
void tbk_conversation_flush (TbkConversation *self);

G_END_DECLS
