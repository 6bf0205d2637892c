/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a value is entered with: a date, a record of another noun, a span of dates, a choice. */
#include "lote.h"
#include "tbk-choice-filter.h"
#include "tbk-fecha-entry.h"
#include "tbk-fecha-filter.h"
#include "tbk-pick-window.h"
#include "tbk-ref-filter.h"
#include "tbk-ref-picker.h"
#include "tbk-stand-in.h"
#include "tbk-ui-window.h"

#include <string.h>

#define EMPRESAS "GET /empresas"
#define TWO_EMPRESAS                                                                               \
  "{\"items\":[{\"id\":11,\"nombre\":\"Finca Uno\",\"tipo\":\"proveedor\",\"ciudad\":\"Vinces\"}," \
  "{\"id\":12,\"nombre\":\"Finca Dos\",\"tipo\":\"proveedor\"}],\"total\":2,\"siguiente\":null}"
#define ONE_EMPRESA "{\"items\":[{\"id\":12,\"nombre\":\"Finca Dos\"}],\"total\":1,\"siguiente\":null}"
#define NO_ROWS "{\"items\":[],\"total\":0,\"siguiente\":null}"

/* --- a date --- */

typedef struct
{
  TbkFechaEntry *fecha;
  GtkEditable *entry;
  GtkWindow *window;
  guint changed;
} DateFixture;

static void
set_up_date (DateFixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  fixture->fecha = TBK_FECHA_ENTRY (tbk_fecha_entry_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->fecha));
  gtk_box_append (GTK_BOX (box), gtk_entry_new ());
  fixture->entry = GTK_EDITABLE (tbk_fecha_entry_get_entry (fixture->fecha));
  fixture->window = tbk_ui_window_new (box);
  g_signal_connect_swapped (fixture->fecha, "changed", G_CALLBACK (tbk_ui_test_count), &fixture->changed);
}

static void
tear_down_date (DateFixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  tbk_ui_window_settle ();
}

static void
test_date_typed (DateFixture *fixture, gconstpointer data)
{
  gtk_editable_set_text (fixture->entry, "25/11/2026");
  g_assert_cmpstr (tbk_fecha_entry_get_fecha (fixture->fecha), ==, "2026-11-25");
  g_assert_cmpuint (fixture->changed, >, 0);
  gtk_editable_set_text (fixture->entry, "31/02/2026");
  g_assert_false (tbk_fecha_entry_is_readable (fixture->fecha));
  g_assert_null (tbk_fecha_entry_get_fecha (fixture->fecha));
  gtk_editable_set_text (fixture->entry, "");
  g_assert_true (tbk_fecha_entry_is_readable (fixture->fecha));
  g_assert_null (tbk_fecha_entry_get_fecha (fixture->fecha));
}

/* Setting it is no change of the user's. */
static void
test_date_set (DateFixture *fixture, gconstpointer data)
{
  tbk_fecha_entry_set_fecha (fixture->fecha, "2026-11-25");
  g_assert_cmpstr (gtk_editable_get_text (fixture->entry), ==, "2026-11-25");
  g_assert_cmpuint (fixture->changed, ==, 0);
}

static void
test_date_keys (DateFixture *fixture, gconstpointer data)
{
  GtkWidget *text = GTK_WIDGET (fixture->entry);

  tbk_fecha_entry_set_fecha (fixture->fecha, "2024-02-28");
  g_assert_true (tbk_ui_window_press (text, GDK_KEY_Up, 0));
  g_assert_cmpstr (tbk_fecha_entry_get_fecha (fixture->fecha), ==, "2024-02-29");
  g_assert_true (tbk_ui_window_press (text, GDK_KEY_Up, 0));
  g_assert_cmpstr (tbk_fecha_entry_get_fecha (fixture->fecha), ==, "2024-03-01");
  g_assert_true (tbk_ui_window_press (text, GDK_KEY_Down, 0));
  g_assert_cmpstr (tbk_fecha_entry_get_fecha (fixture->fecha), ==, "2024-02-29");
  g_assert_cmpuint (fixture->changed, ==, 3);
}

