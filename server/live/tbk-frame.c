/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-frame.h"

#include <string.h>

#define FIN 0x80
#define RSV 0x70
#define MASKED 0x80
#define MAX_CONTROL_BYTES 125
#define MAX_REASON_BYTES 120

enum
{
  OP_CONTINUATION = 0x0,
  OP_TEXT = 0x1,
  OP_BINARY = 0x2,
  OP_CLOSE = 0x8,
  OP_PING = 0x9,
  OP_PONG = 0xa,
};

enum
{
  CODE_PROTOCOL = 1002,
  CODE_UNSUPPORTED = 1003,
  CODE_NONE = 1005,
  CODE_DATA = 1007,
  CODE_TOO_BIG = 1009,
};

typedef struct
{
  guint8 opcode;
  gboolean fin;
  guint64 length;
  gsize head; /* bytes before the payload, the mask's among them */
} Head;

static TbkFrame
bad (guint code)
{
  return (TbkFrame){ .kind = TBK_FRAME_BAD, .code = code };
}

/* How many bytes beyond the first two hold the length. */
static gsize
length_bytes (guint8 second)
{
  switch (second & ~MASKED)
    {
    case 126:
      return 2;
    case 127:
      return 8;
    default:
      return 0;
    }
}

/* Whether a length is written with no more bytes than it needs. */
static gboolean
is_shortest (guint64 length, gsize n_bytes)
{
  if (n_bytes == 8)
    return length > G_MAXUINT16;
  return n_bytes == 0 || length > MAX_CONTROL_BYTES;
}

/* Returns: FALSE when the head is not whole yet. Two bytes are there. */
static gboolean
read_head (const guint8 *data, gsize size, Head *head)
{
  gsize n_bytes = length_bytes (data[1]);

  head->opcode = data[0] & 0x0f;
  head->fin = (data[0] & FIN) != 0;
  head->length = n_bytes == 0 ? data[1] & ~MASKED : 0;
  head->head = 2 + n_bytes + 4;
  if (size < 2 + n_bytes)
    return FALSE;
  for (gsize i = 0; i < n_bytes; i++)
    head->length = head->length << 8 | data[2 + i];
  return TRUE;
}

/* What is wrong with the first two bytes: known before anything else is read. Returns: 0 or a close code. */
static guint
check_start (const TbkFrameReader *reader, const guint8 *data)
{
  guint8 opcode = data[0] & 0x0f;
  gboolean control = opcode >= OP_CLOSE;

  if ((data[0] & RSV) != 0 || (data[1] & MASKED) == 0)
    return CODE_PROTOCOL;
  if (opcode == OP_BINARY)
    return CODE_UNSUPPORTED;
  if (opcode > OP_PONG || (opcode > OP_BINARY && !control))
    return CODE_PROTOCOL;
  if (control)
    return (data[0] & FIN) == 0 || (data[1] & ~MASKED) > MAX_CONTROL_BYTES ? CODE_PROTOCOL : 0;
  return (opcode == OP_CONTINUATION) != (reader->message != NULL) ? CODE_PROTOCOL : 0;
}

static guint
check_length (const TbkFrameReader *reader, const Head *head, const guint8 *data)
{
  gsize before = reader->message != NULL && head->opcode == OP_CONTINUATION ? reader->message->len : 0;

  if (!is_shortest (head->length, length_bytes (data[1])))
    return CODE_PROTOCOL;
  return head->length > TBK_FRAME_MAX_BYTES || head->length + before > TBK_FRAME_MAX_BYTES ? CODE_TOO_BIG : 0;
}

static void
unmask (guint8 *payload, gsize length, const guint8 *mask)
{
  for (gsize i = 0; i < length; i++)
    payload[i] ^= mask[i & 3];
}

static gboolean
is_close_code (guint code)
{
  return (code >= 1000 && code <= 1014 && code != 1004 && code != CODE_NONE && code != 1006)
         || (code >= 3000 && code <= 4999);
}

