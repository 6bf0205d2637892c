/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-docs.h"

#include <string.h>

/* clang-format off */
static const char style[] =
    ":root{color-scheme:light dark}"
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-weight:600}h2{margin-top:2.5rem;border-bottom:1px solid #8886}"
    "details{border:1px solid #8884;border-radius:8px;margin:.5rem 0;padding:.4rem .8rem}"
    "summary{cursor:pointer}code,b.m{font-family:ui-monospace,monospace}"
    "b.m{display:inline-block;min-width:4.5em}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .5rem;"
    "border-top:1px solid #8883}p.s{opacity:.75;margin:.2rem 0 .6rem}";
/* clang-format on */

static const char *const methods[] = { "get", "post", "put", "delete" };

char *
tbk_docs_policy (void)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;
  g_autofree char *hash = NULL;

  g_checksum_update (checksum, (const guchar *) style, strlen (style));
  g_checksum_get_digest (checksum, digest, &size);
  hash = g_base64_encode (digest, size);
  return g_strdup_printf ("default-src 'none'; style-src 'sha256-%s'; frame-ancestors 'none'", hash);
}

static void
append_escaped (GString *html, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  g_string_append (html, escaped);
}

static const char *
member_text (JsonObject *object, const char *name)
{
  return json_object_has_member (object, name) ? json_object_get_string_member (object, name) : "";
}

/* "string (date)", "array of Contrato", "Contrato". */
static void
append_type (GString *html, JsonObject *schema)
{
  JsonNode *type = json_object_get_member (schema, "type");
  const char *ref = json_object_get_string_member_with_default (schema, "$ref", NULL);
  const char *format = json_object_get_string_member_with_default (schema, "format", NULL);

  if (ref != NULL)
    g_string_append_printf (html, "<a href=\"#%s\">%s</a>", strrchr (ref, '/') + 1, strrchr (ref, '/') + 1);
  else if (type != NULL && JSON_NODE_HOLDS_ARRAY (type))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (type)); i++)
      {
        g_string_append (html, i > 0 ? " or " : "");
        append_escaped (html, json_array_get_string_element (json_node_get_array (type), i));
      }
  else
    append_escaped (html, type != NULL ? json_node_get_string (type) : "any");
  if (format != NULL)
    g_string_append_printf (html, " (%s)", format);
  if (json_object_has_member (schema, "items"))
    {
      g_string_append (html, " of ");
      append_type (html, json_object_get_object_member (schema, "items"));
    }
}

static void
append_parameters (GString *html, JsonArray *parameters)
{
  if (json_array_get_length (parameters) == 0)
    return;
  g_string_append (html, "<table><tr><th>Parameter</th><th>In</th><th>Type</th><th></th></tr>");
  for (guint i = 0; i < json_array_get_length (parameters); i++)
    {
      JsonObject *parameter = json_array_get_object_element (parameters, i);

      g_string_append (html, "<tr><td><code>");
      append_escaped (html, member_text (parameter, "name"));
      g_string_append (html, "</code></td><td>");
      append_escaped (html, member_text (parameter, "in"));
      g_string_append (html, "</td><td>");
      append_type (html, json_object_get_object_member (parameter, "schema"));
      g_string_append (html, "</td><td>");
      append_escaped (html, member_text (parameter, "description"));
      g_string_append (html, "</td></tr>");
    }
  g_string_append (html, "</table>");
}

static void
append_content (GString *html, JsonObject *owner)
{
  JsonObject *content;
  JsonObjectIter iter;
  const char *type;
  JsonNode *media;

  if (!json_object_has_member (owner, "content"))
    return;
  content = json_object_get_object_member (owner, "content");
  json_object_iter_init_ordered (&iter, content);
  while (json_object_iter_next_ordered (&iter, &type, &media))
    {
      JsonObject *object = json_node_get_object (media);

      g_string_append (html, " <code>");
      append_escaped (html, type);
      g_string_append (html, "</code> ");
      if (json_object_has_member (object, "schema"))
        append_type (html, json_object_get_object_member (object, "schema"));
    }
}

