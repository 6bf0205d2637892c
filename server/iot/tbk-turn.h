/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-pool.h"

G_BEGIN_DECLS

/* Who does what only one may do at a time, of all servers on one database: who holds its lock, which the database frees when
 * his connection ends. It also says how he is (GET /admin/receptores). Main loop of its context. */
typedef struct _TbkTurn TbkTurn;

/* `mine`: this one does it now; told at each look, every two seconds. */
typedef void (*TbkTurnFunc) (gboolean mine, gpointer data);

/* `pool`: of one thread, whose connection has the lock; it must outlive it. */
TbkTurn *tbk_turn_new (TbkPool *pool, const char *name, TbkTurnFunc func, gpointer data);
/* Waits for a look that is under way. */
void tbk_turn_free (TbkTurn *turn);

gboolean tbk_turn_is_mine (const TbkTurn *turn);
/* How it is: `state` is one of receptor.estado (0020-iot.sql); `why` is nullable. Written with the next look. */
void tbk_turn_say (TbkTurn *turn, const char *state, const char *why);
/* One more was stored, or refused. */
void tbk_turn_count (TbkTurn *turn, gboolean stored);

G_END_DECLS
