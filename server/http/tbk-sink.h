/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a body goes as it comes, instead of being gathered. A kind of sink embeds it as its first member. Main loop. */
typedef struct _TbkSink TbkSink;

struct _TbkSink
{
  /* Takes the next bytes, 16 kB at most; must not block for long. FALSE with a TBK_PROBLEM: no more is read. */
  gboolean (*write) (TbkSink *sink, const guint8 *data, gsize length, GError **error);
};

G_END_DECLS
