/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* WebSocket framing (RFC 6455) of a server, stricter than it asks: text and control frames only, no extension, nothing over
 * 64 kB. Pure. */
#define TBK_FRAME_MAX_BYTES (64 * 1024) /* of a frame's payload, and of a message in fragments */
#define TBK_FRAME_MAX_HEAD_BYTES 14

typedef enum
{
  TBK_FRAME_MORE, /* good so far, not yet whole */
  TBK_FRAME_PART, /* a fragment was taken */
  TBK_FRAME_TEXT, /* a whole message, valid UTF-8 */
  TBK_FRAME_PING,
  TBK_FRAME_PONG,
  TBK_FRAME_CLOSE,
  TBK_FRAME_BAD, /* the connection is to be closed with `code` */
} TbkFrameKind;

typedef struct
{
  TbkFrameKind kind;
  const guint8 *payload; /* within what was given, or the reader's; until the next call */
  gsize length;          /* bytes */
  guint code;            /* BAD: 1002, 1003, 1007 or 1009; CLOSE: what the peer said, 1005 for nothing */
} TbkFrame;

/* What a message in fragments leaves between two calls; zeroed at first. */
typedef struct
{
  GByteArray *message; /* NULL: no message has begun */
  gboolean whole;      /* it was handed out: to be forgotten at the next call */
} TbkFrameReader;

void tbk_frame_reader_clear (TbkFrameReader *reader);

/* Reads one frame from the beginning of `data`, unmasking it in place. `taken`: the bytes it took, 0 for MORE. */
TbkFrame tbk_frame_read (TbkFrameReader *reader, guint8 *data, gsize length, gsize *taken);

/* A frame as the server sends it, for any number of sockets. `payload` may be NULL when `length` is 0.
 * Returns: (transfer full). */
GBytes *tbk_frame_new_text (const char *payload, gsize length);
GBytes *tbk_frame_new_ping (void);
GBytes *tbk_frame_new_pong (const guint8 *payload, gsize length);
/* `reason`: 120 bytes at most; nullable. */
GBytes *tbk_frame_new_close (guint code, const char *reason);

G_END_DECLS
