/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scale's page with a simulated scale on a line: what is shown, what is taken and what is not,
 * the outbox, the yard. */
#include "tbk-pesaje-page.h"
#include "tbk-pesaje-panel-private.h"
#include "tbk-pesaje-hoy.h"
#include "tbk-scale-line.h"
#include "tbk-stand-in.h"
#include "tbk-test-tree.h"
#include "tbk-ui-window.h"

#include <string.h>

#define NO_ROWS "{\"items\":[],\"page\":1,\"page_size\":200,\"total\":0,\"siguiente\":null}"
#define NO_TARES "{\"items\":[],\"page\":1,\"page_size\":200,\"total\":0,\"siguiente\":null}"
#define EMPRESA "{\"id\":1,\"nombre\":\"Costa\",\"humedad_regla\":%s,\"logo_url\":null}"
#define STORED                                                                                               \
  "{\"id\":\"%s\",\"numero\":41,\"lote_id\":9,\"codigo_lote\":\"LT-2026-000009\",\"bruto_kg\":\"1234.500\"," \
  "\"tara_vehiculo_kg\":\"0.000\",\"tara_sacos_kg\":\"0.000\",\"neto_kg\":\"1234.500\",\"hash\":\"ab12\"}"

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkDespacho *despacho;
  TbkEmisor *emisor;
  GtkWidget *page;
  GtkWindow *window;
  TbkPesajePanel *panel;
  TbkPesajeHoy *hoy;
  char *folder;
} Desk;

/* --- the scale --- */

static void
play (Desk *desk, const char *script)
{
  g_clear_object (&desk->emisor);
  desk->emisor = tbk_scale_line_play (script);
}

static TbkPesadorState
get_state (Desk *desk)
{
  return tbk_pesador_get_state (desk->panel->pesador);
}

static gboolean
stands_at (Desk *desk, const char *number)
{
  return get_state (desk) == TBK_PESADOR_STABLE
         && g_strcmp0 (tbk_peso_display_get_number (desk->panel->display), number) == 0;
}

/* --- the desk --- */

static void
open_page (Desk *desk)
{
  desk->despacho = tbk_despacho_new (desk->api, desk->folder);
  desk->page = g_object_new (TBK_TYPE_PESAJE_PAGE, "api", desk->api, NULL);
  g_object_set (desk->page, "despacho", desk->despacho, NULL);
  desk->window = tbk_ui_window_new (desk->page);
  desk->panel = TBK_PESAJE_PANEL (tbk_ui_window_find (desk->page, TBK_TYPE_PESAJE_PANEL, 0));
  desk->hoy = TBK_PESAJE_HOY (tbk_ui_window_find (desk->page, TBK_TYPE_PESAJE_HOY, 0));
}

static void
close_page (Desk *desk)
{
  tbk_ui_window_close (desk->window);
  tbk_despacho_close (desk->despacho);
  tbk_ui_test_let_go (desk->despacho);
}

/* `rule`: JSON. */
static void
set_rule (Desk *desk, const char *rule)
{
  g_autofree char *empresa = g_strdup_printf (EMPRESA, rule);

  tbk_stand_in_forget (desk->server, "GET /empresas/1");
  tbk_stand_in_answer (desk->server, "GET /empresas/1", 200, empresa);
}

