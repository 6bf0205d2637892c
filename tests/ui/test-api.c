/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session with the server: tokens renewed unseen, certificates, the server away and back, what is repeated. */
#include "tbk-api.h"
#include "tbk-error-text.h"
#include "tbk-stand-in.h"
#include "tbk-test-line.h"
#include "tbk-ui-test.h"

#define RENEWED "{\"access_token\":\"access-2\",\"refresh_token\":\"refresh-2\"}"
#define BOTO "{\"id\":8,\"nombre\":\"Boto\",\"email\":\"boto@example.com\",\"rol\":\"centro\",\"version\":1}"
#define UNAUTHORIZED "{\"title\":\"Unauthorized\",\"status\":401}"
#define SILENCE_END_S 60 /* it waits for a third of that */
#define ITEMS "{\"items\":[],\"total\":0}"

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

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
  g_signal_connect (fixture->api, "signed-out", G_CALLBACK (signed_out_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  /* what was told at the sign-out may still be on its way */
  tbk_ui_test_let_go (fixture->api);
  tbk_stand_in_free (fixture->server);
}

static gboolean
sign_in (TbkApi *api, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_api_sign_in_async (api, "ana@example.com", "cacao", NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_api_sign_in_finish (api, result, error);
}

/* --- who I am ------------------------------------------------------------- */

static void
test_me (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_ONLINE);
  g_assert_cmpstr (tbk_api_get_rol (fixture->api), ==, "exportadora");
  g_assert_cmpint (tbk_api_get_empresa_id (fixture->api), ==, 1);
  g_assert_cmpstr (tbk_record_get_text (tbk_api_get_empresa (fixture->api), "nombre"), ==, "Cacao del Sur");
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "POST /auth/login")->body, ==,
                   "{\"email\":\"ana@example.com\",\"password\":\"cacao\"}");
  g_assert_null (tbk_stand_in_last (fixture->server, "POST /auth/login")->authorization);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "GET /me")->authorization, ==, "Bearer access-1");
}

static void
test_wrong_password (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  tbk_api_sign_out (fixture->api);
  tbk_stand_in_forget (fixture->server, "POST /auth/login");
  tbk_stand_in_answer (fixture->server, "POST /auth/login", 401, UNAUTHORIZED);
  g_assert_false (sign_in (fixture->api, &error));
  g_assert_error (error, TBK_PROBLEM, 401);
  text = tbk_error_text (error);
  g_assert_cmpstr (text, ==, "Wrong email or password.");
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_SIGNED_OUT);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /auth/refresh"), ==, 0);
}

static void
test_sign_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tbk_api_sign_out (fixture->api);
  g_assert_cmpuint (fixture->n_signed_out, ==, 1);
  g_assert_false (fixture->expired);
  g_assert_null (tbk_api_get_usuario (fixture->api));
  g_assert_null (tbk_api_get_refresh_token (fixture->api));
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, "POST /auth/logout") == 1);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "POST /auth/logout")->authorization, ==, "Bearer access-1");
  g_assert_null (tbk_stand_in_call (fixture->api, (TbkCall){ .path = "/contratos" }, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_SIGNED_OUT);
}

static void
test_resume (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_api_sign_out (fixture->api);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 200, RENEWED);
  tbk_api_resume_async (fixture->api, "refresh-0", NULL, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  g_assert_true (tbk_api_sign_in_finish (fixture->api, result, NULL));
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "POST /auth/refresh")->body, ==,
                   "{\"refresh_token\":\"refresh-0\"}");
  g_assert_cmpstr (tbk_api_get_refresh_token (fixture->api), ==, "refresh-2");
}

/* --- renewal -------------------------------------------------------------- */

