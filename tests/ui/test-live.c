/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The live socket: comes with the session and again after a loss, tells each change once, sends and is answered. */
#include "tbk-live.h"
#include "tbk-stand-in-live.h"
#include "tbk-test-line.h"
#include "tbk-ui-test.h"

#define RENEWED "{\"access_token\":\"access-2\",\"refresh_token\":\"refresh-2\"}"
#define BOTO "{\"id\":8,\"nombre\":\"Boto\",\"email\":\"boto@example.com\",\"rol\":\"centro\",\"version\":1}"
#define UNAUTHORIZED "{\"title\":\"Unauthorized\",\"status\":401}"
#define FIRST 41
#define MANY 2000
#define PORTION 50

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkLive *live;
  GString *told; /* "name evento;" of each event */
  guint n_told;
  guint n_since_turn; /* events since the main loop last turned */
  guint longest;
  guint n_reloads;
  guint n_signed_out;
} Fixture;

static void
event_cb (TbkLive *live, const char *name, JsonObject *data, gint64 evento, Fixture *fixture)
{
  g_string_append_printf (fixture->told, "%s %" G_GINT64_FORMAT ";", name, evento);
  fixture->n_told++;
  fixture->n_since_turn++;
  fixture->longest = MAX (fixture->longest, fixture->n_since_turn);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->api != NULL)
    tbk_ui_test_let_go (g_steal_pointer (&fixture->api));
  tbk_stand_in_free (fixture->server);
  g_string_free (fixture->told, TRUE);
}

static void
listen (Fixture *fixture)
{
  fixture->told = g_string_new (NULL);
  fixture->live = tbk_api_get_live (fixture->api);
  g_signal_connect (fixture->live, "event", G_CALLBACK (event_cb), fixture);
  g_signal_connect_swapped (fixture->live, "reload", G_CALLBACK (tbk_ui_test_count), &fixture->n_reloads);
  g_signal_connect_swapped (fixture->api, "signed-out", G_CALLBACK (tbk_ui_test_count), &fixture->n_signed_out);
}

/* Signed in, and the socket is not there yet. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  tbk_stand_in_live_open (fixture->server, FIRST);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
  listen (fixture);
}

static void
set_up_connected (Fixture *fixture, gconstpointer data)
{
  set_up (fixture, data);
  tbk_ui_test_until (tbk_live_get_connected (fixture->live));
}

static void
tell (Fixture *fixture, const char *event, gint64 evento)
{
  tbk_stand_in_live_event (fixture->server, event, evento, "{\"id\":5,\"version\":2}");
}

static guint
count_asked (Fixture *fixture)
{
  return tbk_stand_in_count (fixture->server, "GET /ws/chat");
}

static const TbkAsked *
last_asked (Fixture *fixture)
{
  return tbk_stand_in_last (fixture->server, "GET /ws/chat");
}

/* --- connecting ----------------------------------------------------------- */

static void
test_connects (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (tbk_live_get_evento (fixture->live), ==, FIRST);
  g_assert_cmpuint (count_asked (fixture), ==, 1);
  g_assert_cmpstr (last_asked (fixture)->authorization, ==, "Bearer access-1");
  g_assert_null (last_asked (fixture)->query);
}

static void
test_tells (Fixture *fixture, gconstpointer data)
{
  guint n_contratos = 0;

  g_signal_connect_swapped (fixture->live, "event::contrato.actualizado", G_CALLBACK (tbk_ui_test_count), &n_contratos);
  tell (fixture, "contrato.actualizado", FIRST);
  tell (fixture, "contrato.actualizado", 44);
  tell (fixture, "lote.actualizado", 43);
  tell (fixture, "contrato.actualizado", 44);
  tell (fixture, "typing", 0);
  tell (fixture, "typing", 0);
  tell (fixture, "lote.actualizado", 45);
  tbk_ui_test_until (tbk_live_get_evento (fixture->live) == 45);
  g_assert_cmpstr (fixture->told->str, ==, "contrato.actualizado 44;typing 0;typing 0;lote.actualizado 45;");
  g_assert_cmpuint (n_contratos, ==, 1);
}

/* After a loss it says the last number it saw, and what it is told twice is told once. */
static void
test_comes_again (Fixture *fixture, gconstpointer data)
{
  tell (fixture, "contrato.actualizado", 50);
  tbk_ui_test_until (fixture->n_told == 1);
  tbk_stand_in_live_open (fixture->server, 52);
  tbk_stand_in_live_close (fixture->server, 0);
  tbk_ui_test_until (!tbk_live_get_connected (fixture->live));
  tbk_ui_test_until (tbk_live_get_connected (fixture->live));
  g_assert_cmpstr (last_asked (fixture)->query, ==, "desde=50");
  g_assert_cmpint (tbk_live_get_evento (fixture->live), ==, 52);
  tell (fixture, "contrato.actualizado", 51);
  tell (fixture, "contrato.actualizado", 53);
  tbk_ui_test_until (tbk_live_get_evento (fixture->live) == 53);
  g_assert_cmpstr (fixture->told->str, ==, "contrato.actualizado 50;contrato.actualizado 53;");
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_ONLINE);
}

