/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The size of the main window, in the settings' "ventana". Main thread. */

/* No larger than the screen; where that is not known, as remembered. */
void tbk_window_size_restore (GtkWindow *window, GSettings *settings);
void tbk_window_size_save (GtkWindow *window, GSettings *settings);

G_END_DECLS
