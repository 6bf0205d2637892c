/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-packet.h"

static TbkPacket
bad (const char *why)
{
  return (TbkPacket){ .kind = TBK_PACKET_BAD, .why = why };
}

/* The part of the packet after the two types: [/space,][id][data]. Returns: FALSE where it is longer than it may be. */
static gboolean
split (TbkPacket *packet, const char *text, gsize length)
{
  gsize at = 0;

  packet->space = packet->id = packet->data = text;
  if (length > 0 && text[0] == '/')
    {
      while (at < length && text[at] != ',')
        at++;
      packet->space_length = at;
      at += at < length;
    }
  packet->id = text + at;
  while (at < length && g_ascii_isdigit (text[at]))
    at++;
  packet->id_length = (gsize) (text + at - packet->id);
  packet->data = text + at;
  packet->length = length - at;
  return packet->space_length <= TBK_PACKET_MAX_SPACE_BYTES && packet->id_length <= TBK_PACKET_MAX_ID_DIGITS;
}

/* A Socket.IO packet, of which `text` begins with its type. */
static TbkPacket
read_message (const char *text, gsize length)
{
  TbkPacket packet = { 0 };

  if (length == 0)
    return bad ("an empty message");
  if (!split (&packet, text + 1, length - 1))
    return bad ("a namespace or number that is too long");
  switch (text[0])
    {
    case '0':
      packet.kind = TBK_PACKET_CONNECT;
      return packet.id_length == 0 && (packet.length == 0 || packet.data[0] == '{')
                 ? packet
                 : bad ("a CONNECT without an object");
    case '1':
      packet.kind = TBK_PACKET_DISCONNECT;
      return packet;
    case '2':
      packet.kind = TBK_PACKET_EVENT;
      return packet.length > 0 && packet.data[0] == '[' ? packet : bad ("an EVENT without an array");
    case '3':
      packet.kind = TBK_PACKET_NOTHING;
      return packet;
    case '5':
    case '6':
      return bad ("binary is not taken");
    default:
      return bad ("no packet of Socket.IO");
    }
}

TbkPacket
tbk_packet_read (const char *text, gsize length)
{
  if (length == 0)
    return bad ("an empty packet");
  switch (text[0])
    {
    case '1':
      return (TbkPacket){ .kind = TBK_PACKET_CLOSE };
    case '3':
      return (TbkPacket){ .kind = TBK_PACKET_PONG };
    case '4':
      return read_message (text + 1, length - 1);
    case '6':
      return (TbkPacket){ .kind = TBK_PACKET_NOTHING };
    default:
      return bad ("no packet that a client sends");
    }
}
