/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For the scale's computer: the page alone, large, over the whole screen. Main thread. */

/* Gives the window its action win.kiosk (a toggle), which hides `sidebar` meanwhile. */
void tbk_kiosk_install (GtkApplicationWindow *window, GtkWidget *sidebar);
/* Back to a window among others. */
void tbk_kiosk_leave (GtkApplicationWindow *window);

G_END_DECLS
