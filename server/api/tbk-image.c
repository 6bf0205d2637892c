/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-image.h"

#include <string.h>

#include "tbk-problem.h"

static guint
be16 (const guint8 *at)
{
  return (guint) at[0] << 8 | at[1];
}

static guint
be32 (const guint8 *at)
{
  return be16 (at) << 16 | be16 (at + 2);
}

static guint
le16 (const guint8 *at)
{
  return (guint) at[1] << 8 | at[0];
}

static guint
le24 (const guint8 *at)
{
  return (guint) at[2] << 16 | le16 (at);
}

/* The signature, then the IHDR chunk: width and height first (PNG, section 11.2.2). */
static gboolean
sniff_png (const guint8 *bytes, gsize length, TbkImage *out)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

  if (length < 24 || memcmp (bytes, signature, sizeof signature) != 0 || memcmp (bytes + 12, "IHDR", 4) != 0)
    return FALSE;
  *out = (TbkImage){ "image/png", be32 (bytes + 16), be32 (bytes + 20) };
  return TRUE;
}

/* SOF0..SOF15 hold the size; among them C4, C8 and CC are other markers (JPEG, table B.1). */
static gboolean
is_frame_marker (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* Segments FF marker length16 ..., up to the frame header: length, precision, height, width. */
static gboolean
sniff_jpeg (const guint8 *bytes, gsize length, TbkImage *out)
{
  gsize at = 2;

  if (length < 4 || bytes[0] != 0xff || bytes[1] != 0xd8)
    return FALSE;
  while (at + 9 <= length && bytes[at] == 0xff)
    {
      if (is_frame_marker (bytes[at + 1]))
        {
          *out = (TbkImage){ "image/jpeg", be16 (bytes + at + 7), be16 (bytes + at + 5) };
          return TRUE;
        }
      /* 0xff may be repeated before a marker. */
      at += bytes[at + 1] == 0xff ? 1 : 2 + be16 (bytes + at + 2);
    }
  return FALSE;
}

/* RIFF size WEBP, then one of three first chunks (WebP container; RFC 6386 9.1; lossless bitstream 3). */
static gboolean
sniff_webp (const guint8 *bytes, gsize length, TbkImage *out)
{
  if (length < 30 || memcmp (bytes, "RIFF", 4) != 0 || memcmp (bytes + 8, "WEBP", 4) != 0)
    return FALSE;
  out->content_type = "image/webp";
  if (memcmp (bytes + 12, "VP8X", 4) == 0)
    {
      out->width = le24 (bytes + 24) + 1;
      out->height = le24 (bytes + 27) + 1;
      return TRUE;
    }
  if (memcmp (bytes + 12, "VP8L", 4) == 0 && bytes[20] == 0x2f)
    {
      guint packed = le16 (bytes + 21) | le16 (bytes + 23) << 16;
      out->width = (packed & 0x3fff) + 1;
      out->height = (packed >> 14 & 0x3fff) + 1;
      return TRUE;
    }
  out->width = le16 (bytes + 26) & 0x3fff;
  out->height = le16 (bytes + 28) & 0x3fff;
  return memcmp (bytes + 12, "VP8 ", 4) == 0 && memcmp (bytes + 23, "\x9d\x01\x2a", 3) == 0;
}

gboolean
tbk_image_sniff (const guint8 *bytes, gsize length, guint max_pixels, TbkImage *out)
{
  if (!sniff_png (bytes, length, out) && !sniff_jpeg (bytes, length, out) && !sniff_webp (bytes, length, out))
    return FALSE;
  return out->width >= 1 && out->width <= max_pixels && out->height >= 1 && out->height <= max_pixels;
}

gboolean
tbk_image_check (
    const guint8 *bytes, gsize length, guint max_pixels, const char *loc, TbkImage *out, GError **error)
{
  if (tbk_image_sniff (bytes, length, max_pixels, out))
    return TRUE;
  tbk_problem_add_field (error, loc, "format",
                         "must be a PNG, JPEG or WebP image of at most %u pixels a side",
                         max_pixels);
  return FALSE;
}
