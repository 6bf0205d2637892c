/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-reply.h"
#include "tbk-request.h"

G_BEGIN_DECLS

/* The 101 of a request for a WebSocket (RFC 6455). Errors: 403, an Origin that is neither our own host nor in CORS_ORIGINS;
 * 426, no such request. Returns: (transfer full) (nullable). Main loop. */
TbkReply *tbk_upgrade_reply (const TbkRequest *request, GError **error);

G_END_DECLS
