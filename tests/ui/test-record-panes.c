/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands beside a record: the steps to its next states, its history. */
#include "lote.h"
#include "tbk-change.h"
#include "tbk-history.h"
#include "tbk-stand-in.h"
#include "tbk-steps.h"
#include "tbk-ui-window.h"

#include <string.h>

#define NBSP "\302\240"
#define PUT "PUT /lotes/9"
#define HISTORY "GET /lotes/9/historial"
#define LOTE(estado, version) \
  "{\"id\":9,\"codigo_lote\":\"LT-9\",\"peso_kg\":\"1250.000\",\"estado\":\"" estado "\",\"version\":" version "}"
#define ENTRY(accion, antes, despues)                                                                             \
  "{\"id\":1,\"tabla\":\"lote\",\"fila_id\":9,\"accion\":\"" accion "\",\"antes\":" antes ",\"despues\":" despues \
  ",\"motivo\":\"a typo\",\"usuario_nombre\":\"Ana Vera\",\"created_at\":\"2026-11-25T10:31:00Z\"}"
#define EDITED                                                                                               \
  ENTRY ("editar", "{\"peso_kg\":\"1250.000\",\"estado\":\"Registrado\",\"calidad\":\"ASS\",\"version\":1}", \
         "{\"peso_kg\":\"1300.000\",\"estado\":\"Recibido\",\"calidad\":\"ASS\",\"version\":2}")

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkRecord *record;
  GtkWidget *widget;
  GtkWindow *window;
  guint stepped;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
  fixture->record = tbk_ui_test_record (&tbk_lote, LOTE ("Registrado", "1"));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  tbk_ui_window_settle ();
  g_assert_finalize_object (fixture->record);
  g_object_unref (fixture->api);
  tbk_stand_in_free (fixture->server);
}

/* --- steps --- */

static void
open_steps (Fixture *fixture, gboolean can_correct)
{
  fixture->widget = g_object_new (TBK_TYPE_STEPS, "api", fixture->api, "record", fixture->record, "can-step", TRUE,
                                  "can-correct", can_correct, NULL);
  g_signal_connect_swapped (fixture->widget, "stepped", G_CALLBACK (tbk_ui_test_count), &fixture->stepped);
  fixture->window = tbk_ui_window_new (fixture->widget);
}

static void
become (Fixture *fixture, const char *json)
{
  g_autoptr (JsonObject) object = tbk_ui_test_object (json);

  tbk_record_update (fixture->record, object);
}

static AdwMessageDialog *
find_question (void)
{
  tbk_ui_test_until (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  return ADW_MESSAGE_DIALOG (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG));
}

/* The button names the next step; it sends just that, with the version that was seen. */
static void
test_step (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, PUT, 200, LOTE ("En transito", "2"));
  open_steps (fixture, FALSE);
  tbk_ui_window_click (fixture->widget, "Dispatch");
  tbk_ui_test_until (fixture->stepped == 1);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, PUT)->body, ==, "{\"estado\":\"En transito\"}");
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, PUT)->if_match, ==, "\"1\"");
  g_assert_cmpstr (tbk_record_get_text (fixture->record, "estado"), ==, "En transito");
  g_assert_nonnull (tbk_ui_window_find_text (fixture->widget, "Confirm Reception"));
  g_assert_null (tbk_ui_window_find_text (fixture->widget, "Dispatch"));
}

static gboolean
taken_cb (TbkSteps *steps, const char *estado, guint *n)
{
  *n += g_str_equal (estado, "Recibido");
  return TRUE;
}

/* A step that needs its own form is somebody else's. */
static void
test_step_taken (Fixture *fixture, gconstpointer data)
{
  guint n = 0;

  become (fixture, LOTE ("En transito", "2"));
  open_steps (fixture, FALSE);
  g_signal_connect (fixture->widget, "step", G_CALLBACK (taken_cb), &n);
  tbk_ui_window_click (fixture->widget, "Confirm Reception");
  tbk_ui_window_settle ();
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, PUT), ==, 0);
}

/* What ends a record is asked about first, with room for a reason. */
static void
test_step_ending (Fixture *fixture, gconstpointer data)
{
  AdwMessageDialog *question;

  tbk_stand_in_answer (fixture->server, PUT, 200, LOTE ("Rechazado", "3"));
  become (fixture, LOTE ("Recibido", "2"));
  open_steps (fixture, FALSE);
  tbk_ui_window_click (fixture->widget, "Reject");
  question = find_question ();
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, PUT), ==, 0);
  gtk_editable_set_text (GTK_EDITABLE (adw_message_dialog_get_extra_child (question)), "mouldy");
  tbk_ui_window_click (GTK_WIDGET (question), "Reject");
  tbk_ui_test_until (fixture->stepped == 1);
  g_assert_cmpstr (tbk_stand_in_last (fixture->server, PUT)->body, ==,
                   "{\"estado\":\"Rechazado\",\"motivo\":\"mouldy\"}");
  g_assert_false (gtk_widget_get_visible (fixture->widget));
}

static void
test_step_ending_kept (Fixture *fixture, gconstpointer data)
{
  become (fixture, LOTE ("Recibido", "2"));
  open_steps (fixture, FALSE);
  tbk_ui_window_click (fixture->widget, "Reject");
  tbk_ui_window_click (GTK_WIDGET (find_question ()), "Keep as It Is");
  tbk_ui_test_until (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG) == NULL);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, PUT), ==, 0);
}

