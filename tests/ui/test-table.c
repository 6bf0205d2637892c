/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record table: what it asks for, what it remembers, what it keeps, what it gives away. */
#include "lote.h"
#include "tbk-estado-pill.h"
#include "tbk-record-table.h"
#include "tbk-stand-in.h"
#include "tbk-table-output.h"
#include "tbk-ui-window.h"

#include <string.h>

#define N_ROWS 30
#define LOTES "GET /lotes"
#define COLUMNS "codigo_lote fecha peso_kg estado"

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkListing *listing;
  GtkWindow *window;
  TbkRecordTable *table;
} Fixture;

/* Rows first, first + step, ... Returns: (transfer full). */
static char *
make_rows (int first, int step)
{
  GString *json = g_string_new ("{\"items\":[");

  for (int i = 0; i < N_ROWS; i++)
    g_string_append_printf (json,
                            "%s{\"id\":%d,\"codigo_lote\":\"LT-2026-%06d\",\"fecha\":\"2026-11-%"
                            "02d\",\"peso_kg\":\"%d.000\","
                            "\"calidad\":\"ASS\",\"estado\":\"En transito\",\"version\":1}",
                            i > 0 ? "," : "", first + i * step, first + i * step, i % 28 + 1,
                            1000 + first + i * step);
  g_string_append_printf (json, "],\"total\":%d,\"siguiente\":null}", N_ROWS);
  return g_string_free (json, FALSE);
}

static void
answer_rows (Fixture *fixture, int first, int step)
{
  g_autofree char *rows = make_rows (first, step);

  tbk_stand_in_forget (fixture->server, LOTES);
  tbk_stand_in_answer (fixture->server, LOTES, 200, rows);
}

/* A table on the screen, with its rows. */
static void
open_table (Fixture *fixture)
{
  fixture->listing = tbk_listing_new (fixture->api, &tbk_lote);
  fixture->table = g_object_new (TBK_TYPE_RECORD_TABLE, "listing", fixture->listing, "columns", COLUMNS,
                                 "unidad", "kg", NULL);
  fixture->window = tbk_ui_window_new (GTK_WIDGET (fixture->table));
  tbk_ui_test_until (tbk_listing_get_state (fixture->listing) == TBK_LISTING_READY);
  tbk_ui_window_settle ();
}

static void
close_table (Fixture *fixture)
{
  gtk_window_destroy (fixture->window);
  tbk_ui_window_settle ();
  g_assert_finalize_object (fixture->listing);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
  answer_rows (fixture, 1, 1);
  open_table (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka");

  close_table (fixture);
  g_object_unref (fixture->api);
  tbk_stand_in_free (fixture->server);
  g_settings_reset (settings, "tablas");
}

static GtkColumnView *
view_of (Fixture *fixture)
{
  return GTK_COLUMN_VIEW (tbk_ui_window_find (GTK_WIDGET (fixture->table), GTK_TYPE_COLUMN_VIEW, 0));
}

static GtkColumnViewColumn *
column_of (Fixture *fixture, const char *title)
{
  GListModel *columns = gtk_column_view_get_columns (view_of (fixture));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_title (column), title) == 0)
        return column;
    }
  g_error ("there is no column %s", title);
}

/* The names of the visible columns. Returns: (transfer full). */
static char *
list_columns (Fixture *fixture)
{
  g_autoptr (GPtrArray) fields = tbk_record_table_get_fields (fixture->table);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", ((const TbkField *) g_ptr_array_index (fields, i))->name);
  return g_string_free (names, FALSE);
}

static void
assert_columns (Fixture *fixture, const char *expected)
{
  g_autofree char *names = list_columns (fixture);

  g_assert_cmpstr (names, ==, expected);
}

static void
sort_by (Fixture *fixture, const char *title, GtkSortType direction)
{
  guint before = tbk_stand_in_count (fixture->server, LOTES);

  gtk_column_view_sort_by_column (view_of (fixture), column_of (fixture, title), direction);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, LOTES) > before);
  tbk_ui_window_settle ();
}

static void
test_shows (Fixture *fixture, gconstpointer data)
{
  GtkWidget *table = GTK_WIDGET (fixture->table);
  g_autofree char *nameless = tbk_ui_window_list_nameless (table);

  tbk_ui_test_until (tbk_ui_window_find_text (table, "LT-2026-000001") != NULL);
  g_assert_nonnull (tbk_ui_window_find_text (table, "2026-11-01"));
  g_assert_nonnull (tbk_ui_window_find_text (table, "1001.00"));
  g_assert_nonnull (tbk_ui_window_find_text (table, "In Transit"));
  g_assert_nonnull (tbk_ui_window_find (table, TBK_TYPE_ESTADO_PILL, 0));
  g_assert_nonnull (tbk_ui_window_find_text (table, "Weight (kg)"));
  g_assert_null (tbk_ui_window_find_text (table, "Quality"));
  g_assert_cmpstr (nameless, ==, "");
}

