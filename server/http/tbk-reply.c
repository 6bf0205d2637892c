/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-reply-private.h"

#include <string.h>

#include "tbk-status.h"

#define MAX_HEADERS 8
#define JSON_TYPE "application/json"
#define PROBLEM_TYPE "application/problem+json"

typedef struct
{
  char *name;
  char *value;
} Header;

struct _TbkReply
{
  gatomicrefcount refs;
  int status;
  const char *content_type; /* NULL: no body */
  char *own_type;           /* what content_type points to when it is no constant */
  GBytes *body;
  TbkSource *source;    /* instead of it; NULL: none, or taken */
  gint64 source_length; /* bytes; -1: not known */
  gboolean streamed;    /* has, or had, a source */
  Header headers[MAX_HEADERS];
  guint n_headers;
  gboolean commit;
};

static TbkReply *
reply_new (int status, const char *content_type, GBytes *body)
{
  TbkReply *reply = g_new0 (TbkReply, 1);

  g_atomic_ref_count_init (&reply->refs);
  reply->status = status;
  reply->content_type = content_type;
  reply->body = body;
  return reply;
}

TbkReply *
tbk_reply_ref (TbkReply *reply)
{
  g_atomic_ref_count_inc (&reply->refs);
  return reply;
}

void
tbk_reply_unref (TbkReply *reply)
{
  if (!g_atomic_ref_count_dec (&reply->refs))
    return;
  for (guint i = 0; i < reply->n_headers; i++)
    {
      g_free (reply->headers[i].name);
      g_free (reply->headers[i].value);
    }
  g_free (reply->own_type);
  g_clear_pointer (&reply->body, g_bytes_unref);
  tbk_source_free (reply->source);
  g_free (reply);
}

TbkReply *
tbk_reply_new_empty (void)
{
  return reply_new (204, NULL, NULL);
}

TbkReply *
tbk_reply_new_switch (void)
{
  return reply_new (101, NULL, NULL);
}

TbkReply *
tbk_reply_new_json (int status, GString *json)
{
  return reply_new (status, JSON_TYPE, g_string_free_to_bytes (json));
}

TbkReply *
tbk_reply_new_row (int status, const TbkRows *rows, const TbkSchema *schema)
{
  GString *json = g_string_sized_new (1024);
  const char *version = tbk_rows_text (rows, 0, "version");
  TbkReply *reply;

  tbk_rows_write_object (rows, 0, schema, json);
  reply = tbk_reply_new_json (status, json);
  if (version != NULL)
    {
      g_autofree char *etag = g_strdup_printf ("\"%s\"", version);

      tbk_reply_set_header (reply, "ETag", etag);
    }
  return reply;
}

TbkReply *
tbk_reply_new_items (const TbkRows *rows, const TbkSchema *schema)
{
  GString *json = g_string_sized_new (4096);

  g_string_append (json, "{\"items\":");
  tbk_rows_write_array (rows, schema, json);
  g_string_append_c (json, '}');
  return tbk_reply_new_json (200, json);
}

TbkReply *
tbk_reply_new_bytes (int status, const char *content_type, GBytes *bytes)
{
  TbkReply *reply = reply_new (status, NULL, g_bytes_ref (bytes));

  reply->own_type = g_strdup (content_type);
  reply->content_type = reply->own_type;
  return reply;
}

TbkReply *
tbk_reply_new_source (int status, const char *content_type, TbkSource *source, gint64 length)
{
  TbkReply *reply = reply_new (status, NULL, NULL);

  reply->own_type = g_strdup (content_type);
  reply->content_type = reply->own_type;
  reply->source = source;
  reply->source_length = length;
  reply->streamed = TRUE;
  return reply;
}

TbkSource *
tbk_reply_take_source (TbkReply *reply, gint64 *length)
{
  *length = reply->source_length;
  return g_steal_pointer (&reply->source);
}

TbkReply *
tbk_reply_new_problem (const GError *error, const char *instance)
{
  g_autoptr (GError) hidden = NULL;
  char *json;

  if (error == NULL || error->domain != TBK_PROBLEM)
    {
      g_warning ("unexpected: %s", error != NULL ? error->message : "a handler failed without a reason");
      tbk_status_set_problem (&hidden, 500);
      error = hidden;
    }
  json = tbk_problem_to_json (error, instance);
  return reply_new (error->code, PROBLEM_TYPE, g_bytes_new_take (json, strlen (json)));
}

static gboolean
is_field_value (const char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_iscntrl (*text))
      return FALSE;
  return TRUE;
}

void
tbk_reply_set_header (TbkReply *reply, const char *name, const char *value)
{
  g_return_if_fail (reply->n_headers < MAX_HEADERS);
  g_return_if_fail (is_field_value (name) && is_field_value (value));

  reply->headers[reply->n_headers].name = g_strdup (name);
  reply->headers[reply->n_headers].value = g_strdup (value);
  reply->n_headers++;
}

