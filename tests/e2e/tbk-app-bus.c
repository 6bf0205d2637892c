/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-app-private.h"

#include <signal.h>
#include <sys/prctl.h>

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

char *
tbk_app_start_bus (TbkApp *app)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  char *address;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  app->bus = g_subprocess_launcher_spawn (launcher, &error, "dbus-daemon", "--session", "--nofork", "--nopidfile",
                                          "--print-address=1", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (app->bus));
  address = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (address);
  return address;
}

void
tbk_app_stop_bus (TbkApp *app)
{
  g_autoptr (GError) error = NULL;

  if (app->bus == NULL)
    return;
  g_subprocess_send_signal (app->bus, SIGTERM);
  g_subprocess_wait (app->bus, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&app->bus);
}
