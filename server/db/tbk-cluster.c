/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-cluster.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tbk-cluster-orphans.h"
#include "tbk-cluster-spawn.h"
#include "tbk-pg.h"

#define MAX_SOCKET_PATH 107 /* bytes, of sun_path */
#define SOCKET_NAME "/.s.PGSQL.5432"
#define MAX_LOG_BYTES (10 * 1024 * 1024)
#define SILENT_TIMEOUT_MS 60000 /* until it answers at all; recovery after a crash may take longer */
#define STOP_TIMEOUT_MS 30000   /* for a fast shutdown, then 5 s for an immediate one */
#define ORPHAN_TIMEOUT_MS 10000
#define STABLE_TIME (10 * G_TIME_SPAN_SECOND) /* having run this long, its death is not the last one's fault */

G_DEFINE_QUARK (tbk - cluster - error - quark, tbk_cluster_error)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

struct _TbkCluster
{
  char *data_dir;
  char *folder;       /* DATA/pg */
  char *socket_dir;   /* the folder itself, or one of its own where that path is too long */
  char *programs;     /* PostgreSQL's bin folder */
  char *conninfos[3]; /* by TbkClusterRole */
  GMainContext *context;
  TbkSpawn spawn;
  int lock;          /* descriptor; -1: not held */
  int process;       /* descriptor of the running PostgreSQL; -1: none */
  pid_t pid;         /* 0: none */
  gint64 started_at; /* monotonic microseconds */
  guint deaths;      /* in a row */
  GSource *watch;    /* (nullable): of `process` */
  GSource *restart;  /* (nullable): pending */
};

static const char *const role_names[] = {
  [TBK_CLUSTER_OWNER] = "triboka_owner",
  [TBK_CLUSTER_APP] = "triboka_app",
  [TBK_CLUSTER_ADMIN] = "postgres",
};

/* What a small machine is well served with; appended to postgresql.conf at initdb, the administrator's from then on. */
static const char first_settings[] = "\n# Triboka\n"
                                     "max_connections = 200\n"
                                     "shared_buffers = 128MB\n"
                                     "effective_cache_size = 1GB\n"
                                     "work_mem = 8MB\n"
                                     "maintenance_work_mem = 64MB\n"
                                     "max_wal_size = 1GB\n"
                                     "checkpoint_timeout = 15min\n"
                                     "random_page_cost = 1.1\n"
                                     "synchronous_commit = on\n"
                                     "jit = off\n"
                                     "max_parallel_workers_per_gather = 0\n"
                                     "timezone = 'UTC'\n"
                                     "log_timezone = 'UTC'\n"
                                     "log_min_messages = log\n"
                                     "log_min_error_statement = panic\n"
                                     "log_checkpoints = off\n";

/* Roles and database. The first column asks whether the second is needed. */
static const struct
{
  const char *missing;
  const char *sql;
} first_objects[] = {
  { "SELECT 1 FROM pg_roles WHERE rolname = 'triboka_app'", "CREATE ROLE triboka_app LOGIN" },
  { "SELECT 1 FROM pg_roles WHERE rolname = 'triboka_owner'",
    "CREATE ROLE triboka_owner LOGIN; GRANT triboka_app TO triboka_owner" },
  { "SELECT 1 FROM pg_database WHERE datname = 'triboka'", "CREATE DATABASE triboka OWNER triboka_owner" },
  { "SELECT 1 FROM pg_database WHERE datname = 'triboka' AND datacl IS NOT NULL",
    "REVOKE ALL ON DATABASE triboka FROM PUBLIC; GRANT CONNECT ON DATABASE triboka TO triboka_app" },
};

static gboolean
fail (GError **error, const char *what, const char *path)
{
  g_set_error (error, TBK_CLUSTER_ERROR, TBK_CLUSTER_ERROR_FAILED, "cannot %s %s: %s", what, path, g_strerror (errno));
  return FALSE;
}

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

