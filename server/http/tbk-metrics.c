/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-metrics.h"

static void
write_requests (GString *out, const TbkBoard *board, guint route, const char *method, const char *path)
{
  for (guint status_class = 0; status_class <= 5; status_class++)
    {
      guint64 n = tbk_board_get_requests (board, route, status_class);

      if (n > 0)
        g_string_append_printf (out,
                                "triboka_requests_total{method=\"%s\",route=\"%s\",status=\"%uxx\"} "
                                "%" G_GUINT64_FORMAT "\n",
                                method, path, status_class, n);
    }
}

static void
write_durations (GString *out, const TbkBoard *board)
{
  guint64 sum = 0;

  g_string_append (out, "# HELP triboka_request_seconds Time from a whole request to its reply.\n"
                        "# TYPE triboka_request_seconds histogram\n");
  for (guint i = 0; i < TBK_BOARD_BUCKETS; i++)
    {
      gint64 limit_us = tbk_board_bucket_us[i];
      char limit[G_ASCII_DTOSTR_BUF_SIZE] = "+Inf";

      if (limit_us != G_MAXINT64)
        g_ascii_formatd (limit, sizeof limit, "%g", limit_us / 1e6);
      sum += tbk_board_get_bucket (board, i);
      g_string_append_printf (out, "triboka_request_seconds_bucket{le=\"%s\"} %" G_GUINT64_FORMAT "\n",
                              limit, sum);
    }
  g_string_append_printf (out, "triboka_request_seconds_sum %" G_GUINT64_FORMAT ".%06u\n",
                          tbk_board_get_sum_us (board) / 1000000,
                          (guint) (tbk_board_get_sum_us (board) % 1000000));
  g_string_append_printf (out, "triboka_request_seconds_count %" G_GUINT64_FORMAT "\n", sum);
}

static void
write_gauge (GString *out, const char *name, const char *type, const char *help, guint worker, guint64 value)
{
  if (worker == 0)
    g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
  g_string_append_printf (out, "%s{worker=\"%u\"} %" G_GUINT64_FORMAT "\n", name, worker, value);
}

static void
write_workers (GString *out, const TbkBoard *board)
{
  guint n = tbk_board_get_n_workers (board);
  TbkBoardWorker worker;

  for (guint i = 0; i < n; i++)
    {
      tbk_board_get_worker (board, i, &worker);
      write_gauge (out, "triboka_worker_up", "gauge", "Whether the worker runs.", i, worker.pid != 0);
    }
  for (guint i = 0; i < n; i++)
    {
      tbk_board_get_worker (board, i, &worker);
      write_gauge (out, "triboka_worker_database_up", "gauge", "Whether it has its database.", i,
                   worker.database);
    }
  for (guint i = 0; i < n; i++)
    {
      tbk_board_get_worker (board, i, &worker);
      write_gauge (out, "triboka_worker_connections", "gauge", "Open client connections.", i,
                   worker.connections);
    }
  for (guint i = 0; i < n; i++)
    {
      tbk_board_get_worker (board, i, &worker);
      write_gauge (out, "triboka_worker_ends_total", "counter", "How often it has ended.", i,
                   worker.restarts);
    }
}

GString *
tbk_metrics_write (const TbkBoard *board, const TbkRouter *router)
{
  GString *out = g_string_sized_new (16384);
  gint64 uptime_s = (g_get_monotonic_time () - tbk_board_get_started_us (board)) / G_USEC_PER_SEC;

  g_string_append (out, "# HELP triboka_requests_total Requests answered, by route and class of status.\n"
                        "# TYPE triboka_requests_total counter\n");
  for (guint i = 0; i < tbk_router_size (router); i++)
    {
      const TbkRoute *route = tbk_router_at (router, i)->route;

      write_requests (out, board, i, route->method, route->path);
    }
  write_requests (out, board, TBK_BOARD_MAX_ROUTES - 1, "", "");
  write_durations (out, board);
  write_workers (out, board);
  g_string_append_printf (out,
                          "# HELP triboka_uptime_seconds Since the server started.\n"
                          "# TYPE triboka_uptime_seconds gauge\ntriboka_uptime_seconds %" G_GINT64_FORMAT "\n"
                          "# HELP triboka_info The program.\n# TYPE triboka_info gauge\n"
                          "triboka_info{version=\"" TRIBOKA_VERSION "\"} 1\n",
                          uptime_s);
  return out;
}
