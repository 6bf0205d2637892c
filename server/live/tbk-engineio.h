/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-dialect.h"
#include "tbk-reply.h"
#include "tbk-request.h"

G_BEGIN_DECLS

/* Clients of socket.io 4 (Engine.IO 4, Socket.IO 5), over WebSocket alone: the same commands and changes as the frames of
 * server/live/README.md, said in theirs. Main loop. */
extern const TbkDialect tbk_dialect_engineio;

/* The path that its clients ask for, unless they are told another. */
#define TBK_ENGINEIO_PATH "/socket.io/"

/* The 101 of its GET. Errors: 422, EIO or transport missing; 401, a token or ticket that came with
 * it and is not good; and tbk_upgrade_reply()'s. Returns: (transfer full) (nullable). */
TbkReply *tbk_engineio_reply (const TbkApp *app, const TbkRequest *request, GError **error);

/* Who its token or ticket says, of the head or the query. Returns: FALSE with `error` where it is not good; without, where
 * there is none. */
gboolean tbk_engineio_read_caller (const TbkRequest *request, TbkCaller *caller, GError **error);

/* What the server says first. `ping_ms`: between its pings, and how long it waits for an answer. Returns: (transfer full). */
GBytes *tbk_engineio_open (guint ping_ms);

G_END_DECLS