/* "Come again": with the number, and nothing is wrong. */
static void
test_too_slow (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_live_close (fixture->server, 1013);
  tbk_ui_test_until (count_asked (fixture) == 2 && tbk_live_get_connected (fixture->live));
  g_assert_cmpstr (last_asked (fixture)->query, ==, "desde=41");
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "GET /health"), ==, 0);
}

static void
test_reload (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_live_tell (fixture->server, "{\"event\":\"reload\",\"evento\":900,\"data\":{}}");
  tbk_ui_test_until (fixture->n_reloads == 1);
  g_assert_cmpint (tbk_live_get_evento (fixture->live), ==, 900);
}

/* The server goes and comes back: nobody waits out a pause. */
static void
test_away_and_back (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_stop (fixture->server);
  tbk_ui_test_until (tbk_api_get_state (fixture->api) == TBK_API_OFFLINE);
  g_assert_false (tbk_live_get_connected (fixture->live));
  tbk_stand_in_start (fixture->server, NULL);
  tbk_ui_test_until (tbk_live_get_connected (fixture->live));
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_ONLINE);
  g_assert_cmpstr (last_asked (fixture)->query, ==, "desde=41");
}

/* A line that is cut without a word: nothing comes, not even an answer to a ping. */
static void
test_dead_line (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->live, "ping-s", 1, NULL);
  tbk_stand_in_live_open_deaf (fixture->server);
  tbk_stand_in_live_close (fixture->server, 0);
  tbk_ui_test_until (count_asked (fixture) == 2 && tbk_stand_in_live_count (fixture->server) == 1);
  tbk_stand_in_live_open (fixture->server, 60);
  tbk_ui_test_until (tbk_live_get_connected (fixture->live));
  g_assert_cmpuint (count_asked (fixture), >=, 3);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "GET /health"), >=, 1);
}

/* All connections fall silent, and those that are there then stay so: who is back is not kept waiting for them. */
static void
test_lost_line (Fixture *fixture, gconstpointer data)
{
  TbkTestLine *line = tbk_test_line_new (tbk_stand_in_get_url (fixture->server), 0);

  tbk_ui_test_let_go (g_steal_pointer (&fixture->api));
  fixture->api = tbk_stand_in_sign_in_at (fixture->server, tbk_test_line_get_url (line));
  fixture->live = tbk_api_get_live (fixture->api);
  g_object_set (fixture->live, "ping-s", 1, NULL);
  tbk_ui_test_until (tbk_live_get_connected (fixture->live));
  tbk_test_line_cut (line, TBK_TEST_LINE_LOST);
  tbk_ui_test_until (!tbk_live_get_connected (fixture->live));
  tbk_ui_test_until (tbk_api_get_state (fixture->api) == TBK_API_OFFLINE);
  tbk_test_line_heal (line);
  tbk_ui_test_until (tbk_api_get_state (fixture->api) == TBK_API_ONLINE);
  tbk_ui_test_until (tbk_live_get_connected (fixture->live));
  g_assert_cmpstr (last_asked (fixture)->query, ==, "desde=41");
  tbk_ui_test_let_go (g_steal_pointer (&fixture->api));
  tbk_test_line_free (line);
}

/* An older server: it is not asked on and on, and a newer one that comes in its place is found. */
static void
test_no_socket (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_stop (fixture->server);
  tbk_ui_test_until (tbk_api_get_state (fixture->api) == TBK_API_OFFLINE);
  tbk_stand_in_forget (fixture->server, "GET /ws/chat");
  tbk_stand_in_start (fixture->server, NULL);
  tbk_ui_test_until (count_asked (fixture) == 2);
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_ONLINE);
  for (guint i = 0; i < 100; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (count_asked (fixture), ==, 2);

  tbk_stand_in_stop (fixture->server);
  tbk_api_reload_me (fixture->api);
  tbk_ui_test_until (tbk_api_get_state (fixture->api) == TBK_API_OFFLINE);
  tbk_stand_in_live_open (fixture->server, 70);
  tbk_stand_in_start (fixture->server, NULL);
  tbk_ui_test_until (tbk_live_get_connected (fixture->live));
  g_assert_cmpuint (count_asked (fixture), ==, 3);
}

