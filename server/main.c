/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>
#include <stdio.h>

#include "tbk-jobs-process.h"
#include "tbk-log.h"
#include "tbk-supervisor.h"
#include "tbk-worker.h"

typedef struct
{
  char *config_file;
  char *host;
  char *data_dir;
  char *admin;
  int port;
  int worker;
  gboolean jobs;
  gboolean demo;
  gboolean version;
} Options;

static gboolean
parse (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &options->config_file, "Settings, a KEY=VALUE a line",
      "FILE" },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &options->data_dir,
      "Folder of the database and everything else", "DIR" },
    { "host", 0, 0, G_OPTION_ARG_STRING, &options->host, "Address to listen on", "ADDRESS" },
    { "port", 'p', 0, G_OPTION_ARG_INT, &options->port, "Port to listen on; 0: a free one", "N" },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &options->demo, "Fill an empty database with demo data", NULL },
    { "admin", 0, 0, G_OPTION_ARG_STRING, &options->admin,
      "Make the first administrator, its password on standard input, and end", "EMAIL" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Say the version and end", NULL },
    { "jobs", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &options->jobs, NULL, NULL },
    { "worker", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &options->worker, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- Triboka's server");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "unknown argument %s", (*argv)[1]);
      return FALSE;
    }
  return TRUE;
}

/* What the command line says becomes environment, which workers inherit. */
static void
export_options (const Options *options)
{
  g_autofree char *port = g_strdup_printf ("%d", options->port);

  if (options->host != NULL)
    g_setenv ("HOST", options->host, TRUE);
  if (options->port >= 0)
    g_setenv ("PORT", port, TRUE);
  if (options->data_dir != NULL)
    {
      g_autofree char *absolute = g_canonicalize_filename (options->data_dir, NULL);

      g_setenv ("DATA_DIR", absolute, TRUE);
    }
}

static int
run_supervisor (const TbkConfig *config, const Options *options)
{
  g_autofree char *file = options->config_file != NULL ? g_canonicalize_filename (options->config_file, NULL)
                                                       : NULL;
  const char *arguments[] = { "--config", file, NULL };
  const TbkSupervisorOptions how = {
    .worker_arguments = file != NULL ? arguments : arguments + 2,
    .demo = options->demo,
  };

  return tbk_supervisor_run (config, &how);
}

static int
run (const Options *options, GError **error)
{
  g_autofree char *process = options->worker >= 0 ? g_strdup_printf ("worker-%d", options->worker)
                                                  : g_strdup (options->jobs ? "jobs" : "supervisor");
  g_auto (GStrv) environment = NULL;
  g_autoptr (TbkConfig) config = NULL;

  tbk_log_init (process);
  export_options (options);
  environment = g_get_environ ();
  config = tbk_config_load (environment, options->config_file, error);
  if (config == NULL)
    return 1;
  tbk_log_set_app (config->app_name);
  if (options->admin != NULL)
    return tbk_supervisor_make_admin (config, options->admin);
  if (options->jobs)
    return tbk_jobs_process_run (config);
  return options->worker >= 0 ? tbk_worker_run (config, options->worker) : run_supervisor (config, options);
}

int
main (int argc, char **argv)
{
  Options options = { .port = -1, .worker = -1 };
  g_autoptr (GError) error = NULL;
  int status = 1;

  setlocale (LC_ALL, "C.UTF-8");
  if (parse (&options, &argc, &argv, &error))
    status = options.version ? printf ("triboka-server %s\n", TRIBOKA_VERSION) < 0 : run (&options, &error);
  if (error != NULL)
    fprintf (stderr, "triboka-server: %s\n", error->message);
  g_free (options.config_file);
  g_free (options.host);
  g_free (options.admin);
  g_free (options.data_dir);
  return status;
}