static void
set_up (Desk *desk, gconstpointer data)
{
  static const char *const keys[] = { "conexion", "destino", "protocolo", "modo", "tara-saco", "boleto" };
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka.Bascula");
  g_autoptr (GSettings) general = g_settings_new ("com.triboka.Triboka");
  g_autoptr (GSettings) medidor = g_settings_new ("com.triboka.Triboka.Medidor");

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (settings, keys[i]);
  g_settings_reset (medidor, "conexion");
  g_settings_set_boolean (settings, "sonido", FALSE);
  g_settings_set_string (general, "unidad", "kg");
  desk->folder = g_dir_make_tmp ("pesajes-XXXXXX", NULL);
  desk->server = tbk_stand_in_new (NULL);
  tbk_stand_in_answer (desk->server, "GET /pesajes", 200, NO_ROWS);
  tbk_stand_in_answer (desk->server, "GET /taras", 200, NO_TARES);
  set_rule (desk, "null");
  desk->api = tbk_stand_in_sign_in (desk->server);
  if (data != NULL)
    g_settings_set_string (settings, "modo", data);
  open_page (desk);
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  close_page (desk);
  g_clear_object (&desk->emisor);
  tbk_ui_test_let_go (desk->api);
  tbk_stand_in_free (desk->server);
  tbk_test_remove_tree (desk->folder);
  g_free (desk->folder);
}

static guint
count_waiting (Desk *desk)
{
  TbkBuzonCuenta cuenta;

  g_assert_true (tbk_despacho_count (desk->despacho, &cuenta));
  tbk_buzon_cuenta_clear (&cuenta);
  return cuenta.esperan;
}

static guint
count_kept (Desk *desk)
{
  TbkBuzonCuenta cuenta;

  g_assert_true (tbk_despacho_count (desk->despacho, &cuenta));
  tbk_buzon_cuenta_clear (&cuenta);
  return cuenta.esperan + cuenta.enviadas + cuenta.rechazadas;
}

static void
choose_lote (Desk *desk)
{
  tbk_pesaje_datos_set_lote (desk->panel->datos, 9, "LT-2026-000009", "Finca");
}

/* Space, where it falls. */
static void
press_space (Desk *desk)
{
  tbk_pesaje_panel_focus (desk->panel);
  g_assert_true (tbk_ui_window_press (GTK_WIDGET (desk->panel->display), GDK_KEY_space, 0));
}

static gboolean
says (Desk *desk, const char *text)
{
  return tbk_ui_window_find_text (GTK_WIDGET (desk->window), text) != NULL;
}

/* Returns: (transfer none): the question over the page. */
static AdwMessageDialog *
wait_question (void)
{
  tbk_ui_test_until (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  tbk_ui_window_settle ();
  return ADW_MESSAGE_DIALOG (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG));
}

static void
answer (const char *response, const char *motivo)
{
  AdwMessageDialog *dialog = wait_question ();

  if (motivo != NULL)
    gtk_editable_set_text (GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog)), motivo);
  g_assert_true (adw_message_dialog_get_response_enabled (dialog, response));
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* What the stand-in got last. Returns: (transfer full). */
static JsonObject *
last_body (Desk *desk)
{
  return tbk_ui_test_object (tbk_stand_in_last (desk->server, "POST /iot/pesaje")->body);
}

/* --- what is shown --- */

static void
test_states (Desk *desk, gconstpointer data)
{
  g_assert_cmpint (get_state (desk), ==, TBK_PESADOR_CLOSED);
  play (desk, "rate 50\nmove 800.5 2\nstable 3\noverload 3\nunder 3\nfault 3\nnoise 60\n");
  tbk_ui_test_until (get_state (desk) == TBK_PESADOR_MOVING);
  tbk_ui_test_until (stands_at (desk, "800.5"));
  tbk_ui_test_until (get_state (desk) == TBK_PESADOR_OVERLOAD);
  g_assert_cmpstr (tbk_peso_display_get_number (desk->panel->display), ==, "");
  tbk_ui_test_until (get_state (desk) == TBK_PESADOR_UNDER);
  tbk_ui_test_until (get_state (desk) == TBK_PESADOR_NOISE || get_state (desk) == TBK_PESADOR_NO_SIGNAL);
  g_assert_cmpstr (tbk_peso_display_get_number (desk->panel->display), ==, "");
  g_clear_object (&desk->emisor);
  tbk_ui_test_until (get_state (desk) == TBK_PESADOR_LOST);
  g_assert_true (says (desk, tbk_pesador_get_reason (desk->panel->pesador)));
}

