/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A process that is told to stop while it is still starting would die of it, and reset those who wait to be accepted on its
 * socket. So the signals to stop (SIGTERM, SIGINT) are held for it from before its first instruction until it handles them. */

/* For g_subprocess_launcher_set_child_setup(): between fork and exec. */
void tbk_stop_signal_hold (gpointer unused);
/* In the process, once its handlers are there: what came meanwhile comes now. Main thread. */
void tbk_stop_signal_release (void);

G_END_DECLS
