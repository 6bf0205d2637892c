/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pg.h"

#include "tbk-sqlstate.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_KEYWORDS 64

struct _TbkPgParams
{
  char *keywords[MAX_KEYWORDS + 1];
  char *values[MAX_KEYWORDS + 1];
  guint n;
};

/* plan_cache_mode: what is prepared is planned once; a filtered list sends TBK_PG_REPLAN first. */
static const char session_options[]
    = "-c TimeZone=UTC -c DateStyle=ISO,YMD -c IntervalStyle=iso_8601 -c bytea_output=hex"
      " -c client_min_messages=warning -c jit=off -c plan_cache_mode=force_generic_plan"
      " -c statement_timeout=" G_STRINGIFY (
          TBK_PG_STATEMENT_TIMEOUT_MS) " -c lock_timeout=5000 -c "
                                       "idle_in_transaction_session_timeout=15000";

static const struct
{
  const char *name;
  const char *sql;
} own_statements[] = {
  { TBK_PG_BEGIN, "BEGIN" },
  { TBK_PG_COMMIT, "COMMIT" },
  { TBK_PG_ROLLBACK, "ROLLBACK" },
  { TBK_PG_REPLAN, "SELECT set_config ('plan_cache_mode', 'force_custom_plan', true)" },
};

static void
add_param (TbkPgParams *params, const char *keyword, char *value)
{
  g_return_if_fail (params->n < MAX_KEYWORDS);
  params->keywords[params->n] = g_strdup (keyword);
  params->values[params->n] = value;
  params->n++;
}

TbkPgParams *
tbk_pg_params_new (const char *conninfo, const char *application)
{
  TbkPgParams *params = g_new0 (TbkPgParams, 1);
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  const char *own_options = "";

  /* Those before "dbname" are defaults that the conninfo overrides, those after it override the conninfo. */
  add_param (params, "connect_timeout", g_strdup (G_STRINGIFY (TBK_PG_CONNECT_TIMEOUT_S)));
  add_param (params, "application_name", g_strdup (application));
  add_param (params, "keepalives_idle", g_strdup ("30"));
  add_param (params, "tcp_user_timeout", g_strdup ("10000"));
  add_param (params, "dbname", g_strdup (conninfo));
  for (PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++)
    if (strcmp (option->keyword, "options") == 0 && option->val != NULL)
      own_options = option->val;
  add_param (params, "client_encoding", g_strdup ("UTF8"));
  add_param (params, "options", g_strconcat (session_options, " ", own_options, NULL));
  PQconninfoFree (options);
  return params;
}

void
tbk_pg_params_free (TbkPgParams *params)
{
  if (params == NULL)
    return;
  for (guint i = 0; i < params->n; i++)
    {
      g_free (params->keywords[i]);
      g_free (params->values[i]);
    }
  g_free (params);
}

static void
notice_cb (void *data, const char *message)
{
  g_debug ("postgresql: %s", message);
}

PGconn *
tbk_pg_start (const TbkPgParams *params)
{
  PGconn *conn = PQconnectStartParams ((const char *const *) params->keywords,
                                       (const char *const *) params->values,
                                       1);

  if (conn != NULL)
    PQsetNoticeProcessor (conn, notice_cb, NULL);
  return conn;
}

guint
tbk_pg_count_prepared (const TbkSql *sql)
{
  return (guint) G_N_ELEMENTS (own_statements) + tbk_sql_size (sql);
}

const char *
tbk_pg_name_prepared (const TbkSql *sql, guint n)
{
  if (n < G_N_ELEMENTS (own_statements))
    return own_statements[n].name;
  return tbk_sql_at (sql, n - (guint) G_N_ELEMENTS (own_statements))->name;
}

gboolean
tbk_pg_send_prepares (PGconn *conn, const TbkSql *sql)
{
  if (!PQenterPipelineMode (conn))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (own_statements); i++)
    if (!PQsendPrepare (conn, own_statements[i].name, own_statements[i].sql, 0, NULL))
      return FALSE;
  for (guint i = 0; i < tbk_sql_size (sql); i++)
    {
      const TbkStatement *statement = tbk_sql_at (sql, i);

      if (!PQsendPrepare (conn, statement->name, statement->prepared, 0, NULL))
        return FALSE;
    }
  return PQpipelineSync (conn) != 0;
}

