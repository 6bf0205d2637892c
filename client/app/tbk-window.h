/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-api.h"
#include "tbk-unread.h"

G_BEGIN_DECLS

/* The main window: signing in, then the sidebar and the pages of the rol. When the session ends by
 * itself it stays as it is, with what was typed, under a window to sign in again.
 *
 * Properties: "api" (construct only), "connection" and "unread" (TbkUnread; both read only), "page"
 * (string: id of the page that is shown). Actions: win.show-page (s), win.show-page-at (i: 1 the
 * first of the sidebar), win.show-record ((sx): noun and id), win.show-documento (x: its id; in its
 * contrato), win.open-about ((sx): what a notification is about, which it marks as read), win.show-chat
 * (x: its id), win.show-sidebar, win.show-content, win.reconnect, win.sign-in, win.kiosk (the page alone, full screen). */
#define TBK_TYPE_WINDOW (tbk_window_get_type ())
G_DECLARE_FINAL_TYPE (TbkWindow, tbk_window, TBK, WINDOW, AdwApplicationWindow)

TbkWindow *tbk_window_new (GtkApplication *application, TbkApi *api);
/* The address that is offered when nobody is signed in; then the remembered session, if any, is taken up. */
void tbk_window_start (TbkWindow *self, const char *url);
TbkUnread *tbk_window_get_unread (TbkWindow *self);
const char *tbk_window_get_page (TbkWindow *self);
/* Ids that the rol has no page for are passed over. */
void tbk_window_set_page (TbkWindow *self, const char *id);

G_END_DECLS
