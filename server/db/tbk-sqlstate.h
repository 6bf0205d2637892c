/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "tbk-problem.h"

G_BEGIN_DECLS

/* SQLSTATE to problem, in one table. What PostgreSQL says of a row (DETAIL, HINT, the key's value) never reaches the
 * client; the own states, raised by our triggers and functions, say their message:
 *
 *   TB401 403 404 409 412 422 429   the status is the number; MESSAGE is the detail
 *   COLUMN (TB409, TB422)       the bad field
 *   DETAIL (TB409)              the steps that are allowed, separated by commas
 *
 * Any thread. */

/* Sets `error` to the TBK_PROBLEM of a failed result. `statement`: for the log, or NULL. */
void tbk_sqlstate_set_problem (GError **error, const PGresult *result, const char *statement);

/* 503: the database is away, or did not answer in time. */
void tbk_sqlstate_set_unavailable (GError **error);

/* Whether the transaction may succeed when it is run again: a serialization failure or a deadlock. */
gboolean tbk_sqlstate_is_retry (const PGresult *result);

/* The field that a constraint speaks of, by its name: "contrato_codigo_key" of contrato is "codigo".
 * Returns: (transfer full) (nullable): NULL when the name does not follow the form. */
char *tbk_sqlstate_loc (const char *table, const char *constraint);

G_END_DECLS
