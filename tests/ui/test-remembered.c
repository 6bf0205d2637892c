/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session that is remembered while its server does not answer. */
#include "tbk-api.h"
#include "tbk-stand-in.h"
#include "tbk-ui-test.h"

#define RENEWED "{\"access_token\":\"access-2\",\"refresh_token\":\"refresh-2\"}"
#define UNAUTHORIZED "{\"title\":\"Unauthorized\",\"status\":401}"
#define ITEMS "{\"items\":[],\"total\":0}"
#define YO                                                                                               \
  "{\"id\":7,\"nombre\":\"Ana\",\"email\":\"ana@example.com\",\"rol\":\"exportadora\",\"empresa_id\":1," \
  "\"empresa\":{\"id\":1,\"nombre\":\"Cacao de antes\"}}"

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  guint n_signed_out;
  gboolean expired;
} Fixture;

static void
signed_out_cb (TbkApi *api, gboolean expired, Fixture *fixture)
{
  fixture->n_signed_out++;
  fixture->expired = expired;
}

/* Nobody is signed in: the program began. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_api_new ();
  g_object_set (fixture->api, "pause-ms", 1, NULL);
  tbk_api_set_url (fixture->api, tbk_stand_in_get_url (fixture->server));
  g_signal_connect (fixture->api, "signed-out", G_CALLBACK (signed_out_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_ui_test_let_go (fixture->api);
  tbk_stand_in_free (fixture->server);
}

/* Returns: (transfer full) (nullable): how it ended. */
static GError *
resume (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonObject) yo = tbk_ui_test_object (YO);
  GError *error = NULL;
  gboolean done;

  tbk_api_resume_async (fixture->api, "refresh-0", yo, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  done = tbk_api_sign_in_finish (fixture->api, result, &error);
  g_assert_true (done == (error == NULL));
  return error;
}

static void
assert_remembered (Fixture *fixture)
{
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_OFFLINE);
  g_assert_true (tbk_api_is_remembered (fixture->api));
  g_assert_cmpint (tbk_record_get_id (tbk_api_get_usuario (fixture->api)), ==, 7);
  g_assert_cmpstr (tbk_api_get_rol (fixture->api), ==, "exportadora");
  g_assert_cmpstr (tbk_record_get_text (tbk_api_get_empresa (fixture->api), "nombre"), ==, "Cacao de antes");
  g_assert_cmpstr (tbk_api_get_refresh_token (fixture->api), ==, "refresh-0");
}

/* It is there with what was known; when the line returns, the session is renewed and who that is asked anew. */
static void
test_remembered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tbk_stand_in_stop (fixture->server);
  g_assert_null (resume (fixture));
  assert_remembered (fixture);
  g_assert_null (tbk_stand_in_call (fixture->api, (TbkCall){ .path = "/contratos" }, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_AWAY);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 200, RENEWED);
  tbk_stand_in_start (fixture->server, NULL);
  tbk_ui_test_until (tbk_api_get_state (fixture->api) == TBK_API_ONLINE);
  g_assert_false (tbk_api_is_remembered (fixture->api));
  g_assert_cmpstr (tbk_api_get_refresh_token (fixture->api), ==, "refresh-2");
  tbk_ui_test_until (g_strcmp0 (tbk_record_get_text (tbk_api_get_empresa (fixture->api), "nombre"),
                                "Cacao del Sur")
                     == 0);
  g_assert_cmpuint (fixture->n_signed_out, ==, 0);
}

/* The session was ended meanwhile: it is over as soon as the server says so. */
static void
test_remembered_refused (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_stop (fixture->server);
  g_assert_null (resume (fixture));
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 401, UNAUTHORIZED);
  tbk_stand_in_start (fixture->server, NULL);
  tbk_ui_test_until (fixture->n_signed_out == 1);
  g_assert_true (fixture->expired);
  g_assert_null (tbk_api_get_usuario (fixture->api));
  g_assert_null (tbk_api_get_refresh_token (fixture->api));
}

/* A server that refuses at once: nobody is signed in by what was remembered. */
static void
test_resume_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_object_set (fixture->api, "pause-ms", 1000, NULL); /* it answers before what was known serves */
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 401, UNAUTHORIZED);
  error = resume (fixture);
  g_assert_error (error, TBK_PROBLEM, 401);
  g_assert_null (tbk_api_get_usuario (fixture->api));
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_SIGNED_OUT);
  g_assert_cmpuint (fixture->n_signed_out, ==, 0);
}

/* One that is there, but says nothing: what was known serves meanwhile, and the token is spent once. */
static void
test_remembered_slow (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkAnswer) answer = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", TBK_STAND_IN_HOLD, NULL);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 200, RENEWED);
  tbk_stand_in_answer (fixture->server, "GET /contratos", 200, ITEMS);
  g_assert_null (resume (fixture));
  assert_remembered (fixture);
  tbk_api_call_async (fixture->api, &(TbkCall){ .path = "/contratos" }, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, "POST /auth/refresh") == 1);
  tbk_stand_in_release (fixture->server);
  tbk_ui_test_until (result != NULL);
  answer = tbk_api_call_finish (fixture->api, result, NULL);
  g_assert_nonnull (answer);
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_ONLINE);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /auth/refresh"), ==, 1);
}

/* A server in trouble is no reason to end the session, and asked until it is well. */
static void
test_remembered_trouble (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 500, "{\"status\":500}");
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 429, "{\"status\":429}");
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 200, RENEWED);
  g_assert_null (resume (fixture));
  assert_remembered (fixture);
  tbk_ui_test_until (tbk_api_get_state (fixture->api) == TBK_API_ONLINE);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /auth/refresh"), ==, 3);
}

/* Who signs out while nothing answers leaves nothing to come back by. */
static void
test_remembered_sign_out (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_stop (fixture->server);
  g_assert_null (resume (fixture));
  tbk_api_sign_out (fixture->api);
  g_assert_cmpuint (fixture->n_signed_out, ==, 1);
  g_assert_false (fixture->expired);
  g_assert_null (tbk_api_get_yo (fixture->api));
  g_assert_null (tbk_api_get_refresh_token (fixture->api));
  tbk_stand_in_start (fixture->server, NULL);
}

int
main (int argc, char *argv[])
{
  tbk_ui_test_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/remembered/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("until-the-line-returns", test_remembered);
  ADD ("refused-later", test_remembered_refused);
  ADD ("refused-at-once", test_resume_refused);
  ADD ("slow", test_remembered_slow);
  ADD ("trouble", test_remembered_trouble);
  ADD ("sign-out", test_remembered_sign_out);
  return g_test_run ();
}
