/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The named statements of server/sql/<noun>.sql, built into the binary as a GResource and read once at start.
 *
 *   -- name: contrato_get :one (id)
 *   SELECT ... WHERE id = $1;
 *
 * After the name: what it gives (:one row, :many rows, :page of rows, :exec nothing) and the values it takes, in the
 * order of $1, $2, ... A :page may be ordered several ways:
 *
 *   -- name: contrato_page :page (page_size, salto, despues_clave, despues_id, estado, ...)
 *   -- orden: fecha_firma:date codigo volumen_tm:numeric
 *   ... WHERE (p.{orden}, p.id) {cmp} ($3::{tipo}, $4) ORDER BY p.{orden} {dir}, p.id {dir} LIMIT $1 OFFSET $2
 *
 * which makes one prepared statement per listed column and direction, from this closed list and from nothing else.
 *
 * A :page's first four parameters are as above, the others are its filters. What is prepared leaves the filters out, as
 * NULL: a plan for any value of `$5 IS NULL OR ...` would not walk the index. With a filter set, `sql` is sent and planned
 * for the values.
 *
 * After a column's colon stands its type: text (when none is given; its column and the cast are COLLATE "C"), date, timestamptz,
 * numeric or bigint. A sort column is never null. A parameter list may go on over further `--` lines up to its `)`. */
/* page_size, salto, despues_clave, despues_id: of every :page. */
#define TBK_SQL_PAGE_PARAMS 4

typedef enum
{
  TBK_SQL_ONE,
  TBK_SQL_MANY,
  TBK_SQL_PAGE,
  TBK_SQL_EXEC,
} TbkSqlKind;

typedef struct
{
  char *name; /* also the prepared statement's name: "contrato_page-fecha_firma-desc" */
  TbkSqlKind kind;
  char *sql;
  char *prepared;        /* what is prepared under the name: `sql`, of a :page without its filters */
  char **params;         /* names, in the order of $n; NULL-terminated */
  guint n_params;        /* 24 at most */
  guint n_prepared;      /* those that `prepared` takes: the first ones */
  const char *first_key; /* :page: the sort key's value before all others in this direction (a cursor's start) */
  const char *first_id;  /* :page: the id that goes with it */
} TbkStatement;

typedef struct _TbkSql TbkSql;

typedef enum
{
  TBK_SQL_ERROR_FORM,    /* a file does not follow the form; the message names file and line */
  TBK_SQL_ERROR_MISSING, /* no statement is built in */
} TbkSqlError;
#define TBK_SQL_ERROR (tbk_sql_error_quark ())
GQuark tbk_sql_error_quark (void);

/* Reads every statement. A file that does not follow the form is a start-up error that names file and line. */
TbkSql *tbk_sql_load (GError **error);
/* The same from one file's text; `file` stands in errors. Expected error: TBK_SQL_ERROR_FORM. */
TbkSql *tbk_sql_new_from_text (const char *file, const char *text, GError **error);
void tbk_sql_free (TbkSql *sql);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkSql, tbk_sql_free)

/* Returns: (transfer none) (nullable). Immutable after loading: any thread. */
const TbkStatement *tbk_sql_find (const TbkSql *sql, const char *name);
/* `orden`: "fecha_firma" or "-fecha_firma". Returns: (transfer none) (nullable): NULL when not in the list. */
const TbkStatement *tbk_sql_find_page (const TbkSql *sql, const char *name, const char *orden);
guint tbk_sql_size (const TbkSql *sql);
const TbkStatement *tbk_sql_at (const TbkSql *sql, guint index);

G_END_DECLS