/* --- what is taken --- */

static void
test_taken (Desk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *stored = NULL;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  play (desk, "zero 1\nmove 1234.5 1\nstable 3000\n");
  tbk_ui_test_until (stands_at (desk, "1234.5"));
  press_space (desk);
  g_assert_cmpuint (count_kept (desk), ==, 0); /* without a lote nothing is taken */
  choose_lote (desk);
  press_space (desk);
  g_assert_cmpuint (count_waiting (desk), ==, 1);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 1);
  body = last_body (desk);
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
  tbk_ui_test_until (count_waiting (desk) == 0);
  tbk_ui_test_until (says (desk, "All weighings are at the server."));
  tbk_ui_test_until (tbk_pesaje_hoy_find (desk->hoy, json_object_get_string_member (body, "id"))->state
                     == TBK_PESAJE_ITEM_SENT);
}

/* A key that bounces asks, and does not take twice; an empty scale in between is a new load. */
static void
test_bounce (Desk *desk, gconstpointer data)
{
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  play (desk, "zero 1\nmove 500 1\nstable 30\nmove 0 1\nzero 5\nmove 700 1\nstable 3000\n");
  choose_lote (desk);
  tbk_ui_test_until (stands_at (desk, "500"));
  press_space (desk);
  press_space (desk);
  g_assert_cmpuint (count_kept (desk), ==, 1);
  answer ("cancel", NULL);
  g_assert_cmpuint (count_kept (desk), ==, 1);
  tbk_ui_test_until (stands_at (desk, "700"));
  press_space (desk);
  g_assert_cmpuint (count_kept (desk), ==, 2);
  g_assert_null (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG));
}

/* Sacks and the vehicle's tare come off; what is no number is said and not taken. */
static void
test_tares (Desk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;
  GtkEditable *sacos = GTK_EDITABLE (tbk_ui_window_find (GTK_WIDGET (desk->panel->datos), GTK_TYPE_ENTRY, 0));
  GtkEditable *tara_saco = GTK_EDITABLE (tbk_ui_window_find (GTK_WIDGET (desk->panel->datos), GTK_TYPE_ENTRY, 1));
  GtkEditable *humedad = GTK_EDITABLE (tbk_ui_window_find (GTK_WIDGET (desk->panel->datos), GTK_TYPE_ENTRY, 2));

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  play (desk, "zero 1\nmove 1000 1\nstable 3000\n");
  choose_lote (desk);
  tbk_ui_test_until (stands_at (desk, "1000"));
  gtk_editable_set_text (humedad, "101");
  press_space (desk);
  g_assert_cmpuint (count_kept (desk), ==, 0);
  gtk_editable_set_text (humedad, "7,5");
  gtk_editable_set_text (sacos, "15");
  gtk_editable_set_text (tara_saco, "0.7");
  press_space (desk);
  g_assert_cmpuint (count_kept (desk), ==, 1);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 1);
  body = last_body (desk);
  g_assert_cmpstr (json_object_get_string_member (body, "tara_sacos"), ==, "10.500");
  g_assert_cmpint (json_object_get_int_member (body, "sacos"), ==, 15);
  g_assert_cmpstr (json_object_get_string_member (body, "humedad"), ==, "7.5");
}

/* --- moisture --- */

static GtkEditable *
entry_at (Desk *desk, guint position)
{
  return GTK_EDITABLE (tbk_ui_window_find (GTK_WIDGET (desk->panel->datos), GTK_TYPE_ENTRY, position));
}

