/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A file or an image in the clipboard, as a file. Main thread. */

typedef void (*TbkPasted) (GtkWidget *widget, GFile *file);

/* Gives `pasted` what the clipboard of `widget` has, an image as a PNG file in the folder for what
 * lasts as long as the session; a toast says why it cannot. FALSE: there is no file or image, or
 * text beside it, and nothing follows. */
gboolean tbk_paste_into (GtkWidget *widget, TbkPasted pasted);

/* A file that an image became goes when it is of no use any more; other files stay. */
void tbk_paste_forget (GFile *file);

G_END_DECLS
