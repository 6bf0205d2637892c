/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The private PostgreSQL under a data folder: made at the first start (initdb), run as a child of this process on a unix
 * socket only, started again when it dies, stopped with it (also when this process is killed). As root it runs as the user
 * "postgres" or "triboka", even where that user could not walk to the folder by itself.
 *
 *   DATA/pg            the cluster, 0700, of the user that runs it; its socket too, where the path is short enough
 *   DATA/postgres.log  what it says
 *   DATA/lock          held while it runs
 *
 * Call from the process's main thread, whose thread-default main context watches over it: the child dies with the thread that
 * started it. */
typedef struct _TbkCluster TbkCluster;

typedef enum
{
  TBK_CLUSTER_ERROR_BUSY,    /* another process runs on this data folder */
  TBK_CLUSTER_ERROR_MISSING, /* no fitting PostgreSQL, or no user to run it */
  TBK_CLUSTER_ERROR_FAILED,  /* the folder can't be used, or PostgreSQL did not start; the message says why */
} TbkClusterError;
#define TBK_CLUSTER_ERROR (tbk_cluster_error_quark ())
GQuark tbk_cluster_error_quark (void);

typedef enum
{
  TBK_CLUSTER_OWNER, /* triboka_owner: owns the database, runs migrations */
  TBK_CLUSTER_APP,   /* triboka_app: owns nothing */
  TBK_CLUSTER_ADMIN, /* postgres: PostgreSQL's superuser, for tests and repairs */
} TbkClusterRole;

/* Blocks until it takes connections, and has roles and database. Expected errors: those above. */
TbkCluster *tbk_cluster_start (const char *data_dir, GError **error);

/* Stops it in order (open transactions are rolled back) and frees; blocks until it has ended. */
void tbk_cluster_stop (TbkCluster *cluster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkCluster, tbk_cluster_stop)

/* Returns: (transfer none): libpq's conninfo. It stays the same when PostgreSQL is started again. */
const char *tbk_cluster_get_conninfo (const TbkCluster *cluster, TbkClusterRole role);

/* Returns: PostgreSQL's process id, or 0 while it is away. */
int tbk_cluster_get_pid (const TbkCluster *cluster);

G_END_DECLS
