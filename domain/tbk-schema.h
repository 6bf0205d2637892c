/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-field.h"

G_BEGIN_DECLS

typedef enum
{
  TBK_SCHEMA_REPLY,  /* every field that is not SECRET */
  TBK_SCHEMA_CREATE, /* every field that is not READ_ONLY, with `required` */
  TBK_SCHEMA_UPDATE, /* neither READ_ONLY nor CREATE_ONLY, nothing required */
} TbkSchemaUse;

/* JSON Schema 2020-12 of a field, without `$schema`. Appends an object to the builder. Any thread. */
void tbk_field_build_schema (const TbkField *field, JsonBuilder *builder);

/* JSON Schema of a whole set of fields. Replies allow null wherever a field is not REQUIRED and not an ID. */
void tbk_schema_build (const TbkSchema *schema, TbkSchemaUse use, JsonBuilder *builder);

G_END_DECLS
