/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form on the screen: typing, errors beside their fields, saving, leaving, and two who edit the same record. */
#include "lote.h"
#include "tbk-conflict-window.h"
#include "tbk-fecha-entry.h"
#include "tbk-form-window.h"
#include "tbk-ref-picker.h"
#include "tbk-stand-in.h"
#include "tbk-ui-window.h"

#include <string.h>

#define LOTE(version, calidad, peso, proveedor)                                                  \
  "{\"id\":9,\"codigo_lote\":\"LT-2026-000009\",\"fecha\":\"2026-11-20\",\"calidad\":\"" calidad \
  "\",\"peso_kg\":\"" peso "\",\"estado\":\"Registrado\",\"proveedor_id\":" proveedor            \
  ",\"proveedor_nombre\":\"Finca " proveedor "\",\"version\":" version "}"
#define STALE "{\"title\":\"Precondition Failed\",\"status\":412,\"actual\":" LOTE ("8", "CCN51", "1300.000", "22") "}"

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkRecord *record;
  TbkForm *form;
  GtkWindow *under;
  TbkFormWindow *window;
  guint saved;
} Fixture;

static void
open_form (Fixture *fixture)
{
  GtkWidget *group = g_object_new (TBK_TYPE_FORM_GROUP, "title", "Lot", "fields",
                                   "fecha calidad sacos peso_kg humedad proveedor_id observaciones", NULL);
  TbkFormView *view;

  fixture->under = tbk_ui_window_new (gtk_label_new ("below"));
  fixture->window = g_object_new (TBK_TYPE_FORM_WINDOW, "title", "Lot", NULL);
  view = TBK_FORM_VIEW (tbk_ui_window_find (GTK_WIDGET (fixture->window), TBK_TYPE_FORM_VIEW, 0));
  g_object_set (view, "unidad", "kg", NULL);
  tbk_form_view_add (view, group);
  g_object_set (fixture->window, "form", fixture->form, NULL);
  g_signal_connect_swapped (fixture->window, "saved", G_CALLBACK (tbk_ui_test_count), &fixture->saved);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  tbk_form_window_present (fixture->window, GTK_WIDGET (fixture->under));
  tbk_ui_test_until (gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
}

static void
set_up_new (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
  fixture->form = tbk_form_new (fixture->api, &tbk_lote, NULL);
  open_form (fixture);
}

static void
set_up_edit (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
  fixture->record = tbk_ui_test_record (&tbk_lote, LOTE ("7", "ASS", "1250.000", "11"));
  fixture->form = tbk_form_new (fixture->api, &tbk_lote, fixture->record);
  open_form (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  gtk_window_destroy (fixture->under);
  tbk_ui_window_settle ();
  g_assert_null (fixture->window);
  g_assert_finalize_object (fixture->form);
  g_clear_object (&fixture->record);
  g_object_unref (fixture->api);
  tbk_stand_in_free (fixture->server);
}

static GtkWidget *
row_of (Fixture *fixture, const char *field)
{
  TbkFieldRow *row = tbk_form_window_get_row (fixture->window, field);

  g_assert_nonnull (row);
  return GTK_WIDGET (row);
}

static const char *
typed (Fixture *fixture, const char *field)
{
  return gtk_editable_get_text (GTK_EDITABLE (tbk_ui_window_find (row_of (fixture, field), GTK_TYPE_ENTRY, 0)));
}

static void
type (Fixture *fixture, const char *field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (tbk_ui_window_find (row_of (fixture, field), GTK_TYPE_ENTRY, 0)), text);
}

static gboolean
row_says (Fixture *fixture, const char *field, const char *text)
{
  return tbk_ui_window_find_text (row_of (fixture, field), text) != NULL;
}

static gboolean
has_error (Fixture *fixture, const char *field)
{
  return gtk_widget_has_css_class (row_of (fixture, field), "error");
}

static void
save (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "form.save", NULL);
}

