/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-copy.h"

#include <string.h>

#include "tbk-sqlstate.h"
#include "tbk-tx-private.h"

/* libpq's pipeline takes no COPY: the connection leaves it for as long as this one lasts. */
struct _TbkCopy
{
  TbkTx *tx;
};

static gboolean
fail (TbkTx *tx, const PGresult *result, const char *what, GError **error)
{
  tx->failed = TRUE;
  if (g_cancellable_set_error_if_cancelled (tx->cancellable, error))
    return FALSE;
  if (result != NULL && PQstatus (tx->conn) == CONNECTION_OK)
    tbk_sqlstate_set_problem (error, result, what);
  else
    tbk_sqlstate_set_unavailable (error);
  return FALSE;
}

TbkCopy *
tbk_copy_begin (TbkTx *tx, const char *sql, GError **error)
{
  g_autoptr (TbkCopy) copy = NULL;
  PGresult *result;
  gboolean started;

  /* the caller has entered by now: whoever copies has asked for the table first */
  g_return_val_if_fail (tx->begun, NULL);
  if (PQexitPipelineMode (tx->conn) == 0)
    {
      fail (tx, NULL, sql, error);
      return NULL;
    }
  copy = g_new0 (TbkCopy, 1);
  copy->tx = tx;
  result = PQexec (tx->conn, sql);
  started = PQresultStatus (result) == PGRES_COPY_IN || fail (tx, result, sql, error);
  PQclear (result);
  return started ? g_steal_pointer (&copy) : NULL;
}

gboolean
tbk_copy_put (TbkCopy *copy, const char *data, gsize size, GError **error)
{
  if (!g_cancellable_is_cancelled (copy->tx->cancellable) && PQputCopyData (copy->tx->conn, data, (int) size) == 1)
    return TRUE;
  return fail (copy->tx, NULL, "COPY", error);
}

/* Ends it with a reason why it is not wanted, or without. */
static gboolean
finish (TbkCopy *copy, const char *reason, GError **error)
{
  TbkTx *tx = copy->tx;
  gboolean good = reason == NULL;
  PGresult *result;

  if (PQtransactionStatus (tx->conn) == PQTRANS_ACTIVE)
    PQputCopyEnd (tx->conn, reason);
  while ((result = PQgetResult (tx->conn)) != NULL)
    {
      if (good && PQresultStatus (result) != PGRES_COMMAND_OK)
        good = fail (tx, result, "COPY", error);
      PQclear (result);
    }
  if (PQstatus (tx->conn) != CONNECTION_OK && good)
    good = fail (tx, NULL, "COPY", error);
  PQenterPipelineMode (tx->conn);
  g_free (copy);
  return good;
}

gboolean
tbk_copy_end (TbkCopy *copy, GError **error)
{
  return finish (copy, NULL, error);
}

void
tbk_copy_abort (TbkCopy *copy)
{
  copy->tx->failed = TRUE;
  finish (copy, "given up", NULL);
}

void
tbk_copy_append (GString *row, const char *value)
{
  if (value == NULL)
    {
      g_string_append (row, "\\N");
      return;
    }
  for (;;)
    {
      gsize plain = strcspn (value, "\\\t\n\r");

      g_string_append_len (row, value, (gssize) plain);
      value += plain;
      if (*value == '\0')
        return;
      g_string_append_c (row, '\\');
      g_string_append_c (row, *value == '\t' ? 't' : *value == '\n' ? 'n'
                                                 : *value == '\r'   ? 'r'
                                                                    : '\\');
      value++;
    }
}
