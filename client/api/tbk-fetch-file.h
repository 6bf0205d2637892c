/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"

G_BEGIN_DECLS

/* GETs `path`, however large, into `file`: all of it, or `file` stays as it was. Main thread; nothing blocks.
 * Expected errors: those of tbk_api_call_async(), and G_IO_ERROR (all) of the file. */
void tbk_fetch_file_async (TbkApi *api,
                           const char *path,
                           GFile *file,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
gboolean tbk_fetch_file_finish (TbkApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
