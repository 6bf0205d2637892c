/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The last session with a server, in the user's keyring: its refresh token, and who the server last said that is, which
 * serves while it does not answer. One secret holds all of it: none of it outlives the rest, nor serves for another server.
 * Without a keyring nothing is remembered and nothing fails but the call's own error. Main thread, asynchronous: a
 * locked keyring asks the user. */

typedef struct
{
  char *email;
  char *token;
  JsonObject *yo; /* what GET /me said; NULL: not known */
} TbkKept;

void tbk_kept_free (TbkKept *kept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkKept, tbk_kept_free)

#define TBK_KEYRING_MAX_YO 32768 /* bytes of it as JSON; a longer one is not kept */

/* Finishes with NULL and no error when nothing is remembered. */
void tbk_keyring_lookup_async (const char *url,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
/* Returns: (transfer full) (nullable). Expected errors: those of libsecret and D-Bus. */
TbkKept *tbk_keyring_lookup_finish (GAsyncResult *result, GError **error);

/* `kept` NULL forgets it; else it is copied. Finish by tbk_keyring_store_finish(). */
void tbk_keyring_store_async (const char *url,
                              const TbkKept *kept,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean tbk_keyring_store_finish (GAsyncResult *result, GError **error);

G_END_DECLS
