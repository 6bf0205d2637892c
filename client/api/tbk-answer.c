/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-answer.h"

#include "tbk-api.h"
#include "tbk-json.h"

struct _TbkAnswer
{
  int status;
  char *content_type;
  char *etag;
  GBytes *bytes;
  JsonNode *node; /* NULL: not JSON */
};

static void
clear_answer (TbkAnswer *answer)
{
  g_free (answer->content_type);
  g_free (answer->etag);
  g_bytes_unref (answer->bytes);
  g_clear_pointer (&answer->node, json_node_unref);
}

static gboolean
is_json (const char *content_type)
{
  return content_type != NULL && g_str_has_prefix (content_type, "application/json");
}

static JsonNode *
parse (GBytes *bytes, GError **error)
{
  g_autoptr (GError) reason = NULL;
  JsonNode *node = tbk_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &reason);

  if (node == NULL)
    g_set_error (error, TBK_API_ERROR, TBK_API_ERROR_PROTOCOL, "the answer is no JSON: %s", reason->message);
  return node;
}

TbkAnswer *
tbk_answer_new (int status, const char *content_type, const char *etag, GBytes *bytes, GError **error)
{
  JsonNode *node = NULL;
  TbkAnswer *answer;

  if (is_json (content_type) && g_bytes_get_size (bytes) > 0)
    {
      node = parse (bytes, error);
      if (node == NULL)
        return NULL;
    }

  answer = g_atomic_rc_box_new0 (TbkAnswer);
  answer->status = status;
  answer->content_type = g_strdup (content_type);
  answer->etag = g_strdup (etag);
  answer->bytes = g_bytes_ref (bytes);
  answer->node = node;
  return answer;
}

TbkAnswer *
tbk_answer_ref (TbkAnswer *answer)
{
  return g_atomic_rc_box_acquire (answer);
}

void
tbk_answer_unref (TbkAnswer *answer)
{
  g_atomic_rc_box_release_full (answer, (GDestroyNotify) clear_answer);
}

int
tbk_answer_get_status (const TbkAnswer *answer)
{
  return answer->status;
}

const char *
tbk_answer_get_etag (const TbkAnswer *answer)
{
  return answer->etag;
}

JsonObject *
tbk_answer_get_object (const TbkAnswer *answer)
{
  if (answer->node == NULL || !JSON_NODE_HOLDS_OBJECT (answer->node))
    return NULL;
  return json_node_get_object (answer->node);
}

static gboolean
is_list_of_objects (JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
      return FALSE;
  return array != NULL;
}

JsonArray *
tbk_answer_get_items (const TbkAnswer *answer)
{
  JsonObject *object = tbk_answer_get_object (answer);
  JsonNode *items = object != NULL ? json_object_get_member (object, "items") : NULL;

  return items != NULL && is_list_of_objects (items) ? json_node_get_array (items) : NULL;
}

GBytes *
tbk_answer_get_bytes (const TbkAnswer *answer)
{
  return answer->bytes;
}

const char *
tbk_answer_get_content_type (const TbkAnswer *answer)
{
  return answer->content_type;
}
