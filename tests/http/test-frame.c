/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-frame.h"

#include <string.h>

/* What a client's bytes, given as hex without their masks, are read as. */
typedef struct
{
  const char *name;
  const char *hex;
  TbkFrameKind kind;
  guint code;       /* BAD, CLOSE */
  const char *text; /* TEXT, PING, PONG; NULL: not looked at */
} Case;

/* clang-format off */
static const Case cases[] = {
  { "nothing", "", TBK_FRAME_MORE },
  { "one byte", "81", TBK_FRAME_MORE },
  { "half a head", "81fe00", TBK_FRAME_MORE },
  { "half a payload", "8185 00000000 6162", TBK_FRAME_MORE },
  { "text", "8185 00000000 6162636465", TBK_FRAME_TEXT, 0, "abcde" },
  { "masked", "8183 01020304 606066", TBK_FRAME_TEXT, 0, "abe" },
  { "no text", "8180 00000000", TBK_FRAME_TEXT, 0, "" },
  { "ping", "8982 00000000 6869", TBK_FRAME_PING, 0, "hi" },
  { "pong", "8a80 00000000", TBK_FRAME_PONG, 0, "" },
  { "close", "8880 00000000", TBK_FRAME_CLOSE, 1005 },
  { "close with a code", "8882 00000000 03e8", TBK_FRAME_CLOSE, 1000 },
  { "close with a reason", "8884 00000000 0fa0 6f6b", TBK_FRAME_CLOSE, 4000 },
  { "a fragment", "0182 00000000 6162", TBK_FRAME_PART },
  { "unmasked", "8102 6162", TBK_FRAME_BAD, 1002 },
  { "RSV1", "c182 00000000 6162", TBK_FRAME_BAD, 1002 },
  { "binary", "8281 00000000 61", TBK_FRAME_BAD, 1003 },
  { "opcode 3", "8380 00000000", TBK_FRAME_BAD, 1002 },
  { "opcode 11", "8b80 00000000", TBK_FRAME_BAD, 1002 },
  { "continues nothing", "8081 00000000 61", TBK_FRAME_BAD, 1002 },
  { "ping in fragments", "0980 00000000", TBK_FRAME_BAD, 1002 },
  { "long ping", "89fe 007e 00000000", TBK_FRAME_BAD, 1002 },
  { "length not the shortest", "81fe 0005 00000000 6162636465", TBK_FRAME_BAD, 1002 },
  { "64 bit length not the shortest", "81ff 0000000000000005 00000000", TBK_FRAME_BAD, 1002 },
  { "one over 64 kB", "81ff 0000000000010001 00000000", TBK_FRAME_BAD, 1009 },
  { "huge", "81ff 7fffffffffffffff 00000000", TBK_FRAME_BAD, 1009 },
  { "negative", "81ff ffffffffffffffff 00000000", TBK_FRAME_BAD, 1009 },
  { "no UTF-8", "8182 00000000 c328", TBK_FRAME_BAD, 1007 },
  { "NUL", "8181 00000000 00", TBK_FRAME_BAD, 1007 },
  { "close with half a code", "8881 00000000 03", TBK_FRAME_BAD, 1002 },
  { "close with a code for no wire", "8882 00000000 03ed", TBK_FRAME_BAD, 1002 },
  { "close with code 0", "8882 00000000 0000", TBK_FRAME_BAD, 1002 },
  { "close with a reason in no UTF-8", "8884 00000000 03e8 c328", TBK_FRAME_BAD, 1007 },
};
/* clang-format on */

static GByteArray *
from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; *hex != '\0'; hex++)
    if (*hex != ' ')
      {
        guint8 byte = (guint8) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));

        g_byte_array_append (bytes, &byte, 1);
        hex++;
      }
  return bytes;
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GByteArray) bytes = from_hex (test->hex);
  TbkFrameReader reader = { 0 };
  gsize taken;
  TbkFrame frame = tbk_frame_read (&reader, bytes->data, bytes->len, &taken);

  g_assert_cmpint (frame.kind, ==, test->kind);
  g_assert_cmpuint (frame.code, ==, test->code);
  if (test->kind != TBK_FRAME_BAD)
    g_assert_cmpuint (taken, ==, test->kind == TBK_FRAME_MORE ? 0 : bytes->len);
  if (test->text != NULL)
    g_assert_cmpmem (frame.payload, frame.length, test->text, strlen (test->text));
  tbk_frame_reader_clear (&reader);
}

