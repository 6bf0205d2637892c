/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The part of a desktop that shows notifications (org.freedesktop.Notifications), on one session bus. Main thread. */
typedef struct _TbkDesktop TbkDesktop;

/* `address`: of the bus; NULL: the session's. */
TbkDesktop *tbk_desktop_new (const char *address);
void tbk_desktop_free (TbkDesktop *desktop);

/* The id of the one of that title that is shown; 0: there is none. */
guint32 tbk_desktop_find (TbkDesktop *desktop, const char *title);
/* The user presses it. */
void tbk_desktop_press (TbkDesktop *desktop, guint32 id);

G_END_DECLS
