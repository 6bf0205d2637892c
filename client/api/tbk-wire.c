/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-wire.h"

#include <string.h>

#include "tbk-json.h"

static JsonNode *
json_of_text (const char *text)
{
  JsonNode *node = tbk_json_parse (text, -1, NULL);

  return node != NULL ? node : json_node_init_string (json_node_alloc (), text);
}

/* What does not read as its type goes as a string, for the server to refuse by name. */
static JsonNode *
value_node (const TbkField *field, const char *text)
{
  TbkFieldType type = field != NULL ? field->type : TBK_FIELD_TEXT;
  gint64 number;

  if (text == NULL)
    return json_node_init_null (json_node_alloc ());

  switch (type)
    {
    case TBK_FIELD_ID:
    case TBK_FIELD_REF:
    case TBK_FIELD_INTEGER:
      if (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
        return json_node_init_int (json_node_alloc (), number);
      break;
    case TBK_FIELD_BOOLEAN:
      if (strcmp (text, "true") == 0 || strcmp (text, "false") == 0)
        return json_node_init_boolean (json_node_alloc (), text[0] == 't');
      break;
    case TBK_FIELD_JSON:
      return json_of_text (text);
    case TBK_FIELD_UUID:
    case TBK_FIELD_TEXT:
    case TBK_FIELD_EMAIL:
    case TBK_FIELD_RUC:
    case TBK_FIELD_CHOICE:
    case TBK_FIELD_DECIMAL:
    case TBK_FIELD_DATE:
    case TBK_FIELD_TIME:
      break;
    }
  return json_node_init_string (json_node_alloc (), text);
}

JsonNode *
tbk_wire_object (const TbkSchema *schema, const TbkValues *values)
{
  JsonObject *object = json_object_new ();
  JsonNode *node;

  for (gsize i = 0; i < tbk_values_size (values); i++)
    {
      const char *name = tbk_values_name_at (values, i);
      const TbkField *field = schema != NULL ? tbk_schema_find (schema, name) : NULL;

      json_object_set_member (object, name, value_node (field, tbk_values_text_at (values, i)));
    }
  node = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);
  return node;
}

char *
tbk_wire_path (const char *path, const TbkValues *query)
{
  GString *whole = g_string_new (path);
  char separator = strchr (path, '?') != NULL ? '&' : '?';

  for (gsize i = 0; query != NULL && i < tbk_values_size (query); i++)
    {
      const char *text = tbk_values_text_at (query, i);

      if (text == NULL || text[0] == '\0')
        continue;
      g_string_append_c (whole, separator);
      g_string_append_uri_escaped (whole, tbk_values_name_at (query, i), NULL, FALSE);
      g_string_append_c (whole, '=');
      g_string_append_uri_escaped (whole, text, NULL, FALSE);
      separator = '&';
    }
  return g_string_free (whole, FALSE);
}

/* Returns: (transfer none) (nullable). */
static JsonNode *
find_member (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

const char *
tbk_wire_get_text (JsonObject *object, const char *name)
{
  JsonNode *node = find_member (object, name, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : NULL;
}

gint64
tbk_wire_get_int (JsonObject *object, const char *name, gint64 otherwise)
{
  JsonNode *node = find_member (object, name, G_TYPE_INT64);

  return node != NULL ? json_node_get_int (node) : otherwise;
}

gboolean
tbk_wire_get_boolean (JsonObject *object, const char *name, gboolean otherwise)
{
  JsonNode *node = find_member (object, name, G_TYPE_BOOLEAN);

  return node != NULL ? json_node_get_boolean (node) : otherwise;
}

gint64
tbk_wire_read_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) when = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return when != NULL ? g_date_time_to_unix (when) * G_USEC_PER_SEC + g_date_time_get_microsecond (when) : 0;
}
