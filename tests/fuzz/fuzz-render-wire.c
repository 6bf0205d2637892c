/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the app and its renderer read of each other: what is taken is written again as the same
 * bytes. The first byte says who speaks. */
#include "fuzz.h"
#include "tbk-render-wire.h"

static void
check_same (const TbkRenderMessage *message, const uint8_t *data)
{
  g_autoptr (GBytes) bytes = tbk_render_wire_pack (message->kind, message->op, message->serial, message->args);

  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data, g_bytes_get_size (bytes));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GByteArray) in = g_byte_array_new ();
  size_t at = 1;

  if (size < 1)
    return 0;
  g_byte_array_append (in, data + 1, (guint) size - 1);
  while (TRUE)
    {
      g_auto (TbkRenderMessage) message = { 0 };

      if (tbk_render_wire_take (in, data[0] % 2 == 1, &message, NULL) != TBK_RENDER_TAKEN)
        return 0;
      check_same (&message, data + at);
      at = size - in->len;
    }
}
