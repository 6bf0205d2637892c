/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Toasts say what they are given letter for letter; a question does what was asked once, on yes. */
#include "tbk-problem.h"
#include "tbk-toast.h"
#include "tbk-ui-window.h"

#define HOSTILE "Cacao & Hijos <b>S.A.</b> &lt;"

typedef struct
{
  GtkWidget *child;
  GtkWindow *window;
  guint n_confirmed;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->child = gtk_label_new ("below");
  fixture->window = tbk_ui_window_new (fixture->child);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  tbk_ui_window_settle ();
}

static gboolean
says (Fixture *fixture, const char *text)
{
  return tbk_ui_window_find_text (GTK_WIDGET (fixture->window), text) != NULL;
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  tbk_toast (fixture->child, HOSTILE);
  tbk_ui_test_until (says (fixture, HOSTILE));
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) cancelled = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", HOSTILE);
  g_autoptr (GError) full = g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "%s", "“a&b.csv”: no space <left>");

  tbk_toast_error (fixture->child, cancelled); /* what the user stopped is no news */
  tbk_toast_error (fixture->child, full);
  tbk_ui_test_until (says (fixture, full->message));
  g_assert_false (says (fixture, HOSTILE));
}

static void
test_problem (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) forbidden = NULL;

  tbk_problem_set (&forbidden, 403, "not yours");
  tbk_toast_error (fixture->child, forbidden);
  tbk_ui_test_until (says (fixture, "You may not do this."));
}

static void
test_action (Fixture *fixture, gconstpointer data)
{
  tbk_toast_action (fixture->child, HOSTILE, "Undo", "lotes.undo", g_variant_new_string ("LT-9"));
  tbk_ui_test_until (says (fixture, HOSTILE));
  g_assert_true (says (fixture, "Undo"));
}

static void
confirmed_cb (GtkWidget *from, gpointer data)
{
  tbk_ui_test_count (data);
}

static void
ask (Fixture *fixture)
{
  tbk_confirm (fixture->child, "Delete Lot?", HOSTILE, "_Delete", confirmed_cb, &fixture->n_confirmed);
  tbk_ui_test_until (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG) != NULL);
}

static void
answer (const char *label)
{
  GtkWidget *dialog = tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG);

  g_assert_nonnull (tbk_ui_window_find_text (dialog, HOSTILE));
  tbk_ui_window_click (dialog, label);
  tbk_ui_test_until (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG) == NULL);
}

static void
test_confirm (Fixture *fixture, gconstpointer data)
{
  ask (fixture);
  answer ("Cancel");
  g_assert_cmpuint (fixture->n_confirmed, ==, 0);
  ask (fixture);
  answer ("Delete");
  g_assert_cmpuint (fixture->n_confirmed, ==, 1);
}

/* What it was asked about may be gone by the time of the answer. */
static void
test_confirm_too_late (void)
{
  Fixture fixture = { 0 };
  GtkWidget *overlay;

  set_up (&fixture, NULL);
  ask (&fixture);
  overlay = gtk_widget_get_parent (fixture.child);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (gtk_widget_get_ancestor (overlay, ADW_TYPE_TOAST_OVERLAY)), NULL);
  answer ("Delete");
  g_assert_cmpuint (fixture.n_confirmed, ==, 0);
  tear_down (&fixture, NULL);
}

int
main (int argc, char **argv)
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/toast/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("text", test_text);
  ADD ("error", test_error);
  ADD ("problem", test_problem);
  ADD ("action", test_action);
  ADD ("confirm", test_confirm);
  g_test_add_func ("/toast/confirm-too-late", test_confirm_too_late);
  return g_test_run ();
}
