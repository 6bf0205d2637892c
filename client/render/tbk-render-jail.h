/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From here on this process has bounded memory, files and time, gains no rights, dies with its parent, and can neither
 * start another, reach the network nor open a file for writing. Returns: FALSE where that cannot be had, so that nothing
 * is opened without it. */
gboolean tbk_render_jail_enter (void);

/* The work that begins now may take so many seconds of the processor; then the process is killed. */
void tbk_render_jail_allow_seconds (guint seconds);

G_END_DECLS
