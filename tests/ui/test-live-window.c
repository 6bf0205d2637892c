/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window while others work: rows change under the user's eyes, what is selected and scrolled to stays, and the bell
 * tells of it. */
#include "tbk-app-desk.h"
#include "tbk-bell.h"
#include "tbk-contrato-page.h"
#include "tbk-live.h"
#include "tbk-page.h"
#include "tbk-preferences.h"
#include "tbk-record-cell.h"
#include "tbk-record-page.h"
#include "tbk-stand-in-live.h"

#define N_ROWS 250
#define LOOKED_AT_Y 220

typedef struct
{
  TbkAppDesk desk;
  GArray *ids;
  guint version;
  gint64 evento;
} Fixture;

/* --- the server ------------------------------------------------------------ */

static char *
make_row (Fixture *fixture, gint64 id)
{
  return g_strdup_printf ("{\"id\":%" G_GINT64_FORMAT ",\"codigo\":\"CT-%" G_GINT64_FORMAT "\",\"calidad\":\"V%u\","
                          "\"volumen_tm\":\"10.000\",\"estado\":\"Activo\",\"version\":%u}",
                          id, id, fixture->version, fixture->version);
}

static char *
make_nth (guint nth, gpointer data)
{
  return make_row (data, g_array_index (((Fixture *) data)->ids, gint64, nth));
}

static char *
reply_list (const char *query, gpointer data)
{
  return tbk_stand_in_page (query, ((Fixture *) data)->ids->len, make_nth, data);
}

static char *
reply_row (const char *query, gpointer data)
{
  return make_row (data, 1010);
}

static void
tell (Fixture *fixture, const char *accion, gint64 id)
{
  g_autofree char *data = g_strdup_printf ("{\"id\":%" G_GINT64_FORMAT ",\"version\":%u,\"accion\":\"%s\"}", id,
                                           fixture->version, accion);

  tbk_stand_in_live_event (fixture->desk.server, "contrato.actualizado", ++fixture->evento, data);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  TbkStandIn *server;

  fixture->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (gint64 id = 1000; id < 1000 + N_ROWS; id++)
    g_array_append_val (fixture->ids, id);
  fixture->version = 1;
  fixture->evento = 10;
  tbk_app_desk_open (&fixture->desk, NULL);
  server = fixture->desk.server;
  tbk_stand_in_forget (server, "GET /contratos");
  tbk_stand_in_answer_by (server, "GET /contratos", reply_list, fixture);
  tbk_stand_in_live_open (server, fixture->evento);
}

static void
sign_in (Fixture *fixture)
{
  tbk_app_desk_sign_in (&fixture->desk);
  tbk_ui_test_until (tbk_live_get_connected (tbk_api_get_live (fixture->desk.api)));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_app_desk_close (&fixture->desk);
  g_array_unref (fixture->ids);
}

/* --- the window ------------------------------------------------------------- */

static GtkWidget *
root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->desk.window);
}

static TbkPage *
get_page (Fixture *fixture)
{
  return TBK_PAGE (tbk_ui_window_find (root (fixture), TBK_TYPE_PAGE, 0));
}

static TbkListing *
get_listing (Fixture *fixture)
{
  return tbk_page_get_listing (get_page (fixture));
}

static TbkRecordTable *
get_table (Fixture *fixture)
{
  return tbk_record_page_get_table (TBK_RECORD_PAGE (get_page (fixture)));
}

/* The id of the row that stands in the middle of what is seen; 0: none, or it is still read. */
static gint64
looked_at (Fixture *fixture)
{
  GtkWidget *table = GTK_WIDGET (get_table (fixture));
  GtkWidget *widget = gtk_widget_pick (table, 40, LOOKED_AT_Y, GTK_PICK_DEFAULT);
  GtkWidget *cell = widget != NULL ? gtk_widget_get_ancestor (widget, TBK_TYPE_RECORD_CELL) : NULL;

  if (cell == NULL && widget != NULL && TBK_IS_RECORD_CELL (gtk_widget_get_first_child (widget)))
    cell = gtk_widget_get_first_child (widget);
  return cell != NULL ? tbk_record_get_id (tbk_record_cell_get_record (TBK_RECORD_CELL (cell))) : 0;
}

