/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-cartero.h"

G_BEGIN_DECLS

/* The photos of weighings, in the outbox's file: one of a weighing at most, which goes when its weighing is at the server. A row
 * names a copy of the photo on this disk, which is its caller's to make and to remove. Main thread. Expected errors:
 * TBK_BUZON_ERROR FULL, FAILED.
 *
 * As a TbkBuzonFila a photo has its weighing's id, and the copy's path as `cuerpo`. */

/* For tbk_cartero_new_for(): photos, in their weighings' order; one that waits or is refused stops no weighing. */
extern const TbkCarteroCola tbk_foto_cola;

/* Stores it, synced; in the place of one that it had and that was not sent. Its weighing may come later: in the yard, or in the
 * outbox, before tbk_foto_sweep() is called. */
gboolean tbk_foto_put (TbkBuzon *buzon, const char *id, const char *copia, GError **error);
/* Returns: (transfer full) (nullable): NULL without error: it has none. */
TbkBuzonFila *tbk_foto_find (TbkBuzon *buzon, const char *id, GError **error);
/* Returns: (transfer full) (element-type TbkBuzonFila) (nullable): the user's that are not at the server yet. */
GPtrArray *tbk_foto_list (TbkBuzon *buzon, GError **error);
gboolean tbk_foto_remove (TbkBuzon *buzon, const char *id, GError **error);
/* A refused one waits anew. */
gboolean tbk_foto_retry (TbkBuzon *buzon, const char *id, GError **error);

/* Takes out photos that have no weighing: it was given up, was forgotten, or a kill came between both. Returns: (transfer full)
 * (element-type utf8) (nullable): a set of the copies that are still wanted. */
GHashTable *tbk_foto_sweep (TbkBuzon *buzon, GError **error);

G_END_DECLS
