/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-schema.h"

#include <string.h>

#include "tbk-peso.h"

#define DEFAULT_MAX_LENGTH 200

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static const char *
json_type (TbkFieldType type)
{
  switch (type)
    {
    case TBK_FIELD_ID:
    case TBK_FIELD_REF:
    case TBK_FIELD_INTEGER:
      return "integer";
    case TBK_FIELD_BOOLEAN:
      return "boolean";
    default:
      return "string";
    }
}

/* A union where there is more than one: decimals of a body, JSON, whatever may be null. */
static void
build_type (const TbkField *field, gboolean input, gboolean nullable, JsonBuilder *builder)
{
  const char *types[4];
  gsize n = 0;

  if (field->type == TBK_FIELD_JSON)
    types[n++] = "object", types[n++] = "array";
  else
    types[n++] = json_type (field->type);
  if (field->type == TBK_FIELD_DECIMAL && input)
    types[n++] = "number";
  if (nullable)
    types[n++] = "null";

  if (n == 1)
    {
      add_text (builder, "type", types[0]);
      return;
    }
  json_builder_set_member_name (builder, "type");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n; i++)
    json_builder_add_string_value (builder, types[i]);
  json_builder_end_array (builder);
}

static void
build_choices (const TbkField *field, gboolean nullable, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "enum");
  json_builder_begin_array (builder);
  for (gsize i = 0; field->choices[i] != NULL; i++)
    json_builder_add_string_value (builder, field->choices[i]);
  if (nullable)
    json_builder_add_null_value (builder);
  json_builder_end_array (builder);
}

static void
build_limit (JsonBuilder *builder, const char *name, const char *limit)
{
  if (limit == NULL)
    return;
  if (strchr (limit, '.') == NULL)
    {
      add_int (builder, name, g_ascii_strtoll (limit, NULL, 10));
      return;
    }
  json_builder_set_member_name (builder, name);
  /* allow double: json-glib has no other number, and it stands in a document for people */
  json_builder_add_double_value (builder, g_ascii_strtod (limit, NULL));
}

static void
build_decimal (const TbkField *field, gboolean input, JsonBuilder *builder)
{
  g_autofree char *pattern = NULL;

  add_text (builder, "format", "decimal");
  if (input)
    pattern = g_strdup ("^\\s*[-+]?[0-9]+([.,][0-9]+)?\\s*$");
  else if (field->decimals > 0)
    pattern = g_strdup_printf ("^-?[0-9]+(\\.[0-9]{1,%u})?$", field->decimals);
  else
    pattern = g_strdup ("^-?[0-9]+$");
  add_text (builder, "pattern", pattern);
}

static void
build_text (const TbkField *field, JsonBuilder *builder)
{
  add_int (builder, "maxLength", field->max_length > 0 ? field->max_length : DEFAULT_MAX_LENGTH);
  if (field->type == TBK_FIELD_EMAIL)
    add_text (builder, "format", "email");
  if (field->pattern != NULL)
    {
      g_autofree char *pattern = g_strdup_printf ("^(?:%s)$", field->pattern);

      add_text (builder, "pattern", pattern);
    }
}

static void
build_constraints (const TbkField *field, gboolean input, gboolean nullable, JsonBuilder *builder)
{
  switch (field->type)
    {
    case TBK_FIELD_ID:
    case TBK_FIELD_REF:
      add_text (builder, "format", "int64");
      add_int (builder, "minimum", 1);
      break;
    case TBK_FIELD_INTEGER:
      add_text (builder, "format", "int64");
      build_limit (builder, "minimum", field->min);
      build_limit (builder, "maximum", field->max);
      break;
    case TBK_FIELD_DECIMAL:
      build_decimal (field, input, builder);
      build_limit (builder, "minimum", input ? field->min : NULL);
      build_limit (builder, "maximum", input ? field->max : NULL);
      break;
    case TBK_FIELD_TEXT:
    case TBK_FIELD_EMAIL:
      build_text (field, builder);
      break;
    case TBK_FIELD_RUC:
      add_text (builder, "pattern", input ? "^\\s*([0-9][ -]?){13}\\s*$" : "^[0-9]{13}$");
      break;
    case TBK_FIELD_CHOICE:
      build_choices (field, nullable, builder);
      break;
    case TBK_FIELD_UUID:
      add_text (builder, "format", "uuid");
      break;
    case TBK_FIELD_DATE:
      add_text (builder, "format", "date");
      break;
    case TBK_FIELD_TIME:
      add_text (builder, "format", "date-time");
      break;
    case TBK_FIELD_BOOLEAN:
    case TBK_FIELD_JSON:
      break;
    }
}