/* Three calls meet an expired token: one renewal, and nobody sees it. */
static void
test_renew (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *results[3] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    tbk_stand_in_answer (fixture->server, "GET /contratos", 401, UNAUTHORIZED);
  tbk_stand_in_answer (fixture->server, "GET /contratos", 200, ITEMS);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", TBK_STAND_IN_HOLD, NULL);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 200, RENEWED);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    tbk_api_call_async (fixture->api, &(TbkCall){ .path = "/contratos" }, NULL, tbk_ui_test_take_result, &results[i]);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, "GET /contratos") == 3
                     && tbk_stand_in_count (fixture->server, "POST /auth/refresh") == 1);
  tbk_stand_in_release (fixture->server);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (TbkAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      tbk_ui_test_until (results[i] != NULL);
      answer = tbk_api_call_finish (fixture->api, results[i], &error);
      g_assert_no_error (error);
      g_assert_nonnull (tbk_answer_get_items (answer));
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /auth/refresh"), ==, 1);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "GET /contratos")->authorization, ==, "Bearer access-2");
  g_assert_cmpstr (tbk_api_get_refresh_token (fixture->api), ==, "refresh-2");
  g_assert_cmpuint (fixture->n_signed_out, ==, 0);
}

/* A token that is refused right after its renewal is not renewed again. */
static void
test_renew_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, "GET /contratos", 401, UNAUTHORIZED);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 200, RENEWED);
  g_assert_null (tbk_stand_in_call (fixture->api, (TbkCall){ .path = "/contratos" }, &error));
  g_assert_error (error, TBK_PROBLEM, 401);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "GET /contratos"), ==, 2);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /auth/refresh"), ==, 1);
}

static void
test_renew_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, "GET /contratos", 401, UNAUTHORIZED);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 401, UNAUTHORIZED);
  g_assert_null (tbk_stand_in_call (fixture->api, (TbkCall){ .path = "/contratos" }, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_SIGNED_OUT);
  g_assert_cmpuint (fixture->n_signed_out, ==, 1);
  g_assert_true (fixture->expired);
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_SIGNED_OUT);
}

/* The server away at the renewal is no end of the session. */
static void
test_renew_away (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, "GET /contratos", 401, UNAUTHORIZED);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", TBK_STAND_IN_DROP, NULL);
  g_assert_null (tbk_stand_in_call (fixture->api, (TbkCall){ .path = "/contratos" }, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_AWAY);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /auth/refresh"), ==, 1);
  g_assert_cmpuint (fixture->n_signed_out, ==, 0);
  g_assert_cmpstr (tbk_api_get_refresh_token (fixture->api), ==, "refresh-1");
}

/* --- one session after another -------------------------------------------- */

static void
sign_in_as_boto (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  tbk_api_sign_out (fixture->api);
  tbk_stand_in_forget (fixture->server, "POST /auth/login");
  tbk_stand_in_answer (fixture->server, "POST /auth/login", 200,
                       "{\"access_token\":\"access-b\",\"refresh_token\":\"refresh-b\"}");
  tbk_stand_in_forget (fixture->server, "GET /me");
  tbk_stand_in_answer (fixture->server, "GET /me", 200, BOTO);
  sign_in (fixture->api, &error);
  g_assert_no_error (error);
}

/* What Ana began and the server refused does not go out again in Boto's name. */
static void
test_not_in_anothers_name (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, "DELETE /lotes/9", TBK_STAND_IN_HOLD, NULL);
  tbk_stand_in_answer (fixture->server, "DELETE /lotes/9", 401, UNAUTHORIZED);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 200, RENEWED);
  tbk_api_call_async (fixture->api, &(TbkCall){ .method = "DELETE", .path = "/lotes/9" }, NULL,
                      tbk_ui_test_take_result, &result);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, "DELETE /lotes/9") == 1);
  sign_in_as_boto (fixture);
  tbk_stand_in_release (fixture->server);
  tbk_ui_test_until (result != NULL);
  g_assert_null (tbk_api_call_finish (fixture->api, result, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_SIGNED_OUT);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "DELETE /lotes/9"), ==, 1);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /auth/refresh"), ==, 0);
}

/* A renewal that comes late does not give Boto the tokens of Ana. */
static void
test_late_renewal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = NULL;

  tbk_stand_in_answer (fixture->server, "GET /lotes", 401, UNAUTHORIZED);
  tbk_stand_in_answer (fixture->server, "GET /lotes", 200, ITEMS);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", TBK_STAND_IN_HOLD, NULL);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 200, RENEWED);
  tbk_api_call_async (fixture->api, &(TbkCall){ .path = "/lotes" }, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, "POST /auth/refresh") == 1);
  sign_in_as_boto (fixture);
  tbk_ui_test_until (result != NULL);
  g_assert_null (tbk_api_call_finish (fixture->api, result, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_SIGNED_OUT);
  tbk_stand_in_release (fixture->server);
  answer = tbk_stand_in_call (fixture->api, (TbkCall){ .path = "/lotes" }, NULL);
  g_assert_nonnull (answer);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "GET /lotes")->authorization, ==, "Bearer access-b");
  g_assert_cmpstr (tbk_api_get_refresh_token (fixture->api), ==, "refresh-b");
}

