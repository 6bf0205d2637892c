/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "tbk-test-server.h"

G_BEGIN_DECLS

/* The server's own database, beside it. Whatever fails here ends the program. Main thread. */

/* `role`: "postgres", whom no policy binds, or "triboka_app". Returns: (transfer full). */
PGconn *tbk_test_db_connect (TbkTestServer *server, const char *role);

/* Runs statements. Returns: (transfer full) (nullable): the first value of the first row of the last one. */
char *tbk_test_db_query (PGconn *conn, const char *sql);

/* Waits until so many of the server's connections wait for a lock that another one holds. */
void tbk_test_db_wait_for_waiters (PGconn *conn, int n);

G_END_DECLS