static void
test_date_calendar (DateFixture *fixture, gconstpointer data)
{
  GtkMenuButton *button;
  GtkCalendar *calendar;
  g_autoptr (GDateTime) day = g_date_time_new_local (2026, 12, 24, 12, 0, 0);
  g_autoptr (GDateTime) shown = NULL;

  tbk_fecha_entry_set_fecha (fixture->fecha, "2026-11-25");
  button = GTK_MENU_BUTTON (tbk_ui_window_find (GTK_WIDGET (fixture->fecha), GTK_TYPE_MENU_BUTTON, 0));
  g_assert_nonnull (button);
  gtk_menu_button_popup (button);
  tbk_ui_test_until (gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button))));
  calendar = GTK_CALENDAR (
      tbk_ui_window_find (GTK_WIDGET (gtk_menu_button_get_popover (button)), GTK_TYPE_CALENDAR, 0));
  shown = gtk_calendar_get_date (calendar);
  g_assert_cmpint (g_date_time_get_day_of_month (shown), ==, 25);
  g_assert_cmpint (g_date_time_get_month (shown), ==, 11);
  gtk_calendar_select_day (calendar, day);
  g_assert_cmpstr (tbk_fecha_entry_get_fecha (fixture->fecha), ==, "2026-12-24");
  g_assert_cmpstr (gtk_editable_get_text (fixture->entry), ==, "2026-12-24");
}

static void
test_date_names (DateFixture *fixture, gconstpointer data)
{
  GtkWidget *button = tbk_ui_window_find (GTK_WIDGET (fixture->fecha), GTK_TYPE_MENU_BUTTON, 0);

  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL));
}

/* --- a record of another noun --- */

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkListing *listing;
  GtkWidget *widget;
  GtkWindow *window;
  guint picked;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  tbk_ui_window_settle ();
  g_clear_object (&fixture->listing);
  g_object_unref (fixture->api);
  tbk_stand_in_free (fixture->server);
}

static GtkMenuButton *
open_picker (Fixture *fixture)
{
  GtkMenuButton *button;

  fixture->widget = tbk_ref_picker_new (fixture->api, "empresa");
  g_object_set (fixture->widget, "clearable", TRUE, NULL);
  fixture->window = tbk_ui_window_new (fixture->widget);
  g_signal_connect_swapped (fixture->widget, "picked", G_CALLBACK (tbk_ui_test_count), &fixture->picked);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, EMPRESAS), ==, 0);
  button = GTK_MENU_BUTTON (tbk_ui_window_find (fixture->widget, GTK_TYPE_MENU_BUTTON, 0));
  gtk_menu_button_popup (button);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, EMPRESAS) == 1);
  tbk_ui_test_until (gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button))));
  return button;
}

static GtkWidget *
popover_of (GtkMenuButton *button)
{
  return GTK_WIDGET (gtk_menu_button_get_popover (button));
}

static void
assert_value (Fixture *fixture, const char *value, const char *label)
{
  g_autofree char *has_value = NULL;
  g_autofree char *has_label = NULL;

  g_object_get (fixture->widget, "value", &has_value, "value-label", &has_label, NULL);
  g_assert_cmpstr (has_value, ==, value);
  g_assert_cmpstr (has_label, ==, label);
}

/* Asks nothing until it is opened; a row is taken by activating it, and can be cleared again. */
static void
test_ref_pick (Fixture *fixture, gconstpointer data)
{
  GtkMenuButton *button;
  GtkWidget *list;

  tbk_stand_in_answer (fixture->server, EMPRESAS, 200, TWO_EMPRESAS);
  button = open_picker (fixture);
  tbk_ui_test_until (tbk_ui_window_find_text (popover_of (button), "Finca Uno") != NULL);
  list = tbk_ui_window_find (popover_of (button), GTK_TYPE_LIST_VIEW, 0);
  gtk_widget_activate_action (list, "list.activate-item", "u", 1);
  assert_value (fixture, "12", "Finca Dos");
  g_assert_cmpuint (fixture->picked, ==, 1);
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (button), "Finca Dos"));

  g_signal_emit_by_name (gtk_widget_get_last_child (gtk_widget_get_first_child (fixture->widget)), "clicked");
  assert_value (fixture, NULL, NULL);
  g_assert_cmpuint (fixture->picked, ==, 2);
}

/* Typing asks the server; Enter takes the one that is left. */
static void
test_ref_search (Fixture *fixture, gconstpointer data)
{
  GtkMenuButton *button;
  GtkWidget *entry;

  tbk_stand_in_answer (fixture->server, EMPRESAS, 200, TWO_EMPRESAS);
  tbk_stand_in_answer (fixture->server, EMPRESAS, 200, ONE_EMPRESA);
  button = open_picker (fixture);
  tbk_ui_test_until (tbk_ui_window_find_text (popover_of (button), "Finca Uno") != NULL);
  entry = tbk_ui_window_find (popover_of (button), GTK_TYPE_SEARCH_ENTRY, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "dos");
  tbk_ui_test_until (tbk_listing_get_total (tbk_ref_picker_get_listing (TBK_REF_PICKER (fixture->widget))) == 1);
  g_assert_nonnull (strstr (tbk_stand_in_last (fixture->server, EMPRESAS)->query, "q=dos"));
  g_signal_emit_by_name (entry, "activate");
  assert_value (fixture, "12", "Finca Dos");
}

