/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-supervisor.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tbk-board.h"
#include "tbk-first-admin.h"
#include "tbk-log.h"
#include "tbk-problem.h"
#include "tbk-socket.h"
#include "tbk-stop-signal.h"
#include "tbk-storage.h"
#include "tbk-store.h"
#include "tbk-tls.h"
#include "tbk-worker.h"

/* A worker that ends sooner than this had no good start; the next one waits, each time longer. */
#define GOOD_LIFE_US (5 * G_USEC_PER_SEC)
#define MIN_BACKOFF_MS 100
#define MAX_BACKOFF_MS 5000
/* After the workers' own time to drain. */
#define KILL_GRACE_S 5
/* Descriptors that a worker needs besides those of its clients. */
#define SPARE_FILES 256

typedef struct _Supervisor Supervisor;

typedef struct
{
  Supervisor *supervisor;
  guint index;
  int listen_fd;        /* -1: it is the one that does the queue's work, and serves nobody */
  GSubprocess *process; /* NULL: none now */
  gint64 started_us;
  guint backoff_ms;
  guint restart_source;
  guint ready_source;
  int ready_fd; /* read while ready_source is set */
} Slot;

struct _Supervisor
{
  const TbkConfig *config;
  const TbkSupervisorOptions *options;
  GMainLoop *loop;
  TbkStore *store;
  TbkStorage *files;
  TbkBoard *board;
  Slot slots[TBK_BOARD_MAX_WORKERS];
  guint port;
  Slot jobs;
  guint n_running; /* processes, the one for jobs among them */
  guint n_serving;
  gboolean ready;
  gboolean stopping;
  int status;
};

static void start_worker (Slot *slot);

static gboolean
restart_cb (gpointer user_data)
{
  Slot *slot = user_data;

  slot->restart_source = 0;
  start_worker (slot);
  return G_SOURCE_REMOVE;
}

static gboolean
serves (const Slot *slot)
{
  return slot->listen_fd >= 0;
}

static void
schedule_restart (Slot *slot)
{
  gboolean good = g_get_monotonic_time () - slot->started_us > GOOD_LIFE_US;

  slot->backoff_ms = good ? 0 : CLAMP (slot->backoff_ms * 2, MIN_BACKOFF_MS, MAX_BACKOFF_MS);
  slot->restart_source = g_timeout_add (slot->backoff_ms, restart_cb, slot);
}

/* No worker ever served: what is wrong will not mend itself. */
static void
give_up (Supervisor *supervisor)
{
  supervisor->status = 1;
  g_main_loop_quit (supervisor->loop);
}

static void
forget_ready (Slot *slot)
{
  if (slot->ready_source == 0)
    return;
  g_clear_handle_id (&slot->ready_source, g_source_remove);
  close (slot->ready_fd);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Slot *slot = user_data;
  Supervisor *supervisor = slot->supervisor;
  GSubprocess *process = G_SUBPROCESS (source);

  g_subprocess_wait_finish (process, result, NULL);
  if (!supervisor->stopping && g_subprocess_get_if_signaled (process))
    g_warning ("%s %u was ended by signal %d", serves (slot) ? "worker" : "jobs worker", slot->index,
               g_subprocess_get_term_sig (process));
  else if (!supervisor->stopping)
    g_warning ("%s %u ended with status %d", serves (slot) ? "worker" : "jobs worker", slot->index,
               g_subprocess_get_exit_status (process));
  g_clear_object (&slot->process);
  forget_ready (slot);
  supervisor->n_running--;
  if (serves (slot))
    {
      tbk_board_worker_down (supervisor->board, slot->index);
      supervisor->n_serving--;
    }

  if (supervisor->stopping && supervisor->n_running == 0)
    g_main_loop_quit (supervisor->loop);
  else if (!supervisor->stopping && !supervisor->ready && supervisor->n_serving == 0)
    give_up (supervisor);
  else if (!supervisor->stopping)
    schedule_restart (slot);
}

static gboolean
ready_cb (gint fd, GIOCondition condition, gpointer user_data)
{
  Slot *slot = user_data;
  Supervisor *supervisor = slot->supervisor;
  const TbkConfig *config = supervisor->config;
  gboolean six = strchr (config->host, ':') != NULL;
  char byte;

  slot->ready_source = 0;
  if (read (fd, &byte, 1) == 1 && !supervisor->ready)
    {
      supervisor->ready = TRUE;
      printf ("triboka-server: ready %s://%s%s%s:%u\n", config->tls ? "https" : "http", six ? "[" : "",
              config->host,
              six ? "]" : "", supervisor->port);
      fflush (stdout);
    }
  close (fd);
  return G_SOURCE_REMOVE;
}

