/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Accounts over the API: log-in, rotation of refresh tokens, sessions, passwords, registration and approval.
 */

#include "tbk-test-client.h"

#include <string.h>

#define NEW_PASSWORD "otro-cacao-2026"

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *admin;
  TbkTestClient *nobody;
  guint counter;
} Accounts;

/* A user of the demo's first centro, whose account the test may spoil. Returns: (transfer full): its e-mail.
 */
static char *
make_account (Accounts *accounts)
{
  g_autoptr (TbkTestClient) centro = tbk_test_client_new (accounts->server);
  g_autoptr (TbkTestReply) yo = NULL;
  g_autoptr (TbkTestReply) made = NULL;
  g_autofree char *email = g_strdup_printf ("cuenta%u@demo.ec", ++accounts->counter);
  g_autofree char *body = NULL;

  tbk_test_client_login (centro, "centro@demo.ec");
  yo = tbk_test_expect (centro, 200, "GET", NULL, "/me");
  body = g_strdup_printf ("{\"nombre\": \"Cuenta\", \"email\": \"%s\", \"password\": \"" TBK_TEST_PASSWORD
                          "\","
                          " \"rol\": \"centro\", \"empresa_id\": " TBK_ID ", \"estado\": \"Activo\"}",
                          email, tbk_test_reply_int (yo, "empresa_id"));
  made = tbk_test_expect (accounts->admin, 201, "POST", body, "/usuarios");
  return g_steal_pointer (&email);
}

static TbkTestReply *
login (Accounts *accounts, guint status, const char *email, const char *password)
{
  g_autofree char *body = g_strdup_printf ("{\"email\": \"%s\", \"password\": \"%s\"}", email, password);

  return tbk_test_expect (accounts->nobody, status, "POST", body, "/auth/login");
}

static TbkTestReply *
refresh (Accounts *accounts, guint status, const char *token)
{
  g_autofree char *body = g_strdup_printf ("{\"refresh_token\": \"%s\"}", token);

  return tbk_test_expect (accounts->nobody, status, "POST", body, "/auth/refresh");
}

static TbkTestClient *
client_of (Accounts *accounts, const TbkTestReply *tokens)
{
  TbkTestClient *client = tbk_test_client_new (accounts->server);

  tbk_test_client_set_token (client, tbk_test_reply_text (tokens, "access_token"));
  return client;
}

/* --- log-in
 * ------------------------------------------------------------------------------------------------------- */

static void
test_login_form (gconstpointer data)
{
  Accounts *accounts = (Accounts *) data;
  const char *form = "grant_type=password&username=centro%40demo.ec&password=" TBK_TEST_PASSWORD;
  g_autoptr (GBytes) body = g_bytes_new_static (form, strlen (form));
  g_autoptr (TbkTestReply) reply = NULL;

  reply = tbk_test_client_send_bytes (accounts->nobody, "POST", "/auth/login", body,
                                      "application/x-www-form-urlencoded", NULL);
  tbk_assert_status (reply, 200);
  g_assert_cmpstr (tbk_test_reply_text (reply, "token_type"), ==, "bearer");
  g_assert_cmpint (tbk_test_reply_int (reply, "expires_in"), ==, 900);
}

/* A wrong password and an unknown account read the same. */
static void
test_login_wrong (gconstpointer data)
{
  Accounts *accounts = (Accounts *) data;
  g_autofree char *email = make_account (accounts);
  g_autoptr (TbkTestReply) wrong = login (accounts, 401, email, "no-es-esta-2026");
  g_autoptr (TbkTestReply) unknown = login (accounts, 401, "nadie@demo.ec", "no-es-esta-2026");

  g_assert_cmpstr (tbk_test_reply_text (wrong, "detail"), ==, tbk_test_reply_text (unknown, "detail"));
}