/* --- away and back -------------------------------------------------------- */

static void
test_away_and_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  tbk_stand_in_answer (fixture->server, "GET /health", 200, "{}");
  tbk_stand_in_stop (fixture->server);
  g_assert_null (tbk_stand_in_call (fixture->api, (TbkCall){ .path = "/contratos" }, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_AWAY);
  text = tbk_error_text (error);
  g_assert_cmpstr (text, ==, "The server does not answer.");
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_OFFLINE);
  g_assert_nonnull (tbk_api_get_usuario (fixture->api));
  tbk_stand_in_start (fixture->server, NULL);
  tbk_ui_test_until (tbk_api_get_state (fixture->api) == TBK_API_ONLINE);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "GET /health"), ==, 1);
  g_assert_cmpuint (fixture->n_signed_out, ==, 0);
}

/* A gateway's word that the server is gone is that it is gone; its own 500 is not. */
static void
test_gateway (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) gone = NULL;
  g_autoptr (GError) broken = NULL;

  tbk_stand_in_answer (fixture->server, "GET /contratos", 503, "<html>");
  g_assert_null (tbk_stand_in_call (fixture->api, (TbkCall){ .path = "/contratos", .once = TRUE }, &gone));
  g_assert_error (gone, TBK_API_ERROR, TBK_API_ERROR_AWAY);
  tbk_stand_in_answer (fixture->server, "GET /lotes", 500, "<html>");
  g_assert_null (tbk_stand_in_call (fixture->api, (TbkCall){ .path = "/lotes" }, &broken));
  g_assert_error (broken, TBK_PROBLEM, 500);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "GET /lotes"), ==, 1);
}

/* A line that says nothing at all: what is asked over it ends, and is not asked again just to wait
 * as long once more. */
static void
test_silent (Fixture *fixture, gconstpointer data)
{
  TbkTestLine *line = tbk_test_line_new (tbk_stand_in_get_url (fixture->server), 0);
  TbkApi *api = tbk_stand_in_sign_in_at (fixture->server, tbk_test_line_get_url (line));
  gint64 end = g_get_monotonic_time () + SILENCE_END_S * G_TIME_SPAN_SECOND;
  g_autoptr (GAsyncResult) posted = NULL;
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (GError) post_error = NULL;
  g_autoptr (GError) get_error = NULL;

  tbk_stand_in_answer (fixture->server, "GET /health", 200, "{}");
  tbk_test_line_cut (line, TBK_TEST_LINE_SILENT);
  tbk_api_call_async (api, &(TbkCall){ .method = "POST", .path = "/a" }, NULL, tbk_ui_test_take_result, &posted);
  tbk_api_call_async (api, &(TbkCall){ .path = "/contratos" }, NULL, tbk_ui_test_take_result, &got);
  while (posted == NULL || got == NULL)
    tbk_ui_test_turn (end, "both ended", G_STRLOC);
  g_assert_null (tbk_api_call_finish (api, posted, &post_error));
  g_assert_error (post_error, TBK_API_ERROR, TBK_API_ERROR_AWAY);
  g_assert_null (tbk_api_call_finish (api, got, &get_error));
  g_assert_error (get_error, TBK_API_ERROR, TBK_API_ERROR_AWAY);
  tbk_ui_test_until (tbk_api_get_state (api) == TBK_API_OFFLINE);
  tbk_test_line_heal (line);
  tbk_ui_test_until (tbk_api_get_state (api) == TBK_API_ONLINE);
  g_clear_object (&posted);
  g_clear_object (&got);
  tbk_ui_test_let_go (api);
  tbk_test_line_free (line);
}

