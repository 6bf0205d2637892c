/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-storage.h"

G_BEGIN_DECLS

/* A file as it comes in: written to the spool folder and hashed on the way, nothing of it in memory. Written on the main loop: a
 * piece of at most 64 kB goes to the page cache, which takes microseconds; what waits for the disk (sync, place) is a
 * pool thread's. One thread at a time. */
typedef struct _TbkSpool TbkSpool;

/* `expected` bytes of room are asked for before the first is written; more than `max` are refused. Error: TBK_PROBLEM 507. */
TbkSpool *tbk_spool_new (const TbkStorage *storage, guint64 expected, guint64 max, GError **error);
/* Removes the file unless it was placed. */
void tbk_spool_free (TbkSpool *spool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkSpool, tbk_spool_free)

/* Error: TBK_PROBLEM 413, 507. */
gboolean tbk_spool_write (TbkSpool *spool, const guint8 *data, gsize length, GError **error);
/* No more will be written. */
void tbk_spool_finish (TbkSpool *spool);

int tbk_spool_get_fd (const TbkSpool *spool); /* for reading, too */
guint64 tbk_spool_get_size (const TbkSpool *spool);
const char *tbk_spool_get_uuid (const TbkSpool *spool);
/* 64 hex digits, after tbk_spool_finish(). */
const char *tbk_spool_get_sha256 (const TbkSpool *spool);

/* Waits until it is on the disk. Error: TBK_PROBLEM 507, 500. */
gboolean tbk_spool_sync (TbkSpool *spool, GError **error);
/* Moves it to where its row says; may be done again. Error: as tbk_storage_place(). */
gboolean tbk_spool_place (TbkSpool *spool, const char *ruta, GError **error);

G_END_DECLS