static TbkFrame
read_close (const guint8 *payload, gsize length)
{
  TbkFrame frame = { .kind = TBK_FRAME_CLOSE, .code = CODE_NONE };

  if (length == 0)
    return frame;
  frame.code = length >= 2 ? payload[0] << 8 | payload[1] : 0;
  if (!is_close_code (frame.code))
    return bad (CODE_PROTOCOL);
  return g_utf8_validate_len ((const char *) payload + 2, length - 2, NULL) ? frame : bad (CODE_DATA);
}

static TbkFrame
read_text (TbkFrameReader *reader, const Head *head, const guint8 *payload)
{
  TbkFrame frame = { .kind = TBK_FRAME_TEXT, .payload = payload, .length = head->length };

  if (reader->message == NULL && !head->fin)
    reader->message = g_byte_array_new ();
  if (reader->message != NULL)
    {
      g_byte_array_append (reader->message, payload, head->length);
      if (!head->fin)
        return (TbkFrame){ .kind = TBK_FRAME_PART };
      reader->whole = TRUE;
      frame.payload = reader->message->data;
      frame.length = reader->message->len;
    }
  /* Also refuses NUL, which no JSON text has. */
  return g_utf8_validate_len ((const char *) frame.payload, frame.length, NULL) ? frame : bad (CODE_DATA);
}

void
tbk_frame_reader_clear (TbkFrameReader *reader)
{
  g_clear_pointer (&reader->message, g_byte_array_unref);
  reader->whole = FALSE;
}

TbkFrame
tbk_frame_read (TbkFrameReader *reader, guint8 *data, gsize length, gsize *taken)
{
  const TbkFrame more = { .kind = TBK_FRAME_MORE };
  Head head;
  guint code;
  guint8 *payload;

  *taken = 0;
  if (reader->whole)
    tbk_frame_reader_clear (reader);
  if (length < 2)
    return more;
  code = check_start (reader, data);
  if (code == 0 && !read_head (data, length, &head))
    return more;
  if (code == 0)
    code = check_length (reader, &head, data);
  if (code != 0)
    return bad (code);
  if (length < head.head + head.length)
    return more;

  payload = data + head.head;
  unmask (payload, head.length, payload - 4);
  *taken = head.head + head.length;
  if (head.opcode == OP_CLOSE)
    return read_close (payload, head.length);
  if (head.opcode >= OP_PING)
    return (TbkFrame){ .kind = head.opcode == OP_PING ? TBK_FRAME_PING : TBK_FRAME_PONG,
                       .payload = payload,
                       .length = head.length };
  return read_text (reader, &head, payload);
}

static GBytes *
build (guint8 opcode, const void *payload, gsize length)
{
  gsize n_bytes = length <= MAX_CONTROL_BYTES ? 0 : (length <= G_MAXUINT16 ? 2 : 8);
  guint8 *frame = g_malloc (2 + n_bytes + length);

  frame[0] = FIN | opcode;
  frame[1] = n_bytes == 0 ? (guint8) length : (n_bytes == 2 ? 126 : 127);
  for (gsize i = 0; i < n_bytes; i++)
    frame[2 + i] = (guint8) ((guint64) length >> 8 * (n_bytes - 1 - i));
  if (length > 0)
    memcpy (frame + 2 + n_bytes, payload, length);
  return g_bytes_new_take (frame, 2 + n_bytes + length);
}

GBytes *
tbk_frame_new_text (const char *payload, gsize length)
{
  return build (OP_TEXT, payload, length);
}

GBytes *
tbk_frame_new_ping (void)
{
  return build (OP_PING, NULL, 0);
}

GBytes *
tbk_frame_new_pong (const guint8 *payload, gsize length)
{
  return build (OP_PONG, payload, MIN (length, MAX_CONTROL_BYTES));
}

GBytes *
tbk_frame_new_close (guint code, const char *reason)
{
  gsize length = reason != NULL ? MIN (strlen (reason), MAX_REASON_BYTES) : 0;
  guint8 payload[2 + MAX_REASON_BYTES] = { code >> 8, code & 0xff };

  if (length > 0)
    memcpy (payload + 2, reason, length);
  return build (OP_CLOSE, payload, 2 + length);
}
