/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-chunked.h"

#define MAX_SIZE_DIGITS 7
#define MAX_EXTENSION_BYTES 64

enum
{
  SIZE,
  EXTENSION,
  SIZE_LF,
  DATA,
  DATA_CR,
  DATA_LF,
  LAST_CR,
  LAST_LF,
  DONE,
  BAD,
};

static guint8
read_size (TbkChunked *chunked, guint8 c)
{
  int digit = g_ascii_xdigit_value (c);

  if (digit >= 0 && chunked->n_digits < MAX_SIZE_DIGITS)
    {
      chunked->left = chunked->left * 16 + digit;
      chunked->n_digits++;
      return SIZE;
    }
  if (chunked->n_digits == 0)
    return BAD;
  if (c == '\r')
    return SIZE_LF;
  return c == ';' ? EXTENSION : BAD;
}

static guint8
read_extension (TbkChunked *chunked, guint8 c)
{
  if (c == '\r')
    return SIZE_LF;
  if ((c < 0x20 && c != '\t') || c == 0x7f || ++chunked->extension > MAX_EXTENSION_BYTES)
    return BAD;
  return EXTENSION;
}

/* One byte of what is not data. Returns: the next step. */
static guint8
read_byte (TbkChunked *chunked, guint8 c)
{
  switch (chunked->step)
    {
    case SIZE:
      return read_size (chunked, c);
    case EXTENSION:
      return read_extension (chunked, c);
    case SIZE_LF:
      if (c != '\n')
        return BAD;
      return chunked->left > 0 ? DATA : LAST_CR;
    case DATA_CR:
      return c == '\r' ? DATA_LF : BAD;
    case DATA_LF:
      chunked->n_digits = 0;
      chunked->extension = 0;
      return c == '\n' ? SIZE : BAD;
    case LAST_CR:
      return c == '\r' ? LAST_LF : BAD;
    case LAST_LF:
      return c == '\n' ? DONE : BAD;
    default:
      return BAD;
    }
}

TbkChunkedResult
tbk_chunked_feed (TbkChunked *chunked,
                  const guint8 *data,
                  gsize length,
                  gsize max_bytes,
                  GByteArray *out,
                  gsize *taken)
{
  gsize at = 0;

  while (at < length && chunked->step != DONE && chunked->step != BAD)
    {
      if (chunked->step == DATA)
        {
          gsize n = MIN (length - at, chunked->left);

          g_byte_array_append (out, data + at, n);
          at += n;
          chunked->left -= n;
          if (chunked->left == 0)
            chunked->step = DATA_CR;
          continue;
        }
      chunked->step = read_byte (chunked, data[at++]);
      if (chunked->step == DATA && chunked->left > max_bytes - out->len)
        return TBK_CHUNKED_BIG;
    }
  *taken = at;
  if (chunked->step == BAD)
    return TBK_CHUNKED_BAD;
  return chunked->step == DONE ? TBK_CHUNKED_DONE : TBK_CHUNKED_MORE;
}
