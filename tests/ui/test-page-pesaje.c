/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scale's page with a simulated scale on a line: what is shown, what is taken and what is not,
 * the outbox, the yard. */
#include "tbk-pesaje-desk.h"

#include <string.h>

#define STORED                                                                                               \
  "{\"id\":\"%s\",\"numero\":41,\"lote_id\":9,\"codigo_lote\":\"LT-2026-000009\",\"bruto_kg\":\"1234.500\"," \
  "\"tara_vehiculo_kg\":\"0.000\",\"tara_sacos_kg\":\"0.000\",\"neto_kg\":\"1234.500\",\"hash\":\"ab12\"}"

/* --- what is shown --- */

static void
test_states (TbkPesajeDesk *desk, gconstpointer data)
{
  g_assert_cmpint (tbk_pesaje_desk_get_state (desk), ==, TBK_PESADOR_CLOSED);
  tbk_pesaje_desk_play (desk, "rate 50\nmove 800.5 2\nstable 3\noverload 3\nunder 3\nfault 3\nnoise 60\n");
  tbk_ui_test_until (tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_MOVING);
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "800.5"));
  tbk_ui_test_until (tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_OVERLOAD);
  g_assert_cmpstr (tbk_peso_display_get_number (desk->panel->display), ==, "");
  tbk_ui_test_until (tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_UNDER);
  tbk_ui_test_until (tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_NOISE
                     || tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_NO_SIGNAL);
  g_assert_cmpstr (tbk_peso_display_get_number (desk->panel->display), ==, "");
  g_clear_object (&desk->emisor);
  tbk_ui_test_until (tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_LOST);
  g_assert_true (tbk_pesaje_desk_says (desk, tbk_pesador_get_reason (desk->panel->pesador)));
}

/* --- what is taken --- */

static void
test_taken (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *stored = NULL;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  tbk_pesaje_desk_play (desk, "zero 1\nmove 1234.5 1\nstable 3000\n");
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "1234.5"));
  tbk_pesaje_desk_press_space (desk);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 0); /* without a lote nothing is taken */
  tbk_pesaje_desk_choose_lote (desk);
  tbk_pesaje_desk_press_space (desk);
  g_assert_cmpuint (tbk_pesaje_desk_count_waiting (desk), ==, 1);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 1);
  body = tbk_pesaje_desk_last_body (desk);
  g_assert_cmpint (json_object_get_int_member (body, "lote_id"), ==, 9);
  g_assert_cmpstr (json_object_get_string_member (body, "peso"), ==, "1234.500");
  g_assert_true (json_object_get_boolean_member (body, "estable"));
  g_assert_nonnull (strstr (json_object_get_string_member (body, "trama"), "1234.5"));
  g_assert_false (json_object_has_member (body, "motivo"));
  tbk_ui_test_until (tbk_pesaje_hoy_find (desk->hoy, json_object_get_string_member (body, "id")) != NULL);
  stored = g_strdup_printf (STORED, json_object_get_string_member (body, "id"));
  tbk_stand_in_forget (desk->server, "POST /iot/pesaje");
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 201, stored);
  tbk_stand_in_release (desk->server);
  tbk_ui_test_until (tbk_pesaje_desk_count_waiting (desk) == 0);
  tbk_ui_test_until (tbk_pesaje_desk_says (desk, "All weighings are at the server."));
  tbk_ui_test_until (tbk_pesaje_hoy_find (desk->hoy, json_object_get_string_member (body, "id"))->state
                     == TBK_PESAJE_ITEM_SENT);
}

/* A key that bounces asks, and does not take twice; an empty scale in between is a new load. */
static void
test_bounce (TbkPesajeDesk *desk, gconstpointer data)
{
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  tbk_pesaje_desk_play (desk, "zero 1\nmove 500 1\nstable 30\nmove 0 1\nzero 5\nmove 700 1\nstable 3000\n");
  tbk_pesaje_desk_choose_lote (desk);
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "500"));
  tbk_pesaje_desk_press_space (desk);
  tbk_pesaje_desk_press_space (desk);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 1);
  tbk_pesaje_desk_answer ("cancel", NULL);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 1);
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "700"));
  tbk_pesaje_desk_press_space (desk);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 2);
  g_assert_null (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG));
}

