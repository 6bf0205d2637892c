/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-source.h"

G_BEGIN_DECLS

/* Reads a stretch of a file on a main loop without waiting for the disk: what the page cache has is copied at once, the
 * rest is fetched by a thread, TBK_READER_AHEAD_BYTES at a time. One main loop. */
typedef struct _TbkReader TbkReader;

#define TBK_READER_AHEAD_BYTES (256 * 1024)

/* Takes over `fd`. `ready`: after WAIT. */
TbkReader *tbk_reader_new (int fd, guint64 offset, guint64 length, void (*ready) (gpointer), gpointer user_data);
/* Also while a thread reads for it. */
void tbk_reader_free (TbkReader *reader);

/* As TbkSource's. FAILED also where the file is shorter than was said. */
TbkSourceResult tbk_reader_read (TbkReader *reader, guint8 *room, gsize size, gsize *n);

G_END_DECLS
