/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which ranges of a file have come: disjoint, in order, none touching the next. Pure; one thread at a time. */
typedef struct _TbkRangeMap TbkRangeMap;

/* `size`: of the file, in bytes. */
TbkRangeMap *tbk_range_map_new (goffset size);
void tbk_range_map_free (TbkRangeMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkRangeMap, tbk_range_map_free)

/* What lies beyond the end counts for nothing. */
void tbk_range_map_add (TbkRangeMap *map, goffset offset, goffset length);
/* Whether all of it is there; beyond the end there is nothing to be missed. */
gboolean tbk_range_map_has (const TbkRangeMap *map, goffset offset, goffset length);
/* The first gap at or after `from` and before `end`. Returns: FALSE where there is none. */
gboolean tbk_range_map_gap (const TbkRangeMap *map, goffset from, goffset end, goffset *offset, goffset *length);
/* Bytes that are there. */
goffset tbk_range_map_total (const TbkRangeMap *map);
gboolean tbk_range_map_is_full (const TbkRangeMap *map);

G_END_DECLS