/* How often it is sent when the line breaks each time. libsoup itself sends again what is
 * idempotent by its method when a line that served before breaks: as often as it has such lines,
 * and the session's own questions leave a few. */
typedef struct
{
  TbkCall call;
  guint least;
  guint most;
} RepeatCase;

static void
test_repeated (Fixture *fixture, gconstpointer data)
{
  static const RepeatCase cases[] = {
    { { .method = "POST", .path = "/a" }, 1, 1 },
    { { .method = "POST", .path = "/b", .idempotency_key = "k" }, 4, 4 },
    { { .path = "/c" }, 4, 12 },
    { { .path = "/d", .once = TRUE }, 1, 3 },
    { { .method = "DELETE", .path = "/e" }, 4, 12 },
    { { .method = "PUT", .path = "/f" }, 1, 3 },
    { { .method = "PUT", .path = "/g", .if_match = "\"1\"" }, 4, 12 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TbkCall *what = &cases[i].call;
      g_autofree char *name = g_strdup_printf ("%s %s", what->method != NULL ? what->method : "GET", what->path);
      g_autoptr (GError) error = NULL;

      tbk_stand_in_answer (fixture->server, name, TBK_STAND_IN_DROP, NULL);
      g_assert_null (tbk_stand_in_call (fixture->api, *what, &error));
      g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_AWAY);
      g_test_message ("%s", name);
      g_assert_cmpuint (tbk_stand_in_count (fixture->server, name), >=, cases[i].least);
      g_assert_cmpuint (tbk_stand_in_count (fixture->server, name), <=, cases[i].most);
    }
}

static void
test_repeated_until_it_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkAnswer) answer = NULL;

  tbk_stand_in_answer (fixture->server, "POST /lotes", TBK_STAND_IN_DROP, NULL);
  tbk_stand_in_answer (fixture->server, "POST /lotes", 502, "");
  tbk_stand_in_answer (fixture->server, "POST /lotes", 201, "{\"id\":9}");
  answer = tbk_stand_in_call (
      fixture->api, (TbkCall){ .method = "POST", .path = "/lotes", .idempotency_key = "k-1" },
      &error);
  g_assert_no_error (error);
  g_assert_cmpint (tbk_answer_get_status (answer), ==, 201);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /lotes"), ==, 3);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "POST /lotes")->idempotency_key, ==, "k-1");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tbk_stand_in_answer (fixture->server, "GET /contratos", TBK_STAND_IN_HOLD, NULL);
  tbk_api_call_async (fixture->api, &(TbkCall){ .path = "/contratos" }, cancellable, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, "GET /contratos") == 1);
  g_cancellable_cancel (cancellable);
  tbk_ui_test_until (result != NULL);
  g_assert_null (tbk_api_call_finish (fixture->api, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_ONLINE);
}

/* --- what comes back ------------------------------------------------------ */

static void
test_unchanged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkAnswer) first = NULL;
  g_autoptr (TbkAnswer) second = NULL;

  tbk_stand_in_answer_tagged (fixture->server, "GET /contratos/5", "\"3\"", "{\"id\":5}");
  first = tbk_stand_in_call (fixture->api, (TbkCall){ .path = "/contratos/5" }, NULL);
  second = tbk_stand_in_call (fixture->api, (TbkCall){ .path = "/contratos/5" }, NULL);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "GET /contratos/5")->if_none_match, ==, "\"3\"");
  g_assert_cmpint (tbk_answer_get_status (second), ==, 200);
  g_assert_true (g_bytes_equal (tbk_answer_get_bytes (first), tbk_answer_get_bytes (second)));
  g_assert_cmpstr (tbk_answer_get_etag (second), ==, "\"3\"");
}

static void
test_no_json (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = { "{\"id\":", "{\"id\":010}", "{} {}", "\xff",
                                     "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strdup_printf ("/bad/%" G_GSIZE_FORMAT, i);
      g_autofree char *name = g_strconcat ("GET ", path, NULL);
      g_autoptr (GError) error = NULL;

      tbk_stand_in_answer (fixture->server, name, 200, bad[i]);
      g_assert_null (tbk_stand_in_call (fixture->api, (TbkCall){ .path = path }, &error));
      g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_PROTOCOL);
    }
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_ONLINE);
}

