/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "tbk-buzon.h"

G_BEGIN_DECLS

/* The outbox's file, for what else is kept in it. */
struct _TbkBuzon
{
  sqlite3 *db;
  gint64 usuario; /* whose rows; 0: a device's */
};

typedef sqlite3_stmt TbkBuzonStatement;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkBuzonStatement, sqlite3_finalize)

/* SQLite's last word as a TBK_BUZON_ERROR. Returns: FALSE. */
gboolean tbk_buzon_fail (TbkBuzon *self, GError **error);
gboolean tbk_buzon_run (TbkBuzon *self, const char *sql, GError **error);
/* Returns: (transfer full) (nullable). */
TbkBuzonStatement *tbk_buzon_prepare (TbkBuzon *self, const char *sql, GError **error);
/* `text` may be NULL, and is copied. */
void tbk_buzon_bind_text (TbkBuzonStatement *statement, int place, const char *text);
/* A column as it is now. Returns: (transfer full) (nullable). */
char *tbk_buzon_column_text (TbkBuzonStatement *statement, int column);
/* Steps a statement that gives no rows. */
gboolean tbk_buzon_finish (TbkBuzon *self, TbkBuzonStatement *statement, GError **error);

/* Steps a statement of an outbox row's columns. Returns: (transfer full) (nullable): NULL without error: none. */
TbkBuzonFila *tbk_buzon_step_fila (TbkBuzon *self, TbkBuzonStatement *statement, GError **error);
/* All its rows. Returns: (transfer full) (element-type TbkBuzonFila) (nullable). */
GPtrArray *tbk_buzon_step_filas (TbkBuzon *self, TbkBuzonStatement *statement, GError **error);
/* Runs a statement that takes an id and, unless it is NULL, a text, the beginning of which is kept. */
gboolean tbk_buzon_change (TbkBuzon *self, const char *sql, const char *id, const char *text, GError **error);

G_END_DECLS
