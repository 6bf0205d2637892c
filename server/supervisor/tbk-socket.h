/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One bound socket a worker, all on the same address (SO_REUSEPORT). The supervisor keeps them open, so that those who wait
 * in a dead worker's queue are served by the one that replaces it. `port` 0: a free one. An address that another program
 * listens on is an error. `out`: `n` descriptors. Returns: the port, 0 for an error. */
guint tbk_socket_bind (const char *host, guint port, int *out, guint n, GError **error);

/* Lets clients connect. */
gboolean tbk_socket_listen (const int *fds, guint n, GError **error);

G_END_DECLS