/* For people: the unit, the range, what to type. */
static void
build_description (const TbkField *field, JsonBuilder *builder)
{
  g_autoptr (GString) text = g_string_new (field->hint);
  const char *unit = tbk_unit_symbol (field->unit);

  if (*unit != '\0')
    g_string_append_printf (text, "%sUnit: %s.", text->len > 0 ? " " : "", unit);
  if (field->type == TBK_FIELD_DECIMAL)
    g_string_append_printf (text, "%sDigits after the point: %u at most.", text->len > 0 ? " " : "", field->decimals);
  if (field->min != NULL && field->max != NULL)
    g_string_append_printf (text, " From %s to %s.", field->min, field->max);
  if (field->ref != NULL)
    g_string_append_printf (text, "%sThe id of a row of %s.", text->len > 0 ? " " : "", field->ref);
  if (text->len > 0)
    add_text (builder, "description", text->str);
}

static void
build_field (const TbkField *field, gboolean input, gboolean nullable, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  if (field->label != NULL)
    add_text (builder, "title", field->label);
  build_description (field, builder);
  build_type (field, input, nullable, builder);
  build_constraints (field, input, nullable, builder);
  if (field->flags & TBK_FIELD_READ_ONLY)
    {
      json_builder_set_member_name (builder, "readOnly");
      json_builder_add_boolean_value (builder, TRUE);
    }
  if (field->flags & TBK_FIELD_SECRET)
    {
      json_builder_set_member_name (builder, "writeOnly");
      json_builder_add_boolean_value (builder, TRUE);
    }
  json_builder_end_object (builder);
}

void
tbk_field_build_schema (const TbkField *field, JsonBuilder *builder)
{
  g_return_if_fail (field != NULL && JSON_IS_BUILDER (builder));
  build_field (field, TRUE, FALSE, builder);
}

static gboolean
is_in_use (const TbkField *field, TbkSchemaUse use)
{
  switch (use)
    {
    case TBK_SCHEMA_REPLY:
      return (field->flags & TBK_FIELD_SECRET) == 0;
    case TBK_SCHEMA_CREATE:
      return (field->flags & TBK_FIELD_READ_ONLY) == 0;
    case TBK_SCHEMA_UPDATE:
      return (field->flags & (TBK_FIELD_READ_ONLY | TBK_FIELD_CREATE_ONLY)) == 0;
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
is_required (const TbkField *field, TbkSchemaUse use)
{
  if (use == TBK_SCHEMA_UPDATE || !is_in_use (field, use))
    return FALSE;
  return (field->flags & TBK_FIELD_REQUIRED) != 0 || (use == TBK_SCHEMA_REPLY && field->type == TBK_FIELD_ID);
}

static gboolean
is_nullable (const TbkField *field, TbkSchemaUse use)
{
  if (use == TBK_SCHEMA_REPLY)
    return !is_required (field, use);
  return (field->flags & TBK_FIELD_NULLABLE) != 0;
}

static void
build_required (const TbkSchema *schema, TbkSchemaUse use, JsonBuilder *builder)
{
  gboolean any = FALSE;

  for (gsize i = 0; i < schema->n_fields; i++)
    any |= is_required (&schema->fields[i], use);
  if (!any)
    return;
  json_builder_set_member_name (builder, "required");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < schema->n_fields; i++)
    if (is_required (&schema->fields[i], use))
      json_builder_add_string_value (builder, schema->fields[i].name);
  json_builder_end_array (builder);
}

void
tbk_schema_build (const TbkSchema *schema, TbkSchemaUse use, JsonBuilder *builder)
{
  g_return_if_fail (schema != NULL && JSON_IS_BUILDER (builder));
  json_builder_begin_object (builder);
  add_text (builder, "type", "object");
  json_builder_set_member_name (builder, "properties");
  json_builder_begin_object (builder);
  for (gsize i = 0; i < schema->n_fields; i++)
    {
      const TbkField *field = &schema->fields[i];

      if (!is_in_use (field, use))
        continue;
      json_builder_set_member_name (builder, field->name);
      build_field (field, use != TBK_SCHEMA_REPLY, is_nullable (field, use), builder);
    }
  json_builder_end_object (builder);
  build_required (schema, use, builder);
  if (use != TBK_SCHEMA_REPLY)
    {
      json_builder_set_member_name (builder, "additionalProperties");
      json_builder_add_boolean_value (builder, FALSE);
    }
  json_builder_end_object (builder);
}
