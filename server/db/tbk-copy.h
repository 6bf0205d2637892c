/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-tx.h"

G_BEGIN_DECLS

/* COPY ... FROM STDIN inside a transaction: rows in PostgreSQL's text form (tabs between, \N for null, a line each).
 * From begin to end the transaction runs nothing else. Pool thread. */
typedef struct _TbkCopy TbkCopy;

/* `sql`: a constant, "COPY t (a, b) FROM STDIN". Errors: TBK_PROBLEM by the SQLSTATE table. */
TbkCopy *tbk_copy_begin (TbkTx *tx, const char *sql, GError **error);
/* Whole lines or parts of them; sent as it gathers. Error: 503 when the connection is lost. */
gboolean tbk_copy_put (TbkCopy *copy, const char *data, gsize size, GError **error);
/* Ends it, and frees `copy`. */
gboolean tbk_copy_end (TbkCopy *copy, GError **error);
/* Gives up, and frees `copy`; the transaction has failed then. */
void tbk_copy_abort (TbkCopy *copy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkCopy, tbk_copy_abort)

/* Appends a value with what COPY's text form escapes; NULL as \N. */
void tbk_copy_append (GString *row, const char *value);

G_END_DECLS
