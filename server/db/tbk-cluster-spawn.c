/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-cluster-spawn.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tbk-cluster.h"

#define OLDEST_MAJOR 15
#define FOLDER_FD 3 /* as in TBK_SPAWN_FOLDER */

static const char *const root_users[] = { "postgres", "triboka" };

/* Where distributions put the programs of each version side by side. */
static const struct
{
  const char *parent;
  const char *prefix;
} version_folders[] = {
  { "/usr/lib/postgresql", "" },
  { "/usr", "pgsql-" },
  { "/usr/local", "pgsql-" },
};

gboolean
tbk_spawn_find_user (TbkSpawn *spawn, const char *folder, GError **error)
{
  struct stat info;
  gboolean exists = g_stat (folder, &info) == 0;

  spawn->uid = geteuid ();
  spawn->gid = getegid ();
  if (spawn->uid != 0)
    {
      if (!exists || info.st_uid == spawn->uid)
        return TRUE;
      g_set_error (error, TBK_CLUSTER_ERROR, TBK_CLUSTER_ERROR_FAILED, "%s belongs to another user", folder);
      return FALSE;
    }
  if (exists && info.st_uid != 0)
    {
      spawn->uid = info.st_uid;
      spawn->gid = info.st_gid;
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (root_users); i++)
    {
      const struct passwd *user = getpwnam (root_users[i]);

      if (user == NULL || user->pw_uid == 0)
        continue;
      spawn->uid = user->pw_uid;
      spawn->gid = user->pw_gid;
      return TRUE;
    }
  g_set_error (error, TBK_CLUSTER_ERROR, TBK_CLUSTER_ERROR_MISSING,
               "PostgreSQL does not run as root, and there is neither a user %s nor %s", root_users[0], root_users[1]);
  return FALSE;
}

/* The version that a folder's programs are of; 0 when they are not there. */
static guint
major_of (const char *programs)
{
  g_autofree char *postgres = g_build_filename (programs, "postgres", NULL);
  g_autofree char *initdb = g_build_filename (programs, "initdb", NULL);
  const char *argv[] = { postgres, "--version", NULL };
  g_autofree char *text = NULL;
  const char *version;

  if (!g_file_test (postgres, G_FILE_TEST_IS_EXECUTABLE)
      || !g_file_test (initdb, G_FILE_TEST_IS_EXECUTABLE)
      || !g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &text,
                        NULL, NULL, NULL))
    return 0;
  version = g_strstr_len (text, -1, "(PostgreSQL) ");
  return version ? (guint) g_ascii_strtoull (version + 13, NULL, 10) : 0;
}

/* Adds PARENT/PREFIX.../bin, whatever its version. */
static void
add_version_folders (GPtrArray *folders, const char *parent, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix) && (prefix[0] != '\0' || g_ascii_isdigit (name[0])))
      g_ptr_array_add (folders, g_build_filename (parent, name, "bin", NULL));
}

static GPtrArray *
list_program_folders (void)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  const char *argv[] = { "pg_config", "--bindir", NULL };
  g_autofree char *text = NULL;
  g_autofree char *in_path = g_find_program_in_path ("postgres");

  if (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                    NULL, NULL, &text, NULL, NULL, NULL))
    g_ptr_array_add (folders, g_strdup (g_strchomp (text)));
  for (gsize i = 0; i < G_N_ELEMENTS (version_folders); i++)
    add_version_folders (folders, version_folders[i].parent, version_folders[i].prefix);
  if (in_path != NULL)
    g_ptr_array_add (folders, g_path_get_dirname (in_path));
  return folders;
}

char *
tbk_spawn_find_programs (guint major, GError **error)
{
  g_autoptr (GPtrArray) folders = list_program_folders ();
  const char *best = NULL;
  guint best_major = 0;

  for (guint i = 0; i < folders->len; i++)
    {
      guint here = major_of (g_ptr_array_index (folders, i));

      if ((major != 0 && here != major) || here < OLDEST_MAJOR || here <= best_major)
        continue;
      best = g_ptr_array_index (folders, i);
      best_major = here;
    }
  if (best != NULL)
    return g_strdup (best);
  if (major != 0)
    g_set_error (error, TBK_CLUSTER_ERROR, TBK_CLUSTER_ERROR_MISSING,
                 "the data was made by PostgreSQL %u, which is not installed", major);
  else
    g_set_error (error, TBK_CLUSTER_ERROR, TBK_CLUSTER_ERROR_MISSING,
                 "PostgreSQL %u or later is not installed (package postgresql)", OLDEST_MAJOR);
  return NULL;
}

typedef struct
{
  const TbkSpawn *spawn;
  pid_t parent;
} ChildSetup;

/* In the child, before the program: only calls that are safe after fork(). A change of user forgets
 * the death signal, so that comes after; a parent that has died meanwhile will not send it any
 * more. */
static void
child_setup_cb (gpointer data)
{
  const ChildSetup *setup = data;
  const TbkSpawn *spawn = setup->spawn;

  if (geteuid () == 0
      && (setgroups (1, &spawn->gid) != 0 || setresgid (spawn->gid, spawn->gid, spawn->gid) != 0
          || setresuid (spawn->uid, spawn->uid, spawn->uid) != 0))
    _exit (126);
  umask (0077);
  setsid (); /* a Ctrl-C at the terminal is its parent's affair */
  if (prctl (PR_SET_PDEATHSIG, SIGINT) != 0 || getppid () != setup->parent)
    _exit (126);
}

pid_t
tbk_spawn_start (const TbkSpawn *spawn, const char *const *argv, int *process, GError **error)
{
  const char *envp[] = { "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC", "HOME=/", NULL };
  ChildSetup setup = { spawn, getpid () };
  int folder = FOLDER_FD;
  GPid pid = 0;

  if (!g_spawn_async_with_pipes_and_fds ("/", argv, envp, G_SPAWN_DO_NOT_REAP_CHILD, child_setup_cb,
                                         &setup, -1, spawn->log, spawn->log, &spawn->folder,
                                         &folder, spawn->folder >= 0 ? 1 : 0, &pid, NULL, NULL,
                                         NULL, error))
    return 0;
  *process = pidfd_open (pid, 0);
  if (*process >= 0)
    return pid;
  g_set_error (error, TBK_CLUSTER_ERROR, TBK_CLUSTER_ERROR_FAILED,
               "cannot watch over a process: %s", g_strerror (errno));
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  return 0;
}

gboolean
tbk_spawn_wait (int process, int timeout_ms)
{
  gint64 end = g_get_monotonic_time () + timeout_ms * G_TIME_SPAN_MILLISECOND;
  struct pollfd poll_fd = { .fd = process, .events = POLLIN };

  for (;;)
    {
      int left = timeout_ms < 0 ? -1 : (int) MAX ((end - g_get_monotonic_time ()) / G_TIME_SPAN_MILLISECOND, 0);
      int n = poll (&poll_fd, 1, left);

      if (n >= 0 || errno != EINTR)
        return n > 0;
    }
}

gboolean
tbk_spawn_run (const TbkSpawn *spawn, const char *const *argv, GError **error)
{
  int process = -1;
  int status = 0;
  pid_t pid = tbk_spawn_start (spawn, argv, &process, error);

  if (pid == 0)
    return FALSE;
  tbk_spawn_wait (process, -1);
  waitpid (pid, &status, 0);
  close (process);
  return g_spawn_check_wait_status (status, error);
}
