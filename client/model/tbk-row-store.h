/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-record.h"

G_BEGIN_DECLS

/* The pages of a listing at hand: which record stands at which place, the least used page dropped
 * first. A record keeps its identity by id from one filling to the next. No I/O, no signals. One
 * owner, main thread. */
typedef struct _TbkRowStore TbkRowStore;

TbkRowStore *tbk_row_store_new (const TbkResource *resource, guint page_size, guint max_pages);
void tbk_row_store_free (TbkRowStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkRowStore, tbk_row_store_free)

/* Returns: (transfer full): the record at that place, in state loading where it is not known.
 * `wanted`: whether its page should be fetched. */
TbkRecord *tbk_row_store_get (TbkRowStore *store, guint position, gboolean *wanted);

/* Places, both ends included; first > last: none. */
typedef struct
{
  guint first, last;
} TbkRowRange;

/* Fills pages that follow each other (the first of them is `number`; 0 the first of all) with what the server sent, all at
 * once: a row that went from one to the other is the same record. `pages`: (element-type JsonArray). Records that were
 * pushed over an end stand at the next place out there, below `n_limit`, until that page is filled.
 * `changed` gets the places below `n_before`, or out there, that now hold another record than before. */
void tbk_row_store_fill (TbkRowStore *store,
                         guint number,
                         GPtrArray *pages,
                         guint n_before,
                         guint n_limit,
                         TbkRowRange *changed);

/* Forgets the places from `n` on. */
void tbk_row_store_truncate (TbkRowStore *store, guint n);
/* All pages are to be fetched again when they are asked for; those not among the `keep` most used are
 * dropped. */
void tbk_row_store_mark_stale (TbkRowStore *store, guint keep);
/* Returns: (transfer full) (element-type guint): numbers of the pages that are stale, most used first. */
GArray *tbk_row_store_list_stale (TbkRowStore *store);

/* Returns: (transfer none) (nullable). */
TbkRecord *tbk_row_store_find (TbkRowStore *store, gint64 id);
gboolean tbk_row_store_position (TbkRowStore *store, gint64 id, guint *position);

G_END_DECLS