static GtkAdjustment *
get_adjustment (Fixture *fixture)
{
  return gtk_scrollable_get_vadjustment (
      GTK_SCROLLABLE (tbk_ui_window_find (GTK_WIDGET (get_table (fixture)), GTK_TYPE_COLUMN_VIEW, 0)));
}

static void
frame_cb (GdkFrameClock *clock, guint *n)
{
  (*n)++;
}

/* What changed is laid out and drawn. */
static void
wait_drawn (Fixture *fixture)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (root (fixture));
  guint n = 0;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (frame_cb), &n);

  while (n < 3)
    {
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
      gtk_widget_queue_draw (root (fixture));
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, id);
}

static void
open_list (Fixture *fixture)
{
  sign_in (fixture);
  tbk_ui_test_until (tbk_listing_get_state (get_listing (fixture)) == TBK_LISTING_READY);
  tbk_ui_test_until (looked_at (fixture) != 0);
  wait_drawn (fixture);
}

static void
test_row_changes (Fixture *fixture, gconstpointer data)
{
  open_list (fixture);
  g_assert_true (tbk_record_table_select_id (get_table (fixture), 1010));
  tbk_stand_in_answer_by (fixture->desk.server, "GET /contratos/1010", reply_row, fixture);
  fixture->version = 2;
  tell (fixture, "editar", 1010);
  tbk_ui_test_until (tbk_record_get_int (tbk_page_get_record (get_page (fixture)), "version") == 2);
  tbk_ui_test_until (tbk_ui_window_find_text (root (fixture), "V2") != NULL);
  g_assert_cmpint (tbk_record_get_id (tbk_record_table_get_selected (get_table (fixture))), ==, 1010);
}

/* Rows come above what is looked at: it stays where it is, and so does what is selected. */
static void
test_rows_come_above (Fixture *fixture, gconstpointer data)
{
  gint64 before;

  open_list (fixture);
  g_assert_true (tbk_record_table_select_id (get_table (fixture), 1040));
  gtk_adjustment_set_value (get_adjustment (fixture), 1200);
  wait_drawn (fixture);
  tbk_ui_test_until (looked_at (fixture) != 0);
  before = looked_at (fixture);
  g_assert_cmpint (before, >, 1010);
  for (gint64 id = 2000; id < 2003; id++)
    {
      g_array_prepend_val (fixture->ids, id);
      tell (fixture, "crear", id);
    }
  tbk_ui_test_until (tbk_listing_get_total (get_listing (fixture)) == N_ROWS + 3);
  wait_drawn (fixture);
  g_assert_cmpint (looked_at (fixture), ==, before);
  g_assert_cmpint (tbk_record_get_id (tbk_record_table_get_selected (get_table (fixture))), ==, 1040);
  g_assert_cmpint (tbk_record_get_id (tbk_page_get_record (get_page (fixture))), ==, 1040);
}

/* The row that is selected goes: the pane goes with it, and the others stay. */
static void
test_row_goes (Fixture *fixture, gconstpointer data)
{
  open_list (fixture);
  g_assert_true (tbk_record_table_select_id (get_table (fixture), 1010));
  g_array_remove_index (fixture->ids, 10);
  tell (fixture, "borrar", 1010);
  tbk_ui_test_until (tbk_listing_get_total (get_listing (fixture)) == N_ROWS - 1);
  g_assert_null (tbk_page_get_record (get_page (fixture)));
}

static char *
reply_far (const char *query, gpointer data)
{
  return make_row (data, 5000);
}