static void
test_logout (gconstpointer data)
{
  Accounts *accounts = (Accounts *) data;
  g_autofree char *email = make_account (accounts);
  g_autoptr (TbkTestReply) tokens = login (accounts, 200, email, TBK_TEST_PASSWORD);
  g_autoptr (TbkTestClient) client = client_of (accounts, tokens);
  g_autoptr (TbkTestReply) before = tbk_test_expect (client, 200, "GET", NULL, "/me");
  g_autoptr (TbkTestReply) out = tbk_test_expect (client, 204, "POST", NULL, "/auth/logout");
  g_autoptr (TbkTestReply) after = tbk_test_expect (client, 401, "GET", NULL, "/me");
  g_autoptr (TbkTestReply) spent = refresh (accounts, 401, tbk_test_reply_text (tokens, "refresh_token"));
}

/* --- refresh
 * ------------------------------------------------------------------------------------------------------ */

static void
test_refresh_rotates (gconstpointer data)
{
  Accounts *accounts = (Accounts *) data;
  g_autofree char *email = make_account (accounts);
  g_autoptr (TbkTestReply) first = login (accounts, 200, email, TBK_TEST_PASSWORD);
  g_autoptr (TbkTestReply) second = refresh (accounts, 200, tbk_test_reply_text (first, "refresh_token"));
  g_autoptr (TbkTestClient) client = client_of (accounts, second);
  g_autoptr (TbkTestReply) yo = tbk_test_expect (client, 200, "GET", NULL, "/me");

  g_assert_cmpstr (tbk_test_reply_text (first, "refresh_token"), !=,
                   tbk_test_reply_text (second, "refresh_token"));
}

/* Who lost the reply and asks again gets the same one. */
static void
test_refresh_again (gconstpointer data)
{
  Accounts *accounts = (Accounts *) data;
  g_autofree char *email = make_account (accounts);
  g_autoptr (TbkTestReply) first = login (accounts, 200, email, TBK_TEST_PASSWORD);
  g_autoptr (TbkTestReply) second = refresh (accounts, 200, tbk_test_reply_text (first, "refresh_token"));
  g_autoptr (TbkTestReply) again = refresh (accounts, 200, tbk_test_reply_text (first, "refresh_token"));

  g_assert_cmpstr (tbk_test_reply_text (second, "refresh_token"), ==,
                   tbk_test_reply_text (again, "refresh_token"));
}

/* One spent before the last was stolen: the whole session ends. */
static void
test_refresh_reuse (gconstpointer data)
{
  Accounts *accounts = (Accounts *) data;
  g_autofree char *email = make_account (accounts);
  g_autoptr (TbkTestReply) first = login (accounts, 200, email, TBK_TEST_PASSWORD);
  g_autoptr (TbkTestReply) second = refresh (accounts, 200, tbk_test_reply_text (first, "refresh_token"));
  g_autoptr (TbkTestReply) third = refresh (accounts, 200, tbk_test_reply_text (second, "refresh_token"));
  g_autoptr (TbkTestClient) client = client_of (accounts, third);
  g_autoptr (TbkTestReply) stolen = refresh (accounts, 401, tbk_test_reply_text (first, "refresh_token"));
  g_autoptr (TbkTestReply) victim = refresh (accounts, 401, tbk_test_reply_text (third, "refresh_token"));
  g_autoptr (TbkTestReply) ended = tbk_test_expect (client, 401, "GET", NULL, "/me");
}

/* --- sessions and passwords
 * --------------------------------------------------------------------------------------- */

