/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-stand-in.h"
#include "tbk-ui-window.h"
#include "tbk-window.h"

G_BEGIN_DECLS

/* The main window in the test's process, on a stand-in for the server, with fresh settings. Main thread. */
typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkWindow *window; /* on the screen, nobody signed in */
} TbkAppDesk;

/* `certificate`: as tbk_stand_in_new(). Lists of contratos and lotes are empty. */
void tbk_app_desk_open (TbkAppDesk *desk, GTlsCertificate *certificate);
void tbk_app_desk_close (TbkAppDesk *desk);

/* As a user does it: types email and password into what is shown in `root`, and submits them. */
void tbk_app_desk_submit (GtkWidget *root, const char *email, const char *password);
/* The same as ana@example.com, until her pages are there. */
void tbk_app_desk_sign_in (TbkAppDesk *desk);

G_END_DECLS