/* Today's list has what the server knows of today: it asks by the server's day, which may begin
 * earlier than this computer's. */
static void
test_today (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *rows = g_strdup_printf (
      "{\"items\":[{\"id\":\"1b4e28ba-2fa1-4d2b-883f-0016d3cca427\",\"numero\":41,\"lote_id\":9,"
      "\"codigo_lote\":\"LT-9\","
      "\"capturado_en\":\"%s\",\"bruto_kg\":\"120.000\",\"neto_kg\":\"120.000\"},"
      "{\"id\":\"1b4e28ba-2fa1-4d2b-883f-0016d3cca428\",\"numero\":40,\"lote_id\":8,\"codigo_"
      "lote\":\"LT-8\","
      "\"capturado_en\":\"2020-01-01T12:00:00Z\",\"bruto_kg\":\"7.000\",\"neto_kg\":\"7.000\"}],"
      "\"page\":1,\"page_size\":200,\"total\":2,\"siguiente\":null}",
      today);

  tbk_stand_in_forget (desk->server, "GET /pesajes");
  tbk_stand_in_answer (desk->server, "GET /pesajes", 200, rows);
  tbk_page_reload (TBK_PAGE (desk->page));
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (desk->page), "LT-9") != NULL);
  g_assert_null (tbk_ui_window_find_text (GTK_WIDGET (desk->page), "LT-8"));
  g_assert_true (g_regex_match_simple ("(^|&)desde=[0-9]{4}-[0-9]{2}-[0-9]{2}(&|$)",
                                       tbk_stand_in_last (desk->server, "GET /pesajes")->query, 0, 0));
}

/* Sacks and the vehicle's tare come off; what is no number is said and not taken. */
static void
test_tares (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;
  GtkEditable *sacos = GTK_EDITABLE (tbk_ui_window_find (GTK_WIDGET (desk->panel->datos), GTK_TYPE_ENTRY, 0));
  GtkEditable *tara_saco = GTK_EDITABLE (tbk_ui_window_find (GTK_WIDGET (desk->panel->datos), GTK_TYPE_ENTRY, 1));
  GtkEditable *humedad = GTK_EDITABLE (tbk_ui_window_find (GTK_WIDGET (desk->panel->datos), GTK_TYPE_ENTRY, 2));

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  tbk_pesaje_desk_play (desk, "zero 1\nmove 1000 1\nstable 3000\n");
  tbk_pesaje_desk_choose_lote (desk);
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "1000"));
  gtk_editable_set_text (humedad, "101");
  tbk_pesaje_desk_press_space (desk);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 0);
  gtk_editable_set_text (humedad, "7,5");
  gtk_editable_set_text (sacos, "15");
  gtk_editable_set_text (tara_saco, "0.7");
  tbk_pesaje_desk_press_space (desk);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 1);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 1);
  body = tbk_pesaje_desk_last_body (desk);
  g_assert_cmpstr (json_object_get_string_member (body, "tara_sacos"), ==, "10.500");
  g_assert_cmpint (json_object_get_int_member (body, "sacos"), ==, 15);
  g_assert_cmpstr (json_object_get_string_member (body, "humedad"), ==, "7.5");
}

/* A moving weight is taken with a reason or not at all. */
static void
test_override (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  tbk_pesaje_desk_play (desk, "rate 50\nzero 1\nmove 40000 3000\n");
  tbk_pesaje_desk_choose_lote (desk);
  tbk_ui_test_until (tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_MOVING
                     && !tbk_pesador_is_empty (desk->panel->pesador));
  tbk_pesaje_desk_press_space (desk);
  g_assert_false (adw_message_dialog_get_response_enabled (tbk_pesaje_desk_wait_question (), "ok"));
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 0);
  tbk_pesaje_desk_answer ("ok", "animals on board");
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 1);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 1);
  body = tbk_pesaje_desk_last_body (desk);
  g_assert_false (json_object_get_boolean_member (body, "estable"));
  g_assert_cmpstr (json_object_get_string_member (body, "motivo"), ==, "animals on board");
}

