/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-config.h"

G_BEGIN_DECLS

/* The process that a user starts: brings up the database, then keeps one worker a slot running until it is told to stop. */

typedef struct
{
  const char *const *worker_arguments; /* what every worker is started with after its own, NULL-terminated: --config FILE */
  gboolean demo;                       /* fill an empty database */
} TbkSupervisorOptions;

/* Brings up the database, makes the first administrator with the password on standard input, and ends.
 * Returns: the exit status; what went wrong was said on stderr. Main thread. */
int tbk_supervisor_make_admin (const TbkConfig *config, const char *email);

/* Blocks until SIGTERM or SIGINT. Returns: the exit status; what went wrong was said on stderr. Main thread. */
int tbk_supervisor_run (const TbkConfig *config, const TbkSupervisorOptions *options);

G_END_DECLS
