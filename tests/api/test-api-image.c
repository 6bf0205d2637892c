/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-image.h"

#define MAX_PIXELS 4096 /* along a side */

#include <string.h>

/* The first bytes of an image, as far as its size. */
typedef struct
{
  const char *bytes;
  gsize length;
  const char *content_type; /* NULL: refused */
  guint width;
  guint height;
} Case;

#define BYTES(text) text, sizeof (text) - 1

#define PNG(width, height) "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" width height
#define JPEG_APP0 "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
#define WEBP(chunk) "RIFF\x40\0\0\0WEBP" chunk

static const Case cases[] = {
  { BYTES (PNG ("\0\0\1\x2c", "\0\0\0\x64")), "image/png", 300, 100 },
  { BYTES (PNG ("\0\0\x10\0", "\0\0\x10\0")), "image/png", 4096, 4096 },
  { BYTES (PNG ("\0\0\x10\1", "\0\0\0\1")), NULL },
  { BYTES (PNG ("\0\0\0\0", "\0\0\0\1")), NULL },
  { BYTES (PNG ("\xff\xff\xff\xff", "\xff\xff\xff\xff")), NULL },
  { BYTES (JPEG_APP0 "\xff\xc0\0\x11\x08\0\x78\0\xa0"), "image/jpeg", 160, 120 },
  { BYTES (JPEG_APP0 "\xff\xff\xff\xc2\0\x11\x08\0\x78\0\xa0"), "image/jpeg", 160, 120 },
  { BYTES (JPEG_APP0 "\xff\xc4\0\4\0\0\xff\xc1\0\x11\x08\0\1\0\2"), "image/jpeg", 2, 1 },
  { BYTES ("\xff\xd8\xff\xe0\xff\xff\0\0\0\0\0\0"), NULL },
  { BYTES (WEBP ("VP8 \x20\0\0\0\0\0\0\x9d\1\x2a\x40\1\xf0\0")), "image/webp", 320, 240 },
  { BYTES (WEBP ("VP8 \x20\0\0\0\0\0\0\x9d\1\x2b\x40\1\xf0\0")), NULL },
  { BYTES (WEBP ("VP8L\x20\0\0\0\x2f\x3f\xc1\x3b\0\0\0\0\0\0")), "image/webp", 320, 240 },
  { BYTES (WEBP ("VP8X\x0a\0\0\0\0\0\0\0\x3f\1\0\xef\0\0")), "image/webp", 320, 240 },
  { BYTES (WEBP ("VP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff")), NULL },
  { BYTES ("GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0"), NULL },
  { BYTES ("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"), NULL },
};

static void
test_sniff (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TbkImage image = { NULL };
      gboolean known = tbk_image_sniff ((const guint8 *) cases[i].bytes, cases[i].length, MAX_PIXELS, &image);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (known, ==, cases[i].content_type != NULL);
      if (!known)
        continue;
      g_assert_cmpstr (image.content_type, ==, cases[i].content_type);
      g_assert_cmpuint (image.width, ==, cases[i].width);
      g_assert_cmpuint (image.height, ==, cases[i].height);
    }
}

/* Cut anywhere before its size it is refused; the exact copy lets the sanitizer see a byte read too many. */
static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize length = 0; length < cases[i].length; length++)
      {
        g_autofree guint8 *cut = g_memdup2 (cases[i].bytes, length);
        TbkImage image;

        g_assert_false (tbk_image_sniff (cut, length, MAX_PIXELS, &image));
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/image/sniff", test_sniff);
  g_test_add_func ("/api/image/cut", test_cut);
  return g_test_run ();
}
