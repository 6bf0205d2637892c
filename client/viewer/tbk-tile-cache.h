/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Tiles of pages that were drawn, by bytes: when they are too many, those not looked at for longest go. One thread. */
typedef struct _TbkTileCache TbkTileCache;

typedef struct
{
  guint page;
  guint turns;
  guint scale; /* of the tile, in ten-thousandths of a pixel a point */
  guint column;
  guint row;
} TbkTileKey;

guint tbk_tile_key_hash (gconstpointer key);
gboolean tbk_tile_key_equal (gconstpointer a, gconstpointer b);

TbkTileCache *tbk_tile_cache_new (gsize max_bytes);
void tbk_tile_cache_free (TbkTileCache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkTileCache, tbk_tile_cache_free)

/* Keeps a reference to `tile`, which takes so many bytes; one of the same key is replaced. A single tile that is larger
 * than the cache is not kept. */
void tbk_tile_cache_put (TbkTileCache *cache, const TbkTileKey *key, GObject *tile, gsize bytes);
/* Returns: (transfer none) (nullable). It counts as looked at. */
GObject *tbk_tile_cache_get (TbkTileCache *cache, const TbkTileKey *key);
void tbk_tile_cache_clear (TbkTileCache *cache);
gsize tbk_tile_cache_get_bytes (TbkTileCache *cache);

G_END_DECLS
