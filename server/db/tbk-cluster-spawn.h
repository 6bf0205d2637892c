/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* How PostgreSQL's programs are found and run: by which user, on which folder, with which output. Errors: TBK_CLUSTER_ERROR. */

/* PostgreSQL's programs see the data folder under this name: a descriptor that they inherit, so that the user who runs them
 * need not be able to walk the path to it (a clone under /root). */
#define TBK_SPAWN_FOLDER "/proc/self/fd/3"

typedef struct
{
  uid_t uid; /* of the user who runs it; that of this process when it is not root */
  gid_t gid;
  int folder; /* descriptor of the data folder; -1: none */
  int log;    /* descriptor, for what it says */
} TbkSpawn;

/* Who may run a cluster in `folder` (it need not exist): this user, or for root the folder's owner, "postgres", or "triboka". */
gboolean tbk_spawn_find_user (TbkSpawn *spawn, const char *folder, GError **error);

/* Where PostgreSQL's programs are. `major`: the version that made the cluster; 0: the newest of 15 or later.
 * Returns: (transfer full) (nullable). */
char *tbk_spawn_find_programs (guint major, GError **error);

/* Starts a program that is to die with the calling thread, by a fast shutdown. Returns: its pid, and a descriptor of the
 * process in *process (to be closed), or 0 with `error`. */
pid_t tbk_spawn_start (const TbkSpawn *spawn, const char *const *argv, int *process, GError **error);

/* Waits until the process has ended; the time is in milliseconds, -1 for ever. Returns: FALSE when it has not. */
gboolean tbk_spawn_wait (int process, int timeout_ms);

/* Runs a program to its end. FALSE unless it exits with 0. */
gboolean tbk_spawn_run (const TbkSpawn *spawn, const char *const *argv, GError **error);

G_END_DECLS
