/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-app.h"
#include "tbk-desktop.h"

G_BEGIN_DECLS

struct _TbkApp
{
  GSubprocess *process;
  GSubprocess *bus; /* its own session bus; NULL: the test's */
  TbkDesktop *desktop;
  TbkTree *tree;
  char *name; /* in what it leaves behind: "app" */
  char *log_path;
  guint timeout_s;
};

/* As tbk_app_wait_until(), and without a look where not `look`. */
void tbk_app_wait_on (TbkApp *app, gboolean look, TbkAppTest test, gpointer data, const char *what);

/* A session bus of its own: sets app->bus. Returns: (transfer full): its address. */
char *tbk_app_start_bus (TbkApp *app);
void tbk_app_stop_bus (TbkApp *app);
/* Runs a program to its end; the test fails where it fails. */
void tbk_app_run_tool (const char *const *arguments);

G_END_DECLS
