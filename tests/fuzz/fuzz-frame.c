/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a client's WebSocket frames: nothing is taken over its limits, what is handed on is
 * whole UTF-8 text, and the same bytes given one by one read the same. */
#include <string.h>

#include <glib.h>

#include "fuzz.h"
#include "tbk-frame.h"

/* What a run gave: kinds, codes and texts. */
static void
note (GString *notes, const TbkFrame *frame)
{
  g_string_append_printf (notes, "%d %u ", frame->kind, frame->code);
  if (frame->kind == TBK_FRAME_TEXT)
    {
      g_assert_cmpuint (frame->length, <=, TBK_FRAME_MAX_BYTES);
      g_assert_true (g_utf8_validate_len ((const char *) frame->payload, frame->length, NULL));
    }
  if (frame->length > 0)
    g_string_append_len (notes, (const char *) frame->payload, frame->length);
}

/* Reads until nothing is left, or something is wrong, `step` bytes becoming known at a time. */
static char *
read_all (const uint8_t *data, size_t size, gsize step)
{
  g_autofree guint8 *bytes = g_memdup2 (data, size);
  g_autoptr (GString) notes = g_string_new (NULL);
  TbkFrameReader reader = { 0 };
  TbkFrame frame = { .kind = TBK_FRAME_MORE };
  gsize at = 0;

  for (gsize known = MIN (step, size);; known = MIN (known + step, size))
    {
      do
        {
          gsize taken;

          frame = tbk_frame_read (&reader, bytes + at, known - at, &taken);
          g_assert_cmpuint (taken, <=, known - at);
          at += taken;
          if (frame.kind != TBK_FRAME_MORE)
            note (notes, &frame);
        }
      while (frame.kind != TBK_FRAME_MORE && frame.kind != TBK_FRAME_BAD);
      if (frame.kind == TBK_FRAME_BAD || known == size)
        break;
    }
  tbk_frame_reader_clear (&reader);
  return g_string_free (g_steal_pointer (&notes), FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *whole = NULL;
  g_autofree char *pieces = NULL;

  if (size == 0)
    return 0;
  whole = read_all (data, size, size);
  pieces = read_all (data, size, 1);
  g_assert_cmpstr (whole, ==, pieces);
  return 0;
}
