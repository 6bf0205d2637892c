/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-tile-cache.h"

#include <string.h>

typedef struct
{
  TbkTileKey key;
  GObject *tile;
  gsize bytes;
  GList link; /* in `order` */
} Entry;

struct _TbkTileCache
{
  GHashTable *entries; /* TbkTileKey (in the entry) -> Entry */
  GQueue order;        /* (element-type Entry) looked at longest ago first */
  gsize bytes;
  gsize max_bytes;
};

guint
tbk_tile_key_hash (gconstpointer key)
{
  const TbkTileKey *tile = key;

  return ((((tile->page * 31 + tile->turns) * 31 + tile->scale) * 31 + tile->column) * 31) + tile->row;
}

gboolean
tbk_tile_key_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (TbkTileKey)) == 0;
}

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->tile);
  g_free (entry);
}

TbkTileCache *
tbk_tile_cache_new (gsize max_bytes)
{
  TbkTileCache *cache = g_new0 (TbkTileCache, 1);

  cache->entries = g_hash_table_new_full (tbk_tile_key_hash, tbk_tile_key_equal, NULL, free_entry);
  g_queue_init (&cache->order);
  cache->max_bytes = max_bytes;
  return cache;
}

void
tbk_tile_cache_free (TbkTileCache *cache)
{
  g_hash_table_unref (cache->entries);
  g_free (cache);
}

static void
drop (TbkTileCache *cache, Entry *entry)
{
  g_queue_unlink (&cache->order, &entry->link);
  cache->bytes -= entry->bytes;
  g_hash_table_remove (cache->entries, &entry->key);
}

void
tbk_tile_cache_put (TbkTileCache *cache, const TbkTileKey *key, GObject *tile, gsize bytes)
{
  Entry *entry = g_hash_table_lookup (cache->entries, key);

  if (entry != NULL)
    drop (cache, entry);
  if (bytes > cache->max_bytes)
    return;
  while (cache->bytes + bytes > cache->max_bytes)
    drop (cache, g_queue_peek_head (&cache->order));
  entry = g_new0 (Entry, 1);
  entry->key = *key;
  entry->tile = g_object_ref (tile);
  entry->bytes = bytes;
  entry->link.data = entry;
  g_hash_table_insert (cache->entries, &entry->key, entry);
  g_queue_push_tail_link (&cache->order, &entry->link);
  cache->bytes += bytes;
}

GObject *
tbk_tile_cache_get (TbkTileCache *cache, const TbkTileKey *key)
{
  Entry *entry = g_hash_table_lookup (cache->entries, key);

  if (entry == NULL)
    return NULL;
  g_queue_unlink (&cache->order, &entry->link);
  g_queue_push_tail_link (&cache->order, &entry->link);
  return entry->tile;
}

void
tbk_tile_cache_clear (TbkTileCache *cache)
{
  g_queue_init (&cache->order);
  g_hash_table_remove_all (cache->entries);
  cache->bytes = 0;
}

gsize
tbk_tile_cache_get_bytes (TbkTileCache *cache)
{
  return cache->bytes;
}
