/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-board.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define N_CELLS 16384 /* of the rate limits; a power of two */
#define N_CLASSES 6   /* status / 100 */

const gint64 tbk_board_bucket_us[TBK_BOARD_BUCKETS] = {
  500,
  1000,
  2500,
  5000,
  10000,
  25000,
  50000,
  100000,
  250000,
  1000000,
  5000000,
  G_MAXINT64,
};

/* One worker writes, all read. */
typedef struct
{
  gint64 pid;
  guint database;
  guint connections;
  guint restarts;
  guint64 sum_us;
  guint64 buckets[TBK_BOARD_BUCKETS];
  guint64 requests[TBK_BOARD_MAX_ROUTES][N_CLASSES];
} Slot;

typedef struct
{
  gint64 started_us;
  guint64 seed;
  guint n_slots;         /* those ever used: reading the others would give them memory */
  gint64 cells[N_CELLS]; /* when the bucket is full again, monotonic microseconds */
  Slot slots[TBK_BOARD_MAX_WORKERS];
} Shared;

struct _TbkBoard
{
  int fd;
  Shared *shared;
};

#define LOAD(at) __atomic_load_n (at, __ATOMIC_RELAXED)
#define STORE(at, value) __atomic_store_n (at, value, __ATOMIC_RELAXED)
#define ADD(at, value) __atomic_fetch_add (at, value, __ATOMIC_RELAXED)
#define EXCHANGE(at, expected, value) \
  __atomic_compare_exchange_n (at, expected, value, TRUE, __ATOMIC_RELAXED, __ATOMIC_RELAXED)

static TbkBoard *
map (int fd, GError **error)
{
  void *memory = mmap (NULL, sizeof (Shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  TbkBoard *board;

  if (memory == MAP_FAILED)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "shared memory: %s", g_strerror (errno));
      return NULL;
    }
  board = g_new0 (TbkBoard, 1);
  board->fd = fd;
  board->shared = memory;
  return board;
}

TbkBoard *
tbk_board_new (GError **error)
{
  int fd = memfd_create ("triboka-board", MFD_CLOEXEC);
  TbkBoard *board = NULL;

  if (fd >= 0 && ftruncate (fd, sizeof (Shared)) == 0)
    board = map (fd, error);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "shared memory: %s", g_strerror (errno));
  if (board == NULL && fd >= 0)
    close (fd);
  if (board == NULL)
    return NULL;
  board->shared->started_us = g_get_monotonic_time ();
  board->shared->seed = ((guint64) g_random_int () << 32) | g_random_int ();
  return board;
}

TbkBoard *
tbk_board_open (int fd, GError **error)
{
  return map (fd, error);
}

void
tbk_board_free (TbkBoard *board)
{
  if (board == NULL)
    return;
  munmap (board->shared, sizeof (Shared));
  close (board->fd);
  g_free (board);
}

int
tbk_board_get_fd (const TbkBoard *board)
{
  return board->fd;
}

gint64
tbk_board_get_started_us (const TbkBoard *board)
{
  return board->shared->started_us;
}

static Slot *
slot_at (const TbkBoard *board, guint worker)
{
  g_assert (worker < TBK_BOARD_MAX_WORKERS);
  return &board->shared->slots[worker];
}

void
tbk_board_worker_up (TbkBoard *board, guint worker, gint64 pid)
{
  guint n = LOAD (&board->shared->n_slots);

  while (n <= worker && !EXCHANGE (&board->shared->n_slots, &n, worker + 1))
    ;
  STORE (&slot_at (board, worker)->pid, pid);
}

void
tbk_board_worker_down (TbkBoard *board, guint worker)
{
  Slot *slot = slot_at (board, worker);

  STORE (&slot->pid, 0);
  STORE (&slot->database, 0);
  STORE (&slot->connections, 0);
  ADD (&slot->restarts, 1);
}

void
tbk_board_set_database (TbkBoard *board, guint worker, gboolean up)
{
  STORE (&slot_at (board, worker)->database, up);
}

void
tbk_board_set_connections (TbkBoard *board, guint worker, guint n)
{
  STORE (&slot_at (board, worker)->connections, n);
}

void
tbk_board_count (TbkBoard *board, guint worker, guint route, int status, gint64 duration_us)
{
  Slot *slot = slot_at (board, worker);
  guint bucket = 0;

  while (duration_us > tbk_board_bucket_us[bucket])
    bucket++;
  ADD (&slot->requests[MIN (route, TBK_BOARD_MAX_ROUTES - 1)][CLAMP (status / 100, 0, N_CLASSES - 1)], 1);
  ADD (&slot->buckets[bucket], 1);
  ADD (&slot->sum_us, duration_us);
}

guint
tbk_board_get_n_workers (const TbkBoard *board)
{
  return LOAD (&board->shared->n_slots);
}

void
tbk_board_get_worker (const TbkBoard *board, guint worker, TbkBoardWorker *out)
{
  Slot *slot = slot_at (board, worker);

  out->pid = LOAD (&slot->pid);
  out->database = LOAD (&slot->database);
  out->connections = LOAD (&slot->connections);
  out->restarts = LOAD (&slot->restarts);
}

guint64
tbk_board_get_requests (const TbkBoard *board, guint route, guint status_class)
{
  guint64 sum = 0;

  g_return_val_if_fail (route < TBK_BOARD_MAX_ROUTES && status_class < N_CLASSES, 0);
  for (guint i = 0; i < LOAD (&board->shared->n_slots); i++)
    sum += LOAD (&slot_at (board, i)->requests[route][status_class]);
  return sum;
}

guint64
tbk_board_get_bucket (const TbkBoard *board, guint bucket)
{
  guint64 sum = 0;

  g_return_val_if_fail (bucket < TBK_BOARD_BUCKETS, 0);
  for (guint i = 0; i < LOAD (&board->shared->n_slots); i++)
    sum += LOAD (&slot_at (board, i)->buckets[bucket]);
  return sum;
}

guint64
tbk_board_get_sum_us (const TbkBoard *board)
{
  guint64 sum = 0;

  for (guint i = 0; i < LOAD (&board->shared->n_slots); i++)
    sum += LOAD (&slot_at (board, i)->sum_us);
  return sum;
}

/* splitmix64 */
static guint64
mix (guint64 x)
{
  x += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

/* A cell holds the time at which its bucket is full again (the "generic cell rate" form): one number, one exchange. */
guint
tbk_board_take (TbkBoard *board, guint64 key, guint per_minute, gint64 now_us)
{
  gint64 *cell = &board->shared->cells[mix (key ^ board->shared->seed) & (N_CELLS - 1)];
  gint64 step_us = MAX (60 * G_USEC_PER_SEC / per_minute, 1);
  gint64 room_us = MAX (per_minute / 2, 5) * step_us;
  gint64 full_us = LOAD (cell);
  gint64 next_us;

  do
    {
      next_us = MAX (full_us, now_us) + step_us;
      if (next_us - now_us > room_us)
        return (next_us - now_us - room_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
    }
  while (!EXCHANGE (cell, &full_us, next_us));
  return 0;
}
