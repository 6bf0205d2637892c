/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-test-db.h"

#include <stdlib.h>

#define DEADLINE_US (30 * G_TIME_SPAN_SECOND)

PGconn *
tbk_test_db_connect (TbkTestServer *server, const char *role)
{
  g_autofree char *conninfo
      = g_strdup_printf ("host=%s/pg dbname=triboka user=%s", tbk_test_server_get_data_dir (server), role);
  PGconn *conn = PQconnectdb (conninfo);

  if (PQstatus (conn) != CONNECTION_OK)
    g_error ("%s", PQerrorMessage (conn));
  return conn;
}

char *
tbk_test_db_query (PGconn *conn, const char *sql)
{
  PGresult *result = PQexec (conn, sql);
  char *text = NULL;

  if (PQresultStatus (result) != PGRES_COMMAND_OK && PQresultStatus (result) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQerrorMessage (conn));
  if (PQntuples (result) > 0 && PQnfields (result) > 0 && !PQgetisnull (result, 0, 0))
    text = g_strdup (PQgetvalue (result, 0, 0));
  PQclear (result);
  return text;
}

void
tbk_test_db_wait_for_waiters (PGconn *conn, int n)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  for (int waiters = -1; waiters < n;)
    {
      /* A transaction sees the activity as it was at its first look. */
      g_autofree char *count
          = tbk_test_db_query (conn, "SELECT pg_stat_clear_snapshot();"
                                     "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type "
                                     "= 'Lock' AND datname = current_database()");
      waiters = (int) g_ascii_strtoll (count, NULL, 10);
      if (g_get_monotonic_time () > deadline)
        g_error ("%d wait for a lock, not %d", waiters, n);
    }
}