/* --- the outbox --- */

/* Refused for good: said, kept, tried again when a person says so, or given up with a reason. */
static void
test_refused (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;
  const char *id;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 422,
                       "{\"title\":\"Unprocessable\",\"status\":422,\"detail\":\"no such lot\"}");
  tbk_pesaje_desk_play (desk, "zero 1\nmove 600 1\nstable 3000\n");
  tbk_pesaje_desk_choose_lote (desk);
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "600"));
  tbk_pesaje_desk_press_space (desk);
  tbk_ui_test_until (tbk_pesaje_desk_says (desk, "Give Up…"));
  body = tbk_pesaje_desk_last_body (desk);
  id = json_object_get_string_member (body, "id");
  tbk_ui_window_click (GTK_WIDGET (desk->window), "Try Again");
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 2);
  tbk_ui_test_until (tbk_pesaje_desk_says (desk, "Give Up…"));
  tbk_ui_window_click (GTK_WIDGET (desk->window), "Give Up…");
  tbk_pesaje_desk_answer ("ok", "weighed by hand");
  tbk_ui_test_until (!tbk_pesaje_desk_says (desk, "Give Up…"));
  g_assert_cmpint (tbk_pesaje_hoy_find (desk->hoy, id)->state, ==, TBK_PESAJE_ITEM_GIVEN_UP);
  g_assert_cmpuint (tbk_pesaje_desk_count_waiting (desk), ==, 0);
}

/* A counter-entry goes behind what it undoes. */
static void
test_undo (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (JsonObject) counter = NULL;
  g_autofree char *name = NULL;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  tbk_pesaje_desk_play (desk, "zero 1\nmove 600 1\nstable 3000\n");
  tbk_pesaje_desk_choose_lote (desk);
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "600"));
  tbk_pesaje_desk_press_space (desk);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 1);
  body = tbk_pesaje_desk_last_body (desk);
  name = g_strdup_printf ("POST /pesajes/%s/anular", json_object_get_string_member (body, "id"));
  tbk_ui_test_until (tbk_pesaje_hoy_find (desk->hoy, json_object_get_string_member (body, "id")) != NULL);
  gtk_widget_activate_action (GTK_WIDGET (desk->hoy), "hoy.undo", "s", json_object_get_string_member (body, "id"));
  tbk_pesaje_desk_answer ("ok", "wrong truck");
  g_assert_cmpuint (tbk_pesaje_desk_count_waiting (desk), ==, 2);
  g_assert_cmpuint (tbk_stand_in_count (desk->server, name), ==, 0);
  tbk_stand_in_forget (desk->server, "POST /iot/pesaje");
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 201, "{}");
  tbk_stand_in_answer (desk->server, name, 201, "{}");
  tbk_stand_in_release (desk->server);
  tbk_ui_test_until (tbk_pesaje_desk_count_waiting (desk) == 0);
  counter = tbk_ui_test_object (tbk_stand_in_last (desk->server, name)->body);
  g_assert_cmpstr (json_object_get_string_member (counter, "motivo"), ==, "wrong truck");
  g_assert_cmpuint (tbk_stand_in_count (desk->server, "POST /iot/pesaje"), ==, 1);
}

/* The session has ended: weighing goes on, nothing is lost, and it goes when its user is back. */
static void
test_expired (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 401, "{\"title\":\"Unauthorized\",\"status\":401}");
  tbk_stand_in_answer (desk->server, "POST /auth/refresh", 401, "{\"title\":\"Unauthorized\",\"status\":401}");
  tbk_pesaje_desk_play (desk, "zero 1\nmove 600 1\nstable 30\nmove 0 1\nzero 5\nmove 700 1\nstable 3000\n");
  tbk_pesaje_desk_choose_lote (desk);
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "600"));
  tbk_pesaje_desk_press_space (desk);
  tbk_ui_test_until (tbk_api_get_usuario (desk->api) == NULL);
  tbk_ui_test_until (tbk_pesaje_desk_says (desk, "Sign In"));
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "700"));
  tbk_pesaje_desk_press_space (desk);
  g_assert_cmpuint (tbk_pesaje_desk_count_waiting (desk), ==, 2);
  tbk_stand_in_forget (desk->server, "POST /iot/pesaje");
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 201, "{}");
  tbk_api_sign_in_async (desk->api, "ana@example.com", "cacao", NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  g_assert_true (tbk_api_sign_in_finish (desk->api, result, NULL));
  tbk_ui_test_until (tbk_pesaje_desk_count_waiting (desk) == 0);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 2);
}