/* Pings come between the fragments of a message, whose pieces may cut a character. */
static void
test_fragments (void)
{
  g_autoptr (GByteArray) bytes = from_hex (
      "0182 00000000 61c3 8981 00000000 2e 0081 00000000 b1 8080 00000000 8181 00000000 7a");
  const TbkFrameKind kinds[] = { TBK_FRAME_PART, TBK_FRAME_PING, TBK_FRAME_PART,
                                 TBK_FRAME_TEXT, TBK_FRAME_TEXT, TBK_FRAME_MORE };
  const char *texts[] = { NULL, ".", NULL, "a\303\261", "z", NULL };
  TbkFrameReader reader = { 0 };
  gsize at = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize taken;
      TbkFrame frame = tbk_frame_read (&reader, bytes->data + at, bytes->len - at, &taken);

      g_assert_cmpint (frame.kind, ==, kinds[i]);
      if (texts[i] != NULL)
        g_assert_cmpmem (frame.payload, frame.length, texts[i], strlen (texts[i]));
      at += taken;
    }
  g_assert_cmpuint (at, ==, bytes->len);
  g_assert_null (reader.message);
}

/* A message in fragments has the limit of one in one piece, and a new one does not begin inside of it. */
static void
test_fragment_limits (void)
{
  g_autoptr (GByteArray) half = from_hex ("01fe 8000 00000000");
  g_autoptr (GByteArray) more = from_hex ("00fe 8001 00000000");
  g_autoptr (GByteArray) other = from_hex ("8181 00000000 61");
  TbkFrameReader reader = { 0 };
  gsize taken;
  guint head = half->len;

  g_byte_array_set_size (half, head + 0x8000);
  memset (half->data + head, 'a', 0x8000);
  g_assert_cmpint (tbk_frame_read (&reader, half->data, half->len, &taken).kind, ==, TBK_FRAME_PART);
  g_assert_cmpint (tbk_frame_read (&reader, other->data, other->len, &taken).code, ==, 1002);
  g_assert_cmpint (tbk_frame_read (&reader, more->data, more->len, &taken).code, ==, 1009);
  tbk_frame_reader_clear (&reader);
}

/* What the server sends, at each length's border, has the head that RFC 6455 gives it. */
static void
test_built (void)
{
  const struct
  {
    gsize length;
    const char *head;
  } built[] = { { 0, "8100" },
                { 125, "817d" },
                { 126, "817e007e" },
                { 65535, "817effff" },
                { 65536, "817f0000000000010000" } };

  for (gsize i = 0; i < G_N_ELEMENTS (built); i++)
    {
      g_autofree char *text = g_strnfill (built[i].length, 'a');
      g_autoptr (GBytes) frame = tbk_frame_new_text (text, built[i].length);
      g_autoptr (GByteArray) head = from_hex (built[i].head);
      gsize size;
      const guint8 *data = g_bytes_get_data (frame, &size);

      g_assert_cmpuint (size, ==, head->len + built[i].length);
      g_assert_cmpmem (data, head->len, head->data, head->len);
      g_assert_cmpmem (data + head->len, size - head->len, text, built[i].length);
    }
  g_autoptr (GBytes) close = tbk_frame_new_close (1013, "ya");
  g_assert_cmpmem (g_bytes_get_data (close, NULL), g_bytes_get_size (close), "\x88\x04\x03\xf5ya", 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdelimit (g_strconcat ("/frame/", cases[i].name, NULL), " ", '-');
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/frame/fragments", test_fragments);
  g_test_add_func ("/frame/fragment-limits", test_fragment_limits);
  g_test_add_func ("/frame/built", test_built);
  return g_test_run ();
}
