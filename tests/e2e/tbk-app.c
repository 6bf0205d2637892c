/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-app.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "tbk-app-private.h"

#define START_TIMEOUT_S 60
#define WAIT_TIMEOUT_S 25
#define CLOSE_TIMEOUT_S 30
#define LOOK_AGAIN_MS 40

/* The leaks of app and server are looked for when those end; a journey's own are nobody's, and
 * LeakSanitizer now and then crashes over the threads that it has. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

/* --- starting --- */

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
set_folder (GSubprocessLauncher *launcher, const char *home, const char *variable, const char *name)
{
  g_autofree char *folder = g_build_filename (home, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_subprocess_launcher_setenv (launcher, variable, folder, TRUE);
}

/* One font, whatever is installed: pictures are to be compared. */
static void
write_gtk_settings (const char *home)
{
  g_autofree char *folder = g_build_filename (home, "config", "gtk-4.0", NULL);
  g_autofree char *path = g_build_filename (folder, "settings.ini", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, "[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=false\n", -1, &error);
  g_assert_no_error (error);
}

/* Without the password of its file, libsecret has no keyring to write to. */
static void
set_keyring (GSubprocessLauncher *launcher, const TbkAppSetup *setup)
{
  g_autofree char *path = g_build_filename (setup->home, "keyring", NULL);

  g_subprocess_launcher_setenv (launcher, "SECRET_BACKEND", "file", TRUE);
  if (!setup->has_keyring)
    return;
  g_subprocess_launcher_setenv (launcher, "SECRET_FILE_TEST_PATH", path, TRUE);
  g_subprocess_launcher_setenv (launcher, "SECRET_FILE_TEST_PASSWORD", "keyring", TRUE);
}

/* Leaks are judged by check_end(): the status is of the app alone. */
static void
set_sanitizers (GSubprocessLauncher *launcher)
{
  const char *suppressions = g_getenv ("TBK_LSAN_SUPPRESSIONS");
  g_autofree char *leaks = g_strdup_printf ("exitcode=0:print_suppressions=0:suppressions=%s", suppressions);

  if (suppressions != NULL)
    g_subprocess_launcher_setenv (launcher, "LSAN_OPTIONS", leaks, TRUE);
}

static void
set_environment (GSubprocessLauncher *launcher, const TbkAppSetup *setup)
{
  const char *locale = setup->locale != NULL ? setup->locale : "C.UTF-8";
  static const char *const fixed[][2] = {
    { "GDK_BACKEND", "x11" },
    { "GSK_RENDERER", "cairo" },
    { "GDK_DEBUG", "gl-disable" }, /* a GL driver leaks */
    { "GSETTINGS_BACKEND", "keyfile" },
    { "GIO_USE_VFS", "local" },
    { "GTK_USE_PORTAL", "0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    g_subprocess_launcher_setenv (launcher, fixed[i][0], fixed[i][1], TRUE);
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "LANGUAGE");
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  g_subprocess_launcher_setenv (launcher, "LC_ALL", locale, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", setup->home, TRUE);
  set_folder (launcher, setup->home, "XDG_CONFIG_HOME", "config");
  set_folder (launcher, setup->home, "XDG_DATA_HOME", "data");
  set_folder (launcher, setup->home, "XDG_CACHE_HOME", "cache");
  if (setup->is_dark)
    g_subprocess_launcher_setenv (launcher, "ADW_DEBUG_COLOR_SCHEME", "prefer-dark", TRUE);
  set_sanitizers (launcher);
  set_keyring (launcher, setup);
  write_gtk_settings (setup->home);
}

static void
set_bus (TbkApp *app, GSubprocessLauncher *launcher)
{
  g_autofree char *address = tbk_app_start_bus (app);

  app->desktop = tbk_desktop_new (address);
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  g_subprocess_launcher_setenv (launcher, "AT_SPI_BUS_ADDRESS", tbk_tree_get_bus_address (app->tree), TRUE);
}

static GSubprocess *
spawn (TbkApp *app, const TbkAppSetup *setup)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_MERGE);
  const char *program = g_getenv ("TBK_APP");
  GSubprocess *process;

  if (program == NULL)
    g_error ("TBK_APP is not set: run this by meson test");
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  g_subprocess_launcher_set_stdout_file_path (launcher, app->log_path);
  set_environment (launcher, setup);
  if (setup->beside != NULL)
    set_bus (app, launcher);
  else
    app->desktop = tbk_desktop_new (NULL);
  if (setup->url != NULL)
    process = g_subprocess_launcher_spawn (launcher, &error, program, "--url", setup->url, NULL);
  else
    process = g_subprocess_launcher_spawn (launcher, &error, program, NULL);
  g_assert_no_error (error);
  return process;
}

/* What this test leaves behind: <program>-<app><what>. */
static char *
trace_path (TbkApp *app, const char *what)
{
  const char *folder = g_getenv ("TBK_LOG_DIR");
  g_autofree char *program = g_path_get_basename (g_get_prgname ());
  g_autofree char *name = g_strdup_printf ("%s-%s%s", program, app->name, what);

  return g_build_filename (folder != NULL ? folder : g_get_tmp_dir (), name, NULL);
}

static gboolean
is_window_there (TbkApp *app, gpointer data)
{
  return tbk_tree_get_top (app->tree) != NULL;
}

TbkApp *
tbk_app_start (const TbkAppSetup *setup)
{
  TbkApp *app = g_new0 (TbkApp, 1);

  app->timeout_s = START_TIMEOUT_S;
  app->name = g_strdup (setup->beside != NULL ? setup->beside : "app");
  app->log_path = trace_path (app, ".log");
  app->tree = tbk_tree_new ();
  g_remove (app->log_path); /* of the start before: it would be appended to */
  app->process = spawn (app, setup);
  g_test_message ("app log: %s", app->log_path);
  tbk_app_wait_until (app, is_window_there, NULL, "the app's window");
  app->timeout_s = WAIT_TIMEOUT_S;
  return app;
}

TbkTree *
tbk_app_get_tree (TbkApp *app)
{
  return app->tree;
}

void
tbk_app_set_patience (TbkApp *app, guint seconds)
{
  app->timeout_s = seconds;
}

/* --- failing --- */

static void
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

void
tbk_app_run_tool (const char *const *arguments)
{
  run (arguments);
}

void
tbk_app_shoot (TbkApp *app, const char *path)
{
  run ((const char *const[]){ "import", "-window", "root", path, NULL });
}

static void
print_log (TbkApp *app)
{
  g_autofree char *log = NULL;

  if (g_file_get_contents (app->log_path, &log, NULL, NULL) && log[0] != '\0')
    g_printerr ("%s", log);
}

void
tbk_app_fail (TbkApp *app, const char *format, ...)
{
  g_autofree char *picture = trace_path (app, "-failure.png");
  g_autofree char *words = trace_path (app, "-failure.txt");
  g_autofree char *message = NULL;
  g_autofree char *tree = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  tbk_app_shoot (app, picture);
  tree = tbk_tree_describe (app->tree);
  g_file_set_contents (words, tree, -1, NULL);
  print_log (app);
  g_error ("%s; the screen is in %s, what assistive technology sees in %s", message, picture, words);
}

/* --- waiting --- */

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
has_ended (TbkApp *app)
{
  return g_subprocess_get_identifier (app->process) == NULL;
}

void
tbk_app_wait_on (TbkApp *app, gboolean look, TbkAppTest test, gpointer data, const char *what)
{
  gint64 deadline = g_get_monotonic_time () + app->timeout_s * G_TIME_SPAN_SECOND;
  guint tick = g_timeout_add (LOOK_AGAIN_MS, tick_cb, NULL);
  gint64 begin = g_get_monotonic_time ();

  while ((look && !tbk_tree_look (app->tree)) || !test (app, data))
    {
      gint64 now = g_get_monotonic_time (), again = now + (look ? now - begin : 0);

      if (has_ended (app))
        tbk_app_fail (app, "the app ended while it was to show %s", what);
      if (g_get_monotonic_time () > deadline)
        tbk_app_fail (app, "waited %u s for %s", app->timeout_s, what);
      /* a look costs the app as much as the test: it is left the same time for its own work */
      do
        g_main_context_iteration (NULL, TRUE);
      while (g_get_monotonic_time () < again);
      begin = g_get_monotonic_time ();
    }
  g_source_remove (tick);
}

void
tbk_app_wait_until (TbkApp *app, TbkAppTest test, gpointer data, const char *what)
{
  tbk_app_wait_on (app, TRUE, test, data, what);
}

/* --- closing --- */

typedef struct
{
  gboolean done;
  gboolean late;
} Ending;

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Ending *ending = data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  ending->done = TRUE;
}

