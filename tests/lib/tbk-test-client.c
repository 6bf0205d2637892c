/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-test-client.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define MAX_SHOWN_BYTES 600

struct _TbkTestClient
{
  SoupSession *session;
  char *base;
  char *token;
};

TbkTestClient *
tbk_test_client_new (TbkTestServer *server)
{
  TbkTestClient *client = g_new0 (TbkTestClient, 1);

  client->session = soup_session_new_with_options ("timeout", 60, "proxy-resolver", NULL, NULL);
  client->base = g_strdup (tbk_test_server_get_url (server));
  return client;
}

void
tbk_test_client_free (TbkTestClient *client)
{
  if (client == NULL)
    return;
  g_object_unref (client->session);
  g_free (client->base);
  g_free (client->token);
  g_free (client);
}

const char *
tbk_test_client_get_token (TbkTestClient *client)
{
  return client->token;
}

void
tbk_test_client_set_token (TbkTestClient *client, const char *token)
{
  char *copy = g_strdup (token);

  g_free (client->token);
  client->token = copy;
}

static gboolean
accept_certificate_cb (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors, gpointer data)
{
  return TRUE;
}

static void
add_member (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

/* One write of one line, so that tests that run at the same time do not mix theirs. */
void
tbk_test_reply_record (const TbkTestReply *reply, const char *method, const char *path)
{
  const char *file = g_getenv ("TBK_EXCHANGES");
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  g_autofree char *json = NULL;
  int fd;

  if (file == NULL || reply->status == 0)
    return;
  if (reply->json != NULL)
    json = json_to_string (reply->json, FALSE);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_member (builder, "method", method);
  add_member (builder, "path", path);
  json_builder_set_member_name (builder, "status");
  json_builder_add_int_value (builder, reply->status);
  add_member (builder, "type", soup_message_headers_get_content_type (reply->headers, NULL));
  add_member (builder, "body", json != NULL ? json : "");
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  text = json_to_string (node, FALSE);
  line = g_strconcat (text, "\n", NULL);
  fd = open (file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, line, strlen (line)), ==, strlen (line));
  close (fd);
}

static JsonNode *
parse (const TbkTestReply *reply)
{
  const char *type = soup_message_headers_get_content_type (reply->headers, NULL);
  g_autoptr (JsonParser) parser = NULL;
  gsize size;
  const char *data = g_bytes_get_data (reply->body, &size);

  if (type == NULL || size == 0 || (strcmp (type, "application/json") != 0 && !g_str_has_suffix (type, "+json")))
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, data, (gssize) size, NULL))
    g_error ("a reply that says %s is none: %.*s", type, (int) MIN (size, MAX_SHOWN_BYTES), data);
  return json_parser_steal_root (parser);
}

static SoupMessage *
build (TbkTestClient *client, const char *method, const char *path, const char *const *headers)
{
  g_autofree char *uri = g_strconcat (client->base, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);
  SoupMessageHeaders *out;

  g_assert_nonnull (message);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), NULL);
  out = soup_message_get_request_headers (message);
  if (client->token != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", client->token, NULL);
      soup_message_headers_replace (out, "Authorization", value);
    }
  for (guint i = 0; headers != NULL && headers[i] != NULL; i += 2)
    soup_message_headers_replace (out, headers[i], headers[i + 1]);
  return message;
}

TbkTestReply *
tbk_test_client_send_bytes (TbkTestClient *client,
                            const char *method,
                            const char *path,
                            GBytes *body,
                            const char *content_type,
                            const char *const *headers)
{
  g_autoptr (SoupMessage) message = build (client, method, path, headers);
  g_autoptr (GError) error = NULL;
  TbkTestReply *reply = g_new0 (TbkTestReply, 1);

  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, content_type != NULL ? content_type : "application/json", body);
  reply->body = soup_session_send_and_read (client->session, message, NULL, &error);
  if (reply->body == NULL)
    {
      g_test_message ("%s %s: %s", method, path, error->message);
      reply->body = g_bytes_new (NULL, 0);
      reply->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
      return reply;
    }
  reply->status = soup_message_get_status (message);
  reply->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  reply->json = parse (reply);
  tbk_test_reply_record (reply, method, path);
  return reply;
}