/* One process at a time on a data folder; the lock goes with the process, however it ends. */
static gboolean
take_lock (TbkCluster *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->data_dir, "lock", NULL);
  char holder[24] = "";

  self->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock < 0)
    return fail (error, "open", path);
  if (flock (self->lock, LOCK_EX | LOCK_NB) != 0)
    {
      gssize length = read (self->lock, holder, sizeof holder - 1);

      g_set_error (error, TBK_CLUSTER_ERROR, TBK_CLUSTER_ERROR_BUSY,
                   "the data folder %s is in use by another triboka-server (process %s)", self->data_dir,
                   length > 0 ? g_strchomp (holder) : "unknown");
      return FALSE;
    }
  g_snprintf (holder, sizeof holder, "%d\n", (int) getpid ());
  if (ftruncate (self->lock, 0) != 0 || write (self->lock, holder, strlen (holder)) < 0)
    return fail (error, "write", path);
  return TRUE;
}

static gboolean
open_log (TbkCluster *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->data_dir, "postgres.log", NULL);
  struct stat info;

  if (g_stat (path, &info) == 0 && info.st_size > MAX_LOG_BYTES)
    {
      g_autofree char *old = g_strconcat (path, ".1", NULL);

      if (g_rename (path, old) != 0)
        return fail (error, "rename", path);
    }
  self->spawn.log = g_open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  return self->spawn.log >= 0 || fail (error, "open", path);
}

