/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as requests on one connection: heads and chunked bodies. What is taken for a head keeps the promises that
 * the rest of the server builds on; a body reads the same in one piece as byte by byte. */
#include <string.h>

#include <glib.h>

#include "fuzz.h"
#include "tbk-chunked.h"
#include "tbk-head.h"

#define MAX_BODY 4096

static void
check_head (const TbkHead *head, gsize taken)
{
  const char *path = tbk_head_get_path (head);
  const char *query = tbk_head_get_query (head);
  g_autofree char *decoded = tbk_uri_decode (path, strlen (path), FALSE);

  g_assert_cmpuint (taken, <=, TBK_HEAD_MAX_BYTES);
  g_assert_true (path[0] == '/');
  g_assert_nonnull (decoded);
  g_assert_cmpuint (strlen (path) + (query != NULL ? strlen (query) : 0), <=, TBK_HEAD_MAX_TARGET_BYTES);
  g_assert_cmpuint (strlen (tbk_head_get_method (head)), >, 0);
  g_assert_null (strpbrk (path, " \r\n?#"));
  if (tbk_head_get_field (head, "Transfer-Encoding") != NULL)
    g_assert_null (tbk_head_get_field (head, "Content-Length"));
  if (tbk_head_get_framing (head) == TBK_FRAMING_CHUNKED)
    g_assert_cmpuint (tbk_head_get_content_length (head), ==, 0);
}

static gsize
read_chunked (const uint8_t *data, size_t size)
{
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GByteArray) pieces = g_byte_array_new ();
  TbkChunked chunked = { 0 };
  gsize taken = 0;
  gsize one;
  TbkChunkedResult result = tbk_chunked_feed (&chunked, data, size, MAX_BODY, whole, &taken);
  TbkChunkedResult bytewise = TBK_CHUNKED_MORE;

  g_assert_cmpuint (whole->len, <=, MAX_BODY);
  chunked = (TbkChunked){ 0 };
  for (gsize i = 0; i < size && bytewise == TBK_CHUNKED_MORE; i++)
    bytewise = tbk_chunked_feed (&chunked, data + i, 1, MAX_BODY, pieces, &one);
  g_assert_cmpint (bytewise, ==, result);
  g_assert_cmpmem (whole->data, whole->len, pieces->data, pieces->len);
  return result == TBK_CHUNKED_DONE ? taken : size;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  gsize at = 0;
  gboolean more = TRUE;

  while (more && at < size)
    {
      g_autoptr (TbkHead) head = NULL;
      gsize taken = 0;
      int status = 0;

      switch (tbk_head_parse ((const char *) data + at, size - at, &head, &taken, &status))
        {
        case TBK_HEAD_DONE:
          check_head (head, taken);
          at += taken;
          if (tbk_head_get_framing (head) == TBK_FRAMING_CHUNKED)
            at += read_chunked (data + at, size - at);
          else
            at += MIN (tbk_head_get_content_length (head), size - at);
          break;
        case TBK_HEAD_BAD:
          g_assert_cmpint (status, >=, 400);
          g_assert_cmpint (status, <, 600);
          more = FALSE;
          break;
        default:
          more = FALSE;
          break;
        }
    }
  return 0;
}
