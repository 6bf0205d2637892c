/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-range.h"

#include <string.h>

#define UNIT "bytes="

/* Digits up to `end`. */
static gboolean
read_number (const char *text, const char *end, guint64 *number)
{
  g_autofree char *digits = g_strndup (text, end - text);

  return g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, number, NULL);
}

/* The last `n` bytes. */
static TbkRange
take_suffix (guint64 n, guint64 size, guint64 *first, guint64 *length)
{
  if (n == 0 || size == 0)
    return TBK_RANGE_NONE;
  *length = MIN (n, size);
  *first = size - *length;
  return TBK_RANGE_PART;
}

static TbkRange
take_from (guint64 from, guint64 to, guint64 size, guint64 *first, guint64 *length)
{
  if (from >= size)
    return TBK_RANGE_NONE;
  *first = from;
  *length = MIN (to, size - 1) - from + 1;
  return TBK_RANGE_PART;
}

TbkRange
tbk_range_read (const char *range,
                const char *if_range,
                const char *etag,
                guint64 size,
                guint64 *first,
                guint64 *length)
{
  const char *dash, *end;
  guint64 from, to = G_MAXUINT64;

  *first = 0;
  *length = size;
  if (range == NULL || g_ascii_strncasecmp (range, UNIT, strlen (UNIT)) != 0)
    return TBK_RANGE_WHOLE;
  /* What was begun from another content, or by a date, which says less, begins anew. */
  if (if_range != NULL && strcmp (if_range, etag) != 0)
    return TBK_RANGE_WHOLE;
  range += strlen (UNIT);
  dash = strchr (range, '-');
  end = range + strlen (range);
  if (dash == NULL)
    return TBK_RANGE_WHOLE;
  if (dash == range)
    return read_number (dash + 1, end, &to) ? take_suffix (to, size, first, length) : TBK_RANGE_WHOLE;
  if (!read_number (range, dash, &from) || (dash[1] != '\0' && !read_number (dash + 1, end, &to)) || to < from)
    return TBK_RANGE_WHOLE;
  return take_from (from, to, size, first, length);
}
