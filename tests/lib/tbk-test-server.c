/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-test-server.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#define READY "triboka-server: ready "
#define READY_TIMEOUT_S 120

struct _TbkTestServer
{
  GSubprocess *process;
  GThread *reader;
  FILE *log;
  char *log_path;
  char *data_dir;
  char **environment; /* nullable */
  const char *demo;   /* the argument for demo data, or NULL */
  GMutex lock;        /* guards url and ended */
  GCond changed;
  char *url;
  gboolean ended;
};

static const char *const quick_settings[]
    = { "RATE_PER_MINUTE=100000000", "RATE_STRICT_PER_MINUTE=100000000", "WORKERS=2", NULL };

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static void
take_line (TbkTestServer *server, const char *line)
{
  fprintf (server->log, "%s\n", line);
  fflush (server->log);
  if (!g_str_has_prefix (line, READY))
    return;
  g_mutex_lock (&server->lock);
  g_clear_pointer (&server->url, g_free);
  server->url = g_strdup (line + strlen (READY));
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
}

static gpointer
read_output (gpointer data)
{
  TbkTestServer *server = data;
  g_autoptr (GDataInputStream) lines
             = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server->process));

  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
      if (line == NULL)
        break;
      take_line (server, line);
    }
  g_mutex_lock (&server->lock);
  server->ended = TRUE;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
  return NULL;
}

static void
open_log (TbkTestServer *server)
{
  const char *folder = g_getenv ("TBK_LOG_DIR");
  g_autofree char *program = g_path_get_basename (g_get_prgname ());
  g_autofree char *name = g_strconcat (program, "-server.log", NULL);

  server->log_path = g_build_filename (folder != NULL ? folder : g_get_tmp_dir (), name, NULL);
  server->log = g_fopen (server->log_path, "we");
  g_assert_nonnull (server->log);
  g_test_message ("server log: %s", server->log_path);
}

static void
wait_ready (TbkTestServer *server)
{
  gint64 deadline = g_get_monotonic_time () + READY_TIMEOUT_S * G_TIME_SPAN_SECOND;

  g_mutex_lock (&server->lock);
  while (server->url == NULL && !server->ended)
    if (!g_cond_wait_until (&server->changed, &server->lock, deadline))
      break;
  g_mutex_unlock (&server->lock);
  if (server->url == NULL)
    g_error ("the server %s; see %s", server->ended ? "ended before it was ready" : "is not ready in time",
             server->log_path);
}

/* PostgreSQL's user must get into the folder when the tests run as root. */
static char *
make_data_dir (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("tbk-XXXXXX", &error);

  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  return g_steal_pointer (&folder);
}

