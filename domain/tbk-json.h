/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define TBK_JSON_MAX_DEPTH 32  /* objects and arrays within each other */
#define TBK_JSON_MAX_DIGITS 18 /* of a whole number; longer ones are given as text */

#define TBK_JSON_MAX_NUMBER 64 /* bytes of any number */

/* Reads JSON text that comes from outside. json-glib's own parser recurses without a limit, reads 010 as 8, wraps whole
 * numbers, makes 1e999 infinite, ends strings at \u0000, takes comments, single quotes and lone surrogates, and passes
 * over a second document; this one refuses all of these first. Of a member given twice the last counts.
 * `length` in bytes, -1 for text that ends with a NUL.
 * Returns: (transfer full) (nullable): NULL sets a TBK_PROBLEM 400 that says where. Any thread. */
JsonNode *tbk_json_parse (const char *text, gssize length, GError **error);

/* The same, and the text must be an object. Returns: (transfer full) (nullable). */
JsonObject *tbk_json_parse_object (const char *text, gssize length, GError **error);

/* Writes JSON without white space, members in their order, numbers with the fewest digits that read back as the same
 * (json-glib's own writer makes 0.10000000000000001 of 0.1). Returns: (transfer full). Any thread. */
char *tbk_json_to_text (JsonNode *node);

/* A member's value as the wire's text: a string as it is, all else as tbk_json_to_text(). Returns: (transfer full)
 * (nullable): NULL for null. Any thread. */
char *tbk_json_to_value (JsonNode *node);

G_END_DECLS
