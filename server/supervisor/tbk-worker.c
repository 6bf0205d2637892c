/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-worker.h"

#include <glib-unix.h>
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tbk-api.h"
#include "tbk-app.h"
#include "tbk-kernel.h"
#include "tbk-hub.h"
#include "tbk-key.h"
#include "tbk-log.h"
#include "tbk-openapi.h"
#include "tbk-router.h"
#include "tbk-server.h"
#include "tbk-stop-signal.h"
#include "tbk-tls.h"

#define LANE_THREADS 2
#define POOL_QUEUE 256
#define LANE_QUEUE 64
#define PIPE_IN_FLIGHT 8
#define PIPE_QUEUE 1024
#define REPORT_MS 200
#define DRAIN_LOOK_MS 50
#define TICKET_TTL_S 60
/* Arenas beyond these only hold memory that the others could use. */
#define MAX_ARENAS 2

typedef struct
{
  const TbkConfig *config;
  guint index;
  GMainLoop *loop;
  TbkApp app;
  TbkTls *tls;
  TbkServer *server;
  TbkHub *hub;
  gint64 drain_until_us; /* 0: not draining */
  gboolean ready_told;
} Worker;

char *
tbk_worker_cert_file (const TbkConfig *config)
{
  return config->tls_cert != NULL ? g_strdup (config->tls_cert)
                                  : g_build_filename (config->data_dir, "server.pem", NULL);
}

char *
tbk_worker_key_file (const TbkConfig *config)
{
  return config->tls_key != NULL ? g_strdup (config->tls_key)
                                 : g_build_filename (config->data_dir, "server.key", NULL);
}

static gboolean
open_tls (Worker *worker, GError **error)
{
  const char *secret = worker->config->secret_key;
  g_autofree char *cert_file = tbk_worker_cert_file (worker->config);
  g_autofree char *key_file = tbk_worker_key_file (worker->config);
  guint8 ticket_key[TBK_TLS_TICKET_KEY_BYTES];

  G_STATIC_ASSERT (TBK_TLS_TICKET_KEY_BYTES == 2 * TBK_KEY_BYTES);
  if (!worker->config->tls)
    return TRUE;
  if (!tbk_key_derive (secret, "tls ticket 1", ticket_key, error)
      || !tbk_key_derive (secret, "tls ticket 2", ticket_key + TBK_KEY_BYTES, error))
    return FALSE;
  worker->tls = tbk_tls_new (cert_file, key_file, ticket_key, error);
  return worker->tls != NULL;
}

/* One at a time is enough where there are several workers: a log-in costs 19 MiB while it is computed. */
static guint
passwords_at_once (const TbkConfig *config)
{
  return config->workers > 1 ? 1 : 2;
}

/* Tickets are access tokens of another key and of a minute. */
static TbkTokens *
new_tickets (const TbkConfig *config, GError **error)
{
  guint8 key[TBK_KEY_BYTES];
  char secret[2 * TBK_KEY_BYTES + 1];

  if (!tbk_key_derive (config->secret_key, "socket ticket", key, error))
    return NULL;
  for (guint i = 0; i < TBK_KEY_BYTES; i++)
    g_snprintf (secret + 2 * i, 3, "%02x", key[i]);
  return tbk_tokens_new (secret, NULL, TICKET_TTL_S, error);
}

static gboolean
open_auth (Worker *worker, GError **error)
{
  const TbkConfig *config = worker->config;
  TbkApp *app = &worker->app;

  app->tokens = tbk_tokens_new (config->secret_key, config->secret_key_previous, config->access_ttl_s, error);
  if (app->tokens == NULL)
    return FALSE;
  app->tickets = new_tickets (config, error);
  if (app->tickets == NULL)
    return FALSE;
  app->refresh = tbk_refresh_new (config->secret_key, error);
  if (app->refresh == NULL)
    return FALSE;
  app->passwords = tbk_passwords_new (passwords_at_once (config), LANE_QUEUE, error);
  return app->passwords != NULL;
}

static gboolean
open_storage (Worker *worker, GError **error)
{
  const TbkConfig *config = worker->config;
  TbkApp *app = &worker->app;

  app->signer = tbk_signer_new (config->secret_key, config->secret_key_previous, error);
  if (app->signer == NULL)
    return FALSE;
  app->storage = tbk_storage_new (config->storage_root, (guint64) config->storage_reserve_mb * TBK_CONFIG_MB, error);
  if (app->storage == NULL)
    return FALSE;
  app->content = tbk_content_new ((const char *const *) config->upload_types, error);
  return app->content != NULL;
}

static gboolean
open_routes (Worker *worker, GError **error)
{
  g_autofree const TbkRouteTable **tables = tbk_kernel_join (tbk_api_tables ());
  TbkRouter *router;

  worker->app.sql = tbk_sql_load (error);
  if (worker->app.sql == NULL)
    return FALSE;
  router = tbk_router_new (tables, worker->app.sql, error);
  worker->app.router = router;
  if (router == NULL)
    return FALSE;
  worker->app.openapi = tbk_openapi_new (router, worker->config->app_name);
  return TRUE;
}

