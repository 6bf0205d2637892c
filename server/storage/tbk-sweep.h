/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-storage.h"
#include "tbk-tx.h"

G_BEGIN_DECLS

/* Holds files against rows. A crash between a file and its row leaves a file; a disk that fails, or a hand, leaves a row
 * whose file is missing or another. Pool thread; each call does a bounded piece of the work. */

/* A file that nobody wrote to for so long belongs to no upload in flight: those that are slower were ended long before. */
#define TBK_SWEEP_MIN_AGE_S 3600
#define TBK_SWEEP_MAX_ROWS 1000

/* Removes what is older and has no row, in the spool and in the folders of contratos, chats and weighings. `removed`: how many
 * files. Error: TBK_PROBLEM by the database. */
gboolean tbk_sweep_orphans (TbkTx *tx, const TbkStorage *storage, guint *removed, GError **error);

typedef struct
{
  gint64 after;       /* in: rows with a larger id; out: the last that was looked at, 0: there are no more */
  guint64 hash_bytes; /* in: how much is read and hashed at most; of what is beyond, size alone is looked at */
  guint rows;         /* out: looked at */
  GArray *missing;    /* out: (element-type gint64): ids */
  GArray *altered;    /* out: (element-type gint64): of another size or content */
} TbkSweep;

/* One stretch of rows, TBK_SWEEP_MAX_ROWS at most, or until `hash_bytes` are read. Error: TBK_PROBLEM by the database. */
gboolean tbk_sweep_rows (TbkTx *tx, const TbkStorage *storage, TbkSweep *sweep, GError **error);
/* Frees what it holds. */
void tbk_sweep_clear (TbkSweep *sweep);

G_END_DECLS
