/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-config.h"

G_BEGIN_DECLS

/* The process that does the queue's work (server/jobs). Ends by SIGTERM, when the piece under way is done, or with its
 * supervisor. Returns: the exit status. Main thread. */
int tbk_jobs_process_run (const TbkConfig *config);

G_END_DECLS