static void
test_certificate (void)
{
  g_autoptr (GTlsCertificate) certificate = tbk_stand_in_make_certificate ();
  TbkStandIn *server = tbk_stand_in_new (certificate);
  TbkApi *api = tbk_api_new ();
  TbkLive *live = tbk_api_get_live (api);

  tbk_stand_in_live_open (server, 5);
  g_object_set (api, "pause-ms", 1, "url", tbk_stand_in_get_url (server), NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;

      tbk_api_sign_in_async (api, "ana@example.com", "cacao", NULL, tbk_ui_test_take_result, &result);
      tbk_ui_test_until (result != NULL);
      g_assert_cmpint (tbk_api_sign_in_finish (api, result, NULL), ==, i == 1);
      tbk_api_trust (api);
    }
  tbk_ui_test_until (tbk_live_get_connected (live));
  g_assert_cmpint (tbk_live_get_evento (live), ==, 5);
  tbk_ui_test_let_go (api);
  tbk_stand_in_free (server);
}

/* --- the session ---------------------------------------------------------- */

static void
test_renews (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_forget (fixture->server, "GET /ws/chat");
  tbk_stand_in_forget (fixture->server, "GET /me");
  tbk_stand_in_answer (fixture->server, "GET /ws/chat", 401, UNAUTHORIZED);
  tbk_stand_in_live_open (fixture->server, 77);
  tbk_stand_in_answer (fixture->server, "GET /me", 401, UNAUTHORIZED);
  tbk_stand_in_answer (fixture->server, "GET /me", 200, BOTO);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 200, RENEWED);
  tbk_stand_in_live_close (fixture->server, 1001);
  tbk_ui_test_until (tbk_live_get_evento (fixture->live) == 77);
  g_assert_cmpstr (last_asked (fixture)->authorization, ==, "Bearer access-2");
  g_assert_cmpstr (last_asked (fixture)->query, ==, "desde=41");
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /auth/refresh"), ==, 1);
  g_assert_cmpuint (fixture->n_signed_out, ==, 0);
}

/* 4401 because the session ended: as with any call. */
static void
test_session_over (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_forget (fixture->server, "GET /me");
  tbk_stand_in_answer (fixture->server, "GET /me", 401, UNAUTHORIZED);
  tbk_stand_in_answer (fixture->server, "POST /auth/refresh", 401, UNAUTHORIZED);
  tbk_stand_in_live_close (fixture->server, 4401);
  tbk_ui_test_until (fixture->n_signed_out == 1);
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_SIGNED_OUT);
  g_assert_false (tbk_live_get_connected (fixture->live));
  g_assert_cmpint (tbk_live_get_evento (fixture->live), ==, -1);
}

/* 4401 because the rol changed: who I am is read anew, and it goes on. */
static void
test_rol_changed (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_forget (fixture->server, "GET /me");
  tbk_stand_in_answer (fixture->server, "GET /me", 200, BOTO);
  tbk_stand_in_live_close (fixture->server, 4401);
  tbk_ui_test_until (count_asked (fixture) == 2 && tbk_live_get_connected (fixture->live));
  g_assert_cmpstr (tbk_api_get_rol (fixture->api), ==, "centro");
  g_assert_cmpuint (fixture->n_signed_out, ==, 0);
}

/* Who signs in next begins with no number of another's. */
static void
test_another_user (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_api_sign_out (fixture->api);
  tbk_ui_test_until (tbk_stand_in_live_count (fixture->server) == 0);
  g_assert_false (tbk_live_get_connected (fixture->live));
  tbk_api_sign_in_async (fixture->api, "boto@example.com", "cacao", NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (tbk_live_get_connected (fixture->live));
  g_assert_cmpuint (count_asked (fixture), ==, 2);
  g_assert_null (last_asked (fixture)->query);
}

/* Many at once: in order, and the main loop turns between portions of them. */
static gboolean
turn_cb (gpointer data)
{
  Fixture *fixture = data;

  fixture->n_since_turn = 0;
  return G_SOURCE_CONTINUE;
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  guint id = g_idle_add (turn_cb, fixture);
  g_autoptr (GString) expected = g_string_new (NULL);

  for (gint64 i = FIRST + 1; i <= FIRST + MANY; i++)
    {
      tell (fixture, "lote.actualizado", i);
      g_string_append_printf (expected, "lote.actualizado %" G_GINT64_FORMAT ";", i);
    }
  tbk_ui_test_until (fixture->n_told == MANY);
  g_source_remove (id);
  g_assert_cmpstr (fixture->told->str, ==, expected->str);
  g_assert_cmpuint (fixture->longest, <=, PORTION);
}

/* --- sending -------------------------------------------------------------- */

static JsonNode *
send (Fixture *fixture, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) data = tbk_ui_test_object ("{\"chat_id\":3,\"texto\":\"\xc2\xbf"
                                                    "Lleg\xc3\xb3?\"}");
  g_autoptr (GAsyncResult) result = NULL;

  tbk_live_send_async (fixture->live, "send_message", data, cancellable, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_live_send_finish (fixture->live, result, error);
}

static char *
reply_cb (JsonObject *data, gpointer user_data)
{
  return g_strdup_printf ("{\"id\":9,\"texto\":\"%s\"}", json_object_get_string_member (data, "texto"));
}

static void
test_send (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) ack = NULL;

  tbk_stand_in_live_answer_by (fixture->server, "send_message", reply_cb, NULL);
  ack = send (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (ack), "id"), ==, 9);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (ack), "texto"), ==,
                   "\xc2\xbf"
                   "Lleg\xc3\xb3?");
}

