/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TBK_IMAGE_TYPES "image/png,image/jpeg,image/webp" /* of a route */

typedef struct
{
  const char *content_type; /* "image/png", "image/jpeg" or "image/webp": static */
  guint width;              /* pixels */
  guint height;
} TbkImage;

/* What an image is by its first bytes, whatever it is called: nothing is decoded. FALSE when it is none of the three,
 * is cut short before its size, or has a side of 0 or over `max_pixels`. Any thread. */
gboolean tbk_image_sniff (const guint8 *bytes, gsize length, guint max_pixels, TbkImage *out);
/* As that; what is none is told of the field `loc`. Error: TBK_PROBLEM, 422. */
gboolean tbk_image_check (
    const guint8 *bytes, gsize length, guint max_pixels, const char *loc, TbkImage *out, GError **error);

G_END_DECLS
