/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-jobs-process.h"

#include <glib-unix.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tbk-jobs-worker.h"
#include "tbk-log.h"
#include "tbk-receptor.h"
#include "tbk-scale.h"
#include "tbk-stop-signal.h"
#include "tbk-worker.h"

static gboolean
stop_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
run (const TbkConfig *config, const char *conninfo, const TbkSql *sql)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (TbkJobsWorker) worker = tbk_jobs_worker_new (config, conninfo, sql);
  g_autoptr (TbkReceptor) receptor = config->mqtt_url != NULL ? tbk_receptor_new (config, conninfo, sql) : NULL;
  g_autoptr (TbkScale) scale = config->scale_port != NULL ? tbk_scale_new (config, conninfo, sql) : NULL;

  g_unix_signal_add (SIGTERM, stop_cb, loop);
  g_unix_signal_add (SIGINT, stop_cb, loop);
  tbk_stop_signal_release ();
  g_main_loop_run (loop);
}

int
tbk_jobs_process_run (const TbkConfig *config)
{
  const char *conninfo = g_getenv (TBK_WORKER_CONNINFO);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkSql) sql = NULL;
  pid_t parent = getppid ();

  signal (SIGPIPE, SIG_IGN);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    return 1; /* it went before we could say so */
  sql = tbk_sql_load (&error);
  if (sql == NULL || conninfo == NULL)
    {
      g_critical ("jobs: %s", error != NULL ? error->message
                                            : TBK_WORKER_CONNINFO
                                  " is missing: it is started by the supervisor");
      return 1;
    }
  run (config, conninfo, sql);
  tbk_log_flush ();
  return 0;
}
