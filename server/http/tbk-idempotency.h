/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-request.h"
#include "tbk-reply.h"
#include "tbk-tx.h"

G_BEGIN_DECLS

/* Idempotency-Key: the answer is kept under the caller's key in the transaction that made it, so that a repeat, even one
 * that comes while the first is at work, answers what the first did. Kept for a day. */

/* The key where the route takes one and the request gives it. Returns: (transfer none) (nullable). Error: 400 for one
 * that is empty, over 200 characters, or not visible ASCII. */
const char *tbk_idempotency_get_key (const TbkRequest *request, GError **error);

/* Runs the route's handler under the key. Pool thread. Error: 422 for a key that came with another request before.
 * Returns: (transfer full). */
TbkReply *tbk_idempotency_run (TbkTx *tx, const TbkRequest *request, const char *key, GError **error);

G_END_DECLS