void
tbk_reply_set_commit (TbkReply *reply)
{
  reply->commit = TRUE;
}

gboolean
tbk_reply_get_commit (const TbkReply *reply)
{
  return reply->commit || reply->status < 400;
}

int
tbk_reply_get_status (const TbkReply *reply)
{
  return reply->status;
}

const char *
tbk_reply_get_header (const TbkReply *reply, const char *name)
{
  for (guint i = 0; i < reply->n_headers; i++)
    if (g_ascii_strcasecmp (reply->headers[i].name, name) == 0)
      return reply->headers[i].value;
  return NULL;
}

const char *
tbk_reply_get_content_type (const TbkReply *reply)
{
  return reply->content_type;
}

GBytes *
tbk_reply_get_body (const TbkReply *reply)
{
  return reply->body;
}

static void
append_field (GString *out, const char *name, const char *value)
{
  g_string_append (out, name);
  g_string_append (out, ": ");
  g_string_append (out, value);
  g_string_append (out, "\r\n");
}

static void
append_status_line (GString *out, int status)
{
  char digits[4] = { '0' + status / 100, '0' + status / 10 % 10, '0' + status % 10, '\0' };

  g_string_append (out, "HTTP/1.1 ");
  g_string_append (out, digits);
  g_string_append_c (out, ' ');
  g_string_append (out, tbk_status_reason (status));
  g_string_append (out, "\r\n");
}

/* Of content whose length is not known the transport says where it ends. */
static void
append_content (const TbkReply *reply, GString *out)
{
  gint64 length = reply->streamed ? reply->source_length : (gint64) g_bytes_get_size (reply->body);
  char text[24];

  append_field (out, "Content-Type", reply->content_type);
  if (length < 0)
    return;
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, length);
  append_field (out, "Content-Length", text);
}

void
tbk_reply_write_head (const TbkReply *reply, const char *request_id, GString *out)
{
  append_status_line (out, reply->status);
  if (reply->status == 101)
    {
      for (guint i = 0; i < reply->n_headers; i++)
        append_field (out, reply->headers[i].name, reply->headers[i].value);
      return;
    }
  if (reply->content_type != NULL && reply->status != 304)
    append_content (reply, out);
  else if (reply->status != 204 && reply->status != 304)
    g_string_append (out, "Content-Length: 0\r\n");
  for (guint i = 0; i < reply->n_headers; i++)
    append_field (out, reply->headers[i].name, reply->headers[i].value);
  if (reply->status == 401 && tbk_reply_get_header (reply, "WWW-Authenticate") == NULL)
    g_string_append (out, "WWW-Authenticate: Bearer realm=\"triboka\"\r\n");
  if (tbk_reply_get_header (reply, "Cache-Control") == NULL)
    g_string_append (out, tbk_reply_get_header (reply, "ETag") != NULL
                              ? "Cache-Control: private, no-cache\r\n"
                              : "Cache-Control: no-store\r\n");
  if (tbk_reply_get_header (reply, "Content-Security-Policy") == NULL)
    g_string_append (out, "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");
  if (tbk_reply_get_header (reply, "X-Content-Type-Options") == NULL)
    g_string_append (out, "X-Content-Type-Options: nosniff\r\n");
  g_string_append (out, "Referrer-Policy: no-referrer\r\n");
  if (request_id != NULL)
    append_field (out, "X-Request-Id", request_id);
}

TbkReply *
tbk_reply_new_not_modified (const TbkReply *whole)
{
  TbkReply *reply = reply_new (304, NULL, NULL);
  const char *kept[] = { "ETag", "Cache-Control", "Vary" };

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const char *value = tbk_reply_get_header (whole, kept[i]);

      if (value != NULL)
        tbk_reply_set_header (reply, kept[i], value);
    }
  return reply;
}

char *
tbk_reply_headers_to_json (const TbkReply *reply)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  for (guint i = 0; i < reply->n_headers; i++)
    {
      json_builder_set_member_name (builder, reply->headers[i].name);
      json_builder_add_string_value (builder, reply->headers[i].value);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

TbkReply *
tbk_reply_new_stored (int status, const char *headers, const char *body)
{
  g_autoptr (JsonNode) node = headers != NULL ? json_from_string (headers, NULL) : NULL;
  TbkReply *reply = body != NULL ? tbk_reply_new_json (status, g_string_new (body))
                                 : reply_new (status, NULL, NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return reply;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value))
    if (reply->n_headers < MAX_HEADERS - 1)
      tbk_reply_set_header (reply, name, json_node_get_string (value));
  return reply;
}