/* Whether a label of today's list has that text in it. */
static gboolean
list_says (Desk *desk, const char *text)
{
  GtkWidget *label;

  for (guint i = 0; (label = tbk_ui_window_find (GTK_WIDGET (desk->hoy), GTK_TYPE_LABEL, i)) != NULL; i++)
    if (strstr (gtk_label_get_text (GTK_LABEL (label)), text) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
discount_says (Desk *desk, const char *text)
{
  return gtk_widget_get_visible (GTK_WIDGET (desk->panel->discount_label))
         && strstr (gtk_label_get_label (desk->panel->discount_label), text) != NULL;
}

/* The discount stands there with its sum before anything is taken, goes with the weighing, and is
 * the same without a line to the server, after the app was begun anew. */
static void
test_discount (Desk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;
  const TbkPesajeItem *item;
  g_autofree char *payable = NULL;

  set_rule (desk, "\"materia_seca 7.00\"");
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  tbk_page_reload (TBK_PAGE (desk->page));
  play (desk, "zero 1\nmove 100 1\nstable 3000\n");
  choose_lote (desk);
  tbk_ui_test_until (stands_at (desk, "100"));
  g_assert_false (discount_says (desk, "payable"));
  gtk_editable_set_text (entry_at (desk, 2), "7");
  tbk_ui_test_until (discount_says (desk, "no discount; payable 100.00\u00a0kg"));
  gtk_editable_set_text (entry_at (desk, 2), "12");
  g_assert_true (discount_says (desk, "Moisture 12.00\u00a0% − reference 7.00\u00a0% → discount "
                                      "5.38\u00a0% = 5.38\u00a0kg; payable 94.62\u00a0kg"));
  g_assert_true (discount_says (desk, "100.000 × (100 − 12.00) ÷ (100 − 7.00)"));
  press_space (desk);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 1);
  body = last_body (desk);
  g_assert_cmpstr (json_object_get_string_member (body, "humedad_regla"), ==, "materia_seca 7.00");
  tbk_ui_test_until (tbk_pesaje_hoy_find (desk->hoy, json_object_get_string_member (body, "id")) != NULL);
  item = tbk_pesaje_hoy_find (desk->hoy, json_object_get_string_member (body, "id"));
  payable = tbk_pesaje_item_get_kg (item, "liquido_kg");
  g_assert_cmpstr (payable, ==, "94.624");
  tbk_ui_test_until (list_says (desk, "Payable 94.62\u00a0kg"));
  tbk_ui_test_until (list_says (desk, "payable 94.62\u00a0kg = 2.09\u00a0qq"));

  close_page (desk);
  tbk_stand_in_stop (desk->server);
  open_page (desk);
  tbk_ui_test_until (stands_at (desk, "100"));
  gtk_editable_set_text (entry_at (desk, 2), "12");
  tbk_ui_test_until (discount_says (desk, "payable 94.62\u00a0kg"));
}

/* What a meter on a serial line says is shown with its age, and one key takes it. */
static void
test_meter (Desk *desk, gconstpointer data)
{
  g_autoptr (TbkEmisor) meter = NULL;

  tbk_pesaje_panel_take_humedad (desk->panel);
  g_assert_cmpstr (gtk_editable_get_text (entry_at (desk, 2)), ==, "");
  meter = tbk_meter_line_play ("move 8.4 0\nstable 3000\n");
  tbk_ui_test_until (says (desk, "8.40\u00a0%, 0 s ago"));
  gtk_widget_activate_action (desk->page, "page.moisture", NULL);
  g_assert_cmpstr (gtk_editable_get_text (entry_at (desk, 2)), ==, "8.40");
  g_clear_object (&meter);
  tbk_ui_test_until (says (desk, "8.40\u00a0%, 1 s ago"));
}

/* --- stored tares --- */

#define TWO_TARES                                                                             \
  "{\"items\":[{\"id\":1,\"clase\":\"vehiculo\",\"nombre\":\"ABC-1234\",\"kg\":\"812.500\","  \
  "\"pesada_en\":\"2020-01-02T03:04:05Z\"},{\"id\":2,\"clase\":\"saco\",\"nombre\":\"Yute\"," \
  "\"kg\":\"0.750\","                                                                         \
  "\"pesada_en\":\"2026-11-03T10:00:00Z\"}],\"page\":1,\"page_size\":200,\"total\":2,"        \
  "\"siguiente\":null}"

static gboolean
knows_tara (Desk *desk, const char *nombre)
{
  g_autoptr (TbkTaraGuardada) tara
             = tbk_libreta_find_tara (tbk_despacho_get_buzon (desk->despacho), TBK_TARA_VEHICULO, nombre, NULL);

  return tara != NULL;
}

/* Returns: (transfer none) (nullable): the window of that title. */
static GtkWidget *
find_titled (const char *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_strcmp0 (gtk_window_get_title (window), title) == 0)
        return GTK_WIDGET (window);
    }
  return NULL;
}

