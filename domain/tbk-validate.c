/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-validate.h"
#include "tbk-validate-private.h"

#include <math.h>

#define MAX_WHOLE_DOUBLE 9007199254740992.0
#define MAX_SCALE 9

/* The fewest digits that read back as the same number: what the sender most likely wrote. NULL: not with 9 decimals.
 * Numbers that must be exact come as text. */
static char *
double_to_text (double number) /* allow double: JSON's own numbers arrive as such */
{
  char text[64];

  if (!isfinite (number) || fabs (number) >= 1e18)
    return NULL;
  for (int scale = 0; scale <= MAX_SCALE; scale++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%df", scale);
      g_ascii_formatd (text, sizeof text, format, number);
      if (g_ascii_strtod (text, NULL) == number) /* allow double: the same number? */
        return g_strdup (text);
    }
  return NULL;
}

static char *
refuse_type (const TbkField *field, const char *expected, GError **error)
{
  tbk_problem_add_field (error, field->name, "type", "must be %s", expected);
  return NULL;
}

static char *
check_number_node (const TbkField *field, JsonNode *node, GError **error)
{
  g_autofree char *text = NULL;
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_INT64)
    text = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  else if (type != G_TYPE_DOUBLE)
    return refuse_type (field, field->type == TBK_FIELD_DECIMAL ? "a decimal number" : "a whole number", error);
  else
    {
      double number = json_node_get_double (node); /* allow double: as JSON's parser gives it */

      if (field->type != TBK_FIELD_DECIMAL && (number != floor (number) || fabs (number) > MAX_WHOLE_DOUBLE))
        return refuse_type (field, "a whole number", error);
      text = double_to_text (number);
      if (text == NULL)
        return tbk_validate_range (field, error);
    }
  return tbk_validate_trimmed (field, text, error);
}

/* A node that is not null. */
static char *
check_node (const TbkField *field, JsonNode *node, GError **error)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  switch (field->type)
    {
    case TBK_FIELD_JSON:
      return tbk_validate_json (field, node, error);
    case TBK_FIELD_BOOLEAN:
      if (type != G_TYPE_BOOLEAN)
        return refuse_type (field, "true or false", error);
      return g_strdup (json_node_get_boolean (node) ? "true" : "false");
    case TBK_FIELD_DECIMAL:
      if (type == G_TYPE_STRING)
        return tbk_validate_text (field, json_node_get_string (node), error);
      return check_number_node (field, node, error);
    case TBK_FIELD_ID:
    case TBK_FIELD_REF:
    case TBK_FIELD_INTEGER:
      return check_number_node (field, node, error);
    default:
      if (type != G_TYPE_STRING)
        return refuse_type (field, "text", error);
      return tbk_validate_text (field, json_node_get_string (node), error);
    }
}

/* Whether the mode lets a caller give the field at all. Returns: (transfer none) (nullable). */
static const TbkField *
admit (const TbkSchema *schema, const char *name, TbkValidateMode mode, GError **error)
{
  const TbkField *field = tbk_schema_find (schema, name);

  if (field == NULL)
    tbk_problem_add_field (error, name, "unknown", "there is no such field");
  else if (mode == TBK_VALIDATE_QUERY)
    return field;
  else if (field->flags & TBK_FIELD_READ_ONLY)
    tbk_problem_add_field (error, name, "read_only", "is made by the server");
  else if (mode == TBK_VALIDATE_UPDATE && (field->flags & TBK_FIELD_CREATE_ONLY) != 0)
    tbk_problem_add_field (error, name, "read_only", "cannot be changed");
  else
    return field;
  return NULL;
}

/* Null, or text that is empty: null where the field may be, otherwise an error for JSON's null and nothing for text. */
static void
store_nothing (const TbkField *field, gboolean is_null, TbkValues *checked, GError **error)
{
  if (field->flags & TBK_FIELD_REQUIRED)
    tbk_validate_missing (field, error);
  else if (field->flags & TBK_FIELD_NULLABLE)
    tbk_values_set (checked, field->name, NULL);
  else if (is_null)
    refuse_type (field, "given or left out, it cannot be null", error);
}

static void
store (const TbkField *field, const char *text, TbkValues *checked, GError **error)
{
  if (text == NULL)
    return; /* refused already */
  if (*text == '\0')
    store_nothing (field, FALSE, checked, error);
  else
    tbk_values_set (checked, field->name, text);
}

static gboolean
must_be_given (const TbkField *field)
{
  return (field->flags & (TBK_FIELD_REQUIRED | TBK_FIELD_READ_ONLY)) == TBK_FIELD_REQUIRED;
}

/* Takes over both: the values, or NULL and *error. */
static TbkValues *
conclude (TbkValues *checked, GError *problem, GError **error)
{
  if (problem == NULL)
    return checked;
  tbk_values_free (checked);
  g_propagate_error (error, problem);
  return NULL;
}

TbkValues *
tbk_validate_object (const TbkSchema *schema, JsonObject *object, TbkValidateMode mode, GError **error)
{
  g_autoptr (TbkValues) checked = tbk_values_new ();
  GError *problem = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_return_val_if_fail (schema != NULL && object != NULL, NULL);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      const TbkField *field = admit (schema, name, mode, &problem);
      g_autofree char *text = NULL;

      if (field == NULL)
        continue;
      if (JSON_NODE_HOLDS_NULL (node))
        {
          store_nothing (field, TRUE, checked, &problem);
          continue;
        }
      text = check_node (field, node, &problem);
      store (field, text, checked, &problem);
    }
  for (gsize i = 0; mode == TBK_VALIDATE_CREATE && i < schema->n_fields; i++)
    if (must_be_given (&schema->fields[i]) && !json_object_has_member (object, schema->fields[i].name))
      tbk_validate_missing (&schema->fields[i], &problem);
  return conclude (g_steal_pointer (&checked), problem, error);
}

TbkValues *
tbk_validate_values (const TbkSchema *schema, const TbkValues *given, TbkValidateMode mode, GError **error)
{
  g_autoptr (TbkValues) checked = tbk_values_new ();
  GError *problem = NULL;

  g_return_val_if_fail (schema != NULL && given != NULL, NULL);
  for (gsize i = 0; i < tbk_values_size (given); i++)
    {
      const TbkField *field = admit (schema, tbk_values_name_at (given, i), mode, &problem);
      const char *value = tbk_values_text_at (given, i);
      g_autofree char *text = NULL;

      if (field == NULL)
        continue;
      if (value == NULL)
        {
          store_nothing (field, TRUE, checked, &problem);
          continue;
        }
      text = tbk_validate_text (field, value, &problem);
      store (field, text, checked, &problem);
    }
  for (gsize i = 0; mode == TBK_VALIDATE_CREATE && i < schema->n_fields; i++)
    if (must_be_given (&schema->fields[i]) && !tbk_values_has (given, schema->fields[i].name))
      tbk_validate_missing (&schema->fields[i], &problem);
  return conclude (g_steal_pointer (&checked), problem, error);
}
