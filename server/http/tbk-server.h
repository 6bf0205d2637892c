/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-app.h"
#include "tbk-listener.h"
#include "tbk-request.h"

G_BEGIN_DECLS

/* Joins the listener, which knows connections, to the pipeline, which knows routes: makes requests of what comes, replies
 * of what goes, and counts and logs each. Main loop of its context. */
typedef struct _TbkServer TbkServer;

/* What others do beside HTTP. Main loop. */
typedef struct
{
  /* A request for a WebSocket was let in: `head` is that of its 101. Hands the peer over, tbk_peer_hand_over(). */
  void (*upgrade) (TbkPeer *peer, const TbkRequest *request, const GString *head, gpointer data);
  /* A request may have changed something, and is committed. */
  void (*changed) (gpointer data);
} TbkServerHooks;

/* Takes over `fd`, a listening socket. `app` and `tls` (nullable: plain HTTP) must outlive it. `worker`: its slot on the
 * board. `limits` NULL: those of the config. */
TbkServer *tbk_server_new (const TbkApp *app, guint worker, int fd, const TbkTls *tls, const TbkListenerLimits *limits);
/* `hooks` and `data` must outlive it. A server that has a route of TBK_OUT_SOCKET needs them. */
void tbk_server_set_hooks (TbkServer *server, const TbkServerHooks *hooks, gpointer data);
/* Only when no request is open, or the process ends. */
void tbk_server_free (TbkServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkServer, tbk_server_free)

/* No new connections; replies end theirs. */
void tbk_server_drain (TbkServer *server);
/* Requests that a client still waits for. */
guint tbk_server_get_open (const TbkServer *server);
guint tbk_server_get_connections (const TbkServer *server);

G_END_DECLS
