/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Internal to TbkLive: one connection, from its handshake to its end. Main thread.
 *
 * Frames are handed on in small portions from the main loop, in their order. Pings tell whether the other side is still
 * there: a cable that was pulled says nothing.
 *
 * Signals: "frame" (JsonObject *); "ended" (guint code, the close frame's; 0: the line went without one), once, after
 * the last frame; not after tbk_live_line_drop(). */
#define TBK_TYPE_LIVE_LINE (tbk_live_line_get_type ())
G_DECLARE_FINAL_TYPE (TbkLiveLine, tbk_live_line, TBK, LIVE_LINE, GObject)

TbkLiveLine *tbk_live_line_new (SoupWebsocketConnection *socket, guint ping_s);

/* Returns: FALSE when the line is closing. */
gboolean tbk_live_line_send (TbkLiveLine *self, const char *text);
/* Says good-bye and is heard of no more. */
void tbk_live_line_drop (TbkLiveLine *self);

G_END_DECLS
