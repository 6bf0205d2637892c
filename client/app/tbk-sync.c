/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-sync.h"

#include "tbk-wire.h"

#define MEMBER "unidad_medida"

static const char *
find_chosen (TbkApi *api)
{
  TbkRecord *usuario = tbk_api_get_usuario (api);
  JsonNode *config = usuario != NULL ? tbk_record_get_node (usuario, "config_json") : NULL;

  if (config == NULL || !JSON_NODE_HOLDS_OBJECT (config))
    return NULL;
  return tbk_wire_get_text (json_node_get_object (config), MEMBER);
}

void
tbk_sync_take_unidad (TbkApi *api)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka");
  const char *chosen = find_chosen (api);
  g_autoptr (GVariant) value = chosen != NULL ? g_variant_ref_sink (g_variant_new_string (chosen)) : NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) key = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  key = g_settings_schema_get_key (schema, "unidad");
  if (value != NULL && g_settings_schema_key_range_check (key, value))
    g_settings_set_value (settings, "unidad", value);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = tbk_api_call_finish (TBK_API (source), result, &error);

  if (answer == NULL)
    g_debug ("the unit stays on this computer: %s", error->message);
  tbk_api_reload_me (TBK_API (source));
}

static void
copy_member (JsonObject *from, const char *name, JsonNode *node, gpointer data)
{
  json_object_set_member (data, name, json_node_copy (node));
}

JsonObject *
tbk_sync_copy_object (JsonObject *from)
{
  JsonObject *copy = json_object_new ();

  if (from != NULL)
    json_object_foreach_member (from, copy_member, copy);
  return copy;
}

JsonNode *
tbk_sync_build_body (TbkRecord *usuario, const char *member, JsonNode *value)
{
  JsonNode *old = tbk_record_get_node (usuario, "config_json");
  JsonObject *config = tbk_sync_copy_object (
      old != NULL && JSON_NODE_HOLDS_OBJECT (old) ? json_node_get_object (old) : NULL);
  JsonObject *body = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_member (config, member, value);
  json_object_set_object_member (body, "config_json", config);
  json_node_take_object (node, body);
  return node;
}

void
tbk_sync_send_unidad (TbkApi *api)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka");
  g_autofree char *unidad = g_settings_get_string (settings, "unidad");
  TbkRecord *usuario = tbk_api_get_usuario (api);
  g_autoptr (JsonNode) body = NULL;
  g_autofree char *etag = NULL;

  if (usuario == NULL || g_strcmp0 (find_chosen (api), unidad) == 0)
    return;
  body = tbk_sync_build_body (usuario, MEMBER, json_node_init_string (json_node_alloc (), unidad));
  etag = g_strdup_printf ("\"%s\"", tbk_record_get_text (usuario, "version"));
  tbk_api_call_async (api,
                      &(TbkCall){ .method = "PUT", .path = "/me", .body = body, .if_match = etag },
                      NULL, sent_cb, NULL);
}