/* --- a new one --- */

static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nameless = tbk_ui_window_list_nameless (GTK_WIDGET (fixture->window));

  g_assert_cmpstr (nameless, ==, "");
  g_assert_true (row_says (fixture, "fecha", "Date *"));
  g_assert_true (row_says (fixture, "peso_kg", "kg"));
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (fixture->window), "Create"));
}

/* What is wrong is said beside the field while it is typed, and nothing is sent. */
static void
test_validates (Fixture *fixture, gconstpointer data)
{
  type (fixture, "humedad", "101");
  g_assert_true (has_error (fixture, "humedad"));
  type (fixture, "peso_kg", "heavy");
  g_assert_true (row_says (fixture, "peso_kg", "This is no number."));
  type (fixture, "fecha", "31/02/2026");
  g_assert_true (row_says (fixture, "fecha", "This is no date."));
  save (fixture);
  tbk_ui_window_settle ();
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /lotes"), ==, 0);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), row_of (fixture, "fecha")));

  /* what was typed stands there to be mended */
  g_assert_cmpstr (typed (fixture, "fecha"), ==, "31/02/2026");
  g_assert_cmpstr (typed (fixture, "peso_kg"), ==, "heavy");

  type (fixture, "humedad", "7,5");
  g_assert_false (has_error (fixture, "humedad"));
  g_assert_cmpstr (tbk_form_get_text (fixture->form, "humedad"), ==, "7.5");
}

static void
test_creates (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, "POST /lotes", 201, LOTE ("1", "ASS", "1250.000", "11"));
  type (fixture, "fecha", "25/11/2026");
  type (fixture, "peso_kg", "1.250,5");
  type (fixture, "sacos", "18");
  save (fixture);
  tbk_ui_test_until (fixture->window == NULL);
  g_assert_cmpuint (fixture->saved, ==, 1);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "POST /lotes")->body, ==,
                   "{\"fecha\":\"2026-11-25\",\"peso_kg\":\"1250.5\",\"sacos\":18}");
  g_assert_nonnull (tbk_stand_in_last (fixture->server, "POST /lotes")->idempotency_key);
}

/* While it is on its way nothing can be sent twice, nor the window closed. */
static void
test_busy (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, "POST /lotes", TBK_STAND_IN_HOLD, NULL);
  tbk_stand_in_answer (fixture->server, "POST /lotes", 201, LOTE ("1", "ASS", "1.000", "11"));
  type (fixture, "fecha", "25/11/2026");
  type (fixture, "peso_kg", "1");
  save (fixture);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, "POST /lotes") == 1);
  save (fixture);
  gtk_window_close (GTK_WINDOW (fixture->window));
  tbk_ui_window_settle ();
  g_assert_nonnull (fixture->window);
  g_assert_nonnull (tbk_ui_window_find (GTK_WIDGET (fixture->window), GTK_TYPE_SPINNER, 0));
  g_assert_false (gtk_widget_is_sensitive (row_of (fixture, "calidad")));
  tbk_stand_in_release (fixture->server);
  tbk_ui_test_until (fixture->window == NULL);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "POST /lotes"), ==, 1);
}

/* --- what the server says --- */

static void
test_422 (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, "PUT /lotes/9", 422,
                       "{\"status\":422,\"title\":\"Unprocessable\",\"detail\":\"bad\",\"errors\":["
                       "{\"loc\":\"peso_kg\","
                       "\"msg\":\"too heavy\",\"type\":\"range\"}]}");
  type (fixture, "calidad", "ASE");
  save (fixture);
  tbk_ui_test_until (has_error (fixture, "peso_kg"));
  tbk_ui_window_settle ();
  g_assert_cmpstr (tbk_form_get_text (fixture->form, "calidad"), ==, "ASE");
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), row_of (fixture, "peso_kg")));
}

