/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent: each value that a field refuses, bodies that are none, repeats, stale versions. */

#include "tbk-matrix-case.h"

#include <string.h>

#define STALE 999999

/* The sample's body with one member set to `json`, or taken out (NULL). Returns: (transfer full). */
static char *
change_body (const TbkCase *test, const char *name, const char *json)
{
  g_autofree char *text = tbk_matrix_fill (test->matrix, test->sample->body);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonObject *object = json_node_get_object (node);

  json_object_remove_member (object, name);
  if (json != NULL)
    json_object_set_member (object, name, json_from_string (json, NULL));
  return json_to_string (node, FALSE);
}

static void
assert_blamed (const TbkTestReply *reply, const char *name, const char *what)
{
  if (reply->status != 422 || !tbk_test_reply_blames (reply, name))
    {
      gsize size;
      const char *body = g_bytes_get_data (reply->body, &size);
      g_error ("%s, %s: answered %u: %.*s", name, what, reply->status, (int) MIN (size, 400), body);
    }
}

static void
try_body (const TbkCase *test, TbkTestClient *client, const char *name, const char *what, const char *json)
{
  g_autofree char *path = tbk_case_any_path (test->route);
  g_autofree char *body = change_body (test, name, json);
  g_autoptr (TbkTestReply) reply = tbk_case_send_text (test, client, path, body);

  assert_blamed (reply, name, what);
}

static gboolean
is_wanted (const TbkField *field)
{
  return (field->flags & (TBK_FIELD_REQUIRED | TBK_FIELD_READ_ONLY)) == TBK_FIELD_REQUIRED;
}

void
tbk_check_body (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *client = tbk_matrix_client (test->matrix, test->sample->who);
  TbkValidateMode mode = test->route->flags & TBK_ROUTE_UNSAFE_UPDATE ? TBK_VALIDATE_UPDATE : TBK_VALIDATE_CREATE;

  for (gsize i = 0; i < test->route->in->n_fields; i++)
    {
      const TbkField *field = &test->route->in->fields[i];
      g_autoptr (GPtrArray) values = tbk_bad_values (field, mode);

      for (guint j = 0; j < values->len; j++)
        {
          const TbkBadValue *bad = g_ptr_array_index (values, j);
          try_body (test, client, field->name, bad->what, bad->json);
        }
      if (mode == TBK_VALIDATE_CREATE && is_wanted (field))
        try_body (test, client, field->name, "missing", NULL);
    }
  try_body (test, client, "nada_de_esto", "unknown", "1");
}

static void
try_query (const TbkCase *test, const char *name, const char *what, const char *text)
{
  TbkTestClient *client = tbk_matrix_client (test->matrix, test->sample->who);
  g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);
  g_autofree char *base = tbk_case_any_path (test->route);
  g_autofree char *path = g_strdup_printf ("%s?%s=%s", base, name, escaped);
  g_autoptr (TbkTestReply) reply = tbk_test_client_send (client, test->route->method, path, NULL);

  assert_blamed (reply, name, what);
}

void
tbk_check_query (gconstpointer data)
{
  const TbkCase *test = data;

  for (gsize i = 0; i < test->route->query->n_fields; i++)
    {
      const TbkField *field = &test->route->query->fields[i];
      g_autoptr (GPtrArray) values = tbk_bad_texts (field);

      for (guint j = 0; j < values->len; j++)
        {
          const TbkBadValue *bad = g_ptr_array_index (values, j);
          try_query (test, field->name, bad->what, bad->json);
        }
    }
}

void
tbk_check_paging (gconstpointer data)
{
  const TbkCase *test = data;
  /* clang-format off */
  static const char *const bad[][2] = {
    { "page", "0" }, { "page", "uno" }, { "page_size", "0" }, { "page_size", "201" }, { "orden", "nada" },
    { "orden", "-id;drop" }, { "despues", "%%%" }, { "despues", "bm8" }, { "nada_de_esto", "1" },
  };
  /* clang-format on */

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    try_query (test, bad[i][0], bad[i][1], bad[i][1]);
}

