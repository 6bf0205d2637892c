/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-conn.h"

#include "tbk-sqlstate.h"

#include <string.h>

#define MAX_KEYWORDS 64

struct _TbkConnParams
{
  char *keywords[MAX_KEYWORDS + 1];
  char *values[MAX_KEYWORDS + 1];
  guint n;
};

/* plan_cache_mode: what is prepared is planned once; a filtered list sends TBK_CONN_REPLAN first. */
static const char session_options[] = "-c TimeZone=UTC -c DateStyle=ISO,YMD -c IntervalStyle=iso_8601 -c bytea_output=hex"
                                      " -c client_min_messages=warning -c jit=off -c plan_cache_mode=force_generic_plan"
                                      " -c statement_timeout=" G_STRINGIFY (TBK_CONN_STATEMENT_TIMEOUT_MS) " -c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000";

static const struct
{
  const char *name;
  const char *sql;
} own_statements[] = {
  { TBK_CONN_BEGIN, "BEGIN" },
  { TBK_CONN_COMMIT, "COMMIT" },
  { TBK_CONN_ROLLBACK, "ROLLBACK" },
  { TBK_CONN_ENTRAR, "SELECT entrar ($1::uuid, $2::bigint, $3::text)" },
  { TBK_CONN_REPLAN, "SELECT set_config ('plan_cache_mode', 'force_custom_plan', true)" },
};

static void
add_param (TbkConnParams *params, const char *keyword, char *value)
{
  g_return_if_fail (params->n < MAX_KEYWORDS);
  params->keywords[params->n] = g_strdup (keyword);
  params->values[params->n] = value;
  params->n++;
}

TbkConnParams *
tbk_conn_params_new (const char *conninfo, const char *application)
{
  TbkConnParams *params = g_new0 (TbkConnParams, 1);
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  const char *own_options = "";

  /* Those before "dbname" are defaults that the conninfo overrides, those after it override the conninfo. */
  add_param (params, "connect_timeout", g_strdup (G_STRINGIFY (TBK_CONN_CONNECT_TIMEOUT_S)));
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
tbk_conn_params_free (TbkConnParams *params)
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
tbk_conn_start (const TbkConnParams *params)
{
  PGconn *conn = PQconnectStartParams ((const char *const *) params->keywords,
                                       (const char *const *) params->values,
                                       1);

  if (conn != NULL)
    PQsetNoticeProcessor (conn, notice_cb, NULL);
  return conn;
}

guint
tbk_conn_count_prepared (const TbkSql *sql)
{
  return (guint) G_N_ELEMENTS (own_statements) + tbk_sql_size (sql);
}

const char *
tbk_conn_name_prepared (const TbkSql *sql, guint n)
{
  if (n < G_N_ELEMENTS (own_statements))
    return own_statements[n].name;
  return tbk_sql_at (sql, n - (guint) G_N_ELEMENTS (own_statements))->name;
}

gboolean
tbk_conn_send_prepares (PGconn *conn, const TbkSql *sql)
{
  if (!PQenterPipelineMode (conn))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (own_statements); i++)
    if (!PQsendPrepare (conn, own_statements[i].name, own_statements[i].sql, 0, NULL))
      return FALSE;
  for (guint i = 0; i < tbk_sql_size (sql); i++)
    {
      const TbkStatement *statement = tbk_sql_at (sql, i);

      if (!PQsendPrepare (conn, statement->name, statement->sql, 0, NULL))
        return FALSE;
    }
  return PQpipelineSync (conn) != 0;
}

/* Reads the answers to tbk_conn_send_prepares(). */
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
        g_message ("cannot prepare %s: %s", tbk_conn_name_prepared (sql, n), PQresultErrorMessage (result));
      PQclear (result);
      if (status == PGRES_PIPELINE_SYNC)
        return TRUE;
      if (status != PGRES_COMMAND_OK)
        return FALSE;
      n++;
    }
}

PGconn *
tbk_conn_open (const TbkConnParams *params, const TbkSql *sql, GError **error)
{
  PGconn *conn = PQconnectdbParams ((const char *const *) params->keywords, (const char *const *) params->values, 1);

  PQsetNoticeProcessor (conn, notice_cb, NULL);
  if (PQstatus (conn) == CONNECTION_OK && (sql == NULL || (tbk_conn_send_prepares (conn, sql) && collect_prepares (conn, sql))))
    return conn;
  g_debug ("cannot connect to the database: %s", PQerrorMessage (conn));
  tbk_sqlstate_set_unavailable (error);
  PQfinish (conn);
  return NULL;
}

guint
tbk_conn_bind (const TbkStatement *statement, const TbkValues *values, const char **texts)
{
  for (guint i = 0; i < statement->n_params; i++)
    texts[i] = values != NULL ? tbk_values_get (values, statement->params[i]) : NULL;
  return statement->n_params;
}

gboolean
tbk_conn_send_entrar (PGconn *conn, const TbkCaller *caller)
{
  char usuario[24];
  const char *texts[] = { caller->sesion, usuario, tbk_rol_to_text (caller->rol) };

  g_snprintf (usuario, sizeof usuario, "%" G_GINT64_FORMAT, caller->usuario_id);
  return PQsendQueryPrepared (conn, TBK_CONN_ENTRAR, 3, texts, NULL, NULL, 0) != 0;
}

gint64
tbk_conn_backoff (guint failures)
{
  gint64 longest = MIN (50 * G_TIME_SPAN_MILLISECOND << MIN (failures, 6), 2 * G_TIME_SPAN_SECOND);

  return longest - g_random_int_range (0, (gint32) (longest / 4));
}
