/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-cluster-orphans.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tbk-cluster-spawn.h"

#define KILL_TIMEOUT_MS 5000

/* What one process under /proc is to us. */
typedef enum
{
  PROCESS_STRANGER,
  PROCESS_ORPHAN,  /* a postgres whose working directory is the folder */
  PROCESS_UNKNOWN, /* a postgres whose working directory we may not see */
} ProcessKind;

static ProcessKind
kind_of_process (const char *pid, const struct stat *folder)
{
  g_autofree char *comm_path = g_build_filename ("/proc", pid, "comm", NULL);
  g_autofree char *cwd_path = g_build_filename ("/proc", pid, "cwd", NULL);
  g_autofree char *comm = NULL;
  struct stat cwd;

  if (!g_file_get_contents (comm_path, &comm, NULL, NULL) || strcmp (g_strchomp (comm), "postgres") != 0)
    return PROCESS_STRANGER;
  if (stat (cwd_path, &cwd) != 0)
    return errno == EACCES ? PROCESS_UNKNOWN : PROCESS_STRANGER;
  return cwd.st_dev == folder->st_dev && cwd.st_ino == folder->st_ino ? PROCESS_ORPHAN : PROCESS_STRANGER;
}

/* Descriptors of the orphans, each sent `signal_number`. *unknown: whether there may be more. */
static GArray *
signal_orphans (const char *folder, int signal_number, gboolean *unknown)
{
  GArray *processes = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  struct stat info;
  const char *name;

  *unknown = proc == NULL || stat (folder, &info) != 0;
  while (!*unknown && (name = g_dir_read_name (proc)) != NULL)
    {
      ProcessKind kind = g_ascii_isdigit (name[0]) ? kind_of_process (name, &info) : PROCESS_STRANGER;
      int process;

      if (kind == PROCESS_UNKNOWN)
        *unknown = TRUE;
      if (kind != PROCESS_ORPHAN)
        continue;
      process = pidfd_open ((pid_t) g_ascii_strtoll (name, NULL, 10), 0);
      if (process < 0)
        continue;
      pidfd_send_signal (process, signal_number, NULL, 0);
      g_array_append_val (processes, process);
    }
  return processes;
}

/* Returns: whether all ended in time. */
static gboolean
end_orphans (const char *folder, int signal_number, int timeout_ms, gboolean *unknown)
{
  g_autoptr (GArray) processes = signal_orphans (folder, signal_number, unknown);
  gint64 end = g_get_monotonic_time () + timeout_ms * G_TIME_SPAN_MILLISECOND;
  gboolean ended = TRUE;

  for (guint i = 0; i < processes->len; i++)
    {
      int process = g_array_index (processes, int, i);
      gint64 left = (end - g_get_monotonic_time ()) / G_TIME_SPAN_MILLISECOND;

      ended = tbk_spawn_wait (process, (int) MAX (left, 0)) && ended;
      close (process);
    }
  return ended;
}

void
tbk_orphans_clear (const char *folder, int timeout_ms)
{
  g_autofree char *lock = g_build_filename (folder, "postmaster.pid", NULL);
  g_autofree char *socket_lock = g_build_filename (folder, ".s.PGSQL.5432.lock", NULL);
  gboolean unknown;

  if (!g_file_test (lock, G_FILE_TEST_EXISTS))
    return;
  if ((end_orphans (folder, SIGINT, timeout_ms, &unknown)
       || end_orphans (folder, SIGQUIT, KILL_TIMEOUT_MS, &unknown))
      && !unknown)
    {
      g_unlink (lock);
      g_unlink (socket_lock);
    }
}
