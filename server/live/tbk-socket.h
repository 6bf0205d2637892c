/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-caller.h"
#include "tbk-dialect.h"
#include "tbk-hub.h"

G_BEGIN_DECLS

/* One WebSocket: its frames in and out, its place in the feed, its bounds. Counted, as queries may be under way when it ends.
 * Main loop. */

/* WebSocket close codes of ours, beside RFC 6455's. */
#define TBK_SOCKET_SESSION_ENDED 4401

/* Takes the peer over from the request that asked for the upgrade. */
void tbk_socket_start (TbkHub *hub, TbkPeer *peer, const TbkRequest *request, const GString *head);

TbkSocket *tbk_socket_ref (TbkSocket *socket);
void tbk_socket_unref (TbkSocket *socket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkSocket, tbk_socket_unref)

const TbkCaller *tbk_socket_get_caller (const TbkSocket *socket);
TbkHub *tbk_socket_get_hub (const TbkSocket *socket);

/* The hub knows the feed's place: those that came before go on. */
void tbk_socket_begin (TbkSocket *socket);
/* Eventos; what it has already is passed over. */
void tbk_socket_deliver (TbkSocket *socket, TbkBroadcast *broadcast);
/* What is not kept, as typing: a slow reader misses it. */
void tbk_socket_tell (TbkSocket *socket, TbkBroadcast *broadcast);
/* Answers the text that was handed to its dialect, `data` being JSON; the next one is taken then. */
void tbk_socket_answer (TbkSocket *socket, gboolean good, const char *id, const char *data);
/* The text wanted no answer. */
void tbk_socket_pass (TbkSocket *socket);
/* A frame beside all others. */
void tbk_socket_say (TbkSocket *socket, GBytes *frame);
/* A ping was answered. */
void tbk_socket_heard (TbkSocket *socket);
/* It is this caller's, who may see what the database lets him, after the number `since` (-1: from now on). Once. */
void tbk_socket_enter (TbkSocket *socket, const TbkCaller *caller, gint64 since);
gboolean tbk_socket_has_entered (const TbkSocket *socket);
/* It is nobody's: says why, by its dialect, and ends it. */
void tbk_socket_refuse (TbkSocket *socket, const char *why);
/* Ends it: what waits is dropped, but for what has begun to be sent. */
void tbk_socket_close (TbkSocket *socket, guint code, const char *reason);

/* The hub's: what it keeps of each. */
typedef struct
{
  gint64 usuario_id;
  gint64 ambito; /* -1: not joined yet */
  GList dirty;   /* in its queue of those that have something to send; data NULL: not in it */
} TbkSocketPlace;

TbkSocketPlace *tbk_socket_get_place (TbkSocket *socket);
/* Sends what it can; `socket` may be gone after this. */
void tbk_socket_wake (TbkSocket *socket);

G_END_DECLS