static void
late_cb (gpointer data)
{
  ((Ending *) data)->late = TRUE;
}

static void
wait_ended (TbkApp *app)
{
  Ending ending = { 0 };
  guint late = g_timeout_add_once (CLOSE_TIMEOUT_S * 1000, late_cb, &ending);

  g_subprocess_wait_async (app->process, NULL, ended_cb, &ending);
  while (!ending.done && !ending.late)
    g_main_context_iteration (NULL, TRUE);
  if (!ending.done)
    tbk_app_fail (app, "the app is still there %d s after Ctrl+Q", CLOSE_TIMEOUT_S);
  g_source_remove (late);
}

/* A leak is the app's where its own code stands in the stack. Others are of libraries: GLib's own
 * table of quarks, left behind each time that it makes a larger one, shows as g_malloc() and
 * nothing else, which no suppression tells apart. */
static gboolean
has_leak (const char *log)
{
  static const char *const sort = "irect leak of "; /* direct or indirect */
  g_auto (GStrv) reports = g_strsplit (log, "\n\n", -1);

  for (guint i = 0; reports[i] != NULL; i++)
    if (strstr (reports[i], sort) != NULL
        && (strstr (reports[i], "/client/") != NULL || strstr (reports[i], "/domain/") != NULL))
      return TRUE;
  return FALSE;
}