static void
append_responses (GString *html, JsonObject *responses)
{
  JsonObjectIter iter;
  const char *status;
  JsonNode *response;

  g_string_append (html, "<table><tr><th>Answer</th><th></th><th></th></tr>");
  json_object_iter_init_ordered (&iter, responses);
  while (json_object_iter_next_ordered (&iter, &status, &response))
    {
      g_string_append_printf (html, "<tr><td><code>%s</code></td><td>", status);
      append_escaped (html, member_text (json_node_get_object (response), "description"));
      g_string_append (html, "</td><td>");
      append_content (html, json_node_get_object (response));
      g_string_append (html, "</td></tr>");
    }
  g_string_append (html, "</table>");
}

static void
append_operation (GString *html, const char *method, const char *path, JsonObject *operation)
{
  g_autofree char *upper = g_ascii_strup (method, -1);

  g_string_append_printf (html, "<details><summary><b class=\"m\">%s</b> <code>", upper);
  append_escaped (html, path);
  g_string_append (html, "</code></summary><p>");
  append_escaped (html, member_text (operation, "summary"));
  if (json_array_get_length (json_object_get_array_member (operation, "security")) == 0)
    g_string_append (html, " Needs no token.");
  g_string_append (html, "</p>");
  append_parameters (html, json_object_get_array_member (operation, "parameters"));
  if (json_object_has_member (operation, "requestBody"))
    {
      g_string_append (html, "<p>Body:");
      append_content (html, json_object_get_object_member (operation, "requestBody"));
      g_string_append (html, "</p>");
    }
  append_responses (html, json_object_get_object_member (operation, "responses"));
  g_string_append (html, "</details>");
}

static void
append_paths (GString *html, JsonObject *paths)
{
  const char *last_tag = "";
  JsonObjectIter iter;
  const char *path;
  JsonNode *item;

  json_object_iter_init_ordered (&iter, paths);
  while (json_object_iter_next_ordered (&iter, &path, &item))
    for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
      {
        JsonObject *object = json_node_get_object (item);
        JsonObject *operation;
        const char *tag;

        if (!json_object_has_member (object, methods[i]))
          continue;
        operation = json_object_get_object_member (object, methods[i]);
        tag = json_array_get_string_element (json_object_get_array_member (operation, "tags"), 0);
        if (strcmp (tag, last_tag) != 0)
          g_string_append_printf (html, "<h2>%s</h2>", tag);
        last_tag = tag;
        append_operation (html, methods[i], path, operation);
      }
}

static void
append_schema (GString *html, const char *name, JsonObject *schema)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  g_string_append_printf (html, "<details id=\"%s\"><summary><code>%s</code></summary><table>", name, name);
  json_object_iter_init_ordered (&iter, json_object_get_object_member (schema, "properties"));
  while (json_object_iter_next_ordered (&iter, &member, &node))
    {
      JsonObject *property = json_node_get_object (node);
      const char *hint = json_object_has_member (property, "description") ? "description" : "title";

      g_string_append (html, "<tr><td><code>");
      append_escaped (html, member);
      g_string_append (html, "</code></td><td>");
      append_type (html, property);
      g_string_append (html, "</td><td>");
      append_escaped (html, member_text (property, hint));
      g_string_append (html, "</td></tr>");
    }
  g_string_append (html, "</table></details>");
}

GBytes *
tbk_docs_new (JsonObject *document)
{
  g_autoptr (GString) html = g_string_sized_new (65536);
  JsonObject *info = json_object_get_object_member (document, "info");
  JsonObject *components = json_object_get_object_member (document, "components");
  JsonObjectIter iter;
  const char *name;
  JsonNode *schema;

  g_string_append_printf (html,
                          "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Triboka API</title>"
                          "<meta name=\"viewport\" content=\"width=device-width\"><style>%s</style><body>",
                          style);
  g_string_append_printf (html, "<h1>Triboka API %s</h1><p class=\"s\">", member_text (info, "version"));
  append_escaped (html, member_text (info, "description"));
  g_string_append (html,
                   " The document that this page shows: <a href=\"/openapi.json\">openapi.json</a>.</p>");
  append_paths (html, json_object_get_object_member (document, "paths"));
  g_string_append (html, "<h2>Schemas</h2>");
  json_object_iter_init_ordered (&iter, json_object_get_object_member (components, "schemas"));
  while (json_object_iter_next_ordered (&iter, &name, &schema))
    append_schema (html, name, json_node_get_object (schema));
  g_string_append (html, "</body></html>\n");
  return g_string_free_to_bytes (g_steal_pointer (&html));
}
