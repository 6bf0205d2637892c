/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What would be lost if a window closed now: told by the widget that knows it, asked by the window. Main thread. */

/* `text`: a sentence about it, copied; NULL: nothing any more. It goes with `from`. */
void tbk_unfinished_set (GtkWidget *from, const char *text);
/* Returns: (transfer none) (nullable): what one of the widgets in `window` has said. */
const char *tbk_unfinished_find (GtkWindow *window);

G_END_DECLS
