/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-app.h"

G_BEGIN_DECLS

struct _TbkApp
{
  GSubprocess *process;
  TbkTree *tree;
  char *log_path;
  guint timeout_s;
};

/* Runs a program to its end; the test fails where it fails. */
void tbk_app_run_tool (const char *const *arguments);

G_END_DECLS