/* Reads the answers to tbk_pg_send_prepares(). */
static gboolean
collect_prepares (PGconn *conn, const TbkSql *sql)
{
  guint n = 0;

  for (;;)
    {
      PGresult *result = PQgetResult (conn);
      ExecStatusType status = PQresultStatus (result);

      if (result == NULL && PQstatus (conn) == CONNECTION_BAD)
        return FALSE;
      if (result == NULL)
        continue;
      if (status == PGRES_FATAL_ERROR)
        g_message ("cannot prepare %s: %s", tbk_pg_name_prepared (sql, n), PQresultErrorMessage (result));
      PQclear (result);
      if (status == PGRES_PIPELINE_SYNC)
        return TRUE;
      if (status != PGRES_COMMAND_OK)
        return FALSE;
      n++;
    }
}

PGconn *
tbk_pg_open (const TbkPgParams *params, const TbkSql *sql, GError **error)
{
  PGconn *conn = PQconnectdbParams ((const char *const *) params->keywords, (const char *const *) params->values, 1);

  PQsetNoticeProcessor (conn, notice_cb, NULL);
  if (PQstatus (conn) == CONNECTION_OK
      && (sql == NULL || (tbk_pg_send_prepares (conn, sql) && collect_prepares (conn, sql))))
    return conn;
  g_debug ("cannot connect to the database: %s", PQerrorMessage (conn));
  tbk_sqlstate_set_unavailable (error);
  PQfinish (conn);
  return NULL;
}

char *
tbk_pg_first_line (const char *message)
{
  return g_strchomp (g_strndup (message, strcspn (message, "\n")));
}

static void
set_failed (GError **error, const char *message)
{
  g_autofree char *line = tbk_pg_first_line (message);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, line);
}

PGconn *
tbk_pg_open_owner (const char *conninfo, GError **error)
{
  g_autoptr (TbkPgParams) params = tbk_pg_params_new (conninfo, "triboka-owner");
  PGconn *conn = PQconnectdbParams ((const char *const *) params->keywords, (const char *const *) params->values, 1);
  PGresult *result;

  PQsetNoticeProcessor (conn, notice_cb, NULL);
  if (PQstatus (conn) != CONNECTION_OK)
    {
      set_failed (error, PQerrorMessage (conn));
      PQfinish (conn);
      return NULL;
    }
  result = tbk_pg_exec (conn,
                        "SET statement_timeout = 0; SET lock_timeout = 0;"
                        " SET idle_in_transaction_session_timeout = 0; SET plan_cache_mode = auto",
                        NULL, 0, error);
  if (result == NULL)
    g_clear_pointer (&conn, PQfinish);
  PQclear (result);
  return conn;
}

PGresult *
tbk_pg_exec (PGconn *conn, const char *sql, const char *const *texts, guint n_texts, GError **error)
{
  PGresult *result = n_texts == 0 ? PQexec (conn, sql)
                                  : PQexecParams (conn, sql, (int) n_texts, NULL, texts, NULL, NULL, 0);
  ExecStatusType status = PQresultStatus (result);
  const char *position;

  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY)
    return result;
  set_failed (error, result != NULL ? PQresultErrorMessage (result) : PQerrorMessage (conn));
  position = PQresultErrorField (result, PG_DIAG_STATEMENT_POSITION);
  if (position != NULL)
    {
      gint64 n_chars = MIN (g_ascii_strtoll (position, NULL, 10), g_utf8_strlen (sql, -1));
      const char *end = g_utf8_offset_to_pointer (sql, n_chars);
      guint line = 1;

      for (const char *at = sql; at < end; at++)
        line += *at == '\n';
      g_prefix_error (error, "line %u: ", line);
    }
  PQclear (result);
  return NULL;
}

guint
tbk_pg_bind (const TbkStatement *statement, const TbkValues *values, const char **texts)
{
  for (guint i = 0; i < statement->n_params; i++)
    texts[i] = values != NULL ? tbk_values_get (values, statement->params[i]) : NULL;
  return statement->n_params;
}

gboolean
tbk_pg_send_entrar (PGconn *conn, const TbkCaller *caller)
{
  char usuario[24];
  const char *texts[] = { caller->sesion, usuario, tbk_rol_to_text (caller->rol) };

  g_snprintf (usuario, sizeof usuario, "%" G_GINT64_FORMAT, caller->usuario_id);
  return PQsendQueryPrepared (conn, TBK_PG_ENTRAR, 3, texts, NULL, NULL, 0) != 0;
}

gint64
tbk_pg_backoff (guint failures)
{
  gint64 longest = MIN (50 * G_TIME_SPAN_MILLISECOND << MIN (failures, 6), 2 * G_TIME_SPAN_SECOND);

  return longest - g_random_int_range (0, (gint32) (longest / 4));
}
