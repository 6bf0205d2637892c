/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-rows.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* One transaction on a pool thread's own connection, with the caller's session already entered: what a handler sees of
 * the database. It is committed when the handler gives a reply below 400 and rolled back otherwise. Pool thread only.
 *
 * Each function runs one named statement (tbk-sql.h), binding its parameters by name from `values` (NULL: none; a name
 * that is absent is bound as null). Errors are TBK_PROBLEM by the SQLSTATE table (tbk-sqlstate.h): 404, 409, 412, 422
 * for what the caller did, 503 when the database is away. */
typedef struct _TbkTx TbkTx;

/* Exactly one row. No row: TBK_PROBLEM 404. Returns: (transfer full). */
TbkRows *tbk_tx_one (TbkTx *tx, const char *statement, const TbkValues *values, GError **error);
/* Any number of rows, none included. Returns: (transfer full). */
TbkRows *tbk_tx_many (TbkTx *tx, const char *statement, const TbkValues *values, GError **error);
/* No rows wanted. `affected` may be NULL. */
gboolean tbk_tx_exec (TbkTx *tx, const char *statement, const TbkValues *values, guint *affected, GError **error);

/* For work that would hold its locks for too long in one transaction. Commits what `tx` has done so far, then runs a statement
 * that gives one row in a transaction of its own, which is committed when this returns: whatever fails later leaves it.
 * `before`: one without parameters that goes before it, as its time limits. After a
 * serialization failure or deadlock it is run again, alone, 3 times in all. Returns: (transfer full). */
TbkRows *tbk_tx_apart (TbkTx *tx, const char *before, const char *statement, const TbkValues *values, GError **error);
/* Runs a statement without parameters that takes away what is left over, in a transaction of its own, also for a caller who
 * has gone. What `tx` has not committed is undone. It may fail: that is logged. */
void tbk_tx_clean (TbkTx *tx, const char *statement);

G_END_DECLS
