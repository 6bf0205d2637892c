/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a notificacion says, and what it is about. `datos` is its own, or that of the live event; NULL, and whatever a
 * newer server puts in it, gives a line that says less. Pure, but for the user's language; main thread. */

/* "Contract CT-2026-00014: In Review"; the author of a message. Returns: (transfer full): never empty. */
char *tbk_about_title (const char *tipo, JsonObject *datos);
/* The second line: a message's text, a document's name. Returns: (transfer full): may be "". */
char *tbk_about_text (const char *tipo, JsonObject *datos);
/* Returns: (transfer none): symbolic. */
const char *tbk_about_icon (const char *tipo);

/* What it is about: "contrato", "lote", "documento" or "chat", and its id. Returns: (transfer none)
 * (nullable): NULL: nothing that can be opened. */
const char *tbk_about_noun (const char *tipo, JsonObject *datos, gint64 *id);

G_END_DECLS
