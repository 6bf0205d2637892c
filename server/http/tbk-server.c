/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-server.h"

#include <string.h>

#include "tbk-log.h"
#include "tbk-pipeline.h"
#include "tbk-reply-private.h"

/* In logs only: the client closed before its reply. */
#define STATUS_GONE 499
/* Of a form, besides its file: its fields, and the heads of its parts. */
#define FORM_OVERHEAD_BYTES (64 * 1024)

struct _TbkServer
{
  const TbkApp *app;
  guint worker;
  TbkListener *listener;
  const TbkServerHooks *hooks; /* NULL: none */
  gpointer hooks_data;
};

static void
exchange_free (TbkExchange *exchange)
{
  tbk_page_clear (&exchange->page);
  g_clear_pointer (&exchange->reply, tbk_reply_unref);
  g_clear_pointer (&exchange->form, tbk_form_free);
  g_clear_object (&exchange->cancellable);
  tbk_request_unref (exchange->request);
  g_free (exchange);
}

static void
note (TbkServer *server, const TbkExchange *exchange, int status)
{
  const TbkRequest *request = exchange->request;
  gint64 duration_us = g_get_monotonic_time () - exchange->started_us;
  TbkLogRequest line = {
    .id = request->id,
    .method = tbk_request_get_method (request),
    .route = request->route != NULL ? request->route->path : NULL,
    .address = request->address,
    .status = status,
    .duration_us = duration_us,
    .usuario_id = request->has_caller ? request->caller.usuario_id : 0,
  };

  tbk_log_request (&line);
  tbk_board_count (server->app->board, server->worker,
                   exchange->entry != NULL ? exchange->entry->index : TBK_BOARD_MAX_ROUTES - 1, status,
                   duration_us);
}