/* The server's list, without the server: a plate that is typed brings its tare, whose age is told;
 * another is picked by name. */
static void
test_stored_tares (Desk *desk, gconstpointer data)
{
  GtkWidget *window;

  tbk_stand_in_forget (desk->server, "GET /taras");
  tbk_stand_in_answer (desk->server, "GET /taras", 200, TWO_TARES);
  tbk_page_reload (TBK_PAGE (desk->page));
  tbk_ui_test_until (knows_tara (desk, "ABC-1234"));
  tbk_stand_in_stop (desk->server);
  gtk_editable_set_text (entry_at (desk, 3), "abc-1234");
  g_signal_emit_by_name (desk->panel->datos, "done");
  g_assert_cmpstr (gtk_editable_get_text (entry_at (desk, 4)), ==, "812.500");
  g_assert_nonnull (strstr (gtk_label_get_label (desk->panel->tara_label), "weigh the vehicle empty again"));

  gtk_widget_activate_action (desk->page, "page.tares", NULL);
  tbk_ui_test_until ((window = find_titled ("Stored Tares")) != NULL);
  gtk_editable_set_text (GTK_EDITABLE (tbk_ui_window_find (window, GTK_TYPE_SEARCH_ENTRY, 0)), "yu");
  g_signal_emit_by_name (tbk_ui_window_find (window, GTK_TYPE_SEARCH_ENTRY, 0), "activate");
  g_assert_cmpstr (gtk_editable_get_text (entry_at (desk, 1)), ==, "0.750");
}

/* A truck that was weighed empty has a tare now: it goes to the server, when there is a line. */
static void
test_tare_goes (Desk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;

  tbk_stand_in_answer (desk->server, "POST /taras", 503, "{\"title\":\"Unavailable\",\"status\":503}");
  play (desk, "zero 1\nmove 9000 1\nstable 3000\n");
  tbk_ui_test_until (get_state (desk) == TBK_PESADOR_STABLE && !tbk_pesador_is_empty (desk->panel->pesador));
  gtk_editable_set_text (entry_at (desk, 3), "xyz-1");
  gtk_widget_activate_action (GTK_WIDGET (desk->panel), "pesaje.store-tare", NULL);
  answer ("store", NULL);
  g_assert_true (knows_tara (desk, "XYZ-1"));
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /taras") >= 1);
  tbk_stand_in_forget (desk->server, "POST /taras");
  tbk_stand_in_answer (desk->server, "POST /taras", 201, "{}");
  tbk_page_reload (TBK_PAGE (desk->page));
  tbk_ui_test_until (!knows_tara (desk, "XYZ-1")); /* sent, and the stand-in's list is empty */
  body = tbk_ui_test_object (tbk_stand_in_last (desk->server, "POST /taras")->body);
  g_assert_cmpstr (json_object_get_string_member (body, "nombre"), ==, "XYZ-1");
  g_assert_cmpstr (json_object_get_string_member (body, "clase"), ==, "vehiculo");
  g_assert_cmpstr (json_object_get_string_member (body, "kg"), ==, "9000.000");
}