static void
test_send_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tbk_stand_in_live_answer (fixture->server, "send_message", "error",
                            "{\"status\":404,\"title\":\"Not Found\",\"detail\":\"there is no such chat\"}");
  g_assert_null (send (fixture, NULL, &error));
  g_assert_error (error, TBK_PROBLEM, 404);
  g_assert_cmpstr (error->message, ==, "there is no such chat");
}

/* Each answer goes to its own question, in whatever order. */
static void
test_send_answers (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *results[2] = { NULL };

  for (guint i = 0; i < 2; i++)
    tbk_live_send_async (fixture->live, "join", NULL, NULL, tbk_ui_test_take_result, &results[i]);
  tbk_ui_test_until (tbk_stand_in_live_count_heard (fixture->server, "join") == 2);
  g_assert_false (json_object_has_member (tbk_stand_in_live_last_heard (fixture->server, "join"), "data"));
  tbk_stand_in_live_tell (fixture->server, "{\"event\":\"ack\",\"id\":\"2\",\"data\":{\"id\":22}}");
  tbk_stand_in_live_tell (fixture->server, "{\"event\":\"ack\",\"id\":\"7\",\"data\":{}}");
  tbk_stand_in_live_tell (fixture->server, "{\"event\":\"ack\",\"id\":\"1\",\"data\":{\"id\":11}}");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (JsonNode) ack = NULL;

      tbk_ui_test_until (results[i] != NULL);
      ack = tbk_live_send_finish (fixture->live, results[i], NULL);
      g_assert_cmpint (json_object_get_int_member (json_node_get_object (ack), "id"), ==, i == 0 ? 11 : 22);
      g_object_unref (results[i]);
    }
}

static void
test_send_not_connected (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (send (fixture, NULL, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_AWAY);
}

static void
test_send_line_goes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tbk_live_send_async (fixture->live, "send_message", NULL, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (tbk_stand_in_live_count_heard (fixture->server, "send_message") == 1);
  tbk_stand_in_live_close (fixture->server, 0);
  tbk_ui_test_until (result != NULL);
  g_assert_null (tbk_live_send_finish (fixture->live, result, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_AWAY);
}

static void
test_send_signed_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tbk_live_send_async (fixture->live, "send_message", NULL, NULL, tbk_ui_test_take_result, &result);
  tbk_api_sign_out (fixture->api);
  tbk_ui_test_until (result != NULL);
  g_assert_null (tbk_live_send_finish (fixture->live, result, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_SIGNED_OUT);
}

static void
test_send_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tbk_live_send_async (fixture->live, "send_message", NULL, cancellable, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (tbk_stand_in_live_count_heard (fixture->server, "send_message") == 1);
  g_cancellable_cancel (cancellable);
  tbk_ui_test_until (result != NULL);
  g_assert_null (tbk_live_send_finish (fixture->live, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  tbk_ui_test_init (&argc, &argv);
#define ADD_BEFORE(path, function) g_test_add ("/live/" path, Fixture, NULL, set_up, function, tear_down)
#define ADD(path, function) g_test_add ("/live/" path, Fixture, NULL, set_up_connected, function, tear_down)
  ADD ("connects", test_connects);
  ADD ("tells", test_tells);
  ADD ("comes-again", test_comes_again);
  ADD ("too-slow", test_too_slow);
  ADD ("reload", test_reload);
  ADD ("away-and-back", test_away_and_back);
  ADD ("dead-line", test_dead_line);
  ADD ("lost-line", test_lost_line);
  ADD ("no-socket", test_no_socket);
  ADD ("many", test_many);
  g_test_add_func ("/live/certificate", test_certificate);
  ADD ("session/renews", test_renews);
  ADD ("session/over", test_session_over);
  ADD ("session/rol-changed", test_rol_changed);
  ADD ("session/another-user", test_another_user);
  ADD ("send/ack", test_send);
  ADD ("send/refused", test_send_refused);
  ADD ("send/answers", test_send_answers);
  ADD_BEFORE ("send/not-connected", test_send_not_connected);
  ADD ("send/line-goes", test_send_line_goes);
  ADD ("send/signed-out", test_send_signed_out);
  ADD ("send/cancelled", test_send_cancelled);
  return g_test_run ();
}
