/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-peer.h"

G_BEGIN_DECLS

/* For who goes on with a connection after its upgrade (TbkTakeover, tbk-listener.h): its bytes in and out. */

/* What came and was not used yet, read on until there are `max_bytes` or nothing more comes now. Returns: (transfer none)
 * (nullable): NULL when there is nothing; `ended` tells that nothing will come any more. */
GByteArray *tbk_takeover_read (TbkPeer *peer, gsize max_bytes, gboolean *ended);
/* Forgets the first `n` bytes of it. */
void tbk_takeover_use (TbkPeer *peer, gsize n);

/* The frames that wait to be sent, the first of them perhaps in part. Zeroed at first. */
typedef struct
{
  GQueue frames; /* (element-type GBytes) (owned) */
  gsize offset;  /* bytes of the first that are sent */
  gsize bytes;   /* that wait */
} TbkTakeoverQueue;

void tbk_takeover_push (TbkTakeoverQueue *queue, GBytes *frame);
/* Drops all that has not begun to be sent. */
void tbk_takeover_cut (TbkTakeoverQueue *queue);
void tbk_takeover_clear (TbkTakeoverQueue *queue);
/* Sends what the socket takes, several frames in one record. */
TbkStreamResult tbk_takeover_send (TbkPeer *peer, TbkTakeoverQueue *queue);

/* Calls `expired` after so long, unless it is set again. */
void tbk_takeover_set_deadline (TbkPeer *peer, guint ms);
/* Says good-bye, after all was sent; what the peer still sends is dropped. */
void tbk_takeover_finish (TbkPeer *peer);
/* At once. What the peer has not read is dropped. */
void tbk_takeover_abandon (TbkPeer *peer);

/* For tbk-peer.c: a reply was sent; FALSE when it was not that of an upgrade. And: the connection is closed. */
gboolean tbk_takeover_begin (TbkPeer *peer);
void tbk_takeover_end (TbkPeer *peer);

G_END_DECLS