/* A moving weight is taken with a reason or not at all. */
static void
test_override (Desk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  play (desk, "rate 50\nzero 1\nmove 40000 3000\n");
  choose_lote (desk);
  tbk_ui_test_until (get_state (desk) == TBK_PESADOR_MOVING && !tbk_pesador_is_empty (desk->panel->pesador));
  press_space (desk);
  g_assert_false (adw_message_dialog_get_response_enabled (wait_question (), "ok"));
  g_assert_cmpuint (count_kept (desk), ==, 0);
  answer ("ok", "animals on board");
  g_assert_cmpuint (count_kept (desk), ==, 1);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 1);
  body = last_body (desk);
  g_assert_false (json_object_get_boolean_member (body, "estable"));
  g_assert_cmpstr (json_object_get_string_member (body, "motivo"), ==, "animals on board");
}

/* --- the outbox --- */

/* Refused for good: said, kept, tried again when a person says so, or given up with a reason. */
static void
test_refused (Desk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;
  const char *id;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 422,
                       "{\"title\":\"Unprocessable\",\"status\":422,\"detail\":\"no such lot\"}");
  play (desk, "zero 1\nmove 600 1\nstable 3000\n");
  choose_lote (desk);
  tbk_ui_test_until (stands_at (desk, "600"));
  press_space (desk);
  tbk_ui_test_until (says (desk, "Give Up…"));
  body = last_body (desk);
  id = json_object_get_string_member (body, "id");
  tbk_ui_window_click (GTK_WIDGET (desk->window), "Try Again");
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 2);
  tbk_ui_test_until (says (desk, "Give Up…"));
  tbk_ui_window_click (GTK_WIDGET (desk->window), "Give Up…");
  answer ("ok", "weighed by hand");
  tbk_ui_test_until (!says (desk, "Give Up…"));
  g_assert_cmpint (tbk_pesaje_hoy_find (desk->hoy, id)->state, ==, TBK_PESAJE_ITEM_GIVEN_UP);
  g_assert_cmpuint (count_waiting (desk), ==, 0);
}

/* A counter-entry goes behind what it undoes. */
static void
test_undo (Desk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (JsonObject) counter = NULL;
  g_autofree char *name = NULL;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  play (desk, "zero 1\nmove 600 1\nstable 3000\n");
  choose_lote (desk);
  tbk_ui_test_until (stands_at (desk, "600"));
  press_space (desk);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 1);
  body = last_body (desk);
  name = g_strdup_printf ("POST /pesajes/%s/anular", json_object_get_string_member (body, "id"));
  tbk_ui_test_until (tbk_pesaje_hoy_find (desk->hoy, json_object_get_string_member (body, "id")) != NULL);
  gtk_widget_activate_action (GTK_WIDGET (desk->hoy), "hoy.undo", "s", json_object_get_string_member (body, "id"));
  answer ("ok", "wrong truck");
  g_assert_cmpuint (count_waiting (desk), ==, 2);
  g_assert_cmpuint (tbk_stand_in_count (desk->server, name), ==, 0);
  tbk_stand_in_forget (desk->server, "POST /iot/pesaje");
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 201, "{}");
  tbk_stand_in_answer (desk->server, name, 201, "{}");
  tbk_stand_in_release (desk->server);
  tbk_ui_test_until (count_waiting (desk) == 0);
  counter = tbk_ui_test_object (tbk_stand_in_last (desk->server, name)->body);
  g_assert_cmpstr (json_object_get_string_member (counter, "motivo"), ==, "wrong truck");
  g_assert_cmpuint (tbk_stand_in_count (desk->server, "POST /iot/pesaje"), ==, 1);
}

