/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PostgreSQL left behind by a supervisor that was killed, and what it leaves in the folder. The caller holds the data folder's
 * lock: no other supervisor is at work on it. */

/* Asks whatever PostgreSQL still runs in `folder` to end and waits, `timeout_ms` at most for the polite way, then without.
 * Once none is left, a postmaster.pid that names a process of something else (a number used again) is taken away: PostgreSQL
 * would believe it. Left alone when it can't be told what those processes are: PostgreSQL then decides by its own locks. */
void tbk_orphans_clear (const char *folder, int timeout_ms);

G_END_DECLS
