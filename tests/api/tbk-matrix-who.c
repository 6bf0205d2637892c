/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may do what: good calls, everyone else's, and what the row's state forbids. */

#include "tbk-matrix-case.h"

#include <string.h>

#define NO_ROW "999999999"
#define MAX_PAGES 4

void
tbk_check_good (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *client = tbk_matrix_client (test->matrix, test->sample->who);
  g_autofree char *path = tbk_case_path (test, test->sample->ids, client);
  g_autoptr (TbkTestReply) reply = tbk_case_send (test, client, path, test->sample->body);

  if (strcmp (test->route->path, "/admin/seed") == 0) /* the demo is there already */
    {
      tbk_assert_status (reply, 409);
      return;
    }
  tbk_assert_status (reply, tbk_case_good_status (test->route));
  if (test->route->out_kind == TBK_OUT_ONE && tbk_schema_find (test->route->out, "version") != NULL)
    g_assert_nonnull (soup_message_headers_get_one (reply->headers, "ETag"));
}

/* Whoever the row lets in gets an answer from a list. */
void
tbk_check_lists_of_all (gconstpointer data)
{
  const TbkCase *test = data;

  for (guint rol = TBK_ROL_PROVEEDOR; rol <= TBK_ROL_ADMIN; rol <<= 1)
    if (test->route->roles & rol)
      {
        TbkTestClient *client = tbk_matrix_client (test->matrix, tbk_matrix_email (rol));
        g_autoptr (TbkTestReply) reply = tbk_test_client_send (client, "GET", test->route->path, NULL);
        tbk_assert_status (reply, 200);
      }
}

/* The pages of one order follow each other without a row twice, by `siguiente`. */
static void
check_order (const TbkCase *test, const char *orden)
{
  TbkTestClient *client = tbk_matrix_client (test->matrix, test->sample->who);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *path = g_strdup_printf ("%s?page_size=7&orden=%s", test->route->path, orden);

  for (guint page = 0; page < MAX_PAGES && path != NULL; page++)
    {
      g_autoptr (TbkTestReply) reply = tbk_test_client_send (client, "GET", path, NULL);
      JsonArray *items = tbk_test_reply_array (reply, "items");
      const char *next = tbk_test_reply_text (reply, "siguiente");

      tbk_assert_status (reply, 200);
      for (guint i = 0; i < json_array_get_length (items); i++)
        {
          JsonNode *id = json_object_get_member (json_array_get_object_element (items, i), "id");
          g_assert_true (g_hash_table_add (seen, json_to_string (id, FALSE))); /* a number or a UUID */
        }
      g_clear_pointer (&path, g_free);
      if (next != NULL)
        {
          g_assert_cmpuint (json_array_get_length (items), ==, 7);
          path = g_strdup_printf ("%s?page_size=7&orden=%s&despues=%s", test->route->path, orden, next);
        }
    }
}

void
tbk_check_orders (gconstpointer data)
{
  const TbkCase *test = data;

  for (gsize i = 0; i < test->route->out->n_fields; i++)
    {
      const TbkField *field = &test->route->out->fields[i];
      g_autofree char *down = g_strconcat ("-", field->name, NULL);

      if ((field->flags & TBK_FIELD_SORTABLE) == 0)
        continue;
      check_order (test, field->name);
      check_order (test, down);
    }
}

void
tbk_check_filters (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *client = tbk_matrix_client (test->matrix, test->sample->who);
  g_autofree char *base = tbk_case_path (test, test->sample->ids, client);

  for (gsize i = 0; i < test->route->query->n_fields; i++)
    {
      const TbkField *field = &test->route->query->fields[i];
      g_autofree char *value = tbk_good_text (field);
      g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);
      g_autofree char *path = g_strdup_printf ("%s?%s=%s", base, field->name, escaped);
      g_autoptr (TbkTestReply) reply = tbk_test_client_send (client, "GET", path, NULL);

      tbk_assert_status (reply, 200);
      if (test->route->out_kind != TBK_OUT_PAGE)
        continue;
      g_assert_cmpint (tbk_test_reply_int (reply, "total"), >=,
                       json_array_get_length (tbk_test_reply_array (reply, "items")));
    }
}