/* The way back needs its reason. */
static void
test_correct (Fixture *fixture, gconstpointer data)
{
  AdwMessageDialog *question;

  tbk_stand_in_answer (fixture->server, PUT, 200, LOTE ("Registrado", "3"));
  become (fixture, LOTE ("Recibido", "2"));
  open_steps (fixture, TRUE);
  gtk_widget_activate_action (fixture->widget, "steps.correct", "s", "Registrado");
  question = find_question ();
  g_assert_false (adw_message_dialog_get_response_enabled (question, "go"));
  gtk_editable_set_text (GTK_EDITABLE (adw_message_dialog_get_extra_child (question)), "  ");
  g_assert_false (adw_message_dialog_get_response_enabled (question, "go"));
  gtk_editable_set_text (GTK_EDITABLE (adw_message_dialog_get_extra_child (question)), "wrong lot");
  g_assert_true (adw_message_dialog_get_response_enabled (question, "go"));
  tbk_ui_window_click (GTK_WIDGET (question), "Back to Registered");
  tbk_ui_test_until (fixture->stepped == 1);
  g_assert_cmpstr (tbk_record_get_text (fixture->record, "estado"), ==, "Registrado");
}

/* Somebody was faster: the buttons are those of what it is now. */
static void
test_step_stale (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, PUT, 412, "{\"status\":412,\"actual\":" LOTE ("Recibido", "5") "}");
  open_steps (fixture, FALSE);
  tbk_ui_window_click (fixture->widget, "Dispatch");
  tbk_ui_test_until (tbk_ui_window_find_text (fixture->widget, "Reject") != NULL);
  g_assert_cmpuint (fixture->stepped, ==, 0);
  g_assert_cmpstr (tbk_record_get_text (fixture->record, "version"), ==, "5");
  g_assert_true (gtk_widget_get_sensitive (fixture->widget));
}

static void
test_no_rights (Fixture *fixture, gconstpointer data)
{
  open_steps (fixture, FALSE);
  g_object_set (fixture->widget, "can-step", FALSE, NULL);
  g_assert_false (gtk_widget_get_visible (fixture->widget));
  g_object_set (fixture->widget, "can-step", TRUE, NULL);
  g_assert_true (gtk_widget_get_visible (fixture->widget));
}

/* --- history --- */

static void
open_history (Fixture *fixture)
{
  fixture->widget = g_object_new (TBK_TYPE_HISTORY, "api", fixture->api, "record", fixture->record,
                                  "unidad", "kg", NULL);
  fixture->window = tbk_ui_window_new (fixture->widget);
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, HISTORY, 200, "{\"items\":[" EDITED "],\"total\":1,\"siguiente\":null}");
  open_history (fixture);
  tbk_ui_test_until (tbk_ui_window_find_text (fixture->widget, "Weight: 1250.00" NBSP "kg → 1300.00" NBSP "kg\n"
                                                               "State: Registered → Received\n"
                                                               "Reason: a typo")
                     != NULL);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, HISTORY), ==, 1);
}

/* It is read again when the record changes, and what is shown stays until then. */
static void
test_history_follows (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, HISTORY, 200, "{\"items\":[],\"total\":0,\"siguiente\":null}");
  open_history (fixture);
  tbk_ui_test_until (tbk_ui_window_find_text (fixture->widget, "Nothing has happened yet.") != NULL);
  become (fixture, LOTE ("Recibido", "2"));
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, HISTORY) == 2);
  become (fixture, LOTE ("Recibido", "2"));
  tbk_ui_window_settle ();
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, HISTORY), ==, 2);
}

/* A list that is none, and an error, are words instead of a crash. */
static void
test_history_hostile (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, HISTORY, 200, "{\"items\":[null,3,\"x\"]}");
  tbk_stand_in_answer (fixture->server, HISTORY, 200,
                       "{\"items\":[" ENTRY ("editar", "7", "[1]") "," ENTRY (
                           "?", "{\"peso_kg\":{\"a\":1}}", "{\"gone\":1e300}") "]}");
  open_history (fixture);
  tbk_ui_test_until (tbk_ui_window_find_text (fixture->widget, "No history") != NULL);
  become (fixture, LOTE ("Recibido", "2"));
  tbk_ui_test_until (tbk_ui_window_find (fixture->widget, ADW_TYPE_ACTION_ROW, 1) != NULL);
}

static void
test_changes (void)
{
  g_autoptr (TbkRecord) entry = tbk_ui_test_record (&tbk_auditoria, EDITED);
  g_autoptr (GPtrArray) changed = tbk_change_list (entry, "qq", FALSE);
  g_autoptr (GPtrArray) all = tbk_change_list (entry, "qq", TRUE);
  const TbkChange *first = g_ptr_array_index (changed, 0);

  g_assert_cmpuint (changed->len, ==, 2);
  g_assert_cmpstr (first->label, ==, "Weight");
  g_assert_cmpstr (first->before, ==, "27.56" NBSP "qq");
  g_assert_cmpstr (first->after, ==, "28.66" NBSP "qq");
  g_assert_cmpuint (all->len, ==, 3);
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
  add ("/steps/step", test_step);
  add ("/steps/taken", test_step_taken);
  add ("/steps/ending", test_step_ending);
  add ("/steps/ending-kept", test_step_ending_kept);
  add ("/steps/correct", test_correct);
  add ("/steps/stale", test_step_stale);
  add ("/steps/no-rights", test_no_rights);
  add ("/history/shows", test_history);
  add ("/history/follows", test_history_follows);
  add ("/history/hostile", test_history_hostile);
  g_test_add_func ("/history/changes", test_changes);
  return g_test_run ();
}
