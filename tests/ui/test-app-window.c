/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: signing in, the pages of a rol, a server that goes away, a session that ends. */
#include "tbk-account.h"
#include "tbk-app-desk.h"
#include "tbk-connection-button.h"
#include "tbk-dialogs.h"
#include "tbk-page.h"
#include "tbk-preferences.h"
#include "tbk-sidebar.h"
#include "tbk-sign-in.h"
#include "tbk-unfinished.h"

#define CONTRATOS "GET /contratos"
#define REFUSED "{\"status\":401,\"detail\":\"no\"}"

static void
open_desk (TbkAppDesk *desk, gconstpointer data)
{
  tbk_app_desk_open (desk, NULL);
}

static void
close_desk (TbkAppDesk *desk, gconstpointer data)
{
  tbk_app_desk_close (desk);
}

static TbkPage *
get_page (TbkAppDesk *desk)
{
  return TBK_PAGE (tbk_ui_window_find (GTK_WIDGET (desk->window), TBK_TYPE_PAGE, 0));
}

static void
show_page_at (TbkAppDesk *desk, int n)
{
  gtk_widget_activate_action (GTK_WIDGET (desk->window), "win.show-page-at", "i", n);
  tbk_ui_window_settle ();
}

static void
test_sign_in (TbkAppDesk *desk, gconstpointer data)
{
  g_autofree char *email = NULL;
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka");

  g_assert_nonnull (tbk_ui_window_find (GTK_WIDGET (desk->window), TBK_TYPE_SIGN_IN, 0));
  tbk_app_desk_sign_in (desk);
  tbk_ui_test_until (tbk_ui_window_find (GTK_WIDGET (desk->window), TBK_TYPE_SIGN_IN, 0) == NULL);
  g_assert_cmpstr (tbk_window_get_page (desk->window), ==, "contrato");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (desk->window)), ==, "Contracts – Triboka");
  email = g_settings_get_string (settings, "email");
  g_assert_cmpstr (email, ==, "ana@example.com");
}

static void
test_refused (TbkAppDesk *desk, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (desk->window);
  GtkWidget *row;

  tbk_stand_in_forget (desk->server, "POST /auth/login");
  tbk_stand_in_answer (desk->server, "POST /auth/login", 401, REFUSED);
  tbk_app_desk_submit (window, "ana@example.com", "wrong");
  tbk_ui_test_until (tbk_ui_window_find_text (window, "Wrong email or password.") != NULL);
  row = tbk_ui_window_find (window, ADW_TYPE_PASSWORD_ENTRY_ROW, 0);
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), row));

  gtk_editable_set_text (GTK_EDITABLE (row), "other");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  g_assert_null (tbk_ui_window_find_text (window, "Wrong email or password."));
}

static void
test_nothing_typed (TbkAppDesk *desk, gconstpointer data)
{
  tbk_app_desk_submit (GTK_WIDGET (desk->window), "ana@example.com", "");
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (desk->window), "This is needed to sign in."));
  g_assert_cmpuint (tbk_stand_in_count (desk->server, "POST /auth/login"), ==, 0);
}

static void
test_pages (TbkAppDesk *desk, gconstpointer data)
{
  GtkWidget *sidebar;

  tbk_app_desk_sign_in (desk);
  sidebar = tbk_ui_window_find (GTK_WIDGET (desk->window), TBK_TYPE_SIDEBAR, 0);
  g_assert_nonnull (tbk_ui_window_find_text (sidebar, "Lots"));
  g_assert_null (tbk_ui_window_find_text (sidebar, "Associations"));
  g_assert_null (tbk_ui_window_find_text (sidebar, "Audit"));

  show_page_at (desk, 2);
  g_assert_cmpstr (tbk_window_get_page (desk->window), ==, "lote");
  show_page_at (desk, 9);
  gtk_widget_activate_action (GTK_WIDGET (desk->window), "win.show-page", "s", "auditoria");
  g_assert_cmpstr (tbk_window_get_page (desk->window), ==, "lote");
  gtk_widget_activate_action (GTK_WIDGET (desk->window), "win.show-page", "s", "contrato");
  g_assert_cmpstr (tbk_window_get_page (desk->window), ==, "contrato");
}

