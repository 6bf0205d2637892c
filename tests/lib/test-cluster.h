/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

#include "tbk-caller.h"
#include "tbk-cluster.h"

G_BEGIN_DECLS

/* A private PostgreSQL in a folder of its own, one for a test executable, migrated. Whatever fails here ends the program.
 * Main thread. */
typedef struct _TestCluster TestCluster;

/* `migrate`: whether the schema is put in. */
TestCluster *test_cluster_new (gboolean migrate);
/* Stops it and removes the folder. */
void test_cluster_free (TestCluster *cluster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestCluster, test_cluster_free)

TbkCluster *test_cluster_get (TestCluster *cluster);
const char *test_cluster_get_conninfo (TestCluster *cluster, TbkClusterRole role);

/* Runs statements as PostgreSQL's superuser, whom no policy binds. */
void test_cluster_exec (TestCluster *cluster, const char *sql);
/* Returns: (transfer full) (nullable): the first value of the first row. */
char *test_cluster_query (TestCluster *cluster, const char *sql);
/* Waits until the query gives "t"; ends the program when it does not within 30 s. */
void test_cluster_wait_for (TestCluster *cluster, const char *sql);

/* A new empresa of that kind with one active usuario and a live session. */
TbkCaller test_cluster_add_caller (TestCluster *cluster, TbkRol rol);

/* Turns the default main context until *flag; ends the program when it stays FALSE for 30 s. */
void test_await (const gboolean *flag);

/* A connection of the owner. Finish it. */
PGconn *test_cluster_connect (TestCluster *cluster);
/* Runs it; one that fails ends the program. Returns: (transfer full) (nullable): the first value. */
char *test_cluster_run (PGconn *conn, const char *sql);

G_END_DECLS
