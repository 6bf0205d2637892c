/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The windows that stand over a window, by their transient-for. Main thread. */

/* Returns: (transfer none): the one on top of all, `window` itself when there is none. */
GtkWindow *tbk_dialogs_find_top (GtkWindow *window);
/* Closes them from the top on, as the user would. Returns: FALSE when one asks the user first. */
gboolean tbk_dialogs_close (GtkWindow *window);
/* Destroys them without asking. */
void tbk_dialogs_destroy (GtkWindow *window);

G_END_DECLS
