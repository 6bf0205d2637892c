/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-test-client.h"

G_BEGIN_DECLS

/* Somebody who uses the real socket.io-client, in a node of its own ($TBK_SOCKETIO, $TBK_BUILD, which meson sets). What does
 * not come within a minute fails the test. Main thread. */
typedef struct _TbkSocketio TbkSocketio;

/* Returns: (transfer full) (nullable): NULL where it cannot be had here: `why` (transfer full) says why. */
TbkSocketio *tbk_socketio_start (char **why);
/* Disconnects, and waits until it has ended well. */
void tbk_socketio_free (TbkSocketio *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkSocketio, tbk_socketio_free)

/* Signs in with the demo password, connects, and waits until all up to now was told. */
void tbk_socketio_connect (TbkSocketio *self, TbkTestServer *server, const char *email);
/* Emits an event, `data` (transfer full), and waits for its ack; fails the test where that is an error.
 * Returns: (transfer full): what was answered. */
JsonObject *tbk_socketio_ask (TbkSocketio *self, const char *event, JsonObject *data);
/* The next event of that name; those before are passed over. Returns: (transfer full): its data. */
JsonObject *tbk_socketio_wait (TbkSocketio *self, const char *event);

G_END_DECLS