TbkTestReply *
tbk_test_client_send (TbkTestClient *client, const char *method, const char *path, const char *json)
{
  g_autoptr (GBytes) body = json != NULL ? g_bytes_new (json, strlen (json)) : NULL;

  return tbk_test_client_send_bytes (client, method, path, body, NULL, NULL);
}

TbkTestReply *
tbk_test_client_send_version (TbkTestClient *client,
                              const char *method,
                              const char *path,
                              gint64 version,
                              const char *json)
{
  g_autofree char *etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);
  const char *headers[] = { "If-Match", etag, NULL };
  g_autoptr (GBytes) body = json != NULL ? g_bytes_new (json, strlen (json)) : NULL;

  return tbk_test_client_send_bytes (client, method, path, body, NULL, headers);
}

TbkTestReply *
tbk_test_expect (TbkTestClient *client,
                 guint status,
                 const char *method,
                 const char *json,
                 const char *path_format,
                 ...)
{
  g_autofree char *path = NULL;
  g_autofree char *where = NULL;
  TbkTestReply *reply;
  va_list arguments;

  va_start (arguments, path_format);
  path = g_strdup_vprintf (path_format, arguments);
  va_end (arguments);
  where = g_strdup_printf ("%s %s", method, path);
  if (strcmp (method, "PUT") == 0)
    {
      g_autoptr (TbkTestReply) before = tbk_test_client_send (client, "GET", path, NULL);
      gint64 version = MAX (tbk_test_reply_int (before, "version"), 1);
      reply = tbk_test_client_send_version (client, method, path, version, json);
    }
  else
    reply = tbk_test_client_send (client, method, path, json);
  tbk_test_assert_status (reply, status, where);
  return reply;
}

void
tbk_test_client_login (TbkTestClient *client, const char *email)
{
  g_autofree char *json = g_strdup_printf ("{\"email\": \"%s\", \"password\": \"" TBK_TEST_PASSWORD "\"}", email);
  g_autoptr (TbkTestReply) reply = NULL;

  tbk_test_client_set_token (client, NULL);
  reply = tbk_test_client_send (client, "POST", "/auth/login", json);
  tbk_assert_status (reply, 200);
  tbk_test_client_set_token (client, tbk_test_reply_text (reply, "access_token"));
}

TbkTestClient *
tbk_test_client_new_for (TbkTestServer *server, const char *email)
{
  TbkTestClient *client = tbk_test_client_new (server);

  tbk_test_client_login (client, email);
  return client;
}

void
tbk_test_reply_free (TbkTestReply *reply)
{
  if (reply == NULL)
    return;
  soup_message_headers_unref (reply->headers);
  g_bytes_unref (reply->body);
  g_clear_pointer (&reply->json, json_node_unref);
  g_free (reply);
}

static JsonNode *
get_member (const TbkTestReply *reply, const char *member)
{
  if (reply->json == NULL || !JSON_NODE_HOLDS_OBJECT (reply->json))
    return NULL;
  return json_object_get_member (json_node_get_object (reply->json), member);
}

const char *
tbk_test_reply_text (const TbkTestReply *reply, const char *member)
{
  JsonNode *node = get_member (reply, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

gint64
tbk_test_reply_int (const TbkTestReply *reply, const char *member)
{
  JsonNode *node = get_member (reply, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : 0;
}

JsonArray *
tbk_test_reply_array (const TbkTestReply *reply, const char *member)
{
  JsonNode *node = get_member (reply, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

gboolean
tbk_test_reply_blames (const TbkTestReply *reply, const char *loc)
{
  JsonArray *errors = tbk_test_reply_array (reply, "errors");

  for (guint i = 0; errors != NULL && i < json_array_get_length (errors); i++)
    {
      JsonObject *one = json_array_get_object_element (errors, i);
      if (g_strcmp0 (json_object_get_string_member_with_default (one, "loc", ""), loc) == 0)
        return TRUE;
    }
  return FALSE;
}

void
tbk_test_assert_status (const TbkTestReply *reply, guint expected, const char *where)
{
  gsize size;
  const char *data = g_bytes_get_data (reply->body, &size);

  if (reply->status != expected)
    g_error ("%s: answered %u, not %u: %.*s", where, reply->status, expected, (int) MIN (size, MAX_SHOWN_BYTES), data);
}