/* The default order is the noun's; a header sorts through the server, either way. */
static void
test_sort (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (strstr (tbk_stand_in_last (fixture->server, LOTES)->query, "orden=-fecha"));
  sort_by (fixture, "Weight (kg)", GTK_SORT_ASCENDING);
  g_assert_nonnull (strstr (tbk_stand_in_last (fixture->server, LOTES)->query, "orden=peso_kg"));
  sort_by (fixture, "Weight (kg)", GTK_SORT_DESCENDING);
  g_assert_nonnull (strstr (tbk_stand_in_last (fixture->server, LOTES)->query, "orden=-peso_kg"));
}

/* A field that the server cannot sort by has a header that does not. */
static void
test_unsortable (Fixture *fixture, gconstpointer data)
{
  g_assert_null (gtk_column_view_column_get_sorter (column_of (fixture, "State")));
  g_assert_nonnull (gtk_column_view_column_get_sorter (column_of (fixture, "Code")));
}

static void
test_remembered (Fixture *fixture, gconstpointer data)
{
  assert_columns (fixture, COLUMNS);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view_of (fixture)), "columns.calidad", NULL));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view_of (fixture)), "columns.fecha", NULL));
  gtk_column_view_column_set_fixed_width (column_of (fixture, "Code"), 222);
  sort_by (fixture, "Code", GTK_SORT_ASCENDING);
  assert_columns (fixture, "codigo_lote peso_kg estado calidad");
  close_table (fixture);

  open_table (fixture);
  assert_columns (fixture, "codigo_lote peso_kg estado calidad");
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (column_of (fixture, "Code")), ==, 222);
  g_assert_cmpstr (tbk_listing_get_orden (fixture->listing), ==, "codigo_lote");

  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "table.reset", NULL);
  tbk_ui_window_settle ();
  assert_columns (fixture, COLUMNS);
  g_assert_cmpstr (tbk_listing_get_orden (fixture->listing), ==, "-fecha");
}

/* What another version of the app, or a hand, left in the settings does no harm. */
static void
test_remembered_nonsense (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka");

  close_table (fixture);
  g_settings_set_value (settings, "tablas",
                        g_variant_new_parsed ("{'lote': ([('gone', true, 9), ('peso_kg', true, -5)], 'gone')}"));
  open_table (fixture);
  assert_columns (fixture, "peso_kg codigo_lote fecha estado");
  g_assert_cmpstr (tbk_listing_get_orden (fixture->listing), ==, "-fecha");
}

static void
test_selection_kept (Fixture *fixture, gconstpointer data)
{
  TbkRecord *selected;
  guint before;

  g_assert_true (tbk_record_table_select_id (fixture->table, 3));
  selected = tbk_record_table_get_selected (fixture->table);
  g_assert_cmpint (tbk_record_get_id (selected), ==, 3);

  answer_rows (fixture, N_ROWS, -1); /* the same rows, the other way round */
  before = tbk_stand_in_count (fixture->server, LOTES);
  tbk_listing_reload (fixture->listing);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, LOTES) > before
                     && tbk_listing_find (fixture->listing, 3) == N_ROWS - 3);
  g_assert_true (tbk_record_table_get_selected (fixture->table) == selected);
}

static void
test_select_gone (Fixture *fixture, gconstpointer data)
{
  g_assert_false (tbk_record_table_select_id (fixture->table, 999));
  g_assert_null (tbk_record_table_get_selected (fixture->table));
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = gtk_widget_get_last_child (GTK_WIDGET (view_of (fixture)));
  guint activated = 0;

  g_signal_connect_swapped (fixture->table, "activated", G_CALLBACK (tbk_ui_test_count), &activated);
  tbk_ui_test_until (tbk_ui_window_find_text (list, "LT-2026-000001") != NULL);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (fixture->table)));
  g_assert_true (tbk_ui_window_press (list, GDK_KEY_Home, 0));
  g_assert_true (tbk_ui_window_press (list, GDK_KEY_Down, 0));
  g_assert_cmpint (tbk_record_get_id (tbk_record_table_get_selected (fixture->table)), ==, 2);
  g_assert_true (tbk_ui_window_press (list, GDK_KEY_End, 0));
  g_assert_cmpint (tbk_record_get_id (tbk_record_table_get_selected (fixture->table)), ==, N_ROWS);
  gtk_widget_activate_action (list, "list.activate-item", "u", 4);
  g_assert_cmpuint (activated, ==, 1);
  g_assert_cmpint (tbk_record_get_id (tbk_record_table_get_selected (fixture->table)), ==, 5);
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  GdkContentProvider *content;
  g_auto (GValue) value = G_VALUE_INIT;

  g_assert_true (tbk_record_table_select_id (fixture->table, 7));
  g_assert_true (tbk_ui_window_press (GTK_WIDGET (fixture->table), GDK_KEY_c, GDK_CONTROL_MASK));
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (fixture->table)));
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_assert_cmpstr (g_value_get_string (&value), ==, "LT-2026-000007\t2026-11-07\t1007\tIn Transit");
}

