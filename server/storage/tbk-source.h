/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a long reply is read from, piece by piece, so that none of it is held in memory: a file, an archive that is made as
 * it is read. Made on any thread; read on one main loop. A kind of source embeds it as its first member. */
typedef struct _TbkSource TbkSource;

typedef enum
{
  TBK_SOURCE_SOME,   /* bytes were given */
  TBK_SOURCE_WAIT,   /* none yet: `ready` will be called, once, on this loop */
  TBK_SOURCE_END,    /* no more */
  TBK_SOURCE_FAILED, /* what was given so far must not pass for the whole */
} TbkSourceResult;

struct _TbkSource
{
  /* Up to `size` bytes into `room`; `n`: how many. Does not block. */
  TbkSourceResult (*read) (TbkSource *source, guint8 *room, gsize size, gsize *n);
  /* Also while it is waited for. Any thread, if it was never read. */
  void (*free) (TbkSource *source);
  /* Set by its reader before the first read. */
  void (*ready) (gpointer user_data);
  gpointer ready_data;
};

void tbk_source_free (TbkSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkSource, tbk_source_free)

/* `length` bytes of an open file from `offset` on; takes over `fd`. Returns: (transfer full). */
TbkSource *tbk_source_new_file (int fd, guint64 offset, guint64 length);

G_END_DECLS