static void
test_no_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkAnswer) answer = NULL;

  tbk_stand_in_answer (fixture->server, "GET /contratos", 200, "{\"items\":[{\"id\":1},2]}");
  answer = tbk_stand_in_call (fixture->api, (TbkCall){ .path = "/contratos" }, NULL);
  g_assert_nonnull (tbk_answer_get_object (answer));
  g_assert_null (tbk_answer_get_items (answer));
}

/* --- certificates --------------------------------------------------------- */

static void
test_certificate (void)
{
  g_autoptr (GTlsCertificate) first = tbk_stand_in_make_certificate ();
  g_autoptr (GTlsCertificate) second = tbk_stand_in_make_certificate ();
  TbkStandIn *server = tbk_stand_in_new (first);
  g_autoptr (TbkApi) api = tbk_api_new ();
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) trusted = NULL;
  g_autoptr (GError) changed = NULL;
  g_autofree char *fingerprint = NULL;
  gboolean is_changed;

  g_object_set (api, "pause-ms", 1, "url", tbk_stand_in_get_url (server), NULL);
  g_assert_false (sign_in (api, &unknown));
  g_assert_error (unknown, TBK_API_ERROR, TBK_API_ERROR_CERTIFICATE_UNKNOWN);
  g_object_get (api, "fingerprint", &fingerprint, "fingerprint-changed", &is_changed, NULL);
  g_assert_cmpuint (strlen (fingerprint), ==, 32 * 3 - 1);
  g_assert_false (is_changed);
  g_assert_cmpuint (tbk_stand_in_count (server, "POST /auth/login"), ==, 0);

  tbk_api_trust (api);
  sign_in (api, &trusted);
  g_assert_no_error (trusted);
  tbk_api_sign_out (api);
  tbk_ui_test_until (tbk_stand_in_count (server, "POST /auth/logout") == 1);

  tbk_stand_in_stop (server);
  tbk_stand_in_start (server, second);
  g_assert_false (sign_in (api, &changed));
  g_assert_error (changed, TBK_API_ERROR, TBK_API_ERROR_CERTIFICATE_CHANGED);
  g_object_get (api, "fingerprint-changed", &is_changed, NULL);
  g_assert_true (is_changed);
  g_assert_cmpuint (tbk_stand_in_count (server, "POST /auth/login"), ==, 1);
  tbk_stand_in_free (server);
}

static void
test_address (void)
{
  g_autoptr (TbkApi) api = tbk_api_new ();
  g_autoptr (GError) error = NULL;

  tbk_api_set_url (api, "cacao.example.com:8443/");
  g_assert_cmpstr (tbk_api_get_url (api), ==, "https://cacao.example.com:8443");
  tbk_api_set_url (api, "http://127.0.0.1:1//");
  g_assert_cmpstr (tbk_api_get_url (api), ==, "http://127.0.0.1:1");
  tbk_api_set_url (api, "not an address");
  g_assert_false (sign_in (api, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_AWAY);
}

int
main (int argc, char **argv)
{
  tbk_ui_test_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/api/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("me", test_me);
  ADD ("wrong-password", test_wrong_password);
  ADD ("sign-out", test_sign_out);
  ADD ("resume", test_resume);
  ADD ("renew/unseen", test_renew);
  ADD ("renew/once", test_renew_once);
  ADD ("renew/refused", test_renew_refused);
  ADD ("renew/away", test_renew_away);
  ADD ("sessions/not-in-anothers-name", test_not_in_anothers_name);
  ADD ("sessions/late-renewal", test_late_renewal);
  ADD ("away/and-back", test_away_and_back);
  ADD ("away/gateway", test_gateway);
  ADD ("away/silent", test_silent);
  ADD ("repeat/which", test_repeated);
  ADD ("repeat/until-it-answers", test_repeated_until_it_answers);
  ADD ("cancelled", test_cancelled);
  ADD ("answer/unchanged", test_unchanged);
  ADD ("answer/no-json", test_no_json);
  ADD ("answer/no-list", test_no_list);
  g_test_add_func ("/api/certificate", test_certificate);
  g_test_add_func ("/api/address", test_address);
  return g_test_run ();
}
