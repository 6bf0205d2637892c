/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-stand-in.h"

G_BEGIN_DECLS

/* The stand-in's socket: "GET /ws/chat" becomes one from tbk_stand_in_live_open() on (before, it is a 404; answers that
 * were set for it before are given first, such as a 401). Main thread. */

/* Each socket hears `ready` with that number as soon as it is there; -1: it does not. */
void tbk_stand_in_live_open (TbkStandIn *self, gint64 evento);
/* From now on a socket is a line that was cut: it is there, and nothing comes back over it. */
void tbk_stand_in_live_open_deaf (TbkStandIn *self);

/* A frame, JSON, to all sockets. */
void tbk_stand_in_live_tell (TbkStandIn *self, const char *frame);
/* The same of an event; `evento` 0: without a number. `data` is the JSON of an object. */
void tbk_stand_in_live_event (TbkStandIn *self, const char *event, gint64 evento, const char *data);

/* What is said to a frame of that name, now and later: `kind` "ack" or "error", `data` the JSON of an object. Unset, it
 * is not answered. */
void tbk_stand_in_live_answer (TbkStandIn *self, const char *event, const char *kind, const char *data);
/* The same by a function, which gives an ack's JSON (transfer full). */
typedef char *(*TbkLiveReply) (JsonObject *data, gpointer user_data);
void tbk_stand_in_live_answer_by (TbkStandIn *self, const char *event, TbkLiveReply reply, gpointer user_data);

/* Ends all sockets with that code; 0: just cuts the line. */
void tbk_stand_in_live_close (TbkStandIn *self, gushort code);

/* How many are open; how often such a frame was heard; the last one (transfer none), which must be there. */
guint tbk_stand_in_live_count (TbkStandIn *self);
guint tbk_stand_in_live_count_heard (TbkStandIn *self, const char *event);
JsonObject *tbk_stand_in_live_last_heard (TbkStandIn *self, const char *event);

/* For tbk-stand-in.c: the part of a stand-in that this file keeps, and a request that becomes a socket. */
typedef struct _TbkStandInLive TbkStandInLive;
TbkStandInLive *tbk_stand_in_live_new (void);
void tbk_stand_in_live_free (TbkStandInLive *live);
TbkStandInLive *tbk_stand_in_get_live (TbkStandIn *self);
void tbk_stand_in_live_take (TbkStandInLive *live, SoupServerMessage *message);
/* The server went away, and all its sockets with it. */
void tbk_stand_in_live_cut (TbkStandInLive *live);

G_END_DECLS
