/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A packet of Engine.IO 4, as a client sends it in a text frame, with the Socket.IO 5 packet in it. Pure. */
typedef enum
{
  TBK_PACKET_BAD,     /* `why` */
  TBK_PACKET_PONG,    /* the answer to our ping */
  TBK_PACKET_NOTHING, /* asks for nothing: a noop, an ack of ours */
  TBK_PACKET_CLOSE,
  TBK_PACKET_CONNECT, /* `data`: an object, or nothing */
  TBK_PACKET_DISCONNECT,
  TBK_PACKET_EVENT, /* `data`: an array */
} TbkPacketKind;

#define TBK_PACKET_MAX_SPACE_BYTES 64
#define TBK_PACKET_MAX_ID_DIGITS 15

typedef struct
{
  TbkPacketKind kind;
  const char *why;
  const char *space; /* the namespace, within the text; empty: the root */
  gsize space_length;
  const char *id; /* digits, within the text; empty: no answer is wanted */
  gsize id_length;
  const char *data; /* what should be JSON, within the text */
  gsize length;
} TbkPacket;

/* `text`: `length` bytes of UTF-8, which must outlive the packet. */
TbkPacket tbk_packet_read (const char *text, gsize length);

G_END_DECLS
