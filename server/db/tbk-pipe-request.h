/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

#include "tbk-pipe.h"

G_BEGIN_DECLS

#define TBK_PIPE_MAX_STEPS 3

typedef struct
{
  const TbkStatement *statement; /* not owned */
  gboolean replan;
  const char **texts; /* in the request's own block */
} TbkPipeStep;

/* One request of the pipe, from its call to its answer. Main context's thread only. */
typedef struct
{
  GList node;      /* its place in the one queue that it is in */
  GTask *task;     /* (owned) (nullable): NULL once its time was up */
  gint64 deadline; /* monotonic microseconds */
  TbkCaller caller;
  gboolean has_caller;
  gboolean replan; /* at least one step is planned for its values */
  guint n_steps;
  TbkPipeStep steps[TBK_PIPE_MAX_STEPS];
  guint n_seen;    /* results so far, those before the steps' included */
  GPtrArray *rows; /* (owned) (element-type TbkRows) */
  GError *problem; /* (owned) (nullable): of the first that failed */
} TbkPipeRequest;

/* Copies caller, steps and values; takes over the task. */
TbkPipeRequest *tbk_pipe_request_new (GTask *task, const TbkCaller *caller, const TbkStep *steps, guint n_steps);
void tbk_pipe_request_free (TbkPipeRequest *request);

/* Queues everything of it and a sync on the connection. FALSE: the connection is lost. */
gboolean tbk_pipe_request_send (const TbkPipeRequest *request, PGconn *conn);

/* Takes over its next result (not the sync). */
void tbk_pipe_request_take (TbkPipeRequest *request, PGresult *result);

/* Calls back with what it has: rows, or the problem, or a 503 when it has neither. Nothing when the task was taken away. */
void tbk_pipe_request_answer (TbkPipeRequest *request);

/* Calls back with a 503; takes over the task. */
void tbk_pipe_refuse (GTask *task, const char *detail);

G_END_DECLS
