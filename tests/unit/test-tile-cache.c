/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-tile-cache.h"

static TbkTileKey
key_of (guint page)
{
  return (TbkTileKey){ .page = page, .scale = 10000 };
}

/* Returns: weak: NULL when the cache lets go of it. */
static void
put (TbkTileCache *cache, guint page, gsize bytes, GObject **watched)
{
  TbkTileKey key = key_of (page);
  GObject *tile = g_object_new (G_TYPE_OBJECT, NULL);

  *watched = tile;
  g_object_add_weak_pointer (tile, (gpointer *) watched);
  tbk_tile_cache_put (cache, &key, tile, bytes);
  g_object_unref (tile);
}

static gboolean
has (TbkTileCache *cache, guint page)
{
  TbkTileKey key = key_of (page);

  return tbk_tile_cache_get (cache, &key) != NULL;
}

/* Those not looked at for longest go, as many as it takes. */
static void
test_oldest_go (void)
{
  g_autoptr (TbkTileCache) cache = tbk_tile_cache_new (100);
  GObject *tiles[5];

  for (guint i = 0; i < 4; i++)
    put (cache, i, 25, &tiles[i]);
  g_assert_cmpuint (tbk_tile_cache_get_bytes (cache), ==, 100);
  g_assert_true (has (cache, 0));
  put (cache, 4, 40, &tiles[4]);
  g_assert_nonnull (tiles[0]);
  g_assert_null (tiles[1]);
  g_assert_null (tiles[2]);
  g_assert_nonnull (tiles[3]);
  g_assert_cmpuint (tbk_tile_cache_get_bytes (cache), ==, 90);
  tbk_tile_cache_clear (cache);
  g_assert_null (tiles[0]);
  g_assert_cmpuint (tbk_tile_cache_get_bytes (cache), ==, 0);
}

static void
test_replaced (void)
{
  g_autoptr (TbkTileCache) cache = tbk_tile_cache_new (100);
  GObject *first, *second, *large;

  put (cache, 1, 60, &first);
  put (cache, 1, 70, &second);
  g_assert_null (first);
  g_assert_cmpuint (tbk_tile_cache_get_bytes (cache), ==, 70);
  put (cache, 2, 101, &large);
  g_assert_null (large);
  g_assert_nonnull (second);
  g_assert_true (has (cache, 1));
}

/* Each part of a key tells tiles apart. */
static void
test_keys (void)
{
  const TbkTileKey a = { 1, 0, 10000, 0, 0 };
  const TbkTileKey others[] = { { 2, 0, 10000, 0, 0 },
                                { 1, 1, 10000, 0, 0 },
                                { 1, 0, 10001, 0, 0 },
                                { 1, 0, 10000, 1, 0 },
                                { 1, 0, 10000, 0, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (tbk_tile_key_equal (&a, &others[i]));
  g_assert_true (tbk_tile_key_equal (&a, &(TbkTileKey){ 1, 0, 10000, 0, 0 }));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-cache/oldest-go", test_oldest_go);
  g_test_add_func ("/tile-cache/replaced", test_replaced);
  g_test_add_func ("/tile-cache/keys", test_keys);
  return g_test_run ();
}
