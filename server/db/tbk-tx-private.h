/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-caller.h"
#include "tbk-sql.h"
#include "tbk-tx.h"

G_BEGIN_DECLS

/* BEGIN and entrar() are not sent until the first statement is, so that the three are one round trip. */
struct _TbkTx
{
  PGconn *conn;              /* not owned; in pipeline mode, every statement prepared */
  const TbkSql *sql;         /* not owned */
  const TbkCaller *caller;   /* not owned; NULL: no session is entered */
  GCancellable *cancellable; /* not owned; may be NULL */
  gboolean begun;            /* BEGIN has been sent */
  gboolean retry;            /* a serialization failure or deadlock was met: it may be run again */
  gboolean failed;           /* a statement failed: nothing more will be taken, COMMIT would roll back */
};

/* Ends it. When nothing was sent yet, the session is entered all the same: a caller whose session has ended gets its 401
 * from a job that needed no statement too. FALSE sets `error`; `retry` may be set (a failure at COMMIT). */
gboolean tbk_tx_commit (TbkTx *tx, GError **error);
void tbk_tx_rollback (TbkTx *tx);

G_END_DECLS
