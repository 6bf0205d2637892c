/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Memory that the supervisor makes and all workers share: what each worker did, and the rate limits. Numbers only, read
 * and written with atomics; nothing in it is needed to serve. Any thread, any of the processes. */
typedef struct _TbkBoard TbkBoard;

#define TBK_BOARD_MAX_WORKERS 64
#define TBK_BOARD_MAX_ROUTES 256

/* Supervisor: a new one in a memfd, which workers inherit. `n_routes` counters each by class of status. */
TbkBoard *tbk_board_new (GError **error);
/* Worker: the one behind an inherited descriptor. */
TbkBoard *tbk_board_open (int fd, GError **error);
void tbk_board_free (TbkBoard *board);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkBoard, tbk_board_free)
int tbk_board_get_fd (const TbkBoard *board);
gint64 tbk_board_get_started_us (const TbkBoard *board); /* monotonic */

/* A worker's slot: taken by the worker itself, told empty by the supervisor when the worker is gone. */
void tbk_board_worker_up (TbkBoard *board, guint worker, gint64 pid);
void tbk_board_worker_down (TbkBoard *board, guint worker);
void tbk_board_set_database (TbkBoard *board, guint worker, gboolean up);
void tbk_board_set_connections (TbkBoard *board, guint worker, guint n);
/* `route`: its index in the router; TBK_BOARD_MAX_ROUTES - 1 for what matched none. */
void tbk_board_count (TbkBoard *board, guint worker, guint route, int status, gint64 duration_us);

typedef struct
{
  gint64 pid; /* 0: no such worker now */
  gboolean database;
  guint connections;
  guint restarts;
} TbkBoardWorker;

/* Slots that were ever used. */
guint tbk_board_get_n_workers (const TbkBoard *board);
void tbk_board_get_worker (const TbkBoard *board, guint worker, TbkBoardWorker *out);
/* Sums over all workers. `status_class`: 1..5 for 1xx..5xx. */
guint64 tbk_board_get_requests (const TbkBoard *board, guint route, guint status_class);

/* Upper bounds of the histogram's buckets in microseconds; the last is G_MAXINT64. */
#define TBK_BOARD_BUCKETS 12
extern const gint64 tbk_board_bucket_us[TBK_BOARD_BUCKETS];
guint64 tbk_board_get_bucket (const TbkBoard *board, guint bucket);
guint64 tbk_board_get_sum_us (const TbkBoard *board);

/* A token bucket by key: `per_minute` requests a minute, up to half of that (5 at least) at once. Returns: 0 when
 * taken, or the seconds until the next may be. Two keys that fall into one cell share it. */
guint tbk_board_take (TbkBoard *board, guint64 key, guint per_minute, gint64 now_us);

G_END_DECLS
