/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-app.h"

G_BEGIN_DECLS

struct _TbkApp
{
  GSubprocess *process;
  GSubprocess *bus; /* its own session bus; NULL: the test's */
  TbkTree *tree;
  char *name; /* in what it leaves behind: "app" */
  char *log_path;
  guint timeout_s;
};

/* A session bus of its own: sets app->bus. Returns: (transfer full): its address. */
char *tbk_app_start_bus (TbkApp *app);
void tbk_app_stop_bus (TbkApp *app);
/* Runs a program to its end; the test fails where it fails. */
void tbk_app_run_tool (const char *const *arguments);

G_END_DECLS
