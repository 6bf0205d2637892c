/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tbk-chunked.h"
#include "unit-cases.h"

#define MAX_BODY 16

typedef struct
{
  const char *text;
  TbkChunkedResult result;
  const char *body; /* when DONE */
  gsize rest;       /* bytes not taken, when DONE */
} Case;

/* clang-format off */
static const Case cases[] = {
  { "0\r\n\r\n", TBK_CHUNKED_DONE, "", 0 },
  { "3\r\nabc\r\n0\r\n\r\nGET", TBK_CHUNKED_DONE, "abc", 3 },
  { "3\r\nabc\r\n2\r\nde\r\n000\r\n\r\n", TBK_CHUNKED_DONE, "abcde", 0 },
  { "A;x=\"y\"\r\n0123456789\r\n0;z\r\n\r\n", TBK_CHUNKED_DONE, "0123456789", 0 },
  { "10\r\n0123456789abcdef\r\n0\r\n\r\n", TBK_CHUNKED_DONE, "0123456789abcdef", 0 },
  { "4\r\na\r\nb\r\n0\r\n\r\n", TBK_CHUNKED_DONE, "a\r\nb", 0 },
  { "11\r\n", TBK_CHUNKED_BIG, NULL, 0 },
  { "fffffff\r\n", TBK_CHUNKED_BIG, NULL, 0 },
  { "8\r\n01234567\r\n9\r\n", TBK_CHUNKED_BIG, NULL, 0 },
  { "fffffffff\r\n", TBK_CHUNKED_BAD, NULL, 0 },
  { "\r\n", TBK_CHUNKED_BAD, NULL, 0 },
  { "-1\r\n", TBK_CHUNKED_BAD, NULL, 0 },
  { "+1\r\n", TBK_CHUNKED_BAD, NULL, 0 },
  { "0x1\r\n", TBK_CHUNKED_BAD, NULL, 0 },
  { " 1\r\n", TBK_CHUNKED_BAD, NULL, 0 },
  { "1 \r\n", TBK_CHUNKED_BAD, NULL, 0 },
  { ";x\r\n", TBK_CHUNKED_BAD, NULL, 0 },
  { "1\na\n", TBK_CHUNKED_BAD, NULL, 0 },
  { "1\r\ra", TBK_CHUNKED_BAD, NULL, 0 },
  { "1\r\nab\r\n", TBK_CHUNKED_BAD, NULL, 0 },
  { "1\r\na\n", TBK_CHUNKED_BAD, NULL, 0 },
  { "0\r\nX: a\r\n\r\n", TBK_CHUNKED_BAD, NULL, 0 },
  { "1;\n\r\na", TBK_CHUNKED_BAD, NULL, 0 },
  { "3\r\nab", TBK_CHUNKED_MORE, NULL, 0 },
  { "0\r\n", TBK_CHUNKED_MORE, NULL, 0 },
};
/* clang-format on */

static void
check (const Case *test, TbkChunkedResult result, const GByteArray *body, gsize taken)
{
  g_assert_cmpint (result, ==, test->result);
  if (result != TBK_CHUNKED_DONE)
    return;
  g_assert_cmpmem (body->data, body->len, test->body, strlen (test->body));
  g_assert_cmpuint (strlen (test->text) - taken, ==, test->rest);
}

/* It is the same whole as byte by byte. */
static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GByteArray) pieces = g_byte_array_new ();
  TbkChunked chunked = { 0 };
  TbkChunkedResult result = TBK_CHUNKED_MORE;
  gsize taken = 0;
  gsize at = 0;

  result = tbk_chunked_feed (&chunked, (const guint8 *) test->text, strlen (test->text), MAX_BODY, whole, &taken);
  check (test, result, whole, taken);

  chunked = (TbkChunked){ 0 };
  for (result = TBK_CHUNKED_MORE; test->text[at] != '\0' && result == TBK_CHUNKED_MORE; at++)
    result = tbk_chunked_feed (&chunked, (const guint8 *) test->text + at, 1, MAX_BODY, pieces, &taken);
  check (test, result, pieces, at);
}

static void
test_long_extension (void)
{
  g_autofree char *extension = g_strnfill (65, 'x');
  g_autofree char *text = g_strconcat ("1;", extension, "\r\n", NULL);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  TbkChunked chunked = { 0 };
  gsize taken;

  g_assert_cmpint (tbk_chunked_feed (&chunked, (const guint8 *) text, strlen (text), MAX_BODY, body, &taken), ==,
                   TBK_CHUNKED_BAD);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/chunked/case", cases, test_case);
  g_test_add_func ("/chunked/long-extension", test_long_extension);
  return g_test_run ();
}
