/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-kernel.h"

#include <glib/gi18n.h>

#include "tbk-docs.h"
#include "tbk-metrics.h"
#include "tbk-openapi.h"

static guint
count_workers (const TbkBoard *board)
{
  guint n = 0;

  for (guint i = 0; i < tbk_board_get_n_workers (board); i++)
    {
      TbkBoardWorker worker;

      tbk_board_get_worker (board, i, &worker);
      n += worker.pid != 0;
    }
  return n;
}

static TbkReply *
health (const TbkApp *app, const TbkRequest *request, GError **error)
{
  gboolean up = app->pipe != NULL && tbk_pipe_is_connected (app->pipe);
  gint64 uptime_s = (g_get_monotonic_time () - tbk_board_get_started_us (app->board)) / G_USEC_PER_SEC;
  guint queued = app->pool != NULL ? tbk_pool_get_queued (app->pool) + tbk_pool_get_queued (app->lane) : 0;
  GString *json = g_string_new (NULL);

  g_string_printf (json,
                   "{\"estado\":\"%s\",\"base_datos\":\"%s\",\"trabajadores\":%u,\"trabajos\":%u,"
                   "\"uptime_s\":%" G_GINT64_FORMAT ",\"version\":\"" TRIBOKA_VERSION "\"}",
                   up ? "ok" : "degradado", up ? "ok" : "caida", count_workers (app->board), queued,
                   uptime_s);
  return tbk_reply_new_json (up ? 200 : 503, json);
}

static TbkReply *
metrics (const TbkApp *app, const TbkRequest *request, GError **error)
{
  g_autoptr (GBytes) text = g_string_free_to_bytes (tbk_metrics_write (app->board, app->router));

  return tbk_reply_new_bytes (200, "text/plain; version=0.0.4; charset=utf-8", text);
}

static TbkReply *
openapi (const TbkApp *app, const TbkRequest *request, GError **error)
{
  TbkReply *reply = tbk_reply_new_bytes (200, "application/json", tbk_openapi_get_json (app->openapi));

  tbk_reply_set_header (reply, "ETag", tbk_openapi_get_etag (app->openapi));
  return reply;
}

static TbkReply *
docs (const TbkApp *app, const TbkRequest *request, GError **error)
{
  TbkReply *reply = tbk_reply_new_bytes (200, "text/html; charset=utf-8",
                                         tbk_openapi_get_html (app->openapi));
  g_autofree char *policy = tbk_docs_policy ();

  tbk_reply_set_header (reply, "ETag", tbk_openapi_get_etag (app->openapi));
  tbk_reply_set_header (reply, "Content-Security-Policy", policy);
  return reply;
}

/* clang-format off */
static const char *const estados[] = { "ok", "degradado", NULL };
static const char *const bases[] = { "ok", "caida", NULL };

static const TbkField health_fields[] = {
  { "estado", N_("State"), TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED, .choices = estados },
  { "base_datos", N_("Database"), TBK_FIELD_CHOICE, TBK_FIELD_REQUIRED, .choices = bases },
  { "trabajadores", N_("Workers"), TBK_FIELD_INTEGER, TBK_FIELD_REQUIRED },
  { "trabajos", N_("Waiting"), TBK_FIELD_INTEGER, TBK_FIELD_REQUIRED },
  { "uptime_s", N_("Seconds Up"), TBK_FIELD_INTEGER, TBK_FIELD_REQUIRED },
  { "version", N_("Version"), TBK_FIELD_TEXT, TBK_FIELD_REQUIRED },
};
static const TbkSchema health_schema = TBK_SCHEMA ("Salud", health_fields);

static const int health_errors[] = { 503, 0 };

static const TbkRoute routes[] = {
  { "GET", "/health", TBK_ROL_NONE, "How the server is; 503 while its database is away.", "kernel",
    .out_kind = TBK_OUT_ONE, .out = &health_schema, .direct = health, .errors = health_errors },
  { "GET", "/metrics", TBK_ROL_NONE, "Counters in Prometheus' text form, for this machine and administrators.", "kernel",
    .out_kind = TBK_OUT_RAW, .out_type = "text/plain", .flags = TBK_ROUTE_LOCAL, .direct = metrics },
  { "GET", "/openapi.json", TBK_ROL_NONE, "This document.", "kernel",
    .out_kind = TBK_OUT_RAW, .out_type = "application/json", .direct = openapi },
  { "GET", "/docs", TBK_ROL_NONE, "This document as a page.", "kernel",
    .out_kind = TBK_OUT_RAW, .out_type = "text/html", .direct = docs },
  { NULL },
};
/* clang-format on */

const TbkRouteTable tbk_kernel_routes = { "kernel", routes };

const TbkRouteTable **
tbk_kernel_join (const TbkRouteTable *const *tables)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  g_ptr_array_add (all, (gpointer) &tbk_kernel_routes);
  for (; *tables != NULL; tables++)
    g_ptr_array_add (all, (gpointer) *tables);
  g_ptr_array_add (all, NULL);
  return (const TbkRouteTable **) g_ptr_array_free (g_steal_pointer (&all), FALSE);
}
