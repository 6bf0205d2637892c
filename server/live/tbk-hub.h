/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-server.h"

G_BEGIN_DECLS

/* A worker's sockets, and the feed of changes that is handed on to them: what is committed is numbered, read once for all,
 * made into one frame, and queued for whom its envelope names. Main loop. */
typedef struct _TbkHub TbkHub;
typedef struct _TbkSocket TbkSocket;
typedef struct _TbkSendQueue TbkSendQueue;

/* `app` must outlive it, but for its pipe. */
TbkHub *tbk_hub_new (const TbkApp *app, const char *conninfo);
/* Asks the database nothing more: before its pipe goes. */
void tbk_hub_stop (TbkHub *hub);
/* After the server whose sockets it has. */
void tbk_hub_free (TbkHub *hub);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkHub, tbk_hub_free)

/* The hooks of a server; their data is the hub. */
extern const TbkServerHooks tbk_hub_hooks;

const TbkApp *tbk_hub_get_app (const TbkHub *hub);
TbkSendQueue *tbk_hub_get_send_queue (const TbkHub *hub);
/* It hears the servers' own scales from here on, or no more; nothing where it has ended meanwhile. */
void tbk_hub_listen (TbkHub *hub, TbkSocket *socket, gboolean on);
/* Something was committed that may be in the feed. */
void tbk_hub_poke (TbkHub *hub);
/* The number up to which all was handed on; -1: it is not known yet. */
gint64 tbk_hub_get_last (const TbkHub *hub);

/* For tbk-socket.c. A socket is added at once, so that the end of its session reaches it. Returns: FALSE when its usuario has
 * as many as one may; it is added nevertheless. */
gboolean tbk_hub_add (TbkHub *hub, TbkSocket *socket, gint64 usuario_id);
/* From here on it is given what follows tbk_hub_get_last(). */
void tbk_hub_join (TbkHub *hub, TbkSocket *socket, gint64 ambito);
void tbk_hub_remove (TbkHub *hub, TbkSocket *socket);
/* It has something to send. */
void tbk_hub_touch (TbkHub *hub, TbkSocket *socket);
/* Sends what was queued. Sockets may be gone after this; not from within a callback of theirs. */
void tbk_hub_flush (TbkHub *hub);

G_END_DECLS
