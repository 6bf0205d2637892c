/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"

G_BEGIN_DECLS

/* The live socket of a session (server/live/README.md has its frames): what others change as it happens, and what is said
 * in chats. Main thread only; nothing blocks.
 *
 * It is there while the session is: it connects when TbkApi comes to be ONLINE, comes again by itself after a loss with
 * growing pauses, says which number it saw last and so is told what it missed, and closes with the session. An expired
 * access token is renewed unseen. A server that has no socket (404) is asked again when it comes back from being away,
 * and else every ten minutes; nobody is told.
 *
 * Properties: "connected" (gboolean: `ready` was heard on this connection, so that all up to now was told), "evento"
 * (gint64: the last number that was seen in this session; -1: none), "ping-s" (guint: seconds between pings, for tests:
 * a line on which nothing comes for two and a half times as long is dead).
 *
 * Signals:
 * - "event" (const char *name, JsonObject *data, gint64 evento), detailed by the name: "event::receive_message",
 *   "event::contrato.actualizado". `evento` is 0 for what has no number ("typing", "presence"). A number is emitted
 *   once, and the numbers grow. Many that come at once are emitted in small portions, between which the main loop turns;
 *   handlers should be short.
 * - "reload": what was missed cannot be told any more: all that is shown is to be loaded anew. */
#define TBK_TYPE_LIVE (tbk_live_get_type ())
G_DECLARE_FINAL_TYPE (TbkLive, tbk_live, TBK, LIVE, GObject)

/* Returns: (transfer none): the api's own, for as long as the api is. */
TbkLive *tbk_api_get_live (TbkApi *api);

gboolean tbk_live_get_connected (TbkLive *self);
gint64 tbk_live_get_evento (TbkLive *self);

/* Sends a frame and waits for its ack. `data` (transfer none) (nullable) is not kept.
 * Nothing is repeated: when the line goes before the answer, nobody knows whether it arrived, and the caller decides
 * (a message carries its `cliente_id`, and is stored once).
 * Expected errors: TBK_PROBLEM as the server said; TBK_API_ERROR_AWAY: not connected, too many wait for their answer
 * (256), or the line went before the answer; TBK_API_ERROR_SIGNED_OUT: the session ended meanwhile;
 * G_IO_ERROR_CANCELLED: it may have arrived all the same. */
void tbk_live_send_async (TbkLive *self,
                          const char *event,
                          JsonObject *data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
/* Returns: (transfer full) (nullable): the ack's `data`, an object. */
JsonNode *tbk_live_send_finish (TbkLive *self, GAsyncResult *result, GError **error);

G_END_DECLS
