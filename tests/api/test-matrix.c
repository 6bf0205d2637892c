/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks every route of the routes tables as everyone who may and may not, with every value that its fields refuse. A
 * route without a sample, and a sample without a route, fail the run. */

#include "tbk-api.h"
#include "tbk-matrix-case.h"

#include <string.h>

static gboolean
path_takes (const char *path, const char *method)
{
  for (const TbkRouteTable *const *table = tbk_api_tables (); *table != NULL; table++)
    for (const TbkRoute *route = (*table)->routes; route->path != NULL; route++)
      if (strcmp (route->path, path) == 0 && strcmp (route->method, method) == 0)
        return TRUE;
  return FALSE;
}

static void
check_methods (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *client = tbk_matrix_client (test->matrix, "admin@demo.ec");
  const char *methods[] = { "GET", "POST", "PUT", "DELETE", "PATCH" };
  g_autofree char *path = tbk_case_any_path (test->route);

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (!path_takes (test->route->path, methods[i]))
      {
        g_autoptr (TbkTestReply) reply = tbk_test_client_send (client, methods[i], path, NULL);
        const char *allowed = soup_message_headers_get_list (reply->headers, "Allow");
        tbk_assert_status (reply, 405);
        g_assert_nonnull (allowed);
        g_assert_nonnull (strstr (allowed, test->route->method));
      }
}

static void
check_version_prefix (gconstpointer data)
{
  const TbkCase *test = data;
  TbkTestClient *nobody = tbk_matrix_client (test->matrix, "");
  g_autofree char *path = tbk_case_any_path (test->route);
  g_autofree char *prefixed = g_strconcat ("/v1", path, NULL);
  g_autoptr (TbkTestReply) plain = tbk_test_client_send (nobody, "PATCH", path, NULL);
  g_autoptr (TbkTestReply) versioned = tbk_test_client_send (nobody, "PATCH", prefixed, NULL);

  tbk_assert_status (plain, 405);
  tbk_assert_status (versioned, 405);
}

static void
add_case (const TbkCase *test, const char *what, gboolean applies, GTestDataFunc check)
{
  g_autofree char *path = g_strdelimit (g_strdup (test->route->path), "/", '|');
  g_autofree char *name = g_strdup_printf ("/matrix/%s %s/%s", test->route->method, path, what);

  if (applies)
    g_test_add_data_func_full (name, g_memdup2 (test, sizeof *test), check, g_free);
}

static gboolean
declares (const TbkRoute *route, int status)
{
  for (const int *error = route->errors; error != NULL && *error != 0; error++)
    if (*error == status)
      return TRUE;
  return FALSE;
}

static void
add_route (const TbkCase *test)
{
  const TbkRoute *route = test->route;
  const TbkSample *sample = test->sample;
  gboolean session = route->roles != TBK_ROL_NONE;
  gboolean keyed = strchr (route->path, '{') != NULL;
  gboolean rows = keyed && session;

  add_case (test, "good", TRUE, tbk_check_good);
  add_case (test, "no-token", session, tbk_check_no_token);
  add_case (test, "false-token", session, tbk_check_false_token);
  add_case (test, "roles", session && route->roles != TBK_ROL_ANY, tbk_check_roles);
  add_case (test, "foreign", rows, tbk_check_foreign);
  add_case (test, "no-row", rows, tbk_check_no_row);
  add_case (test, "keys", rows, tbk_check_keys);
  add_case (test, "forbidden", sample->forbidden != NULL, tbk_check_forbidden);
  add_case (test, "conflict", sample->conflict[0] != NULL || sample->conflict_body != NULL, tbk_check_conflict);
  add_case (test, "body", route->in != NULL, tbk_check_body);
  add_case (test, "malformed", route->in != NULL, tbk_check_malformed);
  add_case (test, "media-type", route->in != NULL || route->in_type != NULL, tbk_check_media_type);
  add_case (test, "too-large", route->in_type != NULL, tbk_check_too_large);
  add_case (test, "query", route->query != NULL, tbk_check_query);
  add_case (test, "filters", route->query != NULL && route->out_kind != TBK_OUT_SOCKET, tbk_check_filters);
  add_case (test, "paging", route->out_kind == TBK_OUT_PAGE, tbk_check_paging);
  add_case (test, "orders", route->out_kind == TBK_OUT_PAGE, tbk_check_orders);
  add_case (test, "all-roles", route->out_kind == TBK_OUT_PAGE, tbk_check_lists_of_all);
  add_case (test, "if-match", (route->flags & TBK_ROUTE_IF_MATCH) != 0, tbk_check_if_match);
  add_case (test, "idempotency", (route->flags & TBK_ROUTE_IDEMPOTENT) != 0, tbk_check_idempotency);
  add_case (test, "methods", TRUE, check_methods);
  add_case (test, "v1", TRUE, check_version_prefix);
}

/* By the row, not by the role alone. */
static gboolean
may_be_forbidden (const TbkRoute *route)
{
  return route->roles == TBK_ROL_ANY && strstr (route->path, "{id}") != NULL && strcmp (route->method, "GET") != 0
         && (route->flags & TBK_ROUTE_WHO_SEES_MAY) == 0;
}

/* What the walk needs of each route's sample. Returns: (transfer none) (nullable): what is missing. */
static const char *
lacks (const TbkRoute *route, const TbkSample *sample)
{
  if (sample == NULL)
    return "a sample";
  if (route->in != NULL && sample->body == NULL)
    return "a body";
  if (route->in_type != NULL && sample->raw == NULL)
    return "a raw body";
  if (strchr (route->path, '{') != NULL && sample->ids[0] == NULL)
    return "keys";
  if (strchr (route->path, '{') != NULL && route->roles != TBK_ROL_NONE && sample->foreign == NULL)
    return "a foreign row";
  if (may_be_forbidden (route) && sample->forbidden == NULL)
    return "someone who sees the row and may not";
  if (declares (route, 409) && sample->conflict[0] == NULL && sample->conflict_body == NULL
      && strcmp (route->path, "/admin/seed") != 0)
    return "a conflict, which it declares";
  return NULL;
}

static guint
add_routes (TbkMatrix *matrix)
{
  guint n = 0;

  for (const TbkRouteTable *const *table = tbk_api_tables (); *table != NULL; table++)
    for (const TbkRoute *route = (*table)->routes; route->path != NULL; route++)
      {
        TbkCase test = { matrix, route, tbk_sample_find (route) };
        const char *missing = lacks (route, test.sample);
        if (missing != NULL)
          g_error ("%s %s lacks %s: tests/api/tbk-matrix-samples.c", route->method, route->path, missing);
        add_route (&test);
        n++;
      }
  return n;
}

int
main (int argc, char **argv)
{
  TbkMatrix *matrix;
  guint n_routes, n_samples = 0;
  int status;

  g_test_init (&argc, &argv, NULL);
  matrix = tbk_matrix_new (NULL);
  n_routes = add_routes (matrix);
  for (const TbkSample *sample = tbk_samples (); sample->route != NULL; sample++)
    n_samples++;
  g_assert_cmpuint (n_samples, ==, n_routes);
  status = g_test_run ();
  tbk_matrix_free (matrix);
  return status;
}
