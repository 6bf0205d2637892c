/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-tx-private.h"

#include "tbk-pg.h"
#include "tbk-sqlstate.h"

#include <string.h>

#define MAX_ATTEMPTS 3 /* of a statement apart */

static gboolean
set_lost (TbkTx *tx, GError **error)
{
  g_debug ("connection lost: %s", PQerrorMessage (tx->conn));
  tx->failed = TRUE;
  if (!g_cancellable_set_error_if_cancelled (tx->cancellable, error))
    tbk_sqlstate_set_unavailable (error);
  return FALSE;
}

/* Queues BEGIN and entrar() when they have not gone yet. */
static gboolean
send_begin (TbkTx *tx)
{
  if (tx->begun)
    return TRUE;
  tx->begun = TRUE;
  return PQsendQueryPrepared (tx->conn, TBK_PG_BEGIN, 0, NULL, NULL, NULL, 0)
         && (tx->caller == NULL || tbk_pg_send_entrar (tx->conn, tx->caller));
}

static void
note_failure (TbkTx *tx, const PGresult *result, const char *statement, GError **error)
{
  tx->failed = TRUE;
  if (tbk_sqlstate_is_retry (result))
    tx->retry = TRUE;
  if (!g_cancellable_set_error_if_cancelled (tx->cancellable, error))
    tbk_sqlstate_set_problem (error, result, statement);
}

/* Reads all up to the sync: of several results, the last is the statement's. Returns: (transfer
 * full) (nullable): NULL sets `error` by the first that failed. */
static PGresult *
collect (TbkTx *tx, const char *statement, GError **error)
{
  PGresult *last = NULL;
  GError *problem = NULL;

  for (;;)
    {
      PGresult *result = PQgetResult (tx->conn);
      ExecStatusType status = PQresultStatus (result);

      if (result == NULL && PQstatus (tx->conn) == CONNECTION_BAD)
        break;
      if (result == NULL)
        continue;
      if (status == PGRES_PIPELINE_SYNC)
        {
          PQclear (result);
          break;
        }
      if (status == PGRES_FATAL_ERROR && problem == NULL)
        note_failure (tx, result, statement, &problem);
      PQclear (last);
      last = result;
    }
  if (problem == NULL && PQstatus (tx->conn) == CONNECTION_BAD)
    set_lost (tx, &problem);
  if (problem == NULL)
    return last;
  PQclear (last);
  g_propagate_error (error, problem);
  return NULL;
}

/* One round trip: what begins the transaction, if it has not begun, and one prepared statement. */
static PGresult *
round_trip (TbkTx *tx, const char *name, const char *const *texts, guint n_texts, GError **error)
{
  if (!send_begin (tx) || !PQsendQueryPrepared (tx->conn, name, (int) n_texts, texts, NULL, NULL, 0)
      || !PQpipelineSync (tx->conn))
    {
      set_lost (tx, error);
      return NULL;
    }
  return collect (tx, name, error);
}

static TbkRows *
run (TbkTx *tx, const char *name, const TbkValues *values, GError **error)
{
  const TbkStatement *statement = tbk_sql_find (tx->sql, name);
  const char *texts[TBK_PG_MAX_PARAMS];
  PGresult *result;

  if (g_cancellable_set_error_if_cancelled (tx->cancellable, error))
    return NULL;
  if (statement == NULL || statement->kind == TBK_SQL_PAGE)
    {
      g_critical ("there is no statement %s", name);
      tx->failed = TRUE;
      tbk_problem_set (error, 500, "the server failed to do this");
      return NULL;
    }
  result = round_trip (tx, name, texts, tbk_pg_bind (statement, values, texts), error);
  return result != NULL ? tbk_rows_new (result) : NULL;
}