/* Typed fast: Enter comes before the search is sent, and holds for what was typed. */
static void
test_ref_hasty (Fixture *fixture, gconstpointer data)
{
  GtkMenuButton *button;
  GtkWidget *entry;

  tbk_stand_in_answer (fixture->server, EMPRESAS, 200, TWO_EMPRESAS);
  tbk_stand_in_answer (fixture->server, EMPRESAS, 200, ONE_EMPRESA);
  button = open_picker (fixture);
  tbk_ui_test_until (tbk_ui_window_find_text (popover_of (button), "Finca Uno") != NULL);
  entry = tbk_ui_window_find (popover_of (button), GTK_TYPE_SEARCH_ENTRY, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "dos");
  g_signal_emit_by_name (entry, "activate");
  tbk_ui_test_until (fixture->picked == 1);
  assert_value (fixture, "12", "Finca Dos");
}

static void
test_ref_none (Fixture *fixture, gconstpointer data)
{
  GtkMenuButton *button;

  tbk_stand_in_answer (fixture->server, EMPRESAS, 200, NO_ROWS);
  button = open_picker (fixture);
  tbk_ui_test_until (tbk_ui_window_find_text (popover_of (button), "There is nothing to choose from yet.") != NULL);
}

/* --- a record from a table in a window --- */

static void
test_pick_window (Fixture *fixture, gconstpointer data)
{
  GtkWidget *picker, *table;
  g_autofree char *nameless = NULL;

  tbk_stand_in_answer (fixture->server, "GET /lotes", 200,
                       "{\"items\":[{\"id\":5,\"codigo_lote\":\"LT-5\"},{\"id\":6,\"codigo_lote\":"
                       "\"LT-6\"}],\"total\":2,"
                       "\"siguiente\":null}");
  fixture->window = tbk_ui_window_new (gtk_label_new ("below"));
  fixture->listing = tbk_listing_new (NULL, &tbk_lote);
  tbk_listing_set_base_filter (fixture->listing, "sin_contrato", "true");
  g_object_set (fixture->listing, "api", fixture->api, NULL);
  picker = g_object_new (TBK_TYPE_PICK_WINDOW, "listing", fixture->listing, "columns",
                         "codigo_lote peso_kg", "unidad", "kg", "pick-label", "_Assign", "hint",
                         "Lots without a contract", NULL);
  g_signal_connect_swapped (picker, "picked", G_CALLBACK (tbk_ui_test_count), &fixture->picked);
  tbk_pick_window_present (TBK_PICK_WINDOW (picker), GTK_WIDGET (fixture->window));
  tbk_ui_test_until (tbk_ui_window_find_text (picker, "LT-6") != NULL);
  g_assert_nonnull (strstr (tbk_stand_in_last (fixture->server, "GET /lotes")->query, "sin_contrato=true"));
  nameless = tbk_ui_window_list_nameless (picker);
  g_assert_cmpstr (nameless, ==, "");
  g_assert_nonnull (tbk_ui_window_find_text (picker, "Lots without a contract"));

  gtk_widget_activate_action (picker, "pick.take", NULL);
  g_assert_cmpuint (fixture->picked, ==, 0);
  table = gtk_widget_get_last_child (tbk_ui_window_find (picker, GTK_TYPE_COLUMN_VIEW, 0));
  gtk_widget_activate_action (table, "list.activate-item", "u", 1);
  g_assert_cmpuint (fixture->picked, ==, 1);
  tbk_ui_test_until (tbk_ui_window_find_toplevel (TBK_TYPE_PICK_WINDOW) == NULL);
}

/* --- filters --- */

static void
open_filter (Fixture *fixture, GtkWidget *widget)
{
  tbk_stand_in_answer (fixture->server, "GET /lotes", 200, NO_ROWS);
  fixture->listing = tbk_listing_new (fixture->api, &tbk_lote);
  fixture->widget = widget;
  g_object_set (widget, "listing", fixture->listing, NULL);
  fixture->window = tbk_ui_window_new (widget);
}

static void
test_choice_filter (Fixture *fixture, gconstpointer data)
{
  GtkDropDown *drop;
  g_autofree char *nameless = NULL;

  open_filter (fixture, g_object_new (TBK_TYPE_CHOICE_FILTER, "field", "estado", "all-label", "All States", NULL));
  drop = GTK_DROP_DOWN (tbk_ui_window_find (fixture->widget, GTK_TYPE_DROP_DOWN, 0));
  g_assert_nonnull (drop);
  nameless = tbk_ui_window_list_nameless (fixture->widget);
  g_assert_cmpstr (nameless, ==, "");
  gtk_drop_down_set_selected (drop, 3);
  g_assert_cmpstr (tbk_listing_get_filter (fixture->listing, "estado"), ==, "Recibido");
  tbk_listing_clear_filters (fixture->listing);
  g_assert_cmpuint (gtk_drop_down_get_selected (drop), ==, 0);
  g_assert_null (tbk_listing_get_filter (fixture->listing, "estado"));
}