/* Where a body is taken: who asks is looked at before it. */
static const char *
any_body (const TbkCase *test)
{
  return test->route->in != NULL ? "{}" : NULL;
}

void
tbk_check_no_token (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *nobody = tbk_matrix_client (test->matrix, "");
  g_autofree char *path = tbk_case_any_path (test->route);
  g_autoptr (TbkTestReply) reply = tbk_case_send (test, nobody, path, any_body (test));

  tbk_assert_status (reply, 401);
  g_assert_nonnull (soup_message_headers_get_one (reply->headers, "WWW-Authenticate"));
}

void
tbk_check_false_token (gconstpointer data)
{
  const TbkCase *test = data;
  g_autoptr (TbkTestClient) liar = tbk_test_client_new (test->matrix->server);
  g_autofree char *path = tbk_case_any_path (test->route);
  g_autoptr (TbkTestReply) reply = NULL;

  tbk_test_client_set_token (liar, "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwicm9sIjoiYWRtaW4ifQ.");
  reply = tbk_case_send (test, liar, path, any_body (test));
  tbk_assert_status (reply, 401);
}

void
tbk_check_roles (gconstpointer data)
{
  const TbkCase *test = data;
  g_autofree char *path = tbk_case_any_path (test->route);

  for (guint rol = TBK_ROL_PROVEEDOR; rol <= TBK_ROL_ADMIN; rol <<= 1)
    if ((test->route->roles & rol) == 0)
      {
        TbkTestClient *client = tbk_matrix_client (test->matrix, tbk_matrix_email (rol));
        g_autoptr (TbkTestReply) reply = tbk_case_send (test, client, path, test->sample->body);
        tbk_assert_status (reply, 403);
      }
}

static void
check_unseen (const TbkCase *test, TbkMake make)
{
  for (guint rol = TBK_ROL_PROVEEDOR; rol < TBK_ROL_ADMIN; rol <<= 1)
    if (test->route->roles & rol)
      {
        TbkTestClient *client = tbk_matrix_client (test->matrix, tbk_matrix_email (rol));
        g_autofree char *key = make (test->matrix, client);
        g_autofree char *path = tbk_case_fill_path (test->route->path, key, "1");
        g_autoptr (TbkTestReply) reply = tbk_case_send (test, client, path, test->sample->body);
        tbk_assert_status (reply, 404);
      }
}

void
tbk_check_foreign (gconstpointer data)
{
  const TbkCase *test = data;

  check_unseen (test, test->sample->foreign);
  if (test->sample->foreign_too != NULL)
    check_unseen (test, test->sample->foreign_too);
}

void
tbk_check_no_row (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *client = tbk_matrix_client (test->matrix, test->sample->who);
  const char *key = strstr (test->route->path, "{uuid}") != NULL ? TBK_NO_SESSION : NO_ROW;
  g_autofree char *path = tbk_case_fill_path (test->route->path, key, NO_ROW);
  g_autoptr (TbkTestReply) reply = tbk_case_send (test, client, path, test->sample->body);

  tbk_assert_status (reply, 404);
}

void
tbk_check_forbidden (gconstpointer data)
{
  const TbkCase *test = data;
  const TbkSample *sample = test->sample;
  TbkTestClient *client = tbk_matrix_client (test->matrix, sample->who);
  const TbkMake *ids = sample->forbidden_ids[0] != NULL ? sample->forbidden_ids : sample->ids;
  const char *body = sample->forbidden_body != NULL ? sample->forbidden_body : sample->body;
  g_autofree char *path = tbk_case_path (test, ids, client);
  g_autoptr (TbkTestReply) reply = NULL;

  reply = tbk_case_send (test, tbk_matrix_client (test->matrix, sample->forbidden), path, body);
  tbk_assert_status (reply, 403);
}

void
tbk_check_conflict (gconstpointer data)
{
  const TbkCase *test = data;
  const TbkSample *sample = test->sample;
  TbkTestClient *client = tbk_matrix_client (test->matrix, sample->who);
  g_autofree char *path = tbk_case_path (test, sample->conflict, client);
  g_autoptr (TbkTestReply) reply = NULL;

  reply = tbk_case_send (test, client, path, sample->conflict_body != NULL ? sample->conflict_body : sample->body);
  tbk_assert_status (reply, 409);
}
