/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server refuses because it was asked too often, and what it sows only once. */

#include "tbk-api.h"
#include "tbk-test-client.h"
#include "tbk-test-db.h"

#include <string.h>

#define MAX_ASKED 8
#define N_GUESSES 10 /* of one account, in a quarter of an hour: 0004-sesion.sql */

/* The hash of TBK_TEST_PASSWORD: demo.sql's. */
#define HASH "$argon2id$v=19$m=19456,t=2,p=1$+VqSK8NpXegGDkIKLehJvQ$u4qm0353E55jAEK+pkd4CLLv9iY0MEBMV8WDW7UHyzo"

static TbkTestReply *
log_in (TbkTestClient *client, const char *email, const char *password)
{
  g_autofree char *body = g_strdup_printf ("{\"email\": \"%s\", \"password\": \"%s\"}", email, password);

  return tbk_test_client_send (client, "POST", "/auth/login", body);
}

/* --- too often ---------------------------------------------------------------------------------------------------- */

static void
ask_too_often (TbkTestClient *client, const TbkRoute *route)
{
  g_autofree char *path = g_strdup (
      strstr (route->path, "{ruc}") != NULL ? "/empresas/ruc/1790016919001" : route->path);

  for (guint i = 0; i < MAX_ASKED; i++)
    {
      const char *body = route->in != NULL ? "{}" : NULL;
      g_autoptr (TbkTestReply) reply = tbk_test_client_send (client, route->method, path, body);

      if (reply->status == 429)
        {
          g_assert_nonnull (soup_message_headers_get_one (reply->headers, "Retry-After"));
          return;
        }
    }
  g_error ("%s %s was asked %d times", route->method, route->path, MAX_ASKED);
}

/* Each route has a count of its own. */
static void
test_strict_routes (void)
{
  const char *few[] = { "RATE_STRICT_PER_MINUTE=3", "WORKERS=1", NULL };
  g_autoptr (TbkTestServer) server = tbk_test_server_new (few);
  g_autoptr (TbkTestClient) client = tbk_test_client_new_for (server, "centro@demo.ec");
  guint n = 0;

  for (const TbkRouteTable *const *table = tbk_api_tables (); *table != NULL; table++)
    for (const TbkRoute *route = (*table)->routes; route->path != NULL; route++)
      if (route->flags & TBK_ROUTE_STRICT)
        {
          ask_too_often (client, route);
          n++;
        }
  g_assert_cmpuint (n, >=, 5);
  g_autoptr (TbkTestReply) others = tbk_test_expect (client, 200, "GET", NULL, "/me");
}

/* Who guesses at an account shuts it for a while, the right password too; other accounts stay open. */
static void
test_guesses (void)
{
  g_autoptr (TbkTestServer) server = tbk_test_server_new (NULL);
  g_autoptr (TbkTestClient) client = tbk_test_client_new (server);
  g_autoptr (TbkTestReply) shut = NULL;
  g_autoptr (TbkTestReply) open = NULL;

  for (guint i = 0; i < N_GUESSES; i++)
    {
      g_autoptr (TbkTestReply) reply = log_in (client, "centro@demo.ec", "no-es-esta-2026");
      tbk_assert_status (reply, 401);
    }
  shut = log_in (client, "centro@demo.ec", TBK_TEST_PASSWORD);
  tbk_assert_status (shut, 429);
  open = log_in (client, "exportadora@demo.ec", TBK_TEST_PASSWORD);
  tbk_assert_status (open, 200);
}

/* --- demo data ---------------------------------------------------------------------------------------------------- */

static TbkTestClient *
sign_in_first_admin (TbkTestServer *server)
{
  PGconn *db = tbk_test_db_connect (server, "postgres");
  TbkTestClient *client = tbk_test_client_new (server);

  g_free (tbk_test_db_query (db, "SELECT auth_primer_admin ('Jefa', 'jefa@triboka.ec', '" HASH "')"));
  PQfinish (db);
  tbk_test_client_login (client, "jefa@triboka.ec");
  return client;
}

static void
test_seed (void)
{
  g_autoptr (TbkTestServer) server = tbk_test_server_new_empty (NULL);
  g_autoptr (TbkTestClient) admin = sign_in_first_admin (server);
  g_autoptr (TbkTestClient) centro = tbk_test_client_new (server);
  g_autoptr (TbkTestReply) sown = tbk_test_expect (admin, 204, "POST", NULL, "/admin/seed");
  g_autoptr (TbkTestReply) again = tbk_test_expect (admin, 409, "POST", NULL, "/admin/seed");
  g_autoptr (TbkTestReply) contratos = tbk_test_expect (admin, 200, "GET", NULL, "/contratos");
  g_autoptr (TbkTestReply) lotes = tbk_test_expect (admin, 200, "GET", NULL, "/lotes");

  g_assert_cmpint (tbk_test_reply_int (contratos, "total"), ==, 60);
  g_assert_cmpint (tbk_test_reply_int (lotes, "total"), ==, 400);
  tbk_test_client_login (centro, "centro@demo.ec");
}

static void
test_seed_in_production (void)
{
  const char *prod[] = { "ENV=prod", "SECRET_KEY=not-a-secret-but-long-enough-for-it", NULL };
  g_autoptr (TbkTestServer) server = tbk_test_server_new_empty (prod);
  g_autoptr (TbkTestClient) admin = sign_in_first_admin (server);
  g_autoptr (TbkTestReply) refused = tbk_test_expect (admin, 403, "POST", NULL, "/admin/seed");
  g_autoptr (TbkTestReply) empresas = tbk_test_expect (admin, 200, "GET", NULL, "/empresas");

  g_assert_cmpint (tbk_test_reply_int (empresas, "total"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/limits/strict-routes", test_strict_routes);
  g_test_add_func ("/limits/guesses", test_guesses);
  g_test_add_func ("/limits/seed", test_seed);
  g_test_add_func ("/limits/seed-in-production", test_seed_in_production);
  return g_test_run ();
}
