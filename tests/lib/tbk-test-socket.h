/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-test-server.h"

G_BEGIN_DECLS

/* A client's WebSocket on the real server. Waiting turns the default main context, on which all of them live; what does not
 * come within 60 s ends the program. Main thread. */
typedef struct _TbkTestSocket TbkTestSocket;

/* Connects. `path`: "/ws/chat?desde=7"; `token` and `origin` may be NULL. Returns: (transfer full): where it was refused, one
 * that is closed. */
TbkTestSocket *tbk_test_socket_new (TbkTestServer *server, const char *path, const char *token, const char *origin);
/* Drops the connection without a word. */
void tbk_test_socket_free (TbkTestSocket *socket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkTestSocket, tbk_test_socket_free)

guint tbk_test_socket_get_status (TbkTestSocket *socket); /* of the handshake: 101, 401, ... */
gboolean tbk_test_socket_is_open (TbkTestSocket *socket);

void tbk_test_socket_send (TbkTestSocket *socket, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The next frame of that event, those before it being passed over. Returns: (transfer full). */
JsonObject *tbk_test_socket_wait (TbkTestSocket *socket, const char *event);
/* Returns: (transfer full) (nullable): what came and was not taken yet, the oldest first. */
JsonObject *tbk_test_socket_take (TbkTestSocket *socket);
/* Returns: the close code; 0 when the connection just ended. */
guint tbk_test_socket_wait_closed (TbkTestSocket *socket);
/* The largest `evento` that came. */
gint64 tbk_test_socket_get_last (TbkTestSocket *socket);

/* Turns the default main context once; ends the program when `*deadline_us` (0: set by this) is over. */
void tbk_test_turn (gint64 *deadline_us);

G_END_DECLS
