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

/* Checks one value's text against its field and gives its canonical text (trimmed, decimal point, stored letters of
 * a choice). Returns: (transfer full) (nullable): NULL adds the reason to *error under the field's name. Any thread. */
char *tbk_validate_text (const TbkField *field, const char *text, GError **error);

/* Checks a JSON object; all errors are gathered into one 422. Numbers and decimal texts are both taken for DECIMAL.
 * Returns: (transfer full) (nullable): what was given, in canonical text. Any thread. */
TbkValues *tbk_validate_object (const TbkSchema *schema, JsonObject *object, TbkValidateMode mode, GError **error);

/* The same for values that are text already (query strings, forms). */
TbkValues *tbk_validate_values (const TbkSchema *schema, const TbkValues *given, TbkValidateMode mode, GError **error);

G_END_DECLS
