/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-route.h"

G_BEGIN_DECLS

/* What the files that write /openapi.json share. */

static inline void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static inline void
begin_object (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static inline void
begin_array (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

static inline void
add_ref (JsonBuilder *builder, const char *name, const char *schema, const char *suffix)
{
  g_autofree char *ref = g_strconcat ("#/components/schemas/", schema, suffix, NULL);

  begin_object (builder, name);
  add_text (builder, "$ref", ref);
  json_builder_end_object (builder);
}

static inline gboolean
is_update (const TbkRoute *route)
{
  return (route->flags & TBK_ROUTE_UNSAFE_UPDATE) != 0;
}

/* What a route takes as its body, if it takes one, and what it answers when all is well. */
void tbk_openapi_add_request_body (JsonBuilder *builder, const TbkRoute *route);
void tbk_openapi_add_content (JsonBuilder *builder, const TbkRoute *route);

G_END_DECLS