/* What the pane shows, and no row at hand does. */
static void
test_pane_alone (Fixture *fixture, gconstpointer data)
{
  open_list (fixture);
  tbk_stand_in_answer_by (fixture->desk.server, "GET /contratos/5000", reply_far, fixture);
  gtk_widget_activate_action (root (fixture), "win.show-record", "(sx)", "contrato", (gint64) 5000);
  tbk_ui_test_until (tbk_page_get_record (get_page (fixture)) != NULL);
  fixture->version = 2;
  tell (fixture, "editar", 5000);
  tbk_ui_test_until (tbk_record_get_int (tbk_page_get_record (get_page (fixture)), "version") == 2);
  g_assert_cmpint (tbk_record_get_id (tbk_page_get_record (get_page (fixture))), ==, 5000);
}

/* --- the bell ---------------------------------------------------------------- */

#define TOLD                                                                                     \
  "{\"items\":["                                                                                 \
  "{\"id\":31,\"tipo\":\"contrato_estado\",\"datos\":{\"contrato_id\":1010,\"codigo\":\"CT-"     \
  "1010\",\"antes\":\"Borrador\","                                                               \
  "\"estado\":\"Activo\"},\"leida\":false,\"leida_en\":null,\"created_at\":\"2026-11-27T10:00:"  \
  "00Z\"},"                                                                                      \
  "{\"id\":30,\"tipo\":\"aviso\",\"datos\":{\"titulo\":\"Bienvenida\",\"texto\":\"Hola a "       \
  "todos\"},\"leida\":true,"                                                                     \
  "\"leida_en\":\"2026-11-26T10:00:00Z\",\"created_at\":\"2026-11-26T10:00:00Z\"}],\"total\":2," \
  "\"siguiente\":null}"
#define ONE_UNREAD "{\"items\":[],\"total\":1,\"siguiente\":null}"
#define NONE "{\"items\":[],\"total\":0,\"siguiente\":null}"

static char *
reply_told (const char *query, gpointer data)
{
  Fixture *fixture = data;

  if (g_strstr_len (query, -1, "leida=false") != NULL)
    return g_strdup (fixture->version == 1 ? ONE_UNREAD : NONE);
  return g_strdup (TOLD);
}

static GtkWidget *
open_bell (Fixture *fixture)
{
  GtkWidget *bell = tbk_ui_window_find (root (fixture), TBK_TYPE_BELL, 0);
  GtkWidget *button = tbk_ui_window_find (bell, GTK_TYPE_MENU_BUTTON, 0);

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  tbk_ui_test_until (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)) != NULL);
  return GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
}

/* GTK 4.8 loses a popover that is on the screen when its window goes. */
static void
close_bell (GtkWidget *popover)
{
  gtk_popover_popdown (GTK_POPOVER (popover));
  tbk_ui_test_until (!gtk_widget_get_mapped (popover));
  tbk_ui_window_settle ();
}

static void
open_with_news (Fixture *fixture)
{
  tbk_stand_in_answer_by (fixture->desk.server, "GET /notificaciones", reply_told, fixture);
  tbk_stand_in_answer (fixture->desk.server, "POST /notificaciones/31/leer", 200, "{\"id\":31,\"leida\":true}");
  tbk_stand_in_answer (fixture->desk.server, "POST /notificaciones/leer", 204, NULL);
  open_list (fixture);
  tbk_ui_test_until (tbk_unread_get_notificaciones (tbk_window_get_unread (fixture->desk.window)) == 1);
}

static void
test_bell (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;
  GtkWidget *bell;

  open_with_news (fixture);
  bell = tbk_ui_window_find (root (fixture), TBK_TYPE_BELL, 0);
  g_assert_nonnull (tbk_ui_window_find_text (bell, "1"));
  popover = open_bell (fixture);
  tbk_ui_test_until (tbk_ui_window_find_text (popover, "Contract CT-1010: Active") != NULL);
  g_assert_nonnull (tbk_ui_window_find_text (popover, "Before: Draft"));
  g_assert_nonnull (tbk_ui_window_find_text (popover, "Bienvenida"));
  fixture->version = 2;
  g_signal_emit_by_name (tbk_ui_window_find (popover, GTK_TYPE_LIST_VIEW, 0), "activate", 0);
  tbk_ui_test_until (tbk_stand_in_count (fixture->desk.server, "POST /notificaciones/31/leer") == 1);
  tbk_ui_test_until (tbk_unread_get_notificaciones (tbk_window_get_unread (fixture->desk.window)) == 0);
  g_assert_null (tbk_ui_window_find_text (bell, "1"));
  tbk_ui_test_until (!gtk_widget_get_mapped (popover));
  wait_drawn (fixture);
  g_assert_cmpint (tbk_record_get_id (tbk_page_get_record (get_page (fixture))), ==, 1010);
}

