/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tbk-head.h"
#include "unit-cases.h"

#define START "GET / HTTP/1.1\r\nHost: a\r\n"

typedef struct
{
  const char *text;
  int status; /* 0: a good head */
} Case;

/* clang-format off */
static const Case cases[] = {
  { "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 0 },
  { "GET / HTTP/1.0\r\n\r\n", 0 },
  { "GET http://a:8443/x?y=/z HTTP/1.1\r\nHost: a\r\n\r\n", 0 },
  { START "X:\r\n\r\n", 0 },
  { START "X: \xc3\xb1\r\n\r\n", 0 },
  { START "Content-Length: 10\r\n\r\n", 0 },
  { START "Transfer-Encoding: Chunked\r\n\r\n", 0 },
  { "GET /%41%c3%b1 HTTP/1.1\r\nHost: a\r\n\r\n", 0 },
  { "\r\n\r\n", 400 },
  { "GET\r\n\r\n", 400 },
  { "GET /\r\n\r\n", 400 },
  { " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "ABCDEFGHIJKLMNOPQ / HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400 },
  { "GET / http/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET / HTTP/11\r\nHost: a\r\n\r\n", 400 },
  { "GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505 },
  { "GET x HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET /\x7f HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET /\xc3\xb1 HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET http://a?b=/c HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
  { "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 405 },
  { "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 405 },
  { "GET / HTTP/1.1\r\n\r\n", 400 },
  { "GET / HTTP/1.1\r\nHost: \r\n\r\n", 400 },
  { "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400 },
  { START "Host: a\r\n\r\n", 400 },
  { START "X\r\n\r\n", 400 },
  { START "X : a\r\n\r\n", 400 },
  { START ": a\r\n\r\n", 400 },
  { START "X: a\r\n b\r\n\r\n", 400 },
  { START "X: a\x01\r\n\r\n", 400 },
  { START "X: a\nY: b\r\n\r\n", 400 },
  { START "X: a\rb\r\n\r\n", 400 },
  { START "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", 400 },
  { START "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
  { START "Content-Length: \r\n\r\n", 400 },
  { START "Content-Length: 0x1\r\n\r\n", 400 },
  { START "Content-Length: 1 2\r\n\r\n", 400 },
  { START "Content-Length: 1000000000000000\r\n\r\n", 413 },
  { START "Transfer-Encoding: chunked, chunked\r\n\r\n", 501 },
  { START "Transfer-Encoding: identity\r\n\r\n", 501 },
  { "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
  { START "Authorization: a\r\nAuthorization: b\r\n\r\n", 400 },
  { START "If-Match: \"1\"\r\nIf-Match: \"2\"\r\n\r\n", 400 },
  { START "Expect: 200-ok\r\n\r\n", 417 },
};
/* clang-format on */

/* Every beginning of it is either not yet whole or refused with the same answer or another; never taken. */
static void
test_case (gconstpointer data)
{
  const Case *test = data;
  gsize length = strlen (test->text);
  g_autoptr (TbkHead) head = NULL;
  gsize taken = 0;
  int status = 0;

  for (gsize n = 0; n < length; n++)
    {
      g_autofree char *exact = g_memdup2 (test->text, n);

      g_assert_cmpint (tbk_head_parse (exact, n, &head, &taken, &status), !=, TBK_HEAD_DONE);
    }
  if (test->status != 0)
    {
      g_assert_cmpint (tbk_head_parse (test->text, length, &head, &taken, &status), ==, TBK_HEAD_BAD);
      g_assert_cmpint (status, ==, test->status);
      g_assert_null (head);
      return;
    }
  g_assert_cmpint (tbk_head_parse (test->text, length, &head, &taken, &status), ==, TBK_HEAD_DONE);
  g_assert_cmpuint (taken, ==, length);
}

static TbkHead *
parse (const char *text)
{
  TbkHead *head = NULL;
  gsize taken;
  int status = 0;

  g_assert_cmpint (tbk_head_parse (text, strlen (text), &head, &taken, &status), ==, TBK_HEAD_DONE);
  return head;
}

static void
test_parts (void)
{
  g_autoptr (TbkHead) head = parse ("POST /v1/lotes?q=a%20b HTTP/1.1\r\nHost: a\r\nContent-Length: 007\r\n"
                                    "x-forwarded-for: 1.2.3.4\r\nEXPECT: 100-Continue\r\n"
                                    "X-Forwarded-For:\t5.6.7.8 \r\n\r\nbody");
  g_autofree char *hops = tbk_head_join_fields (head, "X-Forwarded-For");
  g_autofree char *none = tbk_head_join_fields (head, "Via");

  g_assert_cmpstr (tbk_head_get_method (head), ==, "POST");
  g_assert_cmpstr (tbk_head_get_path (head), ==, "/v1/lotes");
  g_assert_cmpstr (tbk_head_get_query (head), ==, "q=a%20b");
  g_assert_cmpint (tbk_head_get_framing (head), ==, TBK_FRAMING_LENGTH);
  g_assert_cmpuint (tbk_head_get_content_length (head), ==, 7);
  g_assert_true (tbk_head_expects_continue (head));
  g_assert_false (tbk_head_wants_close (head));
  g_assert_cmpstr (tbk_head_get_field (head, "X-Forwarded-For"), ==, "1.2.3.4");
  g_assert_cmpstr (hops, ==, "1.2.3.4, 5.6.7.8");
  g_assert_null (none);
  g_assert_null (tbk_head_get_field (head, "Via"));
}

static void
test_close (void)
{
  g_autoptr (TbkHead) old = parse ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  g_autoptr (TbkHead) listed = parse (START "Connection: upgrade , Close\r\n\r\n");
  g_autoptr (TbkHead) second = parse (START "Connection: keep-alive\r\nConnection: close\r\n\r\n");

  g_assert_true (tbk_head_wants_close (old));
  g_assert_true (tbk_head_wants_close (listed));
  g_assert_true (tbk_head_wants_close (second));
}

static int
judge (const char *before, gsize n, const char *after)
{
  g_autofree char *filler = g_strnfill (n, 'x');
  g_autofree char *text = g_strconcat (before, filler, after, NULL);
  g_autoptr (TbkHead) head = NULL;
  gsize taken;
  int status = 0;

  switch (tbk_head_parse (text, strlen (text), &head, &taken, &status))
    {
    case TBK_HEAD_DONE:
      return 200;
    case TBK_HEAD_MORE:
      return 100;
    default:
      return status;
    }
}

static void
test_sizes (void)
{
  const char *end = " HTTP/1.1\r\nHost: a\r\n\r\n";

  g_assert_cmpint (judge ("GET /", TBK_HEAD_MAX_TARGET_BYTES - 1, end), ==, 200);
  g_assert_cmpint (judge ("GET /", TBK_HEAD_MAX_TARGET_BYTES, end), ==, 414);
  g_assert_cmpint (judge ("GET /", TBK_HEAD_MAX_TARGET_BYTES + 100, ""), ==, 414);
  g_assert_cmpint (judge (START "X: ", 15 * 1024, "\r\n\r\n"), ==, 200);
  g_assert_cmpint (judge (START "X: ", TBK_HEAD_MAX_BYTES, "\r\n\r\n"), ==, 431);
  g_assert_cmpint (judge (START "X: ", TBK_HEAD_MAX_BYTES, ""), ==, 431);
  g_assert_cmpint (judge (START "X: ", 1024, ""), ==, 100);
}

static void
test_field_count (void)
{
  g_autoptr (GString) text = g_string_new (START);
  g_autoptr (TbkHead) head = NULL;
  gsize taken;
  int status = 0;

  for (guint i = 1; i < TBK_HEAD_MAX_FIELDS; i++)
    g_string_append (text, "X: a\r\n");
  g_string_append (text, "\r\n");
  g_assert_cmpint (tbk_head_parse (text->str, text->len, &head, &taken, &status), ==, TBK_HEAD_DONE);
  g_clear_pointer (&head, tbk_head_free);
  g_string_insert (text, strlen (START), "X: a\r\n");
  g_assert_cmpint (tbk_head_parse (text->str, text->len, &head, &taken, &status), ==, TBK_HEAD_BAD);
  g_assert_cmpint (status, ==, 431);
}

static void
test_nul (void)
{
  const char text[] = START "X: a\0b\r\n\r\n";
  g_autoptr (TbkHead) head = NULL;
  gsize taken;
  int status = 0;

  g_assert_cmpint (tbk_head_parse (text, sizeof text - 1, &head, &taken, &status), ==, TBK_HEAD_BAD);
  g_assert_cmpint (status, ==, 400);
}

static void
test_decode (void)
{
  const struct
  {
    const char *text;
    gboolean plus;
    const char *decoded;
  } texts[] = {
    { "a%20b", FALSE, "a b" },
    { "a+b", TRUE, "a b" },
    { "a+b", FALSE, "a+b" },
    { "%c3%b1", FALSE, "\xc3\xb1" },
    { "%0a", FALSE, "\n" },
    { "", FALSE, "" },
    { "%", FALSE, NULL },
    { "%2", FALSE, NULL },
    { "%g0", FALSE, NULL },
    { "%00", FALSE, NULL },
    { "%1b", FALSE, NULL },
    { "%7f", FALSE, NULL },
    { "%ff", FALSE, NULL },
    { "%c3", FALSE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *decoded = tbk_uri_decode (texts[i].text, strlen (texts[i].text), texts[i].plus);

      g_assert_cmpstr (decoded, ==, texts[i].decoded);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/head/case", cases, test_case);
  g_test_add_func ("/head/parts", test_parts);
  g_test_add_func ("/head/close", test_close);
  g_test_add_func ("/head/sizes", test_sizes);
  g_test_add_func ("/head/field-count", test_field_count);
  g_test_add_func ("/head/nul", test_nul);
  g_test_add_func ("/head/decode", test_decode);
  return g_test_run ();
}
