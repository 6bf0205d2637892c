/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define TBK_JSON_MAX_DEPTH 32  /* objects and arrays within each other */
#define TBK_JSON_MAX_DIGITS 18 /* of a whole number; longer ones are given as text */

/* Reads JSON text that comes from outside. json-glib's own parser recurses without a limit, reads 010 as 8, wraps whole
 * numbers, ends strings at \u0000, and takes comments, single quotes and lone surrogates; this one refuses all of these
 * first. Of a member given twice the last counts. `length` in bytes, -1 for text that ends with a NUL.
 * Returns: (transfer full) (nullable): NULL sets a TBK_PROBLEM 400 that says where. Any thread. */
JsonNode *tbk_json_parse (const char *text, gssize length, GError **error);

/* The same, and the text must be an object. Returns: (transfer full) (nullable). */
JsonObject *tbk_json_parse_object (const char *text, gssize length, GError **error);

G_END_DECLS
