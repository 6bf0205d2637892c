/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-render-wire.h"

#include <math.h>
#include <string.h>

#include "unit-cases.h"

typedef struct
{
  TbkRenderKind kind;
  TbkRenderOp op;
  const char *args; /* as g_variant_new_parsed() has it */
} GoodCase;

static const GoodCase good_cases[] = {
  { TBK_RENDER_REQUEST, TBK_RENDER_OPEN, "('clave', 'pdf', int64 5, false)" },
  { TBK_RENDER_REQUEST, TBK_RENDER_SIZES, "(uint32 0, uint32 9)" },
  { TBK_RENDER_REQUEST, TBK_RENDER_TILE, "(uint32 0, 1.5, uint32 1, uint32 0, uint32 0, uint32 512, uint32 512)" },
  { TBK_RENDER_REQUEST, TBK_RENDER_SEARCH, "(uint32 0, 'cláusula')" },
  { TBK_RENDER_REQUEST, TBK_RENDER_OUTLINE, "()" },
  { TBK_RENDER_REQUEST, TBK_RENDER_PRINT, "[(uint32 0, uint32 9)]" },
  { TBK_RENDER_HAVE, TBK_RENDER_OPEN, "(int64 0, uint32 9, true)" },
  { TBK_RENDER_REPLY, TBK_RENDER_OPEN, "(uint32 3, uint32 1)" },
  { TBK_RENDER_REPLY, TBK_RENDER_TEXT, "('a', [(0.0, 0.0, 1.0, 1.0)])" },
  { TBK_RENDER_REPLY, TBK_RENDER_LINKS, "[(0.0, 0.0, 1.0, 1.0, uint32 0, '')]" },
  { TBK_RENDER_FAILURE, TBK_RENDER_TILE, "(uint32 1, 'why')" },
  { TBK_RENDER_NEED, TBK_RENDER_OPEN, "(int64 65536, uint32 65536)" },
};

static GBytes *
pack (const GoodCase *c, guint32 serial)
{
  g_autoptr (GError) error = NULL;
  GVariant *args = g_variant_parse (tbk_render_wire_type (c->kind, c->op), c->args, NULL, NULL, &error);
  GBytes *bytes;

  g_assert_no_error (error);
  bytes = tbk_render_wire_pack (c->kind, c->op, serial, args);
  g_variant_unref (args);
  g_assert_nonnull (bytes);
  return bytes;
}

static gboolean
is_of_renderer (TbkRenderKind kind)
{
  return kind != TBK_RENDER_REQUEST && kind != TBK_RENDER_HAVE;
}

static void
append (GByteArray *in, GBytes *bytes, gsize from, gsize to)
{
  g_byte_array_append (in, (const guint8 *) g_bytes_get_data (bytes, NULL) + from, (guint) (to - from));
}

/* Byte by byte, two in a row: each comes out as it went in, when it is whole and not before. */
static void
test_good (gconstpointer data)
{
  const GoodCase *c = data;
  g_autoptr (GBytes) first = pack (c, 7);
  g_autoptr (GBytes) second = pack (c, 8);
  g_autoptr (GByteArray) in = g_byte_array_new ();
  gsize size = g_bytes_get_size (first);
  TbkRenderMessage message = { 0 };

  for (gsize i = 0; i < size - 1; i++)
    {
      append (in, first, i, i + 1);
      g_assert_cmpint (tbk_render_wire_take (in, is_of_renderer (c->kind), &message, NULL), ==, TBK_RENDER_MORE);
    }
  append (in, first, size - 1, size);
  append (in, second, 0, size);
  for (guint32 serial = 7; serial <= 8; serial++)
    {
      g_assert_cmpint (tbk_render_wire_take (in, is_of_renderer (c->kind), &message, NULL), ==, TBK_RENDER_TAKEN);
      g_assert_cmpint (message.kind, ==, c->kind);
      g_assert_cmpint (message.op, ==, c->op);
      g_assert_cmpuint (message.serial, ==, serial);
      g_assert_true (g_variant_is_of_type (message.args, tbk_render_wire_type (c->kind, c->op)));
      tbk_render_message_clear (&message);
    }
  g_assert_cmpuint (in->len, ==, 0);
}

/* Nobody says what is the other side's to say. */
static void
test_wrong_side (gconstpointer data)
{
  const GoodCase *c = data;
  g_autoptr (GBytes) bytes = pack (c, 1);
  g_autoptr (GByteArray) in = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  TbkRenderMessage message = { 0 };

  append (in, bytes, 0, g_bytes_get_size (bytes));
  g_assert_cmpint (tbk_render_wire_take (in, !is_of_renderer (c->kind), &message, &error), ==, TBK_RENDER_BAD);
  g_assert_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_PROTOCOL);
}

typedef struct
{
  gsize offset;
  guint8 byte;
} BadCase;

/* Of a packed (us) search: head 0..15, page 16..19, text 20.., its end. */
static const BadCase bad_cases[] = {
  { 4, 0 },     /* no kind */
  { 4, 9 },     /* no such kind */
  { 5, 0 },     /* no operation */
  { 5, 99 },    /* no such operation */
  { 6, 1 },     /* not zero */
  { 12, 1 },    /* not zero */
  { 3, 0x7f },  /* two gigabytes */
  { 2, 2 },     /* longer than a request may be */
  { 20, 0xff }, /* no UTF-8 */
  { 25, 'x' },  /* no end of the text */
};

static void
test_bad (gconstpointer data)
{
  static const GoodCase search = { TBK_RENDER_REQUEST, TBK_RENDER_SEARCH, "(uint32 0, 'cacao')" };
  const BadCase *c = data;
  g_autoptr (GBytes) bytes = pack (&search, 1);
  g_autoptr (GByteArray) in = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  TbkRenderMessage message = { 0 };

  append (in, bytes, 0, g_bytes_get_size (bytes));
  in->data[c->offset] = c->byte;
  g_assert_cmpint (tbk_render_wire_take (in, FALSE, &message, &error), ==, TBK_RENDER_BAD);
  g_assert_error (error, TBK_RENDER_ERROR, TBK_RENDER_ERROR_PROTOCOL);
}

static void
test_too_long (void)
{
  g_autofree char *words = g_strnfill (TBK_RENDER_MAX_REQUEST, 'a');

  g_assert_null (tbk_render_wire_pack (TBK_RENDER_REQUEST, TBK_RENDER_SEARCH, 1, g_variant_new ("(us)", 0, words)));
}

static void
test_boxes (void)
{
  g_assert_true (tbk_render_box_is_sound (0, 0, 0, 0));
  g_assert_true (tbk_render_box_is_sound (-5, -5, 10, 10));
  g_assert_false (tbk_render_box_is_sound (1, 0, 0, 0));
  g_assert_false (tbk_render_box_is_sound (0, 1, 0, 0));
  g_assert_false (tbk_render_box_is_sound (NAN, 0, 0, 0));
  g_assert_false (tbk_render_box_is_sound (0, 0, INFINITY, 0));
  g_assert_false (tbk_render_box_is_sound (0, 0, 2 * TBK_RENDER_MAX_POINTS, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/render-wire/good", good_cases, test_good);
  unit_add_cases ("/render-wire/wrong-side", good_cases, test_wrong_side);
  unit_add_cases ("/render-wire/bad", bad_cases, test_bad);
  g_test_add_func ("/render-wire/too-long", test_too_long);
  g_test_add_func ("/render-wire/boxes", test_boxes);
  return g_test_run ();
}
