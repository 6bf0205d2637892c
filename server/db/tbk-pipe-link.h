/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-pg.h"
#include "tbk-pipe-request.h"

G_BEGIN_DECLS

typedef enum
{
  TBK_LINK_DOWN,       /* waits for `wake_at` to connect */
  TBK_LINK_CONNECTING, /* until `wake_at` */
  TBK_LINK_PREPARING,  /* until `wake_at` */
  TBK_LINK_READY,
} TbkLinkState;

/* One connection of the pipe: a state machine that never blocks. Main context's thread only. */
typedef struct
{
  GSource *source;           /* not owned: the pipe's, which watches the socket */
  const TbkPgParams *params; /* not owned */
  const TbkSql *sql;         /* not owned */
  TbkLinkState state;
  PGconn *conn;       /* (owned) (nullable) */
  gpointer tag;       /* of the socket in `source` */
  int fd;             /* that the tag stands for */
  GIOCondition wants; /* of the tag */
  guint n_prepared;   /* answers seen while PREPARING */
  guint failures;     /* attempts to connect that failed in a row */
  gint64 wake_at;     /* monotonic microseconds; 0: never */
  gint64 moved_at;    /* when the server last answered, or had nothing to answer */
  GQueue in_flight;   /* (element-type TbkPipeRequest) (owned), in the order that they were sent */
} TbkLink;

void tbk_link_init (TbkLink *link, GSource *source, const TbkPgParams *params, const TbkSql *sql);
/* Those in flight go to `done` without an answer. */
void tbk_link_clear (TbkLink *link, GQueue *done);

/* The clock: begins to connect, gives up waiting, or finds the server silent for `silence` microseconds. */
void tbk_link_tick (TbkLink *link, gint64 now, gint64 silence, GQueue *done);
/* The socket: reads and writes what it can. Requests that are through go to `done`. */
void tbk_link_io (TbkLink *link, gint64 now, GQueue *done);
/* Takes over a request and sends it. */
void tbk_link_send (TbkLink *link, TbkPipeRequest *request, gint64 now, GQueue *done);

/* Whether it may soon take requests: it is up, or has not failed yet. */
gboolean tbk_link_is_hopeful (const TbkLink *link);

G_END_DECLS
