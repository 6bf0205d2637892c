/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-config.h"
#include "tbk-sql.h"

G_BEGIN_DECLS

/* Takes one piece of work after the other from the queue, on a connection of its own. Main loop of its context. */
typedef struct _TbkJobsWorker TbkJobsWorker;

/* `config` and `sql` must outlive it. */
TbkJobsWorker *tbk_jobs_worker_new (const TbkConfig *config, const char *conninfo, const TbkSql *sql);
/* Waits for the piece that is under way; one that talks to others is cut short, and done again later. */
void tbk_jobs_worker_free (TbkJobsWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkJobsWorker, tbk_jobs_worker_free)

G_END_DECLS
