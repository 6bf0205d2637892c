/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-hub.h"
#include "tbk-rows.h"

G_BEGIN_DECLS

/* Messages on their way into their chats. A chat takes one transaction after the other, from its lock to the disk; so a worker
 * has one under way for each, and what comes meanwhile goes in the next one, together. Main loop. */

/* Either the row of what was stored, or why it was not. What it queues for sockets is sent after it. */
typedef void (*TbkSendDone) (const TbkRows *rows, guint row, const GError *error, gpointer data);

/* `hub` must outlive it. */
TbkSendQueue *tbk_send_queue_new (TbkHub *hub);
/* Once nothing is under way. */
void tbk_send_queue_free (TbkSendQueue *queue);

/* `values` (transfer full): of the statement mensaje_enviar, checked. `done` is called once, later. */
void tbk_send_queue_push (
    TbkSendQueue *queue, const TbkCaller *caller, TbkValues *values, TbkSendDone done, gpointer data);

G_END_DECLS