static char **
worker_argv (const Slot *slot)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *index = g_strdup_printf ("%u", slot->index);

  g_strv_builder_add (argv, "/proc/self/exe");
  g_strv_builder_add (argv, serves (slot) ? "--worker" : "--jobs");
  if (serves (slot))
    g_strv_builder_add (argv, index);
  g_strv_builder_addv (argv, (const char **) slot->supervisor->options->worker_arguments);
  return g_strv_builder_end (argv);
}

static void
start_worker (Slot *slot)
{
  Supervisor *supervisor = slot->supervisor;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_auto (GStrv) argv = worker_argv (slot);
  g_autoptr (GError) error = NULL;
  int ready[2];

  slot->started_us = g_get_monotonic_time ();
  if (!g_unix_open_pipe (ready, FD_CLOEXEC, &error))
    {
      g_critical ("worker %u: %s", slot->index, error->message);
      schedule_restart (slot);
      return;
    }
  g_subprocess_launcher_set_child_setup (launcher, tbk_stop_signal_hold, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, TBK_WORKER_CONNINFO, tbk_store_get_app (supervisor->store), TRUE);
  if (serves (slot))
    g_subprocess_launcher_take_fd (launcher, dup (slot->listen_fd), TBK_WORKER_LISTEN_FD);
  g_subprocess_launcher_take_fd (launcher, dup (tbk_board_get_fd (supervisor->board)), TBK_WORKER_BOARD_FD);
  g_subprocess_launcher_take_fd (launcher, ready[1], TBK_WORKER_READY_FD);
  slot->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  if (slot->process == NULL)
    {
      close (ready[0]);
      g_critical ("worker %u cannot be started: %s", slot->index, error->message);
      schedule_restart (slot);
      return;
    }
  supervisor->n_running++;
  supervisor->n_serving += serves (slot);
  slot->ready_fd = ready[0];
  slot->ready_source = g_unix_fd_add (ready[0], G_IO_IN | G_IO_HUP, ready_cb, slot);
  g_subprocess_wait_async (slot->process, NULL, ended_cb, slot);
}

static void
signal_workers (Supervisor *supervisor, int number)
{
  for (guint i = 0; i < supervisor->config->workers; i++)
    if (supervisor->slots[i].process != NULL)
      g_subprocess_send_signal (supervisor->slots[i].process, number);
  if (supervisor->jobs.process != NULL)
    g_subprocess_send_signal (supervisor->jobs.process, number);
}

static gboolean
kill_cb (gpointer user_data)
{
  Supervisor *supervisor = user_data;

  g_warning ("workers did not stop in time and are killed");
  signal_workers (supervisor, SIGKILL);
  return G_SOURCE_REMOVE;
}

