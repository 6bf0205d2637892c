/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the scale's page knows besides the weight: the moisture and its discount, stored tares, the
 * logo; with the server, and as it was last known. */
#include "tbk-dialogs.h"
#include "tbk-pesaje-desk.h"

#include <string.h>

/* --- moisture --- */

/* Whether a label of today's list has that text in it. */
static gboolean
list_says (TbkPesajeDesk *desk, const char *text)
{
  GtkWidget *label;

  for (guint i = 0; (label = tbk_ui_window_find (GTK_WIDGET (desk->hoy), GTK_TYPE_LABEL, i)) != NULL; i++)
    if (strstr (gtk_label_get_text (GTK_LABEL (label)), text) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
discount_says (TbkPesajeDesk *desk, const char *text)
{
  return gtk_widget_get_visible (GTK_WIDGET (desk->panel->discount_label))
         && strstr (gtk_label_get_label (desk->panel->discount_label), text) != NULL;
}

static gboolean
has_logo (TbkPesajeDesk *desk)
{
  g_autoptr (GBytes) logo = tbk_catalogo_get_logo (desk->panel->catalogo);

  return logo != NULL;
}

/* The discount stands there with its sum before anything is taken, goes with the weighing, and is
 * the same without a line to the server, after the app was begun anew. */
static void
test_discount (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;
  const TbkPesajeItem *item;
  g_autofree char *payable = NULL;

  tbk_pesaje_desk_set_rule (desk, "\"materia_seca 7.00\"");
  tbk_stand_in_answer (desk->server, "POST /iot/pesaje", TBK_STAND_IN_HOLD, "");
  tbk_page_reload (TBK_PAGE (desk->page));
  tbk_pesaje_desk_play (desk, "zero 1\nmove 100 1\nstable 3000\n");
  tbk_pesaje_desk_choose_lote (desk);
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "100"));
  g_assert_false (discount_says (desk, "payable"));
  gtk_editable_set_text (tbk_pesaje_desk_entry_at (desk, 2), "7");
  tbk_ui_test_until (discount_says (desk, "no discount; payable 100.00\u00a0kg"));
  gtk_editable_set_text (tbk_pesaje_desk_entry_at (desk, 2), "12");
  g_assert_true (discount_says (desk, "Moisture 12.00\u00a0% − reference 7.00\u00a0% → discount "
                                      "5.38\u00a0% = 5.38\u00a0kg; payable 94.62\u00a0kg"));
  g_assert_true (discount_says (desk, "100.000 × (100 − 12.00) ÷ (100 − 7.00)"));
  tbk_pesaje_desk_press_space (desk);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /iot/pesaje") == 1);
  body = tbk_pesaje_desk_last_body (desk);
  g_assert_cmpstr (json_object_get_string_member (body, "humedad_regla"), ==, "materia_seca 7.00");
  tbk_ui_test_until (tbk_pesaje_hoy_find (desk->hoy, json_object_get_string_member (body, "id")) != NULL);
  item = tbk_pesaje_hoy_find (desk->hoy, json_object_get_string_member (body, "id"));
  payable = tbk_pesaje_item_get_kg (item, "liquido_kg");
  g_assert_cmpstr (payable, ==, "94.624");
  tbk_ui_test_until (list_says (desk, "Payable 94.62\u00a0kg"));
  tbk_ui_test_until (list_says (desk, "payable 94.62\u00a0kg = 2.09\u00a0qq"));

  tbk_pesaje_desk_close_page (desk);
  tbk_stand_in_stop (desk->server);
  tbk_pesaje_desk_open_page (desk);
  tbk_ui_test_until (tbk_pesaje_desk_stands_at (desk, "100"));
  gtk_editable_set_text (tbk_pesaje_desk_entry_at (desk, 2), "12");
  tbk_ui_test_until (discount_says (desk, "payable 94.62\u00a0kg"));
}

