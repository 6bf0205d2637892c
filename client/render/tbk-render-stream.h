/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-render-port.h"

G_BEGIN_DECLS

/* The file as a stream that can be sought, though parts of it may not have come yet: what is read and not there is asked
 * for through the port. Blocks; one thread. */
#define TBK_TYPE_RENDER_STREAM (tbk_render_stream_get_type ())
G_DECLARE_FINAL_TYPE (TbkRenderStream, tbk_render_stream, TBK, RENDER_STREAM, GInputStream)

/* Takes over `fd`. `complete`: all of it is there. `port` must outlive it. */
GInputStream *tbk_render_stream_new (TbkRenderPort *port, int fd, goffset size, gboolean complete);
/* Whether something that was read did not come: what was made of it is of no use. */
gboolean tbk_render_stream_has_failed (TbkRenderStream *self);

G_END_DECLS