/* A page that was left is read again when it comes back: others may have changed what it shows. */
static void
test_page_again (TbkAppDesk *desk, gconstpointer data)
{
  guint before;

  tbk_app_desk_sign_in (desk);
  show_page_at (desk, 2);
  before = tbk_stand_in_count (desk->server, CONTRATOS);
  show_page_at (desk, 1);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, CONTRATOS) > before);
}

/* A command reaches the visible page, wherever the focus is. */
static void
test_command (TbkAppDesk *desk, gconstpointer data)
{
  gboolean shown;

  tbk_app_desk_sign_in (desk);
  gtk_widget_activate_action (GTK_WIDGET (desk->window), "win.show-sidebar", NULL);
  gtk_widget_activate_action (GTK_WIDGET (desk->window), "page.detail", NULL);
  g_object_get (get_page (desk), "show-detail", &shown, NULL);
  g_assert_false (shown);
}

static void
test_away (TbkAppDesk *desk, gconstpointer data)
{
  guint before;

  tbk_app_desk_sign_in (desk);
  before = tbk_stand_in_count (desk->server, CONTRATOS);
  g_assert_null (tbk_ui_window_find_text (GTK_WIDGET (desk->window), "Server Away"));

  tbk_stand_in_stop (desk->server);
  tbk_page_reload (get_page (desk));
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (desk->window), "Server Away") != NULL);
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (desk->window), "Try Again"));
  g_assert_nonnull (tbk_ui_window_find (GTK_WIDGET (desk->window), TBK_TYPE_CONNECTION_BUTTON, 0));

  tbk_stand_in_answer (desk->server, "GET /health", 200, "{\"estado\":\"ok\"}");
  tbk_stand_in_start (desk->server, NULL);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, CONTRATOS) > before);
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (desk->window), "Connected"));
}

static void
let_expire (TbkAppDesk *desk)
{
  tbk_stand_in_forget (desk->server, CONTRATOS);
  tbk_stand_in_answer (desk->server, CONTRATOS, 401, REFUSED);
  tbk_stand_in_answer (desk->server, "POST /auth/refresh", 401, REFUSED);
  tbk_page_reload (get_page (desk));
  tbk_ui_test_until (tbk_dialogs_find_top (GTK_WINDOW (desk->window)) != GTK_WINDOW (desk->window));
  tbk_ui_window_settle ();
}

static void
test_expired (TbkAppDesk *desk, gconstpointer data)
{
  TbkPage *page;
  GtkWindow *again;

  tbk_app_desk_sign_in (desk);
  page = get_page (desk);
  let_expire (desk);
  again = tbk_dialogs_find_top (GTK_WINDOW (desk->window));
  g_assert_cmpstr (gtk_window_get_title (again), ==, "Sign In Again");
  g_assert_true (get_page (desk) == page);

  tbk_stand_in_forget (desk->server, CONTRATOS);
  tbk_stand_in_answer (desk->server, CONTRATOS, 200, "{\"items\":[],\"total\":0,\"siguiente\":null}");
  tbk_app_desk_submit (GTK_WIDGET (again), NULL, "cacao");
  tbk_ui_test_until (tbk_dialogs_find_top (GTK_WINDOW (desk->window)) == GTK_WINDOW (desk->window));
  g_assert_true (get_page (desk) == page);
  g_assert_nonnull (tbk_api_get_usuario (desk->api));
}

static void
test_given_up (TbkAppDesk *desk, gconstpointer data)
{
  tbk_app_desk_sign_in (desk);
  let_expire (desk);
  gtk_window_close (tbk_dialogs_find_top (GTK_WINDOW (desk->window)));
  tbk_ui_test_until (tbk_ui_window_find (GTK_WIDGET (desk->window), TBK_TYPE_SIGN_IN, 0) != NULL);
  g_assert_null (tbk_window_get_page (desk->window));
}

