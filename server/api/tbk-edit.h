/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-resource.h"
#include "tbk-route.h"

G_BEGIN_DECLS

/* One row that a request changes: found, locked, and what it would become. What the nouns' handlers do alike, in the
 * order of their answers: 404 (not visible), 403 (not allowed), 412 (stale), 409 (not from here), 422 (not like this).
 * Pool thread. */
typedef struct
{
  TbkTx *tx;
  const TbkRequest *request;
  const TbkCaller *caller;
  const TbkResource *resource;
  TbkRows *before;  /* the row, locked, with its derived columns */
  TbkValues *given; /* tbk_request_to_values() */
  TbkValues *after; /* the row's own columns, and over them what was given */
} TbkEdit;

/* Locks the row whose id is the value named `id_name` ("id" of the path, "yo_usuario") by the statement `lock`.
 * Error: 404. Returns: (transfer full). */
TbkEdit *tbk_edit_open (TbkTx *tx,
                        const TbkRequest *request,
                        const TbkResource *resource,
                        const char *lock,
                        const char *id_name,
                        GError **error);
void tbk_edit_free (TbkEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkEdit, tbk_edit_free)

/* The row as it was. Returns: (transfer none) (nullable). */
const char *tbk_edit_before (const TbkEdit *edit, const char *name);
gint64 tbk_edit_before_id (const TbkEdit *edit, const char *name); /* 0 for null */
gboolean tbk_edit_before_is (const TbkEdit *edit, const char *name, const char *text);

/* Whether the body gives that field another value than it has. */
gboolean tbk_edit_changes (const TbkEdit *edit, const char *name);

/* Error: 403 with that reason unless `allowed`. */
gboolean tbk_edit_allow (gboolean allowed, const char *reason, GError **error);

/* Error: 412 with the row as it is when If-Match names another version. */
gboolean tbk_edit_check_version (const TbkEdit *edit, GError **error);

/* Whether the noun's machine leads from its state to the body's `estado`, if one is given. An admin may go back, with a
 * `motivo`, which is handed to the audit. Errors: 409 with the allowed steps; 422 on `motivo`. */
gboolean tbk_edit_check_step (const TbkEdit *edit, GError **error);

/* As above for any step of any machine. */
gboolean tbk_edit_allow_step (const TbkResource *resource, const char *from, const char *to, GError **error);

/* The state a new row begins in: the machine's first, or one that a step leads to from there. Error: 409. */
gboolean tbk_edit_check_first (const TbkResource *resource, const TbkValues *values, GError **error);

/* 201 with the row and its Location. Returns: (transfer full). */
TbkReply *tbk_edit_reply_created (const TbkResource *resource, const TbkRows *rows);

/* {"items"} of what belongs to a row, by the route's `out`; the row must be visible: `get` finds it. Error: 404.
 * Returns: (transfer full). */
TbkReply *tbk_edit_reply_items (TbkTx *tx,
                                const TbkRequest *request,
                                const char *get,
                                const char *statement,
                                GError **error);

/* Runs a :one statement on `after` and replies its row. Returns: (transfer full). */
TbkReply *tbk_edit_reply (const TbkEdit *edit, const char *statement, GError **error);

/* Runs a :one statement on `after` and replies 204. Error: 404 when it gives no row. Returns: (transfer full). */
TbkReply *tbk_edit_reply_empty (const TbkEdit *edit, const char *statement, GError **error);

G_END_DECLS