static void
test_password_change (gconstpointer data)
{
  Accounts *accounts = (Accounts *) data;
  g_autofree char *email = make_account (accounts);
  g_autoptr (TbkTestReply) here = login (accounts, 200, email, TBK_TEST_PASSWORD);
  g_autoptr (TbkTestReply) there = login (accounts, 200, email, TBK_TEST_PASSWORD);
  g_autoptr (TbkTestClient) client = client_of (accounts, here);
  g_autoptr (TbkTestClient) other = client_of (accounts, there);
  g_autoptr (TbkTestReply) wrong = NULL;
  g_autoptr (TbkTestReply) weak = NULL;
  g_autoptr (TbkTestReply) done = NULL;

  wrong = tbk_test_expect (
      client, 422, "PUT",
      "{\"password_actual\": \"no-es-esta-2026\", \"password_nueva\": \"" NEW_PASSWORD "\"}", "/me/password");
  g_assert_true (tbk_test_reply_blames (wrong, "password_actual"));
  weak = tbk_test_expect (client, 422, "PUT",
                          "{\"password_actual\": \"" TBK_TEST_PASSWORD "\", \"password_nueva\": \"corta\"}",
                          "/me/password");
  g_assert_true (tbk_test_reply_blames (weak, "password_nueva"));
  done = tbk_test_expect (client, 204, "PUT",
                          "{\"password_actual\": \"" TBK_TEST_PASSWORD
                          "\", \"password_nueva\": \"" NEW_PASSWORD "\"}",
                          "/me/password");
  g_autoptr (TbkTestReply) mine = tbk_test_expect (client, 200, "GET", NULL, "/me");
  g_autoptr (TbkTestReply) ended = tbk_test_expect (other, 401, "GET", NULL, "/me");
  g_autoptr (TbkTestReply) old = login (accounts, 401, email, TBK_TEST_PASSWORD);
  g_autoptr (TbkTestReply) fresh = login (accounts, 200, email, NEW_PASSWORD);
}

static void
test_sessions (gconstpointer data)
{
  Accounts *accounts = (Accounts *) data;
  g_autofree char *email = make_account (accounts);
  g_autoptr (TbkTestReply) here = login (accounts, 200, email, TBK_TEST_PASSWORD);
  g_autoptr (TbkTestReply) there = login (accounts, 200, email, TBK_TEST_PASSWORD);
  g_autoptr (TbkTestClient) client = client_of (accounts, here);
  g_autoptr (TbkTestClient) other = client_of (accounts, there);
  g_autoptr (TbkTestReply) list = tbk_test_expect (client, 200, "GET", NULL, "/me/sesiones");
  JsonArray *items = tbk_test_reply_array (list, "items");

  g_assert_cmpuint (json_array_get_length (items), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *one = json_array_get_object_element (items, i);
      if (json_object_get_boolean_member (one, "actual"))
        continue;
      g_autoptr (TbkTestReply) ended = tbk_test_expect (client, 204, "DELETE", NULL, "/me/sesiones/%s",
                                                        json_object_get_string_member (one, "id"));
    }
  g_autoptr (TbkTestReply) mine = tbk_test_expect (client, 200, "GET", NULL, "/me");
  g_autoptr (TbkTestReply) gone = tbk_test_expect (other, 401, "GET", NULL, "/me");
}

static void
test_suspended (gconstpointer data)
{
  Accounts *accounts = (Accounts *) data;
  g_autofree char *email = make_account (accounts);
  g_autoptr (TbkTestReply) tokens = login (accounts, 200, email, TBK_TEST_PASSWORD);
  g_autoptr (TbkTestClient) client = client_of (accounts, tokens);
  g_autoptr (TbkTestReply) yo = tbk_test_expect (client, 200, "GET", NULL, "/me");
  g_autoptr (TbkTestReply) shut = tbk_test_expect (
      accounts->admin, 200, "POST", NULL, "/usuarios/" TBK_ID "/suspender", tbk_test_reply_int (yo, "id"));
  g_autoptr (TbkTestReply) out = tbk_test_expect (client, 401, "GET", NULL, "/me");
  g_autoptr (TbkTestReply) refused = login (accounts, 403, email, TBK_TEST_PASSWORD);
  g_autoptr (TbkTestReply) wrong = login (accounts, 401, email, "no-es-esta-2026");
}

/* --- registration
 * ------------------------------------------------------------------------------------------------- */

static TbkTestReply *
register_account (Accounts *accounts, const char *email, const char *ruc)
{
  g_autofree char *body = g_strdup_printf (
      "{\"nombre\": \"Nueva\", \"email\": \"%s\", \"password\": \"" TBK_TEST_PASSWORD "\","
      " \"ruc\": \"%s\", \"empresa_nombre\": \"Cacao del Sur\", \"empresa_tipo\": \"proveedor\"}",
      email, ruc);

  return tbk_test_expect (accounts->nobody, 201, "POST", body, "/auth/register");
}

