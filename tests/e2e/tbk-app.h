/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-tree.h"

G_BEGIN_DECLS

/* The real app ($TBK_APP, which meson sets) before a user: found by role and name through AT-SPI, pressed and typed
 * into through it, and by real keys (XTest) where a keyboard is what is tried. It looks for what is expected until
 * a deadline, never a fixed time; when that passes, or the app ends by itself, the test ends, and leaves in $TBK_LOG_DIR
 * a picture of the screen, the tree in words and what the app said. Main thread; $DISPLAY is the test's own. */
typedef struct _TbkApp TbkApp;

typedef struct
{
  const char *home;     /* folder of its settings, data and keyring: the same one again is a second start */
  const char *url;      /* nullable: the server that --url names */
  const char *locale;   /* "es_EC.UTF-8"; NULL: English */
  gboolean has_keyring; /* else nothing keeps the session */
  gboolean is_dark;
  const char *beside; /* nullable: a name for one that runs beside another, on a session bus of its own: on the same one
                         it would be the first one's second start */
} TbkAppSetup;

/* Starts it and waits for its window. */
TbkApp *tbk_app_start (const TbkAppSetup *setup);
/* Ctrl+Q, and waits. The test fails where its status is not 0, or it said anything that it should not: a warning of
 * GLib's, what AddressSanitizer or UBSan found, a leak. */
void tbk_app_close (TbkApp *app);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkApp, tbk_app_close)
/* kill -9, and waits. The test fails where it had said anything that it should not. */
void tbk_app_kill (TbkApp *app);

TbkTree *tbk_app_get_tree (TbkApp *app);
/* How long is waited for what is expected. */
void tbk_app_set_patience (TbkApp *app, guint seconds);
/* Ends the test as said above. */
void tbk_app_fail (TbkApp *app, const char *format, ...) G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;
/* A picture of the whole screen as a PNG. */
void tbk_app_shoot (TbkApp *app, const char *path);

/* --- seeing ---
 * `within`: the path of what it is in; NULL: the window that was opened last. `name`: whole; NULL: any. What is not
 * laid out is not there. */

/* Waits until `test` holds of the tree just looked at; `what` says so when it never does. */
typedef gboolean (*TbkAppTest) (TbkApp *app, gpointer data);
void tbk_app_wait_until (TbkApp *app, TbkAppTest test, gpointer data, const char *what);

/* Returns: (transfer none): the path. */
const char *tbk_app_wait (TbkApp *app, const char *within, TbkRole role, const char *name);
/* For what begins so: texts with a number or date in them. Returns: (transfer none): the path. */
const char *tbk_app_wait_prefix (TbkApp *app, const char *within, TbkRole role, const char *prefix);
void tbk_app_wait_gone (TbkApp *app, const char *within, TbkRole role, const char *name);
/* As it is now. Returns: (transfer none) (nullable): the path. */
const char *tbk_app_see (TbkApp *app, const char *within, TbkRole role, const char *name);
/* The window of that title. Returns: (transfer none): the path. */
const char *tbk_app_wait_window (TbkApp *app, const char *title);
/* Until there is a window of that title on the screen, without a look. */
void tbk_app_wait_screen (TbkApp *app, const char *title);
/* Until the window that was opened last is not `window`. */
void tbk_app_wait_closed (TbkApp *app, const char *window);
void tbk_app_wait_text (TbkApp *app, const char *path, const char *text);
/* Until its name begins so; without a look, for what changes often. */
void tbk_app_wait_name (TbkApp *app, const char *path, const char *prefix);
void tbk_app_wait_state (TbkApp *app, const char *path, TbkState state, gboolean value);
/* Returns: (transfer full). */
char *tbk_app_read (TbkApp *app, const char *path);

/* A notification of the desktop with that title: until it is shown, or no more. */
void tbk_app_wait_notification (TbkApp *app, const char *title);
void tbk_app_wait_notification_gone (TbkApp *app, const char *title);

/* --- acting --- */

/* Presses the notification of the desktop with that title, which is shown. */
void tbk_app_press_notification (TbkApp *app, const char *title);

/* Presses the button of that name, once it is there and can be pressed. */
void tbk_app_press (TbkApp *app, const char *within, const char *name);
/* Fills the entry of that name. */
void tbk_app_fill (TbkApp *app, const char *within, const char *name, const char *text);
/* Selects an item of a list. */
void tbk_app_select (TbkApp *app, const char *list, int index);
/* Keys as xdotool names them: "ctrl+n", "Tab", "Down". They go to the window opened last. */
void tbk_app_key (TbkApp *app, const char *key);
void tbk_app_type (TbkApp *app, const char *text);
/* The mouse, where the widget has no action in GTK 4.8. `button`: 1 or 3; `times`: 2 for a double click. */
void tbk_app_click (TbkApp *app, const char *path, guint button, guint times);

/* Puts the window that was opened first over the whole screen, and the others into its middle. */
void tbk_app_fill_screen (TbkApp *app);

G_END_DECLS