static void
test_bell_read_all (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  open_with_news (fixture);
  popover = open_bell (fixture);
  tbk_ui_test_until (tbk_ui_window_find_text (popover, "Bienvenida") != NULL);
  fixture->version = 2;
  tbk_ui_window_click (popover, "Mark All as Read");
  tbk_ui_test_until (tbk_stand_in_count (fixture->desk.server, "POST /notificaciones/leer") == 1);
  tbk_ui_test_until (tbk_unread_get_notificaciones (tbk_window_get_unread (fixture->desk.window)) == 0);
  tbk_ui_test_until (tbk_ui_window_find_text (popover, "Mark All as Read") == NULL);
  close_bell (popover);
}

static void
test_bell_states (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  tbk_stand_in_answer (fixture->desk.server, "GET /notificaciones", 500, "{\"status\":500}");
  open_list (fixture);
  popover = open_bell (fixture);
  tbk_ui_test_until (tbk_ui_window_find_text (popover, "Could Not Load") != NULL);
  tbk_stand_in_forget (fixture->desk.server, "GET /notificaciones");
  tbk_stand_in_answer (fixture->desk.server, "GET /notificaciones", 200, NONE);
  tbk_ui_window_click (popover, "Try Again");
  tbk_ui_test_until (tbk_ui_window_find_text (popover, "Nothing New") != NULL);
  close_bell (popover);
}

/* What a notification of the desktop opens. Without a page of chats nothing breaks. */
static void
test_open_about (Fixture *fixture, gconstpointer data)
{
  open_with_news (fixture);
  g_assert_true (gtk_widget_activate_action (root (fixture), "win.open-about", "(sx)", "chat", (gint64) 5));
  g_assert_true (gtk_widget_activate_action (root (fixture), "win.open-about", "(sx)", "contrato", (gint64) 1010));
  tbk_ui_test_until (tbk_stand_in_count (fixture->desk.server, "POST /notificaciones/31/leer") == 1);
  g_assert_cmpint (tbk_record_get_id (tbk_page_get_record (get_page (fixture))), ==, 1010);
}

/* A documento is opened in its contrato; one that is gone is said to be. */
static void
test_open_about_documento (Fixture *fixture, gconstpointer data)
{
  open_with_news (fixture);
  tbk_stand_in_answer_by (fixture->desk.server, "GET /contratos/1010", reply_row, fixture);
  tbk_stand_in_answer (fixture->desk.server, "GET /contratos/1010/documentos", 200,
                       "{\"items\":[{\"id\":4,\"contrato_id\":1010,\"tipo\":\"factura\",\"nombre_archivo\":\"Factura "
                       "<001>.pdf\",\"tamano\":2300000,\"fecha_subida\":\"2026-11-20T10:00:00Z\"}]}");
  tbk_stand_in_answer (fixture->desk.server, "GET /documentos/4", 200, "{\"id\":4,\"contrato_id\":1010}");
  g_assert_true (gtk_widget_activate_action (root (fixture), "win.open-about", "(sx)", "documento", (gint64) 4));
  tbk_ui_test_until (tbk_ui_window_find_text (root (fixture), "Factura <001>.pdf") != NULL);
  g_assert_cmpint (tbk_record_get_id (tbk_page_get_record (get_page (fixture))), ==, 1010);
  tbk_stand_in_answer (fixture->desk.server, "GET /documentos/5", 404, "{\"title\":\"Not Found\",\"status\":404}");
  g_assert_true (gtk_widget_activate_action (root (fixture), "win.open-about", "(sx)", "documento", (gint64) 5));
  tbk_ui_test_until (
      tbk_ui_window_find_text (root (fixture), "It does not exist any more, or you may not see it.")
      != NULL);
}

