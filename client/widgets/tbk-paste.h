/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A file or an image in the clipboard, as a file. Main thread. */

/* Whether there is one, and no text beside it. */
gboolean tbk_paste_is_file (GdkClipboard *clipboard);
/* An image becomes a PNG file in the folder for what lasts as long as the session. */
void tbk_paste_async (GdkClipboard *clipboard, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* Returns: (transfer full) (nullable). Expected errors: G_IO_ERROR, G_FILE_ERROR. */
GFile *tbk_paste_finish (GdkClipboard *clipboard, GAsyncResult *result, GError **error);

/* A file that an image became goes when it is of no use any more; other files stay. */
void tbk_paste_forget (GFile *file);

G_END_DECLS
