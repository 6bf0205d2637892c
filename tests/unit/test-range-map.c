/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-range-map.h"

#include <glib.h>

#define SIZE 200

/* The same by a byte for each byte. */
static gboolean
plain_has (const guint8 *there, goffset offset, goffset length)
{
  for (goffset i = offset; i < MIN (SIZE, offset + length); i++)
    if (!there[i])
      return FALSE;
  return TRUE;
}

static void
check_against (TbkRangeMap *map, const guint8 *there)
{
  goffset total = 0, offset, length;

  for (goffset i = 0; i < SIZE; i++)
    {
      total += there[i];
      g_assert_cmpint (tbk_range_map_has (map, i, 7), ==, plain_has (there, i, 7));
      if (!tbk_range_map_gap (map, i, SIZE, &offset, &length))
        {
          g_assert_true (plain_has (there, i, SIZE));
          continue;
        }
      g_assert_true (plain_has (there, i, offset - i));
      g_assert_false (there[offset]);
      g_assert_cmpint (length, >=, 1);
      g_assert_true (offset + length == SIZE || there[offset + length]);
      g_assert_false (there[offset + length - 1]);
    }
  g_assert_cmpint (tbk_range_map_total (map), ==, total);
  g_assert_cmpint (tbk_range_map_is_full (map), ==, total == SIZE);
}

static void
test_random (void)
{
  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (TbkRangeMap) map = tbk_range_map_new (SIZE);
      guint8 there[SIZE] = { 0 };

      for (guint i = 0; i < 25; i++)
        {
          goffset offset = g_test_rand_int_range (0, SIZE);
          goffset length = g_test_rand_int_range (0, 30);

          tbk_range_map_add (map, offset, length);
          for (goffset k = offset; k < MIN (SIZE, offset + length); k++)
            there[k] = 1;
          check_against (map, there);
        }
    }
}

static void
test_edges (void)
{
  g_autoptr (TbkRangeMap) map = tbk_range_map_new (SIZE);
  g_autoptr (TbkRangeMap) none = tbk_range_map_new (0);
  goffset offset, length;

  tbk_range_map_add (map, -5, 10);
  tbk_range_map_add (map, SIZE + 5, 10);
  tbk_range_map_add (map, 50, -1);
  g_assert_cmpint (tbk_range_map_total (map), ==, 10);
  g_assert_true (tbk_range_map_gap (map, 0, 30, &offset, &length));
  g_assert_cmpint (offset, ==, 10);
  g_assert_cmpint (length, ==, 20);
  tbk_range_map_add (map, 0, G_MAXINT64);
  g_assert_true (tbk_range_map_is_full (map));
  g_assert_true (tbk_range_map_has (map, SIZE, 100));
  g_assert_true (tbk_range_map_is_full (none));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/range-map/random", test_random);
  g_test_add_func ("/range-map/edges", test_edges);
  return g_test_run ();
}