/* --- which are wanted ---------------------------------------------------------- */

#define ME(version, config)                                                                                   \
  "{\"id\":7,\"nombre\":\"Ana Vera\",\"email\":\"ana@example.com\",\"rol\":\"exportadora\",\"empresa_id\":1," \
  "\"estado\":\"Activo\",\"version\":" version ",\"config_json\":" config "}"

static GtkSwitch *
find_switch (GtkWidget *window, const char *kind, guint channel)
{
  GtkWidget *row = gtk_widget_get_ancestor (tbk_ui_window_find_text (window, kind), ADW_TYPE_EXPANDER_ROW);

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  tbk_ui_test_until (tbk_ui_window_find (row, GTK_TYPE_SWITCH, channel) != NULL);
  return GTK_SWITCH (tbk_ui_window_find (row, GTK_TYPE_SWITCH, channel));
}

static void
test_preferences (Fixture *fixture, gconstpointer data)
{
  TbkStandIn *server = fixture->desk.server;
  GtkWidget *window;
  GtkSwitch *email;

  tbk_stand_in_forget (server, "GET /me");
  tbk_stand_in_answer (server, "GET /me", 200,
                       ME ("4", "{\"unidad_medida\":\"kg\",\"notificaciones\":{\"luna\":{\"app\":"
                                "false},\"mensaje\":{\"push\":false}}}"));
  open_list (fixture);
  tbk_stand_in_answer (server, "PUT /me", 200, ME ("5", "{}"));
  tbk_preferences_present (GTK_WINDOW (fixture->desk.window), fixture->desk.api);
  window = tbk_ui_window_find_toplevel (TBK_TYPE_PREFERENCES);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (window), "notifications");
  tbk_ui_test_until (tbk_ui_window_find_text (window, "A Lot Is Received") != NULL);
  g_assert_false (gtk_switch_get_active (find_switch (window, "Somebody Writes to You", 2)));
  email = find_switch (window, "A Lot Is Received", 1);
  g_assert_false (gtk_switch_get_active (email));
  gtk_switch_set_active (email, TRUE);
  tbk_ui_test_until (tbk_stand_in_count (server, "PUT /me") == 1);
  g_assert_cmpstr (tbk_stand_in_last (server, "PUT /me")->if_match, ==, "\"4\"");
  {
    g_autoptr (JsonObject) body = tbk_ui_test_object (tbk_stand_in_last (server, "PUT /me")->body);
    JsonObject *config = json_object_get_object_member (body, "config_json");
    JsonObject *chosen = json_object_get_object_member (config, "notificaciones");

    g_assert_cmpstr (json_object_get_string_member (config, "unidad_medida"), ==, "kg");
    g_assert_true (json_object_has_member (chosen, "luna"));
    g_assert_false (json_object_get_boolean_member (json_object_get_object_member (chosen, "mensaje"), "push"));
    g_assert_true (json_object_get_boolean_member (json_object_get_object_member (chosen, "lote_recibido"), "email"));
    g_assert_true (json_object_get_boolean_member (json_object_get_object_member (chosen, "lote_recibido"), "app"));
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/live-window/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("row-changes", test_row_changes);
  ADD ("rows-come-above", test_rows_come_above);
  ADD ("row-goes", test_row_goes);
  ADD ("pane-alone", test_pane_alone);
  ADD ("bell/press", test_bell);
  ADD ("bell/read-all", test_bell_read_all);
  ADD ("bell/states", test_bell_states);
  ADD ("bell/open-about", test_open_about);
  ADD ("bell/open-about-documento", test_open_about_documento);
  ADD ("preferences", test_preferences);
  return g_test_run ();
}
