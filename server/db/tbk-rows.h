/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "tbk-field.h"

G_BEGIN_DECLS

/* The rows of one statement: a PGresult in text format, read by column name. One owner; any one thread at a time. */
typedef struct _TbkRows TbkRows;

/* Takes over the result. */
TbkRows *tbk_rows_new (PGresult *result);
void tbk_rows_free (TbkRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkRows, tbk_rows_free)

guint tbk_rows_count (const TbkRows *rows);
/* Rows touched by INSERT, UPDATE, DELETE. */
guint tbk_rows_affected (const TbkRows *rows);
/* Returns: (transfer none) (nullable): NULL for SQL null or no such column; valid as long as the rows. */
const char *tbk_rows_text (const TbkRows *rows, guint row, const char *column);
gint64 tbk_rows_int (const TbkRows *rows, guint row, const char *column, gint64 otherwise);
gboolean tbk_rows_bool (const TbkRows *rows, guint row, const char *column);

/* Appends one row as a JSON object, or all, or the first `n` (all, when there are fewer), as an
 * array. A column is written by its field in `schema`: numeric as a string of its exact text,
 * bigint and boolean bare, json as it is, times as RFC 3339 with Z. SECRET fields and columns that
 * the schema does not name are left out. No tree in between: research/performance.md, "JSON in one
 * writer". */
void tbk_rows_write_object (const TbkRows *rows, guint row, const TbkSchema *schema, GString *out);
void tbk_rows_write_array (const TbkRows *rows, const TbkSchema *schema, GString *out);
void tbk_rows_write_first (const TbkRows *rows, guint n, const TbkSchema *schema, GString *out);

G_END_DECLS
