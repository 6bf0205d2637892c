/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads a chunked body (RFC 9112, 7.1) as its bytes come. Stricter than the RFC: a size of 7 hex digits at most, an
 * extension of 64 bytes at most and passed over, no trailers. A plain value, zero at the beginning. */
typedef struct
{
  guint8 step;      /* where in the grammar; private */
  guint8 n_digits;  /* of the size being read */
  guint8 extension; /* bytes passed over */
  guint32 left;     /* of this chunk */
} TbkChunked;

typedef enum
{
  TBK_CHUNKED_MORE,
  TBK_CHUNKED_DONE,
  TBK_CHUNKED_BAD, /* 400 */
  TBK_CHUNKED_BIG, /* 413: beyond `max_bytes` in all, known from the chunk's size */
} TbkChunkedResult;

/* Appends what `data` holds of the body to `out`. `taken`: bytes used, which are all of them unless DONE. Pure. */
TbkChunkedResult tbk_chunked_feed (TbkChunked *chunked,
                                   const guint8 *data,
                                   gsize length,
                                   gsize max_bytes,
                                   GByteArray *out,
                                   gsize *taken);

G_END_DECLS
