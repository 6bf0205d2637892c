/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-openapi.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "tbk-docs.h"
#include "tbk-page.h"
#include "tbk-schema.h"
#include "tbk-status.h"

#define PROBLEM_REF "#/components/schemas/Problema"

struct _TbkOpenapi
{
  GBytes *json;
  GBytes *html;
  char *etag;
};

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
begin_object (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static void
begin_array (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

static void
add_ref (JsonBuilder *builder, const char *name, const char *schema, const char *suffix)
{
  g_autofree char *ref = g_strconcat ("#/components/schemas/", schema, suffix, NULL);

  begin_object (builder, name);
  add_text (builder, "$ref", ref);
  json_builder_end_object (builder);
}

static gboolean
is_update (const TbkRoute *route)
{
  return (route->flags & TBK_ROUTE_UNSAFE_UPDATE) != 0;
}

static gboolean
has_id (const TbkRoute *route)
{
  return strstr (route->path, "{id}") != NULL || strstr (route->path, "{uuid}") != NULL;
}

static int
success_of (const TbkRoute *route)
{
  if (route->status != 0)
    return route->status;
  return route->out_kind == TBK_OUT_NONE ? 204 : 200;
}

static gboolean
may_be_forbidden (const TbkRoute *route)
{
  if (route->roles == TBK_ROL_NONE)
    return FALSE;
  return route->roles != TBK_ROL_ANY
         || (strstr (route->path, "{id}") != NULL && strcmp (route->method, "GET") != 0
             && (route->flags & TBK_ROUTE_WHO_SEES_MAY) == 0);
}

static gboolean
follows (const TbkRoute *route, int status)
{
  gboolean session = route->roles != TBK_ROL_NONE;

  switch (status)
    {
    case 400:
      return route->in != NULL;
    case 401:
      return session;
    case 403:
      return may_be_forbidden (route);
    case 404:
      return session && strchr (route->path, '{') != NULL;
    case 412:
    case 428:
      return (route->flags & TBK_ROUTE_IF_MATCH) != 0;
    case 415:
      return route->in != NULL || route->in_type != NULL;
    case 422:
      return route->in != NULL || route->query != NULL || route->out_kind == TBK_OUT_PAGE || has_id (route);
    default:
      return FALSE;
    }
}

static gboolean
lists (const int *statuses, int status)
{
  for (; statuses != NULL && *statuses != 0; statuses++)
    if (*statuses == status)
      return TRUE;
  return FALSE;
}

int *
tbk_openapi_statuses (const TbkRoute *route)
{
  int *statuses = g_new0 (int, 600 - 400 + 2);
  guint n = 0;

  statuses[n++] = success_of (route);
  for (int status = 400; status < 600; status++)
    if (follows (route, status) || lists (route->errors, status))
      statuses[n++] = status;
  return statuses;
}

static void
add_parameter (JsonBuilder *builder, const char *where, const TbkField *field, gboolean required)
{
  json_builder_begin_object (builder);
  add_text (builder, "name", field->name);
  add_text (builder, "in", where);
  json_builder_set_member_name (builder, "required");
  json_builder_add_boolean_value (builder, required);
  if (field->hint != NULL || field->label != NULL)
    add_text (builder, "description", field->hint != NULL ? field->hint : field->label);
  json_builder_set_member_name (builder, "schema");
  tbk_field_build_schema (field, builder);
  json_builder_end_object (builder);
}

static void
add_path_parameters (JsonBuilder *builder, const TbkRouterEntry *entry)
{
  for (guint i = 0; i < entry->n_segments; i++)
    {
      const char *segment = entry->segments[i];
      g_autofree char *name = NULL;
      TbkField field = { .type = TBK_FIELD_TEXT };

      if (segment[0] != '{')
        continue;
      name = g_strndup (segment + 1, strlen (segment) - 2);
      field.name = name;
      if (strcmp (name, "uuid") == 0)
        field.type = TBK_FIELD_UUID;
      else if (strcmp (name, "id") == 0 || g_str_has_suffix (name, "_id"))
        field.type = TBK_FIELD_ID;
      add_parameter (builder, "path", &field, TRUE);
    }
}

static void
add_query_parameters (JsonBuilder *builder, const TbkSchema *schema)
{
  for (gsize i = 0; schema != NULL && i < schema->n_fields; i++)
    add_parameter (builder, "query", &schema->fields[i], (schema->fields[i].flags & TBK_FIELD_REQUIRED) != 0);
}

static void
add_header_parameters (JsonBuilder *builder, const TbkRoute *route)
{
  const TbkField if_match
      = { .name = "If-Match", .label = "The ETag of the record as it was read.", .type = TBK_FIELD_TEXT };
  const TbkField key = { .name = "Idempotency-Key",
                         .label = "A repeat under the same key answers what the first did.",
                         .type = TBK_FIELD_TEXT };

  if (route->flags & TBK_ROUTE_IF_MATCH)
    add_parameter (builder, "header", &if_match, TRUE);
  if (route->flags & TBK_ROUTE_IDEMPOTENT)
    add_parameter (builder, "header", &key, FALSE);
}

static void
add_parameters (JsonBuilder *builder, const TbkRouterEntry *entry)
{
  const TbkRoute *route = entry->route;

  begin_array (builder, "parameters");
  add_path_parameters (builder, entry);
  add_query_parameters (builder, route->query);
  if (route->out_kind == TBK_OUT_PAGE)
    add_query_parameters (builder, &tbk_page_schema);
  add_header_parameters (builder, route);
  json_builder_end_array (builder);
}

static void
add_binary (JsonBuilder *builder, const char *types)
{
  g_auto (GStrv) list = g_strsplit (types, ",", -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      begin_object (builder, g_strstrip (list[i]));
      json_builder_end_object (builder);
    }
}

static void
add_request_body (JsonBuilder *builder, const TbkRoute *route)
{
  if (route->in == NULL && route->in_type == NULL)
    return;
  begin_object (builder, "requestBody");
  json_builder_set_member_name (builder, "required");
  json_builder_add_boolean_value (builder, TRUE);
  begin_object (builder, "content");
  if (route->in_type != NULL)
    add_binary (builder, route->in_type);
  else
    {
      begin_object (builder, "application/json");
      add_ref (builder, "schema", route->in->name, is_update (route) ? "Cambio" : "Nuevo");
      json_builder_end_object (builder);
    }
  if (route->flags & TBK_ROUTE_FORM)
    {
      begin_object (builder, "application/x-www-form-urlencoded");
      add_ref (builder, "schema", route->in->name, "Nuevo");
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_items (JsonBuilder *builder, const TbkSchema *schema)
{
  begin_object (builder, "items");
  add_text (builder, "type", "array");
  add_ref (builder, "items", schema->name, "");
  json_builder_end_object (builder);
}

static void
add_typed (JsonBuilder *builder, const char *name, const char *type)
{
  begin_object (builder, name);
  add_text (builder, "type", type);
  json_builder_end_object (builder);
}

static void
add_list_schema (JsonBuilder *builder, const TbkRoute *route)
{
  gboolean paged = route->out_kind == TBK_OUT_PAGE;
  const char *required[] = { "items", "page", "page_size", "total", "siguiente" };

  begin_object (builder, "schema");
  add_text (builder, "type", "object");
  begin_array (builder, "required");
  for (guint i = 0; i < (paged ? G_N_ELEMENTS (required) : 1); i++)
    json_builder_add_string_value (builder, required[i]);
  json_builder_end_array (builder);
  begin_object (builder, "properties");
  add_items (builder, route->out);
  if (paged)
    {
      add_typed (builder, "page", "integer");
      add_typed (builder, "page_size", "integer");
      add_typed (builder, "total", "integer");
      add_typed (builder, "total_exacto", "boolean");
      begin_object (builder, "siguiente");
      begin_array (builder, "type");
      json_builder_add_string_value (builder, "string");
      json_builder_add_string_value (builder, "null");
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_content (JsonBuilder *builder, const TbkRoute *route)
{
  if (route->out_kind == TBK_OUT_NONE || route->out_kind == TBK_OUT_SOCKET)
    return;
  begin_object (builder, "content");
  if (route->out_kind == TBK_OUT_RAW)
    add_binary (builder, route->out_type);
  else
    {
      begin_object (builder, "application/json");
      if (route->out_kind == TBK_OUT_ONE)
        add_ref (builder, "schema", route->out->name, "");
      else
        add_list_schema (builder, route);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
add_success_headers (JsonBuilder *builder, const TbkRoute *route)
{
  gboolean versioned = route->out_kind == TBK_OUT_ONE && tbk_schema_find (route->out, "version") != NULL;

  if (!versioned)
    return;
  begin_object (builder, "headers");
  begin_object (builder, "ETag");
  add_text (builder, "description", "The record's version, for If-Match.");
  begin_object (builder, "schema");
  add_text (builder, "type", "string");
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/* A refusal, by the sentence that its status has where there is nothing more to say. */
static void
add_problem (JsonBuilder *builder, int status)
{
  g_autoptr (GError) problem = NULL;

  tbk_status_set_problem (&problem, status);
  add_text (builder, "description", problem->message);
  begin_object (builder, "content");
  begin_object (builder, "application/problem+json");
  begin_object (builder, "schema");
  add_text (builder, "$ref", PROBLEM_REF);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_responses (JsonBuilder *builder, const TbkRoute *route)
{
  g_autofree int *statuses = tbk_openapi_statuses (route);

  begin_object (builder, "responses");
  for (const int *status = statuses; *status != 0; status++)
    {
      g_autofree char *code = g_strdup_printf ("%d", *status);

      begin_object (builder, code);
      /* /health says the same of itself when the database is away. */
      if (*status < 400 || (*status == 503 && route->direct != NULL))
        {
          add_text (builder, "description", *status < 400 ? route->summary : tbk_status_reason (*status));
          add_success_headers (builder, route);
          add_content (builder, route);
        }
      else
        add_problem (builder, *status);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static char *
operation_id (const TbkRoute *route)
{
  g_autofree char *method = g_ascii_strdown (route->method, -1);
  g_autoptr (GString) id = g_string_new (method);

  for (const char *at = route->path; *at != '\0'; at++)
    if (*at == '/' || *at == '.')
      g_string_append_c (id, '_');
    else if (*at != '{' && *at != '}')
      g_string_append_c (id, *at);
  return g_string_free (g_steal_pointer (&id), FALSE);
}

static void
add_operation (JsonBuilder *builder, const TbkRouterEntry *entry)
{
  const TbkRoute *route = entry->route;
  g_autofree char *id = operation_id (route);
  g_autofree char *method = g_ascii_strdown (route->method, -1);

  begin_object (builder, method);
  add_text (builder, "operationId", id);
  add_text (builder, "summary", route->summary);
  begin_array (builder, "tags");
  json_builder_add_string_value (builder, route->tag);
  json_builder_end_array (builder);
  begin_array (builder, "security");
  if (route->roles != TBK_ROL_NONE)
    {
      json_builder_begin_object (builder);
      begin_array (builder, "bearer");
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  add_parameters (builder, entry);
  add_request_body (builder, route);
  add_responses (builder, route);
  json_builder_end_object (builder);
}

static void
add_paths (JsonBuilder *builder, const TbkRouter *router)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  begin_object (builder, "paths");
  for (guint i = 0; i < tbk_router_size (router); i++)
    {
      const char *path = tbk_router_at (router, i)->route->path;

      if (!g_hash_table_add (seen, (gpointer) path))
        continue;
      begin_object (builder, path);
      for (guint j = i; j < tbk_router_size (router); j++)
        if (strcmp (tbk_router_at (router, j)->route->path, path) == 0)
          add_operation (builder, tbk_router_at (router, j));
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
add_schema (JsonBuilder *builder, GHashTable *seen, const TbkSchema *schema, TbkSchemaUse use, const char *suffix)
{
  g_autofree char *name = schema != NULL ? g_strconcat (schema->name, suffix, NULL) : NULL;

  if (name == NULL || g_hash_table_contains (seen, name))
    return;
  json_builder_set_member_name (builder, name);
  tbk_schema_build (schema, use, builder);
  g_hash_table_add (seen, g_steal_pointer (&name));
}

static void
add_problem_schema (JsonBuilder *builder)
{
  static const char text[]
      = "{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"detail\"],\"properties\":{"
        "\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
        "\"detail\":{\"type\":\"string\"},\"instance\":{\"type\":\"string\"},"
        "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"loc\",\"msg\",\"type\"],"
        "\"properties\":{\"loc\":{\"type\":\"string\"},\"msg\":{\"type\":\"string\"},\"type\":{\"type\":\"string\"}}}},"
        "\"permitidos\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"actual\":{\"type\":\"object\"}}}";

  json_builder_set_member_name (builder, "Problema");
  json_builder_add_value (builder, json_from_string (text, NULL));
}

static void
add_components (JsonBuilder *builder, const TbkRouter *router)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  begin_object (builder, "components");
  begin_object (builder, "securitySchemes");
  begin_object (builder, "bearer");
  add_text (builder, "type", "http");
  add_text (builder, "scheme", "bearer");
  add_text (builder, "bearerFormat", "JWT");
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  begin_object (builder, "schemas");
  add_problem_schema (builder);
  for (guint i = 0; i < tbk_router_size (router); i++)
    {
      const TbkRoute *route = tbk_router_at (router, i)->route;
      gboolean update = is_update (route);

      add_schema (builder, seen, route->out, TBK_SCHEMA_REPLY, "");
      if (update)
        add_schema (builder, seen, route->in, TBK_SCHEMA_UPDATE, "Cambio");
      else
        add_schema (builder, seen, route->in, TBK_SCHEMA_CREATE, "Nuevo");
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_servers (JsonBuilder *builder)
{
  const char *urls[] = { "/", "/v1" };

  begin_array (builder, "servers");
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      json_builder_begin_object (builder);
      add_text (builder, "url", urls[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_info (JsonBuilder *builder, const char *title)
{
  begin_object (builder, "info");
  add_text (builder, "title", title);
  add_text (builder, "version", TRIBOKA_VERSION);
  add_text (builder, "description",
            "Contracts and lots of cacao between producers, collection centers and exporters. Numbers with decimals "
            "are text, exact to the last digit. Errors are application/problem+json. Besides what each operation "
            "names, any of them may answer 413, 429 (with Retry-After), 500 and 503.");
  begin_object (builder, "license");
  add_text (builder, "name", "GPL-3.0-or-later");
  add_text (builder, "identifier", "GPL-3.0-or-later");
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static JsonNode *
build (const TbkRouter *router, const char *title)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "openapi", "3.1.0");
  add_info (builder, title);
  add_servers (builder);
  add_paths (builder, router);
  add_components (builder, router);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

TbkOpenapi *
tbk_openapi_new (const TbkRouter *router, const char *title)
{
  TbkOpenapi *openapi = g_new0 (TbkOpenapi, 1);
  g_autoptr (JsonNode) root = build (router, title);
  char *json = json_to_string (root, FALSE);
  g_autofree char *digest = NULL;

  openapi->json = g_bytes_new_take (json, strlen (json));
  openapi->html = tbk_docs_new (json_node_get_object (root));
  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, openapi->json);
  openapi->etag = g_strdup_printf ("\"%.32s\"", digest);
  return openapi;
}

void
tbk_openapi_free (TbkOpenapi *openapi)
{
  if (openapi == NULL)
    return;
  g_bytes_unref (openapi->json);
  g_bytes_unref (openapi->html);
  g_free (openapi->etag);
  g_free (openapi);
}

GBytes *
tbk_openapi_get_json (const TbkOpenapi *openapi)
{
  return openapi->json;
}

GBytes *
tbk_openapi_get_html (const TbkOpenapi *openapi)
{
  return openapi->html;
}

const char *
tbk_openapi_get_etag (const TbkOpenapi *openapi)
{
  return openapi->etag;
}
