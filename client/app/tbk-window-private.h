/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-connection.h"
#include "tbk-despacho.h"
#include "tbk-listing.h"
#include "tbk-page.h"
#include "tbk-sidebar.h"
#include "tbk-sign-in.h"
#include "tbk-window.h"

G_BEGIN_DECLS

/* Shared by the files of TbkWindow: tbk-window.c (pages, the session, the window itself), tbk-window-actions.c (what keys,
 * menus ask for), tbk-window-open.c (what leads from elsewhere
 * to a record). */
struct _TbkWindow
{
  AdwApplicationWindow parent_instance;

  TbkApi *api;
  TbkConnection *connection;
  TbkDespacho *despacho; /* weighings on their way, whichever page is shown */
  TbkUnread *unread;
  TbkListing *news; /* what the user was told; NULL: nobody signed in yet */
  GSettings *settings;
  char *page;
  char *rol;               /* whose pages these are; NULL: nobody signed in yet */
  gint64 usuario_id;       /* 0: nobody */
  gboolean away;           /* the server was, when we last heard */
  gboolean forwarding;     /* a command is on its way to the visible page */
  gboolean closing_anyway; /* though something is unfinished: the user said so */
  gboolean unfocused;      /* the focus goes to the visible page's rows once they are there */

  /* template children */
  GtkStack *stack;
  TbkSignIn *sign_in;
  AdwLeaflet *leaflet;
  TbkSidebar *sidebar;
  GtkStack *pages;
};

/* tbk-window.c */
/* Returns: (transfer none) (nullable). */
TbkPage *tbk_window_get_visible_page (TbkWindow *self);
/* To its rows, once they are there. */
void tbk_window_focus_page (TbkWindow *self);
/* To the sign-in view; what the session had open is gone. */
void tbk_window_leave (TbkWindow *self);

/* tbk-window-actions.c */
void tbk_window_install_actions (GtkWidgetClass *klass);

/* tbk-window-open.c: win.show-record, win.show-documento, win.show-chat, win.open-about */
void tbk_window_install_open (GtkWidgetClass *klass);

G_END_DECLS