static void
test_ref_filter (Fixture *fixture, gconstpointer data)
{
  GtkMenuButton *button;
  GtkWidget *list;

  tbk_stand_in_answer (
      fixture->server, "GET /contratos", 200,
      "{\"items\":[{\"id\":21,\"codigo\":\"CT-21\"}],\"total\":1,\"siguiente\":null}");
  fixture->listing = tbk_listing_new (fixture->api, &tbk_lote);
  fixture->widget = g_object_new (TBK_TYPE_REF_FILTER, "listing", fixture->listing, "field", "contrato_id", "all-label",
                                  "All Contracts", NULL);
  fixture->window = tbk_ui_window_new (fixture->widget);
  button = GTK_MENU_BUTTON (tbk_ui_window_find (fixture->widget, GTK_TYPE_MENU_BUTTON, 0));
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (button), "All Contracts"));
  gtk_menu_button_popup (button);
  tbk_ui_test_until (tbk_ui_window_find_text (popover_of (button), "CT-21") != NULL);
  list = tbk_ui_window_find (popover_of (button), GTK_TYPE_LIST_VIEW, 0);
  gtk_widget_activate_action (list, "list.activate-item", "u", 0);
  g_assert_cmpstr (tbk_listing_get_filter (fixture->listing, "contrato_id"), ==, "21");
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (button), "CT-21"));
  tbk_listing_clear_filters (fixture->listing);
  g_assert_null (tbk_listing_get_filter (fixture->listing, "contrato_id"));
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (button), "All Contracts"));
}

static void
test_fecha_filter (Fixture *fixture, gconstpointer data)
{
  open_filter (fixture, g_object_new (TBK_TYPE_FECHA_FILTER, "what", "Date", NULL));
  g_assert_nonnull (tbk_ui_window_find_text (fixture->widget, "Date: any date"));
  gtk_widget_activate_action (fixture->widget, "fecha.span", "i", TBK_SPAN_30_DAYS);
  g_assert_nonnull (tbk_listing_get_filter (fixture->listing, "desde"));
  g_assert_nonnull (tbk_listing_get_filter (fixture->listing, "hasta"));
  g_assert_null (tbk_ui_window_find_text (fixture->widget, "Date: any date"));
  tbk_listing_clear_filters (fixture->listing);
  g_assert_nonnull (tbk_ui_window_find_text (fixture->widget, "Date: any date"));
}

typedef struct
{
  TbkSpan span;
  const char *desde;
  const char *hasta;
} SpanCase;

/* Counted back from the leap day of 2024. */
static const SpanCase span_cases[] = {
  { TBK_SPAN_MONTH, "2024-02-01", "2024-02-29" },
  { TBK_SPAN_30_DAYS, "2024-01-31", "2024-02-29" },
  { TBK_SPAN_YEAR, "2024-01-01", "2024-02-29" },
  { TBK_SPAN_LAST_YEAR, "2023-01-01", "2023-12-31" },
};

static void
test_spans (void)
{
  g_autoptr (GDateTime) today = g_date_time_new_utc (2024, 2, 29, 23, 59, 59);

  for (gsize i = 0; i < G_N_ELEMENTS (span_cases); i++)
    {
      g_autofree char *desde = NULL;
      g_autofree char *hasta = NULL;

      tbk_span_resolve (span_cases[i].span, today, &desde, &hasta);
      g_assert_cmpstr (desde, ==, span_cases[i].desde);
      g_assert_cmpstr (hasta, ==, span_cases[i].hasta);
    }
}

static void
add_date (const char *path, void (*test) (DateFixture *, gconstpointer))
{
  g_test_add (path, DateFixture, NULL, set_up_date, test, tear_down_date);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
  add_date ("/fecha-entry/typed", test_date_typed);
  add_date ("/fecha-entry/set", test_date_set);
  add_date ("/fecha-entry/keys", test_date_keys);
  add_date ("/fecha-entry/calendar", test_date_calendar);
  add_date ("/fecha-entry/names", test_date_names);
  add ("/ref-picker/pick", test_ref_pick);
  add ("/ref-picker/search", test_ref_search);
  add ("/ref-picker/hasty", test_ref_hasty);
  add ("/ref-picker/none", test_ref_none);
  add ("/pick-window/pick", test_pick_window);
  add ("/choice-filter/choose", test_choice_filter);
  add ("/ref-filter/choose", test_ref_filter);
  add ("/fecha-filter/span", test_fecha_filter);
  g_test_add_func ("/fecha-filter/spans", test_spans);
  return g_test_run ();
}
