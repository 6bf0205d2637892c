/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TBK_RANGE_WHOLE, /* none asked for, several, or not understood: the whole is sent (RFC 9110, 14.2) */
  TBK_RANGE_PART,
  TBK_RANGE_NONE, /* there is nothing at these bytes: 416 */
} TbkRange;

/* What to send of `size` bytes. `range`, `if_range`: the request's fields, nullable; `etag`: of what there is, with its quotes.
 * `first` and `length` are set for WHOLE and PART. Pure. */
TbkRange tbk_range_read (const char *range,
                         const char *if_range,
                         const char *etag,
                         guint64 size,
                         guint64 *first,
                         guint64 *length);

G_END_DECLS
