/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The refresh token of the last session with a server, in the user's keyring. Without a keyring
 * nothing is remembered and nothing fails but the call's own error. Main thread, asynchronous: a
 * locked keyring asks the user. */

/* Finishes with NULL and no error when nothing is remembered. */
void tbk_keyring_lookup_async (const char *url,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
/* Returns: (transfer full) (nullable). `email` gets (transfer full) whose it is. Expected errors:
 * those of libsecret and D-Bus. */
char *tbk_keyring_lookup_finish (GAsyncResult *result, char **email, GError **error);

/* `token` NULL forgets it. Finish by tbk_keyring_store_finish(). */
void tbk_keyring_store_async (const char *url,
                              const char *email,
                              const char *token,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean tbk_keyring_store_finish (GAsyncResult *result, GError **error);

G_END_DECLS
