/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-openapi-private.h"

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

/* A form with a file: each field by its schema, and the file as bytes. */
static void
add_form (JsonBuilder *builder, const TbkRoute *route)
{
  begin_object (builder, route->in_type);
  begin_object (builder, "schema");
  begin_array (builder, "allOf");
  json_builder_begin_object (builder);
  add_text (builder, "$ref", "#/components/schemas/Archivo");
  json_builder_end_object (builder);
  json_builder_begin_object (builder);
  g_autofree char *ref = g_strconcat ("#/components/schemas/", route->form->name, NULL);
  add_text (builder, "$ref", ref);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

void
tbk_openapi_add_request_body (JsonBuilder *builder, const TbkRoute *route)
{
  if (route->in == NULL && route->in_type == NULL)
    return;
  begin_object (builder, "requestBody");
  json_builder_set_member_name (builder, "required");
  json_builder_add_boolean_value (builder, TRUE);
  begin_object (builder, "content");
  if (route->form != NULL)
    add_form (builder, route);
  else if (route->in_type != NULL)
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

void
tbk_openapi_add_content (JsonBuilder *builder, const TbkRoute *route)
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
