/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pipe-request.h"

#include <string.h>

#include "tbk-pg.h"
#include "tbk-sqlstate.h"

/* Bytes of the block that holds a step's values: pointers first, their texts after. */
static gsize
step_size (const TbkStep *step, const char **texts)
{
  guint n_texts = tbk_pg_bind (step->statement, step->values, texts);
  gsize size = n_texts * sizeof (char *);

  for (guint i = 0; i < n_texts; i++)
    size += texts[i] != NULL ? strlen (texts[i]) + 1 : 0;
  return (size + sizeof (char *) - 1) & ~(sizeof (char *) - 1);
}

static void
copy_texts (TbkPipeStep *step, char *block, const char *const *texts)
{
  guint n_texts = step->statement->n_params;
  char *at = block + n_texts * sizeof (char *);

  step->texts = (const char **) (void *) block;
  for (guint i = 0; i < n_texts; i++)
    {
      step->texts[i] = texts[i] != NULL ? at : NULL;
      if (texts[i] != NULL)
        at = stpcpy (at, texts[i]) + 1;
    }
}

/* What is prepared of a :page does not know its filters. */
static gboolean
is_filtered (const TbkPipeStep *step)
{
  for (guint i = step->statement->n_prepared; i < step->statement->n_params; i++)
    if (step->texts[i] != NULL)
      return TRUE;
  return FALSE;
}

TbkPipeRequest *
tbk_pipe_request_new (GTask *task, const TbkCaller *caller, const TbkStep *steps, guint n_steps)
{
  const char *texts[TBK_PIPE_MAX_STEPS][TBK_PG_MAX_PARAMS];
  gsize sizes[TBK_PIPE_MAX_STEPS];
  gsize total = sizeof (TbkPipeRequest);
  TbkPipeRequest *request;
  char *block;

  g_return_val_if_fail (n_steps >= 1 && n_steps <= TBK_PIPE_MAX_STEPS, NULL);
  for (guint i = 0; i < n_steps; i++)
    total += sizes[i] = step_size (&steps[i], texts[i]);
  request = g_malloc (total);
  memset (request, 0, sizeof *request);
  block = (char *) (request + 1);
  request->node.data = request;
  request->task = task;
  request->has_caller = caller != NULL;
  if (caller != NULL)
    request->caller = *caller;
  request->n_steps = n_steps;
  request->rows = g_ptr_array_new_full (n_steps, (GDestroyNotify) tbk_rows_free);
  for (guint i = 0; i < n_steps; i++)
    {
      request->steps[i].statement = steps[i].statement;
      copy_texts (&request->steps[i], block, texts[i]);
      request->steps[i].replan = steps[i].replan || is_filtered (&request->steps[i]);
      request->replan = request->replan || request->steps[i].replan;
      block += sizes[i];
    }
  return request;
}

void
tbk_pipe_request_free (TbkPipeRequest *request)
{
  g_clear_object (&request->task);
  g_clear_error (&request->problem);
  g_clear_pointer (&request->rows, g_ptr_array_unref);
  g_free (request);
}

static gboolean
send_step (const TbkPipeStep *step, PGconn *conn)
{
  const TbkStatement *statement = step->statement;

  if (step->replan)
    return PQsendQueryParams (conn, statement->sql, (int) statement->n_params, NULL, step->texts, NULL, NULL, 0) != 0;
  return PQsendQueryPrepared (conn, statement->name, (int) statement->n_prepared, step->texts, NULL, NULL, 0) != 0;
}

gboolean
tbk_pipe_request_send (const TbkPipeRequest *request, PGconn *conn)
{
  if (request->has_caller && !tbk_pg_send_entrar (conn, &request->caller))
    return FALSE;
  if (request->replan && !PQsendQueryPrepared (conn, TBK_PG_REPLAN, 0, NULL, NULL, NULL, 0))
    return FALSE;
  for (guint i = 0; i < request->n_steps; i++)
    if (!send_step (&request->steps[i], conn))
      return FALSE;
  return PQpipelineSync (conn) != 0;
}

void
tbk_pipe_request_take (TbkPipeRequest *request, PGresult *result)
{
  guint n_before = (request->has_caller ? 1 : 0) + (request->replan ? 1 : 0);
  guint n = request->n_seen++;
  gboolean is_step = n >= n_before && n - n_before < request->n_steps;

  switch (PQresultStatus (result))
    {
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
      if (!is_step)
        break;
      g_ptr_array_add (request->rows, tbk_rows_new (result));
      return;
    case PGRES_FATAL_ERROR:
      if (request->problem == NULL)
        tbk_sqlstate_set_problem (&request->problem, result,
                                  is_step ? request->steps[n - n_before].statement->name : TBK_PG_ENTRAR);
      break;
    default: /* PGRES_PIPELINE_ABORTED: one before it failed */
      break;
    }
  PQclear (result);
}

void
tbk_pipe_request_answer (TbkPipeRequest *request)
{
  g_autoptr (GTask) task = g_steal_pointer (&request->task);

  if (task == NULL)
    return;
  if (request->problem == NULL && request->rows->len != request->n_steps)
    tbk_sqlstate_set_unavailable (&request->problem);
  if (request->problem != NULL)
    g_task_return_error (task, g_steal_pointer (&request->problem));
  else
    g_task_return_pointer (task, g_steal_pointer (&request->rows), (GDestroyNotify) g_ptr_array_unref);
}

void
tbk_pipe_refuse (GTask *task, const char *detail)
{
  GError *error = NULL;

  tbk_problem_set (&error, 503, "%s", detail);
  g_task_return_error (task, error);
  g_object_unref (task);
}
