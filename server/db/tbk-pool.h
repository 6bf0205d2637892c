/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-caller.h"
#include "tbk-sql.h"
#include "tbk-tx.h"

G_BEGIN_DECLS

/* Threads that each own one connection. The queue is bounded: a full one is TBK_PROBLEM 503 at once. A lost connection is
 * made anew at the next job (503 until then). */
typedef struct _TbkPool TbkPool;

/* What runs on a thread inside a transaction. TRUE commits, FALSE rolls back; after a serialization failure or deadlock
 * (also at COMMIT) it is run again, 3 times in all, so it must only touch `tx` and overwrite what it left in `data`. */
typedef gboolean (*TbkPoolJob) (TbkTx *tx, gpointer data, GError **error);

/* `conninfo`: libpq's. `sql` must outlive the pool. Never fails for a database that is away. */
TbkPool *tbk_pool_new (const char *conninfo, const TbkSql *sql, guint n_threads, guint max_queue);
/* Waits for running jobs; those still queued end with a 503. */
void tbk_pool_free (TbkPool *pool);

/* Main thread. `caller` (copied) NULL: no session is entered. The callback runs in the thread-default main context of the
 * caller. Cancelling cancels the query on the server. `data` must live until the callback. */
void tbk_pool_run_async (TbkPool *pool,
                         const TbkCaller *caller,
                         TbkPoolJob job,
                         gpointer data,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
/* FALSE with `error`: a TBK_PROBLEM, or G_IO_ERROR_CANCELLED. FALSE without: the job returned FALSE and set none. */
gboolean tbk_pool_run_finish (TbkPool *pool, GAsyncResult *result, GError **error);

guint tbk_pool_get_queued (TbkPool *pool);

G_END_DECLS
