/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-listing.h"

G_BEGIN_DECLS

#define TBK_COLLECT_MAX_ROWS 1000000

/* One page more of the rows; `total` is the server's count so far. */
typedef void (*TbkCollectPage) (JsonArray *items, guint done, guint total, gpointer data);

/* Reads all rows that a listing stands for, filtered and sorted as it is now, page after page, without touching its own.
 * `page` runs for each on the main loop; it stops at `most` rows. Finish with the number of rows, or -1.
 * Expected errors: as tbk_api_call_async(). */
void tbk_collect_async (TbkListing *listing,
                        guint most,
                        TbkCollectPage page,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data);
gssize tbk_collect_finish (TbkListing *listing, GAsyncResult *result, GError **error);

G_END_DECLS