/* The session has ended: weighing goes on, nothing is lost, and it goes when its user is back. */
static void
test_expired (Desk *desk, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 401, "{\"title\":\"Unauthorized\",\"status\":401}");
  tbk_stand_in_answer (desk->server, "POST /auth/refresh", 401, "{\"title\":\"Unauthorized\",\"status\":401}");
  play (desk, "zero 1\nmove 600 1\nstable 30\nmove 0 1\nzero 5\nmove 700 1\nstable 3000\n");
  choose_lote (desk);
  tbk_ui_test_until (stands_at (desk, "600"));
  press_space (desk);
  tbk_ui_test_until (tbk_api_get_usuario (desk->api) == NULL);
  tbk_ui_test_until (says (desk, "Sign In"));
  tbk_ui_test_until (stands_at (desk, "700"));
  press_space (desk);
  g_assert_cmpuint (count_waiting (desk), ==, 2);
  tbk_stand_in_forget (desk->server, "POST /iot/pesaje");
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 201, "{}");
  tbk_api_sign_in_async (desk->api, "ana@example.com", "cacao", NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  g_assert_true (tbk_api_sign_in_finish (desk->api, result, NULL));
  tbk_ui_test_until (count_waiting (desk) == 0);
  g_assert_cmpuint (count_kept (desk), ==, 2);
}

/* --- the yard --- */

/* Full in the morning, empty when the app was begun anew: one weighing. */
static void
test_two_pass (Desk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;
  GtkEditable *placa = GTK_EDITABLE (tbk_ui_window_find (GTK_WIDGET (desk->panel->datos), GTK_TYPE_ENTRY, 3));

  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", 201, "{}");
  play (desk, "zero 1\nmove 28460 1\nstable 30\nmove 0 1\nzero 3000\n");
  choose_lote (desk);
  gtk_editable_set_text (placa, "abc-1234");
  tbk_ui_test_until (get_state (desk) == TBK_PESADOR_STABLE && !tbk_pesador_is_empty (desk->panel->pesador));
  press_space (desk);
  tbk_ui_test_until (says (desk, "ABC-1234"));
  g_assert_cmpuint (count_kept (desk), ==, 0);
  close_page (desk);

  open_page (desk);
  tbk_ui_test_until (says (desk, "Weigh Again"));
  play (desk, "zero 1\nmove 12340 1\nstable 3000\n");
  tbk_ui_test_until (get_state (desk) == TBK_PESADOR_STABLE && !tbk_pesador_is_empty (desk->panel->pesador));
  tbk_ui_window_click (GTK_WIDGET (desk->window), "Weigh Again");
  press_space (desk);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 1);
  body = last_body (desk);
  g_assert_cmpstr (json_object_get_string_member (body, "peso"), ==, "28460.000");
  g_assert_cmpstr (json_object_get_string_member (body, "tara"), ==, "12340.000");
  g_assert_cmpstr (json_object_get_string_member (body, "placa"), ==, "ABC-1234");
  g_assert_true (json_object_has_member (body, "tara_en"));
  tbk_ui_test_until (!says (desk, "Weigh Again"));
  tbk_ui_test_until (count_waiting (desk) == 0);
  g_assert_cmpuint (count_kept (desk), ==, 1);
}

static void
test_names (Desk *desk, gconstpointer data)
{
  g_autofree char *nameless = tbk_ui_window_list_nameless (GTK_WIDGET (desk->window));

  g_assert_cmpstr (nameless, ==, "");
}

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(name, mode, func) g_test_add ("/page-pesaje/" name, Desk, mode, set_up, func, tear_down)
  ADD ("states", NULL, test_states);
  ADD ("taken", NULL, test_taken);
  ADD ("bounce", NULL, test_bounce);
  ADD ("tares", NULL, test_tares);
  ADD ("discount", NULL, test_discount);
  ADD ("meter", NULL, test_meter);
  ADD ("stored-tares", NULL, test_stored_tares);
  ADD ("tare-goes", NULL, test_tare_goes);
  ADD ("override", NULL, test_override);
  ADD ("refused", NULL, test_refused);
  ADD ("undo", NULL, test_undo);
  ADD ("expired", NULL, test_expired);
  ADD ("two-pass", "camion", test_two_pass);
  ADD ("names", NULL, test_names);
  return g_test_run ();
}
