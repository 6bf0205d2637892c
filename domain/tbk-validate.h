/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-problem.h"
#include "tbk-field.h"
#include "tbk-values.h"

G_BEGIN_DECLS

typedef enum
{
  TBK_VALIDATE_CREATE, /* REQUIRED fields must be there */
  TBK_VALIDATE_UPDATE, /* only what is given is checked; CREATE_ONLY is refused */
  TBK_VALIDATE_QUERY,  /* unknown names are refused, READ_ONLY means nothing */
} TbkValidateMode;

/* Checks one value's text against its field and gives its canonical text: trimmed and in NFC (a SECRET one stays as it
 * is), decimal point, stored letters of a choice, addresses and UUIDs in lower case, times in UTC. Nothing but spaces
 * gives "", no value, unless the field is REQUIRED.
 * Returns: (transfer full) (nullable): NULL adds the reason to *error under the field's name. Any thread. */
char *tbk_validate_text (const TbkField *field, const char *text, GError **error);

/* Checks a JSON object; all errors are gathered into one 422. Numbers and decimal texts are both taken for DECIMAL;
 * the other types take just the JSON type of tbk-schema.h. Unknown names are refused in every mode.
 * Returns: (transfer full) (nullable): what was given, in canonical text. Any thread. */
TbkValues *tbk_validate_object (const TbkSchema *schema, JsonObject *object, TbkValidateMode mode, GError **error);

/* The same for values that are text already (query strings, forms). Text of nothing but spaces is null for a NULLABLE
 * field, and for others as if it were not given. */
TbkValues *tbk_validate_values (const TbkSchema *schema, const TbkValues *given, TbkValidateMode mode, GError **error);

G_END_DECLS