/* --- the yard --- */

/* Full in the morning, empty when the app was begun anew: one weighing. */
static void
test_two_pass (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) tara = NULL;
  g_autoptr (JsonObject) body = NULL;
  GtkEditable *placa = GTK_EDITABLE (tbk_ui_window_find (GTK_WIDGET (desk->panel->datos), GTK_TYPE_ENTRY, 3));

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 201, "{}");
  tbk_pesaje_desk_play (desk, "zero 1\nmove 28460 1\nstable 30\nmove 0 1\nzero 3000\n");
  tbk_pesaje_desk_choose_lote (desk);
  gtk_editable_set_text (placa, "abc-1234");
  tbk_ui_test_until (tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_STABLE
                     && !tbk_pesador_is_empty (desk->panel->pesador));
  tbk_pesaje_desk_press_space (desk);
  tbk_ui_test_until (tbk_pesaje_desk_says (desk, "ABC-1234"));
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 0);
  tbk_pesaje_desk_close_page (desk);

  tbk_pesaje_desk_open_page (desk);
  tbk_ui_test_until (tbk_pesaje_desk_says (desk, "Weigh Again"));
  tbk_pesaje_desk_play (desk, "zero 1\nmove 12340 1\nstable 3000\n");
  tbk_ui_test_until (tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_STABLE
                     && !tbk_pesador_is_empty (desk->panel->pesador));
  tbk_ui_window_click (GTK_WIDGET (desk->window), "Weigh Again");
  tbk_pesaje_desk_press_space (desk);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 1);
  body = tbk_pesaje_desk_last_body (desk);
  g_assert_cmpstr (json_object_get_string_member (body, "peso"), ==, "28460.000");
  g_assert_cmpstr (json_object_get_string_member (body, "tara"), ==, "12340.000");
  g_assert_cmpstr (json_object_get_string_member (body, "placa"), ==, "ABC-1234");
  g_assert_true (json_object_has_member (body, "tara_en"));
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /taras") >= 1);
  tara = tbk_ui_test_object (tbk_stand_in_last (desk->server, "POST /taras")->body);
  g_assert_cmpstr (json_object_get_string_member (tara, "nombre"), ==, "ABC-1234");
  g_assert_cmpstr (json_object_get_string_member (tara, "kg"), ==, "12340.000");
  tbk_ui_test_until (!tbk_pesaje_desk_says (desk, "Weigh Again"));
  tbk_ui_test_until (tbk_pesaje_desk_count_waiting (desk) == 0);
  g_assert_cmpuint (tbk_pesaje_desk_count_kept (desk), ==, 1);
}

static void
test_names (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autofree char *nameless = tbk_ui_window_list_nameless (GTK_WIDGET (desk->window));

  g_assert_cmpstr (nameless, ==, "");
}

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(name, mode, func)                                                          \
  g_test_add ("/page-pesaje/" name, TbkPesajeDesk, mode, tbk_pesaje_desk_set_up, func, \
              tbk_pesaje_desk_tear_down)
  ADD ("states", NULL, test_states);
  ADD ("taken", NULL, test_taken);
  ADD ("bounce", NULL, test_bounce);
  ADD ("tares", NULL, test_tares);
  ADD ("today", NULL, test_today);
  ADD ("override", NULL, test_override);
  ADD ("refused", NULL, test_refused);
  ADD ("undo", NULL, test_undo);
  ADD ("expired", NULL, test_expired);
  ADD ("two-pass", "camion", test_two_pass);
  ADD ("names", NULL, test_names);
  return g_test_run ();
}
