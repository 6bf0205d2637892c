/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file that is to go with a message or a weighing, as a copy of the same name in a folder of its own: what was dropped or
 * pasted may be gone when it is sent. `folder`: of one kind of such copies, the caller's. Main thread. */

/* Copies it, off the main loop: whole and on the disk, or not at all. `max`: bytes that it may have; 0: any. */
void tbk_adjunto_keep_async (const char *folder,
                             GFile *file,
                             goffset max,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
/* Returns: (transfer full) (nullable): the copy. Expected errors: G_IO_ERROR (no room, a file that
 * cannot be read; MESSAGE_TOO_LARGE: over `max`). */
GFile *tbk_adjunto_keep_finish (GAsyncResult *result, GError **error);
/* Removes the copy at `path`; a file that is not in `folder` stays. */
void tbk_adjunto_remove (const char *folder, const char *path);
/* Removes the copies that are not in `wanted` (a set of paths), whole or begun: a program that was killed leaves them. */
void tbk_adjunto_sweep (const char *folder, GHashTable *wanted);

G_END_DECLS
