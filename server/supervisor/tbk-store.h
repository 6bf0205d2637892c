/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-cluster.h"
#include "tbk-config.h"
#include "tbk-pool.h"
#include "tbk-storage.h"

G_BEGIN_DECLS

/* The database that the configuration names: the embedded cluster, started, or the one in DB_HOST; migrated in both cases.
 * Main thread. */
typedef struct _TbkStore TbkStore;

/* Blocks until the schema is as this program needs it. */
TbkStore *tbk_store_open (const TbkConfig *config, GError **error);
/* Stops the embedded cluster. */
void tbk_store_close (TbkStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkStore, tbk_store_close)

/* libpq's conninfo for the owner of the schema, and for the role that workers have. */
const char *tbk_store_get_owner (const TbkStore *store);
const char *tbk_store_get_app (const TbkStore *store);

/* Runs a job as the owner of the schema, and waits for it. Turns the default main context. */
gboolean tbk_store_run (const TbkStore *store, TbkPoolJob job, gpointer data, GError **error);

/* Fills an empty database, and the folder of its files, with demo data; what is not empty stays as it is. */
gboolean tbk_store_seed_demo (const TbkStore *store, const TbkStorage *files, GError **error);

G_END_DECLS
