/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a killed process does: work, and a line to `tell` for each piece of it once that is kept. It never returns. */
typedef void (*TbkKilledChild) (int tell, gconstpointer data);

/* Runs it in a process of its own and kills that by SIGKILL once it has said `after` bytes. Returns: (transfer full): all whole
 * lines that it said, at least one. */
GStrv tbk_killed_run (TbkKilledChild child, gconstpointer data, gsize after);

G_END_DECLS