/* The logo for tickets comes once, and is there without a line; a new address is a new picture, none is none. */
static void
test_logo (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (GBytes) picture = g_bytes_new_static ("picture", 7);
  g_autoptr (GBytes) kept = NULL;
  guint asked;

  tbk_stand_in_answer_bytes (desk->server, "GET /empresas/1/logo", "\"a\"", picture);
  tbk_stand_in_forget (desk->server, "GET /empresas/1");
  tbk_stand_in_answer (desk->server, "GET /empresas/1", 200, "{\"id\":1,\"logo_url\":\"/empresas/1/logo?v=1\"}");
  tbk_page_reload (TBK_PAGE (desk->page));
  tbk_ui_test_until ((kept = tbk_catalogo_get_logo (desk->panel->catalogo)) != NULL);
  g_assert_true (g_bytes_equal (kept, picture));
  asked = tbk_stand_in_count (desk->server, "GET /empresas/1");
  tbk_page_reload (TBK_PAGE (desk->page));
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "GET /empresas/1") > asked);
  tbk_pesaje_desk_set_rule (desk, "null");
  tbk_page_reload (TBK_PAGE (desk->page));
  tbk_ui_test_until (!has_logo (desk));
  g_assert_cmpuint (tbk_stand_in_count (desk->server, "GET /empresas/1/logo"), ==, 1);
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

/* What a meter on a serial line says is shown with its age, and one key takes it. */
static void
test_meter (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (TbkEmisor) meter = NULL;
  GtkWidget *window;

  tbk_pesaje_panel_take_humedad (desk->panel);
  g_assert_cmpstr (gtk_editable_get_text (tbk_pesaje_desk_entry_at (desk, 2)), ==, "");
  meter = tbk_meter_line_play ("move 8.4 0\nstable 3000\n");
  tbk_ui_test_until (tbk_pesaje_desk_says (desk, "8.40\u00a0%, 0 s ago"));
  gtk_widget_activate_action (desk->page, "page.moisture", NULL);
  g_assert_cmpstr (gtk_editable_get_text (tbk_pesaje_desk_entry_at (desk, 2)), ==, "8.40");
  gtk_widget_activate_action (desk->page, "page.meter", NULL);
  tbk_ui_test_until ((window = find_titled ("Moisture Meter")) != NULL);
  tbk_ui_test_until (tbk_ui_window_find_text (window, "8.40\u00a0%") != NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_object (&meter);
  tbk_ui_test_until (tbk_pesaje_desk_says (desk, "8.40\u00a0%, 1 s ago"));
}

/* --- the lote --- */

#define LOTE_OF_OTHERS                                                                                 \
  "{\"items\":[{\"id\":9,\"codigo_lote\":\"LT-9\",\"fecha\":\"2026-11-03\",\"estado\":\"Registrado\"," \
  "\"empresa_id\":4,\"empresa_nombre\":\"Centro Quevedo\",\"proveedor_nombre\":\"Finca La Paz\","      \
  "\"peso_kg\":\"100.000\",\"version\":1}],\"page\":1,\"page_size\":100,\"total\":1,\"siguiente\":null}"
#define ME                                                                                      \
  "{\"id\":7,\"nombre\":\"Ana\",\"email\":\"ana@example.com\",\"rol\":\"%s\",\"empresa_id\":1," \
  "\"es_dueno\":true,\"estado\":\"Activo\",\"version\":1}"

static void
sign_in_as (TbkPesajeDesk *desk, const char *rol)
{
  g_autofree char *me = g_strdup_printf (ME, rol);

  tbk_pesaje_desk_close_page (desk);
  tbk_ui_test_let_go (desk->api);
  tbk_stand_in_forget (desk->server, "GET /me");
  tbk_stand_in_answer (desk->server, "GET /me", 200, me);
  desk->api = tbk_stand_in_sign_in (desk->server);
  tbk_pesaje_desk_open_page (desk);
}

static GtkWindow *
open_lotes (TbkPesajeDesk *desk)
{
  GtkWindow *window;

  tbk_stand_in_forget (desk->server, "GET /lotes");
  tbk_stand_in_answer (desk->server, "GET /lotes", 200, LOTE_OF_OTHERS);
  tbk_pesaje_panel_choose_lote (desk->panel);
  window = tbk_dialogs_find_top (desk->window);
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (window), "LT-9") != NULL);
  g_assert_nonnull (strstr (tbk_stand_in_last (desk->server, "GET /lotes")->query, "pesable=true"));
  return window;
}