/* The last line that says why, for an error of one line. Returns: (transfer full). */
static char *
last_words (TbkCluster *self)
{
  g_autofree char *path = g_build_filename (self->data_dir, "postgres.log", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  const char *last = "it left no word";

  if (g_file_get_contents (path, &text, NULL, NULL))
    lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    if (strstr (lines[i], "FATAL:") != NULL || strstr (lines[i], "PANIC:") != NULL
        || strstr (lines[i], "error:") != NULL)
      last = lines[i];
  return g_strdup (last);
}

/* A folder of the user who runs PostgreSQL, and a descriptor of it. */
static gboolean
open_folder (TbkCluster *self, const char *path, GError **error)
{
  close_fd (&self->spawn.folder);
  if (g_mkdir (path, 0700) != 0 && errno != EEXIST)
    return fail (error, "make", path);
  if (geteuid () == 0 && chown (path, self->spawn.uid, self->spawn.gid) != 0)
    return fail (error, "give away", path);
  self->spawn.folder = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return self->spawn.folder >= 0 || fail (error, "open", path);
}

static gboolean
append_settings (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "postgresql.conf", NULL);
  int fd = g_open (path, O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  gboolean written = fd >= 0 && write (fd, first_settings, strlen (first_settings)) == (gssize) strlen (first_settings);

  if (fd >= 0 && (fsync (fd) != 0 || close (fd) != 0))
    written = FALSE;
  return written || fail (error, "write", path);
}

/* Made beside its place and moved there when it is whole: a start that was cut off begins anew. */
static gboolean
make_cluster (TbkCluster *self, GError **error)
{
  g_autofree char *fresh = g_strconcat (self->folder, ".new", NULL);
  g_autofree char *initdb = g_build_filename (self->programs, "initdb", NULL);
  const char *argv[] = { initdb, "-D", TBK_SPAWN_FOLDER, "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8",
                         "--auth-local=trust", "--auth-host=reject", "--data-checksums", NULL };
  const char *remove[] = { "rm", "-rf", "--", fresh, NULL };

  if (g_file_test (fresh, G_FILE_TEST_EXISTS)
      && !g_spawn_sync (NULL, (char **) remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                        NULL, error))
    return FALSE;
  if (!open_folder (self, fresh, error))
    return FALSE;
  if (!tbk_spawn_run (&self->spawn, argv, NULL))
    {
      g_autofree char *why = last_words (self);

      g_set_error (error, TBK_CLUSTER_ERROR, TBK_CLUSTER_ERROR_FAILED, "cannot make the database: %s", why);
      return FALSE;
    }
  if (!append_settings (fresh, error))
    return FALSE;
  return g_rename (fresh, self->folder) == 0 || fail (error, "rename", fresh);
}

/* The major version that made the cluster; 0 when there is none yet. */
static guint
read_version (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "PG_VERSION", NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

/* In the cluster's own folder, else in a new one with a short path. */
static gboolean
choose_socket_dir (TbkCluster *self, GError **error)
{
  const char *parent = g_access ("/run", W_OK) == 0 ? "/run" : "/tmp";

  if (strlen (self->folder) + strlen (SOCKET_NAME) <= MAX_SOCKET_PATH)
    {
      self->socket_dir = g_strdup (self->folder);
      return TRUE;
    }
  self->socket_dir = g_build_filename (parent, "triboka-XXXXXX", NULL);
  if (g_mkdtemp (self->socket_dir) == NULL)
    return fail (error, "make", self->socket_dir);
  if (geteuid () == 0 && chown (self->socket_dir, self->spawn.uid, self->spawn.gid) != 0)
    return fail (error, "give away", self->socket_dir);
  return TRUE;
}

/* host='it\'s' ... */
static char *
make_conninfo (const char *socket_dir, const char *database, const char *user)
{
  g_autoptr (GString) host = g_string_new (socket_dir);

  g_string_replace (host, "\\", "\\\\", 0);
  g_string_replace (host, "'", "\\'", 0);
  return g_strdup_printf ("host='%s' port=5432 dbname=%s user=%s", host->str, database, user);
}

static gboolean
spawn_postgres (TbkCluster *self, GError **error)
{
  g_autofree char *postgres = g_build_filename (self->programs, "postgres", NULL);
  /* PostgreSQL's working directory is its folder */
  g_autofree char *sockets = g_strconcat ("unix_socket_directories=",
                                          strcmp (self->socket_dir, self->folder) == 0 ? "." : self->socket_dir, NULL);
  const char *argv[] = { postgres, "-D", TBK_SPAWN_FOLDER, "-c", "listen_addresses=", "-c", sockets, "-c", "port=5432",
                         "-c", "logging_collector=off", "-c", "log_destination=stderr", NULL };

  self->pid = tbk_spawn_start (&self->spawn, argv, &self->process, error);
  self->started_at = g_get_monotonic_time ();
  return self->pid != 0;
}

static int
reap (TbkCluster *self)
{
  int status = 0;

  waitpid (self->pid, &status, 0);
  close_fd (&self->process);
  self->pid = 0;
  return status;
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean restart_cb (gpointer data);

static void
schedule_restart (TbkCluster *self)
{
  gint64 lived = g_get_monotonic_time () - self->started_at;

  self->deaths = lived > STABLE_TIME ? 0 : self->deaths + 1;
  self->restart = g_timeout_source_new ((guint) (tbk_pg_backoff (self->deaths) / G_TIME_SPAN_MILLISECOND));
  g_source_set_callback (self->restart, restart_cb, self, NULL);
  g_source_attach (self->restart, self->context);
}

static gboolean
died_cb (int process, GIOCondition condition, gpointer data)
{
  TbkCluster *self = data;
  int status;

  clear_source (&self->watch);
  status = reap (self);
  g_message ("PostgreSQL ended (%s %d) and is started again", WIFSIGNALED (status) ? "signal" : "status",
             WIFSIGNALED (status) ? WTERMSIG (status) : WEXITSTATUS (status));
  schedule_restart (self);
  return G_SOURCE_REMOVE;
}

static void
watch (TbkCluster *self)
{
  self->watch = g_unix_fd_source_new (self->process, G_IO_IN);
  g_source_set_callback (self->watch, G_SOURCE_FUNC (died_cb), self, NULL);
  g_source_attach (self->watch, self->context);
}

static gboolean
restart_cb (gpointer data)
{
  TbkCluster *self = data;
  g_autoptr (GError) error = NULL;

  clear_source (&self->restart);
  /* Backends that outlive their postmaster hold its shared memory: PostgreSQL does not start while they do. */
  tbk_orphans_clear (self->folder, 0);
  if (spawn_postgres (self, &error))
    {
      watch (self);
      return G_SOURCE_REMOVE;
    }
  g_message ("cannot start PostgreSQL: %s", error->message);
  schedule_restart (self);
  return G_SOURCE_REMOVE;
}

/* Until it takes connections, asked ever less often; its end is noticed at once. */
static gboolean
wait_ready (TbkCluster *self, GError **error)
{
  gint64 silent_until = g_get_monotonic_time () + SILENT_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;
  g_autofree char *why = NULL;
  int pause_ms = 10;

  for (;;)
    {
      PGPing ping = PQping (self->conninfos[TBK_CLUSTER_ADMIN]);

      if (ping == PQPING_OK)
        return TRUE;
      if (tbk_spawn_wait (self->process, pause_ms) || (ping != PQPING_REJECT && g_get_monotonic_time () > silent_until))
        break;
      pause_ms = MIN (pause_ms * 2, 200);
    }
  why = last_words (self);
  g_set_error (error, TBK_CLUSTER_ERROR, TBK_CLUSTER_ERROR_FAILED, "PostgreSQL did not start: %s", why);
  return FALSE;
}

static gboolean
make_objects (TbkCluster *self, GError **error)
{
  g_autofree char *conninfo = make_conninfo (self->socket_dir, "postgres", "postgres");
  g_autoptr (PGconn) conn = tbk_pg_open_owner (conninfo, error);

  for (gsize i = 0; conn != NULL && i < G_N_ELEMENTS (first_objects); i++)
    {
      g_autoptr (PGresult) found = tbk_pg_exec (conn, first_objects[i].missing, NULL, 0, error);
      g_autoptr (PGresult) made = NULL;

      if (found == NULL)
        return FALSE;
      if (PQntuples (found) > 0)
        continue;
      made = tbk_pg_exec (conn, first_objects[i].sql, NULL, 0, error);
      if (made == NULL)
        return FALSE;
    }
  return conn != NULL;
}

static gboolean
prepare_folder (TbkCluster *self, GError **error)
{
  guint major = read_version (self->folder);

  if (g_mkdir_with_parents (self->data_dir, 0700) != 0)
    return fail (error, "make", self->data_dir);
  if (!tbk_spawn_find_user (&self->spawn, self->folder, error) || !take_lock (self, error) || !open_log (self, error))
    return FALSE;
  self->programs = tbk_spawn_find_programs (major, error);
  if (self->programs == NULL || (major == 0 && !make_cluster (self, error)))
    return FALSE;
  return open_folder (self, self->folder, error) && choose_socket_dir (self, error);
}

TbkCluster *
tbk_cluster_start (const char *data_dir, GError **error)
{
  TbkCluster *self = g_new0 (TbkCluster, 1);

  self->data_dir = g_canonicalize_filename (data_dir, NULL);
  self->folder = g_build_filename (self->data_dir, "pg", NULL);
  self->context = g_main_context_ref_thread_default ();
  self->lock = self->process = self->spawn.folder = self->spawn.log = -1;
  if (prepare_folder (self, error))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (role_names); i++)
        self->conninfos[i] = make_conninfo (self->socket_dir, "triboka", role_names[i]);
      tbk_orphans_clear (self->folder, ORPHAN_TIMEOUT_MS);
      if (spawn_postgres (self, error) && wait_ready (self, error) && make_objects (self, error))
        {
          watch (self);
          return self;
        }
    }
  tbk_cluster_stop (self);
  return NULL;
}

static void
end_postgres (TbkCluster *self)
{
  static const struct
  {
    int signal_number;
    int timeout_ms;
  } ways[] = { { SIGINT, STOP_TIMEOUT_MS }, { SIGQUIT, 5000 }, { SIGKILL, -1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      kill (self->pid, ways[i].signal_number);
      if (tbk_spawn_wait (self->process, ways[i].timeout_ms))
        break;
    }
  reap (self);
}

void
tbk_cluster_stop (TbkCluster *self)
{
  if (self == NULL)
    return;
  clear_source (&self->watch);
  clear_source (&self->restart);
  if (self->pid != 0)
    end_postgres (self);
  if (self->socket_dir != NULL && strcmp (self->socket_dir, self->folder) != 0)
    g_rmdir (self->socket_dir);
  close_fd (&self->spawn.folder);
  close_fd (&self->spawn.log);
  close_fd (&self->lock);
  for (gsize i = 0; i < G_N_ELEMENTS (self->conninfos); i++)
    g_free (self->conninfos[i]);
  g_main_context_unref (self->context);
  g_free (self->data_dir);
  g_free (self->folder);
  g_free (self->socket_dir);
  g_free (self->programs);
  g_free (self);
}

const char *
tbk_cluster_get_conninfo (const TbkCluster *self, TbkClusterRole role)
{
  return self->conninfos[role];
}

int
tbk_cluster_get_pid (const TbkCluster *self)
{
  return self->pid;
}
