/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Asks clamd on its local socket, by INSTREAM, whether an open file is infected. Blocks, for TBK_CLAMAV_TIMEOUT_S at each
 * step at most. Error: TBK_PROBLEM 422 naming what was found; 503 where the scanner is away or does not
 * say, unless `required` is FALSE: then that is a warning in the log, and TRUE. Any thread. */
gboolean tbk_clamav_check (const char *socket_path, gboolean required, int fd, GError **error);

#define TBK_CLAMAV_TIMEOUT_S 60

G_END_DECLS
