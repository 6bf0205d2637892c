/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Toasts in the window that holds `from` (its nearest AdwToastOverlay); without one they are passed
 * over. Main thread. */
void tbk_toast (GtkWidget *from, const char *title);
void tbk_toast_error (GtkWidget *from, const GError *error);
/* With a button that activates an action; `target` may be NULL, is sunk. */
void tbk_toast_action (GtkWidget *from, const char *title, const char *label, const char *action, GVariant *target);

/* Asks before something that cannot be undone: `confirm` labels the destructive button. `callback`
 * runs only when it is pressed, `from` alive. */
typedef void (*TbkConfirmed) (GtkWidget *from, gpointer data);
void tbk_confirm (GtkWidget *from,
                  const char *heading,
                  const char *body,
                  const char *confirm,
                  TbkConfirmed callback,
                  gpointer data);

G_END_DECLS