TbkRows *
tbk_tx_one (TbkTx *tx, const char *statement, const TbkValues *values, GError **error)
{
  g_autoptr (TbkRows) rows = run (tx, statement, values, error);

  if (rows == NULL)
    return NULL;
  if (tbk_rows_count (rows) == 1)
    return g_steal_pointer (&rows);
  if (tbk_rows_count (rows) == 0)
    {
      tbk_problem_set (error, 404, "not found");
      return NULL;
    }
  g_critical ("statement %s gave %u rows, not one", statement, tbk_rows_count (rows));
  tbk_problem_set (error, 500, "the server failed to do this");
  return NULL;
}

TbkRows *
tbk_tx_many (TbkTx *tx, const char *statement, const TbkValues *values, GError **error)
{
  return run (tx, statement, values, error);
}

gboolean
tbk_tx_exec (TbkTx *tx, const char *statement, const TbkValues *values, guint *affected, GError **error)
{
  g_autoptr (TbkRows) rows = run (tx, statement, values, error);

  if (rows == NULL)
    return FALSE;
  if (affected != NULL)
    *affected = tbk_rows_affected (rows);
  return TRUE;
}

gboolean
tbk_tx_commit (TbkTx *tx, GError **error)
{
  PGresult *result;
  gboolean committed;

  if (!tx->begun && tx->caller == NULL)
    return TRUE;
  result = round_trip (tx, TBK_PG_COMMIT, NULL, 0, error);
  if (result == NULL)
    return FALSE;
  /* COMMIT of a transaction in which a statement failed says ROLLBACK. */
  committed = strcmp (PQcmdStatus (result), "COMMIT") == 0;
  PQclear (result);
  if (committed)
    return TRUE;
  if (!tx->retry)
    g_critical ("a transaction in which a statement failed was to be committed");
  tbk_problem_set (error, tx->retry ? 503 : 500, "the server failed to do this");
  return FALSE;
}

void
tbk_tx_rollback (TbkTx *tx)
{
  GCancellable *cancellable = tx->cancellable;
  PGresult *result;

  if (!tx->begun || PQtransactionStatus (tx->conn) == PQTRANS_IDLE)
    return;
  tx->cancellable = NULL;
  result = round_trip (tx, TBK_PG_ROLLBACK, NULL, 0, NULL);
  tx->cancellable = cancellable;
  PQclear (result);
}

/* Undoes what is under way; the next statement begins anew. */
static void
start_over (TbkTx *tx)
{
  tbk_tx_rollback (tx);
  tx->begun = FALSE;
  tx->failed = FALSE;
}

/* Nothing that was not begun needs a commit: the next statement enters the session. */
static gboolean
commit_begun (TbkTx *tx, GError **error)
{
  if (tx->begun && !tbk_tx_commit (tx, error))
    return FALSE;
  tx->begun = FALSE;
  return TRUE;
}

TbkRows *
tbk_tx_apart (TbkTx *tx, const char *before, const char *statement, const TbkValues *values, GError **error)
{
  if (!commit_begun (tx, error))
    return NULL;
  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) problem = NULL;
      g_autoptr (TbkRows) rows = NULL;
      gboolean again;

      if (tbk_tx_exec (tx, before, NULL, NULL, &problem))
        rows = tbk_tx_one (tx, statement, values, &problem);
      if (rows != NULL && commit_begun (tx, &problem))
        return g_steal_pointer (&rows);
      start_over (tx);
      again = tx->retry && attempt < MAX_ATTEMPTS && PQstatus (tx->conn) == CONNECTION_OK;
      /* not the whole job again: what came before is committed */
      tx->retry = FALSE;
      if (again)
        continue;
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
}

void
tbk_tx_clean (TbkTx *tx, const char *statement)
{
  GCancellable *cancellable = tx->cancellable;
  g_autoptr (GError) error = NULL;

  start_over (tx);
  tx->cancellable = NULL;
  if (!tbk_tx_exec (tx, statement, NULL, NULL, &error) || !commit_begun (tx, &error))
    {
      g_message ("%s: %s", statement, error->message);
      start_over (tx);
    }
  tx->cancellable = cancellable;
}