static gboolean
stop_cb (gpointer user_data)
{
  Supervisor *supervisor = user_data;

  if (supervisor->stopping)
    return G_SOURCE_CONTINUE;
  supervisor->stopping = TRUE;
  g_info ("stopping");
  for (guint i = 0; i < supervisor->config->workers; i++)
    g_clear_handle_id (&supervisor->slots[i].restart_source, g_source_remove);
  g_clear_handle_id (&supervisor->jobs.restart_source, g_source_remove);
  signal_workers (supervisor, SIGTERM);
  g_timeout_add_seconds (supervisor->config->drain_timeout_s + KILL_GRACE_S, kill_cb, supervisor);
  if (supervisor->n_running == 0)
    g_main_loop_quit (supervisor->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
bind_port (Supervisor *supervisor, GError **error)
{
  const TbkConfig *config = supervisor->config;
  int fds[TBK_BOARD_MAX_WORKERS];

  supervisor->port = tbk_socket_bind (config->host, config->port, fds, config->workers, error);
  if (supervisor->port == 0)
    return FALSE;
  for (guint i = 0; i < config->workers; i++)
    supervisor->slots[i] = (Slot){ .supervisor = supervisor, .index = i, .listen_fd = fds[i] };
  return TRUE;
}

static gboolean
make_certificate (const TbkConfig *config, GError **error)
{
  g_autofree char *cert_file = tbk_worker_cert_file (config);
  g_autofree char *key_file = tbk_worker_key_file (config);
  g_autofree char *fingerprint = NULL;

  if (!config->tls)
    return TRUE;
  if (config->tls_cert == NULL && !tbk_tls_make_files (cert_file, key_file, error))
    return FALSE;
  fingerprint = tbk_tls_fingerprint (cert_file, error);
  if (fingerprint == NULL)
    {
      g_prefix_error (error, "TLS_CERT: ");
      return FALSE;
    }
  g_message ("certificate SHA-256 %s", fingerprint);
  return TRUE;
}

/* Here, where it is said once, and not by each worker. */
static gboolean
check_certificate (const TbkConfig *config, GError **error)
{
  const guint8 ticket_key[TBK_TLS_TICKET_KEY_BYTES] = { 0 };
  g_autofree char *cert_file = tbk_worker_cert_file (config);
  g_autofree char *key_file = tbk_worker_key_file (config);
  g_autoptr (TbkTls) tls = config->tls ? tbk_tls_new (cert_file, key_file, ticket_key, error) : NULL;

  return !config->tls || tls != NULL;
}

/* Each connection is a descriptor; shells and services are given 1,024. */
static void
raise_file_limit (const TbkConfig *config)
{
  const rlim_t wanted = config->max_connections + SPARE_FILES;
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted)
    return;
  limit.rlim_cur = MIN (wanted, limit.rlim_max);
  if (setrlimit (RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur < wanted)
    g_message ("MAX_CONNECTIONS is %u, but this process may only open %lu files", config->max_connections,
               (gulong) limit.rlim_cur);
}

static gboolean
open_supervisor (Supervisor *supervisor, GError **error)
{
  const TbkConfig *config = supervisor->config;

  if (g_mkdir_with_parents (config->data_dir, 0755) < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "DATA_DIR %s: %s", config->data_dir,
                   g_strerror (errno));
      return FALSE;
    }
  if (!bind_port (supervisor, error) || !make_certificate (config, error)
      || !check_certificate (config, error))
    return FALSE;
  supervisor->files = tbk_storage_new (config->storage_root, 0, error); /* its workers open it each for itself */
  if (supervisor->files == NULL)
    return FALSE;
  raise_file_limit (config);
  supervisor->board = tbk_board_new (error);
  if (supervisor->board == NULL)
    return FALSE;
  supervisor->store = tbk_store_open (config, error);
  if (supervisor->store == NULL)
    return FALSE;
  return !supervisor->options->demo || tbk_store_seed_demo (supervisor->store, supervisor->files, error);
}

static gboolean
start_workers (Supervisor *supervisor, GError **error)
{
  for (guint i = 0; i < supervisor->config->workers; i++)
    {
      if (!tbk_socket_listen (&supervisor->slots[i].listen_fd, 1, error))
        return FALSE;
      start_worker (&supervisor->slots[i]);
    }
  supervisor->jobs = (Slot){ .supervisor = supervisor, .listen_fd = -1 };
  start_worker (&supervisor->jobs);
  return TRUE;
}

/* One line, with what is wrong of each field. */
static void
say_problem (const GError *error)
{
  const GPtrArray *fields = tbk_problem_get_fields (error);

  fprintf (stderr, "triboka-server: %s", error->message);
  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const TbkFieldError *field = g_ptr_array_index (fields, i);

      fprintf (stderr, "; %s %s", field->loc, field->msg);
    }
  fputc ('\n', stderr);
}

static gboolean
make_admin (const TbkConfig *config, const char *email, GError **error)
{
  g_autoptr (TbkStore) store = tbk_store_open (config, error);
  g_autofree char *password = store != NULL ? tbk_first_admin_read_password () : NULL;

  if (store == NULL)
    return FALSE;
  return tbk_first_admin_make (store, email, password != NULL ? password : "", error);
}

int
tbk_supervisor_make_admin (const TbkConfig *config, const char *email)
{
  g_autoptr (GError) error = NULL;

  if (make_admin (config, email, &error))
    {
      printf ("triboka-server: %s is the administrator\n", email);
      return 0;
    }
  say_problem (error);
  return 1;
}

int
tbk_supervisor_run (const TbkConfig *config, const TbkSupervisorOptions *options)
{
  Supervisor supervisor = { .config = config, .options = options };
  g_autoptr (GError) error = NULL;

  signal (SIGPIPE, SIG_IGN);
  supervisor.loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, stop_cb, &supervisor);
  g_unix_signal_add (SIGINT, stop_cb, &supervisor);
  if (open_supervisor (&supervisor, &error) && start_workers (&supervisor, &error))
    g_main_loop_run (supervisor.loop);
  if (error != NULL)
    {
      say_problem (error);
      supervisor.status = 1;
    }
  g_clear_pointer (&supervisor.store, tbk_store_close);
  g_clear_pointer (&supervisor.files, tbk_storage_free);
  g_clear_pointer (&supervisor.board, tbk_board_free);
  g_main_loop_unref (supervisor.loop);
  tbk_log_flush ();
  return supervisor.status;
}