/* What would be lost is said before the window closes. */
static void
test_unfinished (TbkAppDesk *desk, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (desk->window);
  GtkWindow *question;

  tbk_app_desk_sign_in (desk);
  tbk_unfinished_set (GTK_WIDGET (get_page (desk)), "2 files");
  gtk_window_close (window);
  question = tbk_dialogs_find_top (window);
  g_assert_true (ADW_IS_MESSAGE_DIALOG (question));
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), ==, "2 files");
  gtk_window_close (GTK_WINDOW (question));
  tbk_ui_test_until (tbk_dialogs_find_top (window) == window);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  tbk_unfinished_set (GTK_WIDGET (get_page (desk)), NULL);
  g_assert_null (tbk_unfinished_find (window));
}

static gboolean
stay_cb (GtkWindow *window, gboolean *closing)
{
  *closing = TRUE;
  return GDK_EVENT_STOP; /* so that the desk can be cleared as ever */
}

/* And it closes when that is said to be well. */
static void
test_unfinished_closed (TbkAppDesk *desk, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (desk->window);
  gboolean closing = FALSE;

  g_signal_connect_after (window, "close-request", G_CALLBACK (stay_cb), &closing);
  tbk_app_desk_sign_in (desk);
  tbk_unfinished_set (GTK_WIDGET (get_page (desk)), "2 files");
  gtk_window_close (window);
  g_assert_false (closing);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (tbk_dialogs_find_top (window)), "confirm");
  tbk_ui_test_until (closing);
}

static void
test_sign_out (TbkAppDesk *desk, gconstpointer data)
{
  tbk_app_desk_sign_in (desk);
  tbk_preferences_present (GTK_WINDOW (desk->window), desk->api);
  tbk_api_sign_out (desk->api);
  tbk_ui_window_settle ();
  g_assert_nonnull (tbk_ui_window_find (GTK_WIDGET (desk->window), TBK_TYPE_SIGN_IN, 0));
  g_assert_null (tbk_window_get_page (desk->window));
  g_assert_true (tbk_dialogs_find_top (GTK_WINDOW (desk->window)) == GTK_WINDOW (desk->window));
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /auth/logout") == 1);
}

static void
test_names (TbkAppDesk *desk, gconstpointer data)
{
  static void (*const presents[]) (GtkWindow *, TbkApi *) = { tbk_preferences_present, tbk_account_present };
  g_autofree char *sign_in = tbk_ui_window_list_nameless (GTK_WIDGET (desk->window));
  g_autofree char *pages = NULL;

  g_assert_cmpstr (sign_in, ==, "");
  tbk_app_desk_sign_in (desk);
  pages = tbk_ui_window_list_nameless (GTK_WIDGET (desk->window));
  g_assert_cmpstr (pages, ==, "");
  tbk_stand_in_answer (desk->server, "GET /me/sesiones", 200, "{\"items\":[]}");
  for (gsize i = 0; i < G_N_ELEMENTS (presents); i++)
    {
      GtkWidget *page;
      g_autofree char *nameless = NULL;

      presents[i](GTK_WINDOW (desk->window), desk->api);
      tbk_ui_window_settle ();
      page = tbk_ui_window_find (GTK_WIDGET (tbk_dialogs_find_top (GTK_WINDOW (desk->window))),
                                 ADW_TYPE_PREFERENCES_PAGE, 0);
      nameless = tbk_ui_window_list_nameless (page);
      g_assert_cmpstr (nameless, ==, "");
      g_assert_true (tbk_dialogs_close (GTK_WINDOW (desk->window)));
    }
}

#define ADD(name, test) g_test_add ("/app-window/" name, TbkAppDesk, NULL, open_desk, test, close_desk)

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);

  ADD ("sign-in", test_sign_in);
  ADD ("refused", test_refused);
  ADD ("nothing-typed", test_nothing_typed);
  ADD ("pages", test_pages);
  ADD ("page-again", test_page_again);
  ADD ("command", test_command);
  ADD ("away", test_away);
  ADD ("expired", test_expired);
  ADD ("given-up", test_given_up);
  ADD ("unfinished", test_unfinished);
  ADD ("unfinished-closed", test_unfinished_closed);
  ADD ("sign-out", test_sign_out);
  ADD ("names", test_names);
  return g_test_run ();
}
