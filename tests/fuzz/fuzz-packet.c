/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a packet of Engine.IO: what is handed on lies within them, in its order, and within its bounds. */
#include "fuzz.h"
#include "tbk-packet.h"

static void
check_within (const uint8_t *data, size_t size, const char *part, gsize length)
{
  const char *begin = (const char *) data;

  g_assert_true (part >= begin && part <= begin + size && length <= (gsize) (begin + size - part));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree uint8_t *exact = g_memdup2 (data, MAX (size, 1)); /* so that a byte too far is seen */
  TbkPacket packet = tbk_packet_read ((const char *) exact, size);

  if (packet.kind == TBK_PACKET_BAD)
    {
      g_assert_nonnull (packet.why);
      return 0;
    }
  if (packet.data == NULL)
    return 0;
  check_within (exact, size, packet.space, packet.space_length);
  check_within (exact, size, packet.id, packet.id_length);
  check_within (exact, size, packet.data, packet.length);
  g_assert_true (packet.space + packet.space_length <= packet.id && packet.id + packet.id_length == packet.data);
  g_assert_cmpuint (packet.space_length, <=, TBK_PACKET_MAX_SPACE_BYTES);
  g_assert_cmpuint (packet.id_length, <=, TBK_PACKET_MAX_ID_DIGITS);
  for (gsize i = 0; i < packet.id_length; i++)
    g_assert_true (g_ascii_isdigit (packet.id[i]));
  return 0;
}
