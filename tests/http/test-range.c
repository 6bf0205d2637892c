/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-range.h"
#include "unit-cases.h"

#define ETAG "\"abc\""

typedef struct
{
  const char *range;
  const char *if_range;
  guint64 size;
  TbkRange result;
  guint64 first, length;
} Case;

static const Case cases[] = {
  { NULL, NULL, 10, TBK_RANGE_WHOLE, 0, 10 },
  { "bytes=0-4", NULL, 10, TBK_RANGE_PART, 0, 5 },
  { "bytes=5-", NULL, 10, TBK_RANGE_PART, 5, 5 },
  { "bytes=0-", NULL, 10, TBK_RANGE_PART, 0, 10 },
  { "bytes=9-9", NULL, 10, TBK_RANGE_PART, 9, 1 },
  { "bytes=3-100", NULL, 10, TBK_RANGE_PART, 3, 7 },
  { "bytes=-3", NULL, 10, TBK_RANGE_PART, 7, 3 },
  { "bytes=-100", NULL, 10, TBK_RANGE_PART, 0, 10 },
  { "bytes=10-", NULL, 10, TBK_RANGE_NONE, 0, 10 },
  { "bytes=-0", NULL, 10, TBK_RANGE_NONE, 0, 10 },
  { "bytes=0-0", NULL, 0, TBK_RANGE_NONE, 0, 0 },
  { "bytes=9223372036854775807-", NULL, 10, TBK_RANGE_NONE, 0, 10 },
  { "bytes=4-2", NULL, 10, TBK_RANGE_WHOLE, 0, 10 },
  { "bytes=99999999999999999999-", NULL, 10, TBK_RANGE_WHOLE, 0, 10 },
  { "bytes=0-1,3-4", NULL, 10, TBK_RANGE_WHOLE, 0, 10 },
  { "bytes=a-b", NULL, 10, TBK_RANGE_WHOLE, 0, 10 },
  { "bytes=1", NULL, 10, TBK_RANGE_WHOLE, 0, 10 },
  { "bytes=-", NULL, 10, TBK_RANGE_WHOLE, 0, 10 },
  { "bytes=+1-2", NULL, 10, TBK_RANGE_WHOLE, 0, 10 },
  { "items=0-1", NULL, 10, TBK_RANGE_WHOLE, 0, 10 },
  { "bytes=0-4", ETAG, 10, TBK_RANGE_PART, 0, 5 },
  { "bytes=0-4", "\"other\"", 10, TBK_RANGE_WHOLE, 0, 10 },
  { "bytes=0-4", "W/" ETAG, 10, TBK_RANGE_WHOLE, 0, 10 },
  { "bytes=0-4", "Wed, 21 Oct 2015 07:28:00 GMT", 10, TBK_RANGE_WHOLE, 0, 10 },
};

static void
test_range (gconstpointer data)
{
  const Case *c = data;
  guint64 first, length;

  g_assert_cmpint (tbk_range_read (c->range, c->if_range, ETAG, c->size, &first, &length), ==, c->result);
  g_assert_cmpuint (first, ==, c->first);
  g_assert_cmpuint (length, ==, c->length);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/range", cases, test_range);
  return g_test_run ();
}
