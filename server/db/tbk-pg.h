/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "tbk-caller.h"
#include "tbk-sql.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* What pool and pipe share: how a connection is opened, which statements it prepares, how values are bound. A PGconn
 * belongs to one thread at a time; all functions run on that thread. */

/* Longest a statement runs before the server ends it (SQLSTATE 57014), in milliseconds. */
#define TBK_PG_STATEMENT_TIMEOUT_MS 9000
/* The named statement that enters a caller's session (server/sql/sesion.sql): sesion, usuario, rol. */
#define TBK_PG_ENTRAR "entrar"
/* Longest wait for a connection, in seconds. */
#define TBK_PG_CONNECT_TIMEOUT_S 5
#define TBK_PG_MAX_PARAMS 24

/* Statements of the house, prepared beside those of TbkSql. */
#define TBK_PG_BEGIN "tbk-begin"
#define TBK_PG_COMMIT "tbk-commit"
#define TBK_PG_ROLLBACK "tbk-rollback"
#define TBK_PG_REPLAN "tbk-replan" /* the rest of this transaction is planned for its values */

/* A conninfo and the session settings that go with it: UTC, ISO dates, UTF-8, time-outs, generic plans for what is
 * prepared. `options` of the conninfo itself come last and win. */
typedef struct _TbkPgParams TbkPgParams;

/* Returns: (transfer full): a conninfo that libpq does not understand is reported when it is used. */
TbkPgParams *tbk_pg_params_new (const char *conninfo, const char *application);
void tbk_pg_params_free (TbkPgParams *params);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkPgParams, tbk_pg_params_free)

/* Begins to connect, for PQconnectPoll(). Returns: (transfer full) (nullable): NULL out of memory. */
PGconn *tbk_pg_start (const TbkPgParams *params);

/* Connects, enters pipeline mode and prepares every statement; blocks. Returns: (transfer full) (nullable): NULL sets
 * `error` to a TBK_PROBLEM 503. `sql` may be NULL: no statement, no pipeline. */
PGconn *tbk_pg_open (const TbkPgParams *params, const TbkSql *sql, GError **error);

/* For work at start: a plain connection without time-outs, whose errors say what libpq says, in one line (G_IO_ERROR). Blocks.
 * Returns: (transfer full) (nullable). */
PGconn *tbk_pg_open_owner (const char *conninfo, GError **error);
/* Runs one or more statements on such a connection. Returns: (transfer full) (nullable): the last one's result; NULL sets
 * `error`, G_IO_ERROR_FAILED, with PostgreSQL's message in one line, and the line of `sql` where it says so. */
PGresult *tbk_pg_exec (PGconn *conn, const char *sql, const char *const *texts, guint n_texts, GError **error);

/* Once connected: enters pipeline mode and queues a Parse of every statement and a sync. The server answers with
 * tbk_pg_count_prepared() results and the sync. Returns: FALSE when the connection is lost. */
gboolean tbk_pg_send_prepares (PGconn *conn, const TbkSql *sql);
guint tbk_pg_count_prepared (const TbkSql *sql);
/* The name of the n-th statement that is prepared, for a log line. Returns: (transfer none). */
const char *tbk_pg_name_prepared (const TbkSql *sql, guint n);

/* What libpq says goes on over several lines; a log line and a start-up error are one. Returns: (transfer full). */
char *tbk_pg_first_line (const char *message);

/* The texts of a statement's parameters, absent names as NULL. They live as long as `values`. Returns: their number. */
guint tbk_pg_bind (const TbkStatement *statement, const TbkValues *values, const char **texts);

/* Queues entrar() for the caller. Returns: FALSE when the connection is lost. */
gboolean tbk_pg_send_entrar (PGconn *conn, const TbkCaller *caller);

/* Back-off before the n-th (0 is the first) attempt to connect again, in microseconds: 50 ms doubling up to 2 s, with a
 * quarter of jitter so that workers do not come all at once. */
gint64 tbk_pg_backoff (guint failures);

G_END_DECLS
