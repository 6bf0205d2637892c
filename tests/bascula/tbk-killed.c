/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-killed.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

GStrv
tbk_killed_run (TbkKilledChild child, gconstpointer data, gsize after)
{
  int ends[2];
  pid_t pid;
  g_autoptr (GString) said = g_string_new (NULL);
  char bytes[4096];
  gssize n;
  char *last;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    child (ends[1], data);
  close (ends[1]);
  while (said->len < after && (n = read (ends[0], bytes, sizeof bytes)) > 0)
    g_string_append_len (said, bytes, n);
  kill (pid, SIGKILL);
  while ((n = read (ends[0], bytes, sizeof bytes)) > 0)
    g_string_append_len (said, bytes, n);
  close (ends[0]);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  last = strrchr (said->str, '\n');
  g_assert_nonnull (last);
  *last = '\0';
  return g_strsplit (said->str, "\n", -1);
}