/* Whether the client has this very answer already. */
static gboolean
is_known (const TbkRequest *request, const TbkReply *reply)
{
  const char *etag = tbk_reply_get_header (reply, "ETag");
  const char *known = tbk_request_get_header (request, "If-None-Match");
  const char *method = tbk_request_get_method (request);
  g_auto (GStrv) tags = NULL;

  if (etag == NULL || known == NULL || (tbk_reply_get_status (reply) != 200 && tbk_reply_get_status (reply) != 206))
    return FALSE;
  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0)
    return FALSE;
  tags = g_strsplit (known, ",", 32);
  for (guint i = 0; tags[i] != NULL; i++)
    {
      const char *tag = g_strstrip (tags[i]);

      if (strcmp (g_str_has_prefix (tag, "W/") ? tag + 2 : tag, etag) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
allow_origin (const TbkRequest *request, GString *head)
{
  const char *origin = tbk_request_get_header (request, "Origin");
  const char *const *allowed = (const char *const *) request->app->config->cors_origins;

  if (origin == NULL || allowed[0] == NULL)
    return;
  g_string_append (head, "Vary: Origin\r\n");
  if (g_strv_contains (allowed, origin))
    g_string_append_printf (head,
                            "Access-Control-Allow-Origin: %s\r\n"
                            "Access-Control-Expose-Headers: ETag, Location, Retry-After, X-Request-Id\r\n",
                            origin);
}

/* What was answered well and was no mere question. */
static gboolean
may_have_changed (const TbkRequest *request, int status)
{
  const char *method = tbk_request_get_method (request);

  return status < 300 && strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0;
}

/* Hands the connection over where the reply is a 101, else sends it. The peer may be gone after this. */
static void
send_reply (TbkServer *server, TbkPeer *peer, const TbkRequest *request, TbkReply *reply)
{
  g_autoptr (GString) head = g_string_sized_new (768);
  gboolean bare = strcmp (tbk_request_get_method (request), "HEAD") == 0;
  gint64 length;
  TbkSource *source = tbk_reply_take_source (reply, &length);

  tbk_reply_write_head (reply, request->id, head);
  allow_origin (request, head);
  if (tbk_reply_get_status (reply) == 101)
    server->hooks->upgrade (peer, request, head, server->hooks_data);
  else if (source != NULL && !bare)
    tbk_peer_reply_source (peer, head, g_steal_pointer (&source), length, FALSE);
  else
    tbk_peer_reply (peer, head, bare ? NULL : tbk_reply_get_body (reply), FALSE);
  tbk_source_free (source);
}

static void
done_cb (TbkExchange *exchange, TbkReply *reply)
{
  TbkServer *server = exchange->owner;
  TbkRequest *request = exchange->request;
  g_autoptr (TbkReply) owned = reply; /* NULL: the peer left */

  if (owned != NULL && server->hooks != NULL && may_have_changed (request, tbk_reply_get_status (owned)))
    server->hooks->changed (server->hooks_data);
  if (exchange->peer == NULL)
    {
      note (server, exchange, STATUS_GONE);
      exchange_free (exchange);
      return;
    }
  if (is_known (request, owned))
    {
      TbkReply *same = tbk_reply_new_not_modified (owned);

      tbk_reply_unref (owned);
      owned = same;
    }
  note (server, exchange, tbk_reply_get_status (owned));
  tbk_peer_set_data (exchange->peer, NULL);
  send_reply (server, exchange->peer, request, owned);
  exchange_free (exchange);
}

static void
receive (TbkExchange *exchange)
{
  exchange->receiving = TRUE;
  tbk_peer_receive (exchange->peer, tbk_form_get_sink (exchange->form));
}

static void
request_cb (TbkPeer *peer, TbkHead *head, GBytes *body, gpointer user_data)
{
  TbkServer *server = user_data;
  TbkExchange *exchange = g_new0 (TbkExchange, 1);

  exchange->app = server->app;
  exchange->request = tbk_request_new (server->app, head, body, tbk_peer_get_address (peer));
  exchange->cancellable = g_cancellable_new ();
  exchange->started_us = g_get_monotonic_time ();
  exchange->done = done_cb;
  exchange->receive = receive;
  exchange->owner = server;
  exchange->peer = peer;
  tbk_peer_set_data (peer, exchange);
  tbk_pipeline_start (exchange);
}

static void
gone_cb (TbkPeer *peer, gpointer user_data)
{
  TbkExchange *exchange = tbk_peer_get_data (peer);

  exchange->peer = NULL;
  g_cancellable_cancel (exchange->cancellable);
  if (exchange->receiving)
    tbk_pipeline_received (exchange, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the peer left"));
}

static void
received_cb (TbkPeer *peer, GError *error, gpointer user_data)
{
  tbk_pipeline_received (tbk_peer_get_data (peer), error);
}

/* Asked only when a body is announced. Where no route matches, it is read as any other: the answer is 404 or 405. */
static guint64
limit_cb (const TbkHead *head, gboolean *streamed, gpointer user_data)
{
  TbkServer *server = user_data;
  const char *path = tbk_head_get_path (head);
  const TbkRouterEntry *entry;

  if (g_str_has_prefix (path, "/v1/"))
    path += 3;
  if (tbk_router_match (server->app->router, tbk_head_get_method (head), path, &entry,
                        NULL)
      != TBK_ROUTER_FOUND)
    return server->app->config->max_body_bytes;
  *streamed = entry->route->form != NULL;
  if (*streamed)
    return tbk_pipeline_max_file (server->app, entry->route) + FORM_OVERHEAD_BYTES;
  if (entry->route->max_body > 0)
    return entry->route->max_body;
  return entry->route->in != NULL || entry->route->in_type != NULL ? server->app->config->max_body_bytes : 0;
}

static void
refused_cb (const char *address, const char *path, int status, gpointer user_data)
{
  TbkServer *server = user_data;
  TbkLogRequest line = { .address = address, .status = status };

  tbk_log_request (&line);
  tbk_board_count (server->app->board, server->worker, TBK_BOARD_MAX_ROUTES - 1, status, 0);
}

static const TbkListenerHandlers handlers = { limit_cb, request_cb, received_cb, gone_cb, refused_cb };

static TbkListenerLimits
limits_of (const TbkConfig *config)
{
  TbkListenerLimits limits = tbk_listener_limits;

  limits.max_connections = config->max_connections;
  limits.max_per_address = config->max_connections_address;
  limits.head_ms = config->head_timeout_s * 1000;
  limits.body_grace_ms = config->head_timeout_s * 1000;
  limits.idle_ms = config->idle_timeout_s * 1000;
  limits.stall_ms = config->stall_timeout_s * 1000;
  return limits;
}

TbkServer *
tbk_server_new (const TbkApp *app, guint worker, int fd, const TbkTls *tls, const TbkListenerLimits *limits)
{
  TbkServer *server = g_new0 (TbkServer, 1);
  TbkListenerLimits own = limits_of (app->config);

  server->app = app;
  server->worker = worker;
  server->listener = tbk_listener_new (fd, tls, limits != NULL ? limits : &own, &handlers, server);
  return server;
}

void
tbk_server_set_hooks (TbkServer *server, const TbkServerHooks *hooks, gpointer data)
{
  server->hooks = hooks;
  server->hooks_data = data;
}

void
tbk_server_free (TbkServer *server)
{
  if (server == NULL)
    return;
  tbk_listener_free (server->listener);
  g_free (server);
}

void
tbk_server_drain (TbkServer *server)
{
  tbk_listener_drain (server->listener);
}

guint
tbk_server_get_open (const TbkServer *server)
{
  return tbk_listener_get_open (server->listener);
}

guint
tbk_server_get_connections (const TbkServer *server)
{
  return tbk_listener_get_connections (server->listener);
}