/* A code is one empresa's own: whoever sees several is told whose the lote is, and who sees its own alone is not. */
static void
test_whose_lote (TbkPesajeDesk *desk, gconstpointer data)
{
  GtkWindow *window;

  sign_in_as (desk, "exportadora");
  window = open_lotes (desk);
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (window), "Centro Quevedo") != NULL);
  gtk_window_destroy (window);
  sign_in_as (desk, "proveedor");
  window = open_lotes (desk);
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (window), "Finca La Paz") != NULL);
  g_assert_null (tbk_ui_window_find_text (GTK_WIDGET (window), "Centro Quevedo"));
  gtk_window_destroy (window);
}

/* --- stored tares --- */

#define TWO_TARES                                                                             \
  "{\"items\":[{\"id\":1,\"clase\":\"vehiculo\",\"nombre\":\"ABC-1234\",\"kg\":\"812.500\","  \
  "\"pesada_en\":\"2020-01-02T03:04:05Z\"},{\"id\":2,\"clase\":\"saco\",\"nombre\":\"Yute\"," \
  "\"kg\":\"0.750\","                                                                         \
  "\"pesada_en\":\"2026-11-03T10:00:00Z\"}],\"page\":1,\"page_size\":200,\"total\":2,"        \
  "\"siguiente\":null}"

static gboolean
knows_tara (TbkPesajeDesk *desk, const char *nombre)
{
  g_autoptr (TbkTaraGuardada) tara
             = tbk_libreta_find_tara (tbk_despacho_get_buzon (desk->despacho), TBK_TARA_VEHICULO, nombre, NULL);

  return tara != NULL;
}

/* The server's list, without the server: a plate that is typed brings its tare, whose age is told;
 * another is picked by name. */
static void
test_stored_tares (TbkPesajeDesk *desk, gconstpointer data)
{
  GtkWidget *window;

  tbk_stand_in_forget (desk->server, "GET /taras");
  tbk_stand_in_answer (desk->server, "GET /taras", 200, TWO_TARES);
  tbk_page_reload (TBK_PAGE (desk->page));
  tbk_ui_test_until (knows_tara (desk, "ABC-1234"));
  tbk_stand_in_stop (desk->server);
  gtk_editable_set_text (tbk_pesaje_desk_entry_at (desk, 3), "abc-1234");
  g_signal_emit_by_name (desk->panel->datos, "done");
  g_assert_cmpstr (gtk_editable_get_text (tbk_pesaje_desk_entry_at (desk, 4)), ==, "812.500");
  g_assert_nonnull (strstr (gtk_label_get_label (desk->panel->tara_label), "weigh the vehicle empty again"));

  gtk_widget_activate_action (desk->page, "page.tares", NULL);
  tbk_ui_test_until ((window = find_titled ("Stored Tares")) != NULL);
  gtk_editable_set_text (GTK_EDITABLE (tbk_ui_window_find (window, GTK_TYPE_SEARCH_ENTRY, 0)), "yu");
  g_signal_emit_by_name (tbk_ui_window_find (window, GTK_TYPE_SEARCH_ENTRY, 0), "activate");
  g_assert_cmpstr (gtk_editable_get_text (tbk_pesaje_desk_entry_at (desk, 1)), ==, "0.750");
}

/* A truck that was weighed empty has a tare now: it goes to the server, when there is a line. */
static void
test_tare_goes (TbkPesajeDesk *desk, gconstpointer data)
{
  g_autoptr (JsonObject) body = NULL;

  tbk_stand_in_answer (desk->server, "POST /taras", 503, "{\"title\":\"Unavailable\",\"status\":503}");
  tbk_pesaje_desk_play (desk, "zero 1\nmove 9000 1\nstable 3000\n");
  tbk_ui_test_until (tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_STABLE
                     && !tbk_pesador_is_empty (desk->panel->pesador));
  gtk_editable_set_text (tbk_pesaje_desk_entry_at (desk, 3), "xyz-1");
  gtk_widget_activate_action (GTK_WIDGET (desk->panel), "pesaje.store-tare", NULL);
  tbk_pesaje_desk_answer ("store", NULL);
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

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(name, func) \
  g_test_add ("/page-pesaje-datos/" name, TbkPesajeDesk, NULL, tbk_pesaje_desk_set_up, func, tbk_pesaje_desk_tear_down)
  ADD ("discount", test_discount);
  ADD ("logo", test_logo);
  ADD ("whose-lote", test_whose_lote);
  ADD ("meter", test_meter);
  ADD ("stored-tares", test_stored_tares);
  ADD ("tare-goes", test_tare_goes);
  return g_test_run ();
}
