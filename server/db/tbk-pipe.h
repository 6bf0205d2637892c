/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-caller.h"
#include "tbk-rows.h"
#include "tbk-sql.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* A few connections in libpq's pipeline mode on a main context: entrar() and up to 3 statements between two syncs are one
 * implicit transaction and one round trip. No thread. Connects and reconnects by itself; while it is away, requests end
 * with TBK_PROBLEM 503. Statements only read, or write in one step. */
typedef struct _TbkPipe TbkPipe;

typedef struct
{
  const TbkStatement *statement;
  const TbkValues *values; /* bound by name; NULL: none. Read before tbk_pipe_run_async() returns */
  gboolean replan;         /* planned for these very values; a :page with a filter is without being asked */
} TbkStep;

/* Belongs to the thread-default main context of the caller. `n_connections` 1..8, `max_in_flight` requests each; beyond
 * that requests wait in a bounded queue (`max_queue`), beyond which they end with 503. */
TbkPipe *tbk_pipe_new (const char *conninfo, const TbkSql *sql, guint n_connections, guint max_in_flight, guint max_queue);
void tbk_pipe_free (TbkPipe *pipe);

void tbk_pipe_run_async (TbkPipe *pipe,
                         const TbkCaller *caller,
                         const TbkStep *steps,
                         guint n_steps,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
/* Returns: (transfer full) (element-type TbkRows): one per step; NULL sets a TBK_PROBLEM by the first error. */
GPtrArray *tbk_pipe_run_finish (TbkPipe *pipe, GAsyncResult *result, GError **error);

/* Whether at least one connection is up right now. */
gboolean tbk_pipe_is_connected (TbkPipe *pipe);

G_END_DECLS
