/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pictures of windows, to be looked at: with the app's icons and styles, as a screen shows them. Main thread. */

/* In the language of $TBK_LOCALE (which with-display makes) or of the environment, whose texts TRIBOKA_LOCALEDIR has. */
void tbk_ui_picture_speak (void);
/* After tbk_ui_window_init(). Speaks, too. */
void tbk_ui_picture_begin (gboolean dark);
/* What the screen shows once it has come to rest, as FOLDER/NAME.png. */
void tbk_ui_picture_take (const char *folder, const char *name);

G_END_DECLS
