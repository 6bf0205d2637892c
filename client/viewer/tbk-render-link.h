/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-render-wire.h"

G_BEGIN_DECLS

/* A renderer that runs, and the socket to it. Main thread; nothing blocks. */
typedef struct _TbkRenderLink TbkRenderLink;

/* `message` NULL: it has gone, or said what it may not (`error` says which); nothing more comes. The link may be freed in
 * here. */
typedef void (*TbkRenderHeard) (const TbkRenderMessage *message, const GError *error, gpointer data);

/* Starts one: TRIBOKA_RENDER names the program; otherwise it is looked for beside the app, then where it is installed.
 * Expected errors: G_SPAWN_ERROR, G_IO_ERROR. */
TbkRenderLink *tbk_render_link_new (TbkRenderHeard heard, gpointer data, GError **error);
/* Ends it, whatever it does. */
void tbk_render_link_free (TbkRenderLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkRenderLink, tbk_render_link_free)

/* Sinks `args`. A copy of `fd` goes with it, -1 for none. Returns: FALSE when the renderer does not read. */
gboolean tbk_render_link_send (TbkRenderLink *link, const TbkRenderMessage *message, int fd);
/* The process, for tests. */
GPid tbk_render_link_get_pid (TbkRenderLink *link);

G_END_DECLS