/* The admin lets the first of a new empresa in, who owns it and lets in the second. */
static void
test_registration (gconstpointer data)
{
  Accounts *accounts = (Accounts *) data;
  g_autoptr (TbkTestReply) first = register_account (accounts, "duena@demo.ec", "1793189549001");
  g_autoptr (TbkTestReply) waiting = login (accounts, 403, "duena@demo.ec", TBK_TEST_PASSWORD);
  g_autoptr (TbkTestReply) approved = tbk_test_expect (
      accounts->admin, 200, "POST", NULL, "/usuarios/" TBK_ID "/aprobar", tbk_test_reply_int (first, "id"));
  g_autoptr (TbkTestReply) tokens = login (accounts, 200, "duena@demo.ec", TBK_TEST_PASSWORD);
  g_autoptr (TbkTestClient) owner = client_of (accounts, tokens);
  g_autoptr (TbkTestReply) second = register_account (accounts, "ayudante@demo.ec", "1793189549001");
  g_autoptr (TbkTestReply) let_in = tbk_test_expect (owner, 200, "POST", NULL, "/usuarios/" TBK_ID "/aprobar",
                                                     tbk_test_reply_int (second, "id"));
  g_autoptr (TbkTestReply) in = login (accounts, 200, "ayudante@demo.ec", TBK_TEST_PASSWORD);

  g_assert_cmpstr (tbk_test_reply_text (first, "estado"), ==, "En revision");
  g_assert_nonnull (tbk_test_reply_text (first, "aviso")); /* its check digit fails, and the number is real */
}

static void
test_ruc (gconstpointer data)
{
  Accounts *accounts = (Accounts *) data;
  g_autoptr (TbkTestReply) valid
             = tbk_test_expect (accounts->nobody, 200, "GET", NULL, "/empresas/ruc/1790016919001");
  g_autoptr (TbkTestReply) newer
             = tbk_test_expect (accounts->nobody, 200, "GET", NULL, "/empresas/ruc/1793189549001");
  g_autoptr (TbkTestReply) wrong
             = tbk_test_expect (accounts->nobody, 200, "GET", NULL, "/empresas/ruc/9990016919001");

  g_assert_cmpstr (tbk_test_reply_text (valid, "clase"), ==, "privada");
  g_assert_null (tbk_test_reply_text (valid, "aviso"));
  g_assert_nonnull (tbk_test_reply_text (newer, "aviso"));
  g_assert_false (json_object_get_boolean_member (json_node_get_object (wrong->json), "valido"));
}

int
main (int argc, char **argv)
{
  g_autoptr (TbkTestServer) server = NULL;
  Accounts accounts = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  server = tbk_test_server_new (NULL);
  accounts.server = server;
  accounts.nobody = tbk_test_client_new (server);
  accounts.admin = tbk_test_client_new_for (server, "admin@demo.ec");

  g_test_add_data_func ("/accounts/login-form", &accounts, test_login_form);
  g_test_add_data_func ("/accounts/login-wrong", &accounts, test_login_wrong);
  g_test_add_data_func ("/accounts/logout", &accounts, test_logout);
  g_test_add_data_func ("/accounts/refresh-rotates", &accounts, test_refresh_rotates);
  g_test_add_data_func ("/accounts/refresh-again", &accounts, test_refresh_again);
  g_test_add_data_func ("/accounts/refresh-reuse", &accounts, test_refresh_reuse);
  g_test_add_data_func ("/accounts/password", &accounts, test_password_change);
  g_test_add_data_func ("/accounts/sessions", &accounts, test_sessions);
  g_test_add_data_func ("/accounts/suspended", &accounts, test_suspended);
  g_test_add_data_func ("/accounts/registration", &accounts, test_registration);
  g_test_add_data_func ("/accounts/ruc", &accounts, test_ruc);
  status = g_test_run ();

  tbk_test_client_free (accounts.admin);
  tbk_test_client_free (accounts.nobody);
  return status;
}