/* Returns: (nullable): what it said that it should not have. */
static const char *
find_wrong (TbkApp *app, char **log)
{
  static const char *const forbidden[] = {
    "-WARNING **",
    "-CRITICAL **",
    "-ERROR **",
    "ERROR: AddressSanitizer",
    "runtime error:",
  };
  g_autoptr (GError) error = NULL;

  g_file_get_contents (app->log_path, log, NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    if (strstr (*log, forbidden[i]) != NULL)
      return forbidden[i];
  return NULL;
}

static void
check_end (TbkApp *app, gboolean killed)
{
  g_autofree char *log = NULL;
  const char *found = find_wrong (app, &log);

  if (found == NULL && has_leak (log))
    found = "a leak";
  if (found == NULL && (killed || g_subprocess_get_successful (app->process)))
    return;
  print_log (app);
  g_error ("the app ended with wait status %d and said %s; all that it said is above",
           g_subprocess_get_status (app->process), found != NULL ? found : "nothing wrong");
}

static void
free_app (TbkApp *app)
{
  g_object_unref (app->process);
  tbk_desktop_free (app->desktop);
  tbk_app_stop_bus (app);
  tbk_tree_free (app->tree);
  g_free (app->name);
  g_free (app->log_path);
  g_free (app);
}

void
tbk_app_close (TbkApp *app)
{
  if (app == NULL)
    return;
  tbk_app_key (app, "ctrl+q");
  wait_ended (app);
  check_end (app, FALSE);
  free_app (app);
}

void
tbk_app_kill (TbkApp *app)
{
  g_subprocess_send_signal (app->process, SIGKILL);
  wait_ended (app);
  check_end (app, TRUE);
  free_app (app);
}
