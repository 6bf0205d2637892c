/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-ui-test.h"

G_BEGIN_DECLS

/* Windows of a test, what stands in them, and keys. Main thread. */

/* tbk_ui_test_init() with GTK and libadwaita. */
void tbk_ui_window_init (int *argc, char ***argv);

/* A window with toasts around the widget, on the screen. Returns: (transfer none): gtk_window_destroy() it. */
GtkWindow *tbk_ui_window_new (GtkWidget *child);
/* Destroys it, and waits until nothing keeps it any more. */
void tbk_ui_window_close (GtkWindow *window);
/* All that the main loop has at hand. */
void tbk_ui_window_settle (void);

/* The nth (0 the first) visible widget of that type below, itself included. Returns: (transfer none) (nullable). */
GtkWidget *tbk_ui_window_find (GtkWidget *root, GType type, guint nth);
/* The visible label, button or entry that says just that. Returns: (transfer none) (nullable). */
GtkWidget *tbk_ui_window_find_text (GtkWidget *root, const char *text);
/* A window of that type. Returns: (transfer none) (nullable). */
GtkWidget *tbk_ui_window_find_toplevel (GType type);
/* The button that says just that is pressed; fails the test when there is none. */
void tbk_ui_window_click (GtkWidget *root, const char *text);

/* A key on the widget, as its controllers and those above it take it. Returns: whether one did. */
gboolean tbk_ui_window_press (GtkWidget *widget, guint key, GdkModifierType modifiers);

/* Names of all interactive widgets below that a screen reader would call by their type. Returns: (transfer full). */
char *tbk_ui_window_list_nameless (GtkWidget *root);

G_END_DECLS