static gboolean
open_database (Worker *worker, GError **error)
{
  const TbkConfig *config = worker->config;
  TbkApp *app = &worker->app;
  const char *conninfo = g_getenv (TBK_WORKER_CONNINFO);

  if (conninfo == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "%s is missing: a worker is started by its supervisor",
                   TBK_WORKER_CONNINFO);
      return FALSE;
    }
  app->pool = tbk_pool_new (conninfo, app->sql, config->pool_threads, POOL_QUEUE);
  app->lane = tbk_pool_new (conninfo, app->sql, LANE_THREADS, LANE_QUEUE);
  app->pipe = tbk_pipe_new (conninfo, app->sql, config->pipe_connections, PIPE_IN_FLIGHT, PIPE_QUEUE);
  return TRUE;
}

static void
tell_ready (Worker *worker)
{
  if (worker->ready_told)
    return;
  worker->ready_told = TRUE;
  if (write (TBK_WORKER_READY_FD, "1", 1) != 1)
    g_warning ("cannot tell the supervisor that this worker serves");
  close (TBK_WORKER_READY_FD);
}

static gboolean
report_cb (gpointer user_data)
{
  Worker *worker = user_data;
  gboolean up = tbk_pipe_is_connected (worker->app.pipe);

  tbk_board_set_database (worker->app.board, worker->index, up);
  tbk_board_set_connections (worker->app.board, worker->index, tbk_server_get_connections (worker->server));
  if (up)
    tell_ready (worker);
  return G_SOURCE_CONTINUE;
}

static gboolean
drained_cb (gpointer user_data)
{
  Worker *worker = user_data;

  if (tbk_server_get_open (worker->server) > 0 && g_get_monotonic_time () < worker->drain_until_us)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (worker->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
stop_cb (gpointer user_data)
{
  Worker *worker = user_data;

  if (worker->drain_until_us != 0)
    return G_SOURCE_CONTINUE;
  g_debug ("draining");
  tbk_server_drain (worker->server);
  worker->drain_until_us = g_get_monotonic_time () + worker->config->drain_timeout_s * G_USEC_PER_SEC;
  g_timeout_add (DRAIN_LOOK_MS, drained_cb, worker);
  return G_SOURCE_CONTINUE;
}

static gboolean
open_worker (Worker *worker, GError **error)
{
  worker->app.config = worker->config;
  worker->app.board = tbk_board_open (TBK_WORKER_BOARD_FD, error);
  if (worker->app.board == NULL)
    return FALSE;
  if (!open_tls (worker, error) || !open_auth (worker, error) || !open_storage (worker, error)
      || !open_routes (worker, error) || !open_database (worker, error))
    return FALSE;
  worker->server = tbk_server_new (&worker->app, worker->index, TBK_WORKER_LISTEN_FD, worker->tls, NULL);
  worker->hub = tbk_hub_new (&worker->app, g_getenv (TBK_WORKER_CONNINFO));
  tbk_server_set_hooks (worker->server, &tbk_hub_hooks, worker->hub);
  tbk_board_worker_up (worker->app.board, worker->index, getpid ());
  return TRUE;
}

/* In the order that lets callbacks still find what they need. */
static void
close_worker (Worker *worker)
{
  TbkApp *app = &worker->app;

  if (worker->hub != NULL)
    tbk_hub_stop (worker->hub);
  g_clear_pointer (&app->pool, tbk_pool_free);
  g_clear_pointer (&app->lane, tbk_pool_free);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_pointer (&app->pipe, tbk_pipe_free);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_pointer (&worker->server, tbk_server_free);
  g_clear_pointer (&worker->hub, tbk_hub_free);
  g_clear_pointer ((TbkOpenapi **) &app->openapi, tbk_openapi_free);
  g_clear_pointer ((TbkRouter **) &app->router, tbk_router_free);
  g_clear_pointer ((TbkSql **) &app->sql, tbk_sql_free);
  g_clear_pointer (&app->content, tbk_content_free);
  g_clear_pointer ((TbkStorage **) &app->storage, tbk_storage_free);
  g_clear_pointer ((TbkSigner **) &app->signer, tbk_signer_free);
  g_clear_pointer (&app->passwords, tbk_passwords_free);
  g_clear_pointer ((TbkRefresh **) &app->refresh, tbk_refresh_free);
  g_clear_pointer ((TbkTokens **) &app->tokens, tbk_tokens_free);
  g_clear_pointer ((TbkTokens **) &app->tickets, tbk_tokens_free);
  g_clear_pointer (&worker->tls, tbk_tls_free);
  g_clear_pointer (&app->board, tbk_board_free);
}

int
tbk_worker_run (const TbkConfig *config, guint index)
{
  Worker worker = { .config = config, .index = index };
  g_autoptr (GError) error = NULL;
  pid_t parent = getppid ();

  mallopt (M_ARENA_MAX, MAX_ARENAS);
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of the write */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    return 1; /* it went before we could say so */

  if (!open_worker (&worker, &error))
    {
      g_critical ("worker %u: %s", index, error->message);
      return 1;
    }
  worker.loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, stop_cb, &worker);
  g_unix_signal_add (SIGINT, stop_cb, &worker);
  tbk_stop_signal_release ();
  g_timeout_add (REPORT_MS, report_cb, &worker);
  g_main_loop_run (worker.loop);
  close_worker (&worker);
  g_clear_pointer (&worker.loop, g_main_loop_unref);
  tbk_log_flush ();
  return 0;
}