static void
test_409 (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, "PUT /lotes/9", 409,
                       "{\"status\":409,\"title\":\"Conflict\",\"detail\":\"no\"}");
  type (fixture, "calidad", "ASE");
  save (fixture);
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, "PUT /lotes/9") == 1);
  tbk_ui_test_until (tbk_form_get_error (fixture->form, "calidad") == NULL
                     && gtk_widget_get_sensitive (row_of (fixture, "calidad")));
  tbk_ui_window_settle ();
  g_assert_nonnull (fixture->window);
  g_assert_cmpstr (tbk_form_get_text (fixture->form, "calidad"), ==, "ASE");
}

/* Without a line nothing that was typed is lost, and saving again works. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  tbk_stand_in_stop (fixture->server);
  type (fixture, "calidad", "ASE");
  save (fixture);
  tbk_ui_test_until ((g_object_get (fixture->form, "error-text", &text, NULL), text != NULL));
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (fixture->window), text) != NULL);
  g_assert_cmpstr (tbk_form_get_text (fixture->form, "calidad"), ==, "ASE");

  tbk_stand_in_start (fixture->server, NULL);
  tbk_stand_in_answer (fixture->server, "PUT /lotes/9", 200, LOTE ("8", "ASE", "1250.000", "11"));
  save (fixture);
  tbk_ui_test_until (fixture->window == NULL);
  g_assert_cmpstr (tbk_record_get_text (fixture->record, "calidad"), ==, "ASE");
}

/* --- leaving --- */

static void
test_leave_clean (Fixture *fixture, gconstpointer data)
{
  g_assert_true (tbk_ui_window_press (GTK_WIDGET (fixture->window), GDK_KEY_Escape, 0));
  tbk_ui_test_until (fixture->window == NULL);
}

static void
test_leave_dirty (Fixture *fixture, gconstpointer data)
{
  GtkWidget *question;

  type (fixture, "calidad", "ASE");
  g_assert_true (tbk_ui_window_press (GTK_WIDGET (fixture->window), GDK_KEY_Escape, 0));
  tbk_ui_test_until (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  question = tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG);
  gtk_window_close (GTK_WINDOW (question));
  tbk_ui_test_until (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG) == NULL);
  g_assert_nonnull (fixture->window);

  gtk_window_close (GTK_WINDOW (fixture->window));
  tbk_ui_test_until (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  tbk_ui_window_click (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG), "Discard");
  tbk_ui_test_until (fixture->window == NULL);
}

/* --- two at once --- */

static GtkWidget *
open_conflict (Fixture *fixture)
{
  tbk_stand_in_answer (fixture->server, "PUT /lotes/9", 412, STALE);
  tbk_stand_in_answer (fixture->server, "PUT /lotes/9", 200, LOTE ("9", "ASE", "1300.000", "22"));
  type (fixture, "calidad", "ASE");
  type (fixture, "peso_kg", "1275");
  tbk_form_set_label (fixture->form, "proveedor_id", "Finca mine");
  tbk_form_set_text (fixture->form, "proveedor_id", "33");
  save (fixture);
  tbk_ui_test_until (tbk_ui_window_find_toplevel (TBK_TYPE_CONFLICT_WINDOW) != NULL);
  return tbk_ui_window_find_toplevel (TBK_TYPE_CONFLICT_WINDOW);
}

/* The check button whose label says just that. */
static void
choose (GtkWidget *conflict, const char *text)
{
  GtkWidget *label = tbk_ui_window_find_text (conflict, text);

  g_assert_nonnull (label);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_widget_get_ancestor (label, GTK_TYPE_CHECK_BUTTON)), TRUE);
}