static GSubprocess *
spawn (const TbkTestServer *server, guint16 port)
{
  const char *const *environment = (const char *const *) server->environment;
  g_autofree char *number = g_strdup_printf ("%u", port);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  const char *program = g_getenv ("TBK_SERVER");
  GSubprocess *process;

  if (program == NULL)
    g_error ("TBK_SERVER is not set: run this by meson test");
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  for (guint i = 0; quick_settings[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (quick_settings[i], "=", 2);
      g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
    }
  for (guint i = 0; environment != NULL && environment[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (environment[i], "=", 2);
      g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
    }
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--data", server->data_dir,
                                         "--port", number, server->demo, NULL);
  g_assert_no_error (error);
  return process;
}

static TbkTestServer *
start (const char *const *environment, const char *demo)
{
  TbkTestServer *server = g_new0 (TbkTestServer, 1);

  g_mutex_init (&server->lock);
  g_cond_init (&server->changed);
  server->data_dir = make_data_dir ();
  open_log (server);
  server->environment = g_strdupv ((char **) environment);
  server->demo = demo;
  server->process = spawn (server, 0);
  server->reader = g_thread_new ("server log", read_output, server);
  wait_ready (server);
  return server;
}

TbkTestServer *
tbk_test_server_new (const char *const *environment)
{
  return start (environment, "--demo");
}

TbkTestServer *
tbk_test_server_new_empty (const char *const *environment)
{
  return start (environment, NULL);
}

void
tbk_test_server_stop (TbkTestServer *server)
{
  g_autoptr (GError) error = NULL;

  if (server->process == NULL)
    return;
  g_subprocess_send_signal (server->process, SIGTERM);
  g_subprocess_wait (server->process, NULL, &error);
  g_assert_no_error (error);
  g_thread_join (g_steal_pointer (&server->reader));
  if (!g_subprocess_get_successful (server->process))
    {
      g_test_message ("the server ended with wait status %d", g_subprocess_get_status (server->process));
      g_test_fail ();
      fprintf (stderr, "the server did not end well; see %s\n", server->log_path);
    }
  g_clear_object (&server->process);
}

void
tbk_test_server_kill (TbkTestServer *server)
{
  g_subprocess_send_signal (server->process, SIGKILL);
  g_subprocess_wait (server->process, NULL, NULL);
  g_thread_join (g_steal_pointer (&server->reader));
  g_clear_object (&server->process);
}

void
tbk_test_server_start_again (TbkTestServer *server)
{
  guint16 port = tbk_test_server_get_port (server);

  g_return_if_fail (server->process == NULL);

  g_clear_pointer (&server->url, g_free);
  server->ended = FALSE;
  server->process = spawn (server, port);
  server->reader = g_thread_new ("server log", read_output, server);
  wait_ready (server);
}

void
tbk_test_server_free (TbkTestServer *server)
{
  if (server == NULL)
    return;
  tbk_test_server_stop (server);
  fclose (server->log);
  tbk_test_remove_tree (server->data_dir);
  g_mutex_clear (&server->lock);
  g_cond_clear (&server->changed);
  g_strfreev (server->environment);
  g_free (server->log_path);
  g_free (server->data_dir);
  g_free (server->url);
  g_free (server);
}

const char *
tbk_test_server_get_url (TbkTestServer *server)
{
  return server->url;
}

guint16
tbk_test_server_get_port (TbkTestServer *server)
{
  return (guint16) g_ascii_strtoull (strrchr (server->url, ':') + 1, NULL, 10);
}

const char *
tbk_test_server_get_data_dir (TbkTestServer *server)
{
  return server->data_dir;
}

GPid
tbk_test_server_get_pid (TbkTestServer *server)
{
  return (GPid) g_ascii_strtoll (g_subprocess_get_identifier (server->process), NULL, 10);
}

char *
tbk_test_server_read_log (TbkTestServer *server)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (server->log_path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static char *
program_of (GPid pid)
{
  g_autofree char *link = g_strdup_printf ("/proc/%d/exe", pid);

  return g_file_read_link (link, NULL);
}

/* Not the one that does the queue's work. */
static gboolean
is_worker (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/cmdline", pid);
  g_autofree char *arguments = NULL;
  gsize length = 0;

  return g_file_get_contents (path, &arguments, &length, NULL) && memmem (arguments, length, "--worker", 8) != NULL;
}

/* The supervisor's children that run its own program; the others are PostgreSQL's. */
GArray *
tbk_test_server_get_workers (TbkTestServer *server)
{
  GPid supervisor = tbk_test_server_get_pid (server);
  GArray *workers = g_array_new (FALSE, FALSE, sizeof (GPid));
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", supervisor, supervisor);
  g_autofree char *program = program_of (supervisor);
  g_autofree char *text = NULL;
  g_auto (GStrv) children = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  children = g_strsplit (g_strstrip (text), " ", -1);
  for (guint i = 0; children[i] != NULL; i++)
    {
      GPid pid = (GPid) g_ascii_strtoll (children[i], NULL, 10);
      g_autofree char *own = program_of (pid);
      if (own != NULL && g_str_equal (own, program) && is_worker (pid))
        g_array_append_val (workers, pid);
    }
  return workers;
}

gsize
tbk_test_server_get_memory (TbkTestServer *server)
{
  g_autoptr (GArray) workers = tbk_test_server_get_workers (server);
  gsize sum = 0;

  for (guint i = 0; i < workers->len; i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/status", g_array_index (workers, GPid, i));
      g_autofree char *text = NULL;
      const char *rss = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        rss = strstr (text, "VmRSS:");
      if (rss != NULL)
        sum += g_ascii_strtoull (rss + strlen ("VmRSS:"), NULL, 10);
    }
  return sum;
}