void
tbk_check_malformed (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *client = tbk_matrix_client (test->matrix, test->sample->who);
  const char *bodies[] = { "{", "", "[1]", "null", "{\"a\": 1,}", "\xff", "{\"a\": \"\\ud800\"}" };
  g_autofree char *path = tbk_case_any_path (test->route);

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (TbkTestReply) reply = tbk_case_send_text (test, client, path, bodies[i]);
      if (reply->status != 422)
        tbk_assert_status (reply, 400);
    }
}

void
tbk_check_media_type (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *client = tbk_matrix_client (test->matrix, test->sample->who);
  const char *headers[] = { "If-Match", "\"1\"", NULL };
  g_autofree char *path = tbk_case_any_path (test->route);
  g_autoptr (GBytes) body = g_bytes_new_static ("a=1", 3);
  g_autoptr (TbkTestReply) reply = NULL;

  reply = tbk_test_client_send_bytes (client, test->route->method, path, body, "text/plain", headers);
  tbk_assert_status (reply, 415);
}

void
tbk_check_too_large (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *client = tbk_matrix_client (test->matrix, test->sample->who);
  g_autofree char *path = tbk_case_path (test, test->sample->ids, client);
  gsize size = test->route->form != NULL ? 2 * 1024 * 1024 : test->route->max_body + 1; /* MAX_UPLOAD_MB=1 */
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (size), size);
  g_autoptr (TbkTestReply) reply = NULL;

  reply = tbk_test_client_send_bytes (client, test->route->method, path, body, test->sample->raw_type, NULL);
  tbk_assert_status (reply, 413);
}

void
tbk_check_keys (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *client = tbk_matrix_client (test->matrix, test->sample->who);
  const char *keys[] = { "0", "-1", "x", "99999999999999999999", "1.5", "%27" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *path = tbk_case_fill_path (test->route->path, keys[i], "1");
      g_autoptr (TbkTestReply) reply = tbk_case_send (test, client, path, test->sample->body);
      if (reply->status != 422)
        tbk_assert_status (reply, 404);
    }
}

void
tbk_check_if_match (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *client = tbk_matrix_client (test->matrix, test->sample->who);
  g_autofree char *path = tbk_case_path (test, test->sample->ids, client);
  g_autofree char *body = tbk_matrix_fill (test->matrix, test->sample->body);
  g_autoptr (TbkTestReply) without = tbk_test_client_send (client, test->route->method, path, body);
  g_autoptr (TbkTestReply) stale = NULL;

  tbk_assert_status (without, 428);
  stale = tbk_test_client_send_version (client, test->route->method, path, STALE, body);
  tbk_assert_status (stale, 412);
  g_assert_true (json_object_has_member (json_node_get_object (stale->json), "actual"));
}

static TbkTestReply *
send_keyed (const TbkCase *test, TbkTestClient *client, const char *path, const char *key, const char *body)
{
  const char *headers[] = { "Idempotency-Key", key, NULL };
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  return tbk_test_client_send_bytes (client, test->route->method, path, bytes, NULL, headers);
}

void
tbk_check_idempotency (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *client = tbk_matrix_client (test->matrix, test->sample->who);
  g_autofree char *path = tbk_case_path (test, test->sample->ids, client);
  g_autofree char *body = tbk_matrix_fill (test->matrix, test->sample->body);
  g_autofree char *other = tbk_matrix_fill (test->matrix, "{\"otro\": $unico}");
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (TbkTestReply) first = send_keyed (test, client, path, key, body);
  g_autoptr (TbkTestReply) second = send_keyed (test, client, path, key, body);
  g_autoptr (TbkTestReply) third = send_keyed (test, client, path, key, other);

  tbk_assert_status (first, tbk_case_good_status (test->route));
  tbk_assert_status (second, first->status);
  g_assert_true (g_bytes_equal (first->body, second->body));
  tbk_assert_status (third, 422);
}
