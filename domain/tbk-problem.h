/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a client is told when a request fails (RFC 9457): a GError whose code is the HTTP status and whose message
 * is the `detail`, with the bad fields or the allowed steps beside it. Any thread. */
#define TBK_PROBLEM (tbk_problem_quark ())
GQuark tbk_problem_quark (void);

/* One bad field: `loc` is its name ("volumen_tm"), or a path into the body ("body.lotes.0"). */
typedef struct
{
  char *loc;
  char *msg;  /* English, one sentence, translated by the client by its type */
  char *type; /* "missing", "type", "range", "length", "choice", "format", "read_only", "unknown", "conflict" */
} TbkFieldError;

#define TBK_PROBLEM_MAX_FIELDS 100 /* further bad fields are not listed */
#define TBK_PROBLEM_MAX_TEXT 500   /* bytes of a detail, msg, loc or allowed step; the rest is cut */

/* Sets `error` (when not NULL) to a problem of that status. */
void tbk_problem_set (GError **error, int status, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Adds a bad field to *error, which becomes a 422 if it is not yet a problem. With `error` NULL nothing happens. */
void tbk_problem_add_field (GError **error, const char *loc, const char *type, const char *format, ...) G_GNUC_PRINTF (4, 5);

/* The steps that a 409 allows. Copies the list. */
void tbk_problem_set_allowed (GError *error, const char *const *allowed);

/* The record as it is now, for a 412: the text of a JSON object, copied; NULL removes it. */
void tbk_problem_set_actual (GError *error, const char *json);
/* Returns: (transfer none) (nullable): JSON text. */
const char *tbk_problem_get_actual (const GError *error);

/* Returns: (element-type TbkFieldError) (transfer none) (nullable). */
const GPtrArray *tbk_problem_get_fields (const GError *error);
/* Returns: (transfer none) (nullable). */
const char *const *tbk_problem_get_allowed (const GError *error);

/* Whether the same request would be refused again, whoever is in the way: a TBK_PROBLEM of 4xx, but for 401, 408 and 429. */
gboolean tbk_problem_is_final (const GError *error);

/* The title of a status: "Not Found". Returns: (transfer none). */
const char *tbk_problem_title (int status);

/* Returns: (transfer full): application/problem+json of a TBK_PROBLEM: type, title, status, detail, instance (when not
 * NULL), and where there are any: errors [{loc, msg, type}], permitidos [..], actual {..}. Always valid UTF-8. */
char *tbk_problem_to_json (const GError *error, const char *instance);

/* The client's way back. Always sets `error` to a TBK_PROBLEM of `status`, whatever the body holds. */
void tbk_problem_set_from_json (GError **error, int status, const char *body, gssize length);

G_END_DECLS
