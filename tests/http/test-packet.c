/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-packet.h"
#include "unit-cases.h"

#include <string.h>

typedef struct
{
  const char *text;
  TbkPacketKind kind;
  const char *space;
  const char *id;
  const char *data;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "3", TBK_PACKET_PONG },
  { "6", TBK_PACKET_NOTHING },
  { "1", TBK_PACKET_CLOSE },
  { "40", TBK_PACKET_CONNECT, "", "", "" },
  { "40{\"token\":\"a.b.c\"}", TBK_PACKET_CONNECT, "", "", "{\"token\":\"a.b.c\"}" },
  { "40/admin,{}", TBK_PACKET_CONNECT, "/admin", "", "{}" },
  { "40/admin", TBK_PACKET_CONNECT, "/admin", "", "" },
  { "41", TBK_PACKET_DISCONNECT, "", "", "" },
  { "42[\"join\",{}]", TBK_PACKET_EVENT, "", "", "[\"join\",{}]" },
  { "420[\"join\"]", TBK_PACKET_EVENT, "", "0", "[\"join\"]" },
  { "42123456789012345[\"join\"]", TBK_PACKET_EVENT, "", "123456789012345", "[\"join\"]" },
  { "42/a,7[\"join\"]", TBK_PACKET_EVENT, "/a", "7", "[\"join\"]" },
  { "437[]", TBK_PACKET_NOTHING, "", "7", "[]" },
  { "", TBK_PACKET_BAD },
  { "0", TBK_PACKET_BAD },
  { "2", TBK_PACKET_BAD },
  { "2probe", TBK_PACKET_BAD },
  { "5", TBK_PACKET_BAD },
  { "9", TBK_PACKET_BAD },
  { "{\"event\":\"join\"}", TBK_PACKET_BAD },
  { "4", TBK_PACKET_BAD },
  { "40[]", TBK_PACKET_BAD },
  { "407{}", TBK_PACKET_BAD },
  { "42", TBK_PACKET_BAD },
  { "42{}", TBK_PACKET_BAD },
  { "421234567890123456[\"join\"]", TBK_PACKET_BAD },
  { "42/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,[\"join\"]", TBK_PACKET_BAD },
  { "44{}", TBK_PACKET_BAD },
  { "451-[\"x\",{\"_placeholder\":true,\"num\":0}]", TBK_PACKET_BAD },
  { "461-[{\"_placeholder\":true,\"num\":0}]", TBK_PACKET_BAD },
};
/* clang-format on */

static void
test_read (gconstpointer data)
{
  const Case *test = data;
  TbkPacket packet = tbk_packet_read (test->text, strlen (test->text));
  g_autofree char *space = g_strndup (packet.space, packet.space_length);
  g_autofree char *id = g_strndup (packet.id, packet.id_length);
  g_autofree char *rest = g_strndup (packet.data, packet.length);

  g_assert_cmpint (packet.kind, ==, test->kind);
  g_assert_true ((packet.why != NULL) == (test->kind == TBK_PACKET_BAD));
  g_assert_cmpstr (space, ==, test->space);
  g_assert_cmpstr (id, ==, test->id);
  g_assert_cmpstr (rest, ==, test->data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/packet/read", cases, test_read);
  return g_test_run ();
}
