/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-range-map.h"

typedef struct
{
  goffset start;
  goffset end;
} Range;

struct _TbkRangeMap
{
  goffset size;
  goffset total;
  GArray *ranges; /* (element-type Range) */
};

TbkRangeMap *
tbk_range_map_new (goffset size)
{
  TbkRangeMap *map = g_new0 (TbkRangeMap, 1);

  map->size = MAX (0, size);
  map->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  return map;
}

void
tbk_range_map_free (TbkRangeMap *map)
{
  g_array_unref (map->ranges);
  g_free (map);
}

static const Range *
range_at (const TbkRangeMap *map, guint i)
{
  return &g_array_index (map->ranges, Range, i);
}

/* The first range that ends at or after `offset`; the number of ranges where none does. */
static guint
find (const TbkRangeMap *map, goffset offset)
{
  guint low = 0, high = map->ranges->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (range_at (map, middle)->end < offset)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Cuts what is asked to what there is. */
static Range
cut (const TbkRangeMap *map, goffset offset, goffset length)
{
  Range range = { CLAMP (offset, 0, map->size), 0 };

  range.end = length > map->size - range.start ? map->size : range.start + MAX (0, length);
  return range;
}

void
tbk_range_map_add (TbkRangeMap *map, goffset offset, goffset length)
{
  Range range = cut (map, offset, length);
  guint first = find (map, range.start);
  guint last = first;

  if (range.end <= range.start)
    return;
  for (; last < map->ranges->len && range_at (map, last)->start <= range.end; last++)
    {
      range.start = MIN (range.start, range_at (map, last)->start);
      range.end = MAX (range.end, range_at (map, last)->end);
      map->total -= range_at (map, last)->end - range_at (map, last)->start;
    }
  if (last > first)
    g_array_remove_range (map->ranges, first, last - first);
  g_array_insert_val (map->ranges, first, range);
  map->total += range.end - range.start;
}

gboolean
tbk_range_map_gap (const TbkRangeMap *map, goffset from, goffset end, goffset *offset, goffset *length)
{
  goffset stop = MIN (end, map->size);
  guint i;

  from = MAX (0, from);
  i = find (map, from);
  if (i < map->ranges->len && range_at (map, i)->start <= from)
    from = range_at (map, i++)->end;
  if (from >= stop)
    return FALSE;
  *offset = from;
  *length = (i < map->ranges->len ? MIN (stop, range_at (map, i)->start) : stop) - from;
  return TRUE;
}

gboolean
tbk_range_map_has (const TbkRangeMap *map, goffset offset, goffset length)
{
  Range range = cut (map, offset, length);
  goffset gap, gap_length;

  return !tbk_range_map_gap (map, range.start, range.end, &gap, &gap_length);
}

goffset
tbk_range_map_total (const TbkRangeMap *map)
{
  return map->total;
}

gboolean
tbk_range_map_is_full (const TbkRangeMap *map)
{
  return map->total == map->size;
}