static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  GtkWidget *conflict = open_conflict (fixture);
  g_autofree char *nameless = tbk_ui_window_list_nameless (conflict);
  g_autofree char *label = NULL;

  g_assert_cmpstr (nameless, ==, "");
  g_assert_nonnull (tbk_ui_window_find_text (conflict, "ASE"));
  g_assert_nonnull (tbk_ui_window_find_text (conflict, "CCN51"));
  g_assert_nonnull (tbk_ui_window_find_text (conflict, "Finca mine"));
  choose (conflict, "1300.00\302\240kg");
  choose (conflict, "Finca 22");
  gtk_widget_activate_action (conflict, "conflict.apply", NULL);
  tbk_ui_test_until (tbk_ui_window_find_toplevel (TBK_TYPE_CONFLICT_WINDOW) == NULL);
  g_assert_cmpstr (tbk_form_get_text (fixture->form, "calidad"), ==, "ASE");
  g_assert_cmpstr (tbk_form_get_text (fixture->form, "peso_kg"), ==, "1300.000");
  g_assert_cmpstr (tbk_form_get_text (fixture->form, "proveedor_id"), ==, "22");
  g_assert_cmpstr (tbk_form_get_label (fixture->form, "proveedor_id"), ==, "Finca 22");

  save (fixture);
  tbk_ui_test_until (fixture->window == NULL);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "PUT /lotes/9")->if_match, ==, "\"8\"");
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, "PUT /lotes/9")->body, ==, "{\"calidad\":\"ASE\"}");
}

/* Going back changes nothing: what was typed stays, and saving finds the same again. */
static void
test_conflict_back (Fixture *fixture, gconstpointer data)
{
  GtkWidget *conflict = open_conflict (fixture);

  gtk_window_close (GTK_WINDOW (conflict));
  tbk_ui_test_until (tbk_ui_window_find_toplevel (TBK_TYPE_CONFLICT_WINDOW) == NULL);
  g_assert_nonnull (fixture->window);
  g_assert_cmpstr (tbk_form_get_text (fixture->form, "peso_kg"), ==, "1275");
  g_assert_true (tbk_form_is_dirty (fixture->form));
}

/* --- editors --- */

static void
test_unit (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = tbk_ui_window_find (row_of (fixture, "peso_kg"), GTK_TYPE_ENTRY, 0);

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "1250");
  g_object_set (row_of (fixture, "peso_kg"), "unidad", "TM", NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "1.25");
  g_assert_false (tbk_form_is_dirty (fixture->form));
  gtk_editable_set_text (GTK_EDITABLE (entry), "2,5");
  g_assert_cmpstr (tbk_form_get_text (fixture->form, "peso_kg"), ==, "2500.000");
  g_assert_true (row_says (fixture, "peso_kg", "TM"));
}

static void
test_lines (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = tbk_ui_window_find (row_of (fixture, "observaciones"), GTK_TYPE_TEXT_VIEW, 0);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "one\ntwo", -1);
  g_assert_cmpstr (tbk_form_get_text (fixture->form, "observaciones"), ==, "one\ntwo");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "", -1);
  g_assert_false (tbk_form_is_dirty (fixture->form));
}

static void
add (const char *path, void (*set_up) (Fixture *, gconstpointer), void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
  add ("/form-window/names", set_up_new, test_names);
  add ("/form-window/validates", set_up_new, test_validates);
  add ("/form-window/creates", set_up_new, test_creates);
  add ("/form-window/busy", set_up_new, test_busy);
  add ("/form-window/422", set_up_edit, test_422);
  add ("/form-window/409", set_up_edit, test_409);
  add ("/form-window/offline", set_up_edit, test_offline);
  add ("/form-window/leave-clean", set_up_edit, test_leave_clean);
  add ("/form-window/leave-dirty", set_up_edit, test_leave_dirty);
  add ("/form-window/conflict", set_up_edit, test_conflict);
  add ("/form-window/conflict-back", set_up_edit, test_conflict_back);
  add ("/form-window/unit", set_up_edit, test_unit);
  add ("/form-window/lines", set_up_edit, test_lines);
  return g_test_run ();
}
