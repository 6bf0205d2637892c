/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-field.h"

G_BEGIN_DECLS

/* What checking a text and checking a body share. All add the reason to *error under the field's name. Any thread. */

/* `text` is trimmed, valid, non-empty UTF-8. Returns: (transfer full) (nullable): the canonical text. */
char *tbk_validate_trimmed (const TbkField *field, const char *text, GError **error);
/* An object or array of bounded size. Returns: (transfer full) (nullable): its text. */
char *tbk_validate_json (const TbkField *field, JsonNode *node, GError **error);

/* Refusals. Return NULL. */
char *tbk_validate_range (const TbkField *field, GError **error);
char *tbk_validate_missing (const TbkField *field, GError **error);

G_END_DECLS