static void
test_unit (Fixture *fixture, gconstpointer data)
{
  GtkWidget *table = GTK_WIDGET (fixture->table);

  tbk_ui_test_until (tbk_ui_window_find_text (table, "1001.00") != NULL);
  g_object_set (table, "unidad", "TM", NULL);
  tbk_ui_test_until (tbk_ui_window_find_text (table, "1.001") != NULL);
  g_assert_nonnull (tbk_ui_window_find_text (table, "Weight (TM)"));
  g_assert_null (tbk_ui_window_find_text (table, "1001.00"));
}

/* Another's change, or one's own, shows in the row at once. */
static void
test_patch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) changed = tbk_ui_test_object (
      "{\"id\":2,\"codigo_lote\":\"LT-2026-000002\",\"peso_kg\":\"77.000\","
      "\"estado\":\"Recibido\",\"version\":2}");

  tbk_listing_patch (fixture->listing, changed);
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (fixture->table), "77.00") != NULL);
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (fixture->table), "Received"));
}

/* Returns: (transfer full): what was written; NULL: it failed with `status`. */
static char *
export_csv (Fixture *fixture, int status)
{
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "lotes.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) fields = tbk_record_table_get_fields (fixture->table);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  gssize rows;

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_file_delete (file, NULL, NULL);
  tbk_table_output_csv_async (&(TbkTableOutput){ fixture->listing, fields, "kg" }, file, NULL, NULL,
                              tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  rows = tbk_table_output_csv_finish (fixture->listing, result, &error);
  if (status == 200)
    {
      g_assert_no_error (error);
      g_assert_cmpint (rows, ==, 2);
      g_file_load_contents (file, NULL, &text, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  else
    {
      g_assert_error (error, TBK_PROBLEM, status);
      g_assert_cmpint (rows, ==, -1);
      g_assert_false (g_file_query_exists (file, NULL));
    }
  return text;
}

/* All pages, and nothing in it that a spreadsheet would run. */
static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  tbk_stand_in_forget (fixture->server, LOTES);
  tbk_stand_in_answer (fixture->server, LOTES, 200,
                       "{\"items\":[{\"id\":1,\"codigo_lote\":\"=cmd|' /C calc'!A0\",\"fecha\":\"2026-11-25\","
                       "\"peso_kg\":\"1250.500\",\"estado\":\"Recibido\"}],\"total\":2,\"siguiente\":\"abc\"}");
  tbk_stand_in_answer (fixture->server, LOTES, 200,
                       "{\"items\":[{\"id\":2,\"codigo_lote\":\"LT-2\"}],\"total\":2,\"siguiente\":null}");
  text = export_csv (fixture, 200);
  g_assert_nonnull (strstr (tbk_stand_in_last (fixture->server, LOTES)->query, "despues=abc"));
  g_assert_cmpstr (text, ==, "\357\273\277\"Code\",\"Date\",\"Weight (kg)\",\"State\"\r\n"
                             "\"'=cmd|' /C calc'!A0\",\"2026-11-25\",\"1250.5\",\"Received\"\r\n"
                             "\"LT-2\",\"\",\"\",\"\"\r\n");
}

/* A page that fails leaves no half a file. */
static void
test_export_fails (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_forget (fixture->server, LOTES);
  tbk_stand_in_answer (fixture->server, LOTES, 200, "{\"items\":[{\"id\":1}],\"total\":2,\"siguiente\":\"abc\"}");
  tbk_stand_in_answer (fixture->server, LOTES, 403, "{\"status\":403}");
  g_assert_null (export_csv (fixture, 403));
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
  add ("/table/shows", test_shows);
  add ("/table/sort", test_sort);
  add ("/table/unsortable", test_unsortable);
  add ("/table/remembered", test_remembered);
  add ("/table/remembered-nonsense", test_remembered_nonsense);
  add ("/table/selection-kept", test_selection_kept);
  add ("/table/select-gone", test_select_gone);
  add ("/table/keys", test_keys);
  add ("/table/copy", test_copy);
  add ("/table/unit", test_unit);
  add ("/table/patch", test_patch);
  add ("/table/export", test_export);
  add ("/table/export-fails", test_export_fails);
  return g_test_run ();
}
