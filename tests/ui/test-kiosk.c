/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scale alone, full screen: what it leaves of the window, that it fits an old screen, and that
 * it ends with the session. */
#include "tbk-app-desk.h"
#include "tbk-peso-display.h"
#include "tbk-sidebar.h"
#include "tbk-sign-in.h"
#include "tbk-ui-picture.h"

#define SCREEN_WIDTH 1024
#define SCREEN_HEIGHT 768
#define GLOVE 56 /* pixels: a finger in a glove */
#define NO_ROWS "{\"items\":[],\"page\":1,\"page_size\":200,\"total\":0,\"siguiente\":null}"

static void
set_up (TbkAppDesk *desk, gconstpointer data)
{
  tbk_app_desk_open (desk, NULL);
  tbk_stand_in_answer (desk->server, "GET /pesajes", 200, NO_ROWS);
  tbk_app_desk_sign_in (desk);
  gtk_widget_activate_action (GTK_WIDGET (desk->window), "win.show-page", "s", "pesaje");
  tbk_ui_test_until (tbk_ui_window_find (GTK_WIDGET (desk->window), TBK_TYPE_PESO_DISPLAY, 0) != NULL);
}

static void
tear_down (TbkAppDesk *desk, gconstpointer data)
{
  tbk_app_desk_close (desk);
}

static gboolean
has_sidebar (TbkAppDesk *desk)
{
  return tbk_ui_window_find (GTK_WIDGET (desk->window), TBK_TYPE_SIDEBAR, 0) != NULL;
}

static gboolean
is_kiosk (TbkAppDesk *desk)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (desk->window), "kiosk");

  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (desk->window), "kiosk") == g_variant_get_boolean (state));
  g_assert_true (has_sidebar (desk) == !g_variant_get_boolean (state));
  return g_variant_get_boolean (state);
}

/* The sidebar is back once the window has measured its page anew. */
static void
toggle (TbkAppDesk *desk)
{
  gboolean had_sidebar = has_sidebar (desk);

  g_action_group_activate_action (G_ACTION_GROUP (desk->window), "kiosk", NULL);
  tbk_ui_test_until (has_sidebar (desk) != had_sidebar);
  tbk_ui_window_settle ();
}

static void
test_there_and_back (TbkAppDesk *desk, gconstpointer data)
{
  g_assert_false (is_kiosk (desk));
  toggle (desk);
  g_assert_true (is_kiosk (desk));
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (desk->window), "Take the Weight"));
  toggle (desk);
  g_assert_false (is_kiosk (desk));
}

/* Larger type and buttons than on a desk, and all of it on the screen. */
static void
test_fits (TbkAppDesk *desk, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (desk->window);
  GtkWidget *capture = gtk_widget_get_ancestor (tbk_ui_window_find_text (window, "Take the Weight"), GTK_TYPE_BUTTON);
  int width, height, before;

  gtk_widget_measure (capture, GTK_ORIENTATION_VERTICAL, -1, &before, NULL, NULL, NULL);
  toggle (desk);
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (window, GTK_ORIENTATION_VERTICAL, SCREEN_WIDTH, &height, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, SCREEN_WIDTH);
  g_assert_cmpint (height, <=, SCREEN_HEIGHT);
  gtk_widget_measure (capture, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, >, before);
  g_assert_cmpint (height, >=, GLOVE);
}

/* Whoever signs out leaves the window to the next one as it is for all. */
static void
test_signed_out (TbkAppDesk *desk, gconstpointer data)
{
  toggle (desk);
  tbk_api_sign_out (desk->api);
  tbk_ui_test_until (tbk_ui_window_find (GTK_WIDGET (desk->window), TBK_TYPE_SIGN_IN, 0) != NULL);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (desk->window), "kiosk"));
  tbk_app_desk_sign_in (desk);
  g_assert_false (is_kiosk (desk));
}

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
  tbk_ui_picture_begin (FALSE);
#define ADD(name, func) g_test_add ("/kiosk/" name, TbkAppDesk, NULL, set_up, func, tear_down)
  ADD ("there-and-back", test_there_and_back);
  ADD ("fits", test_fits);
  ADD ("signed-out", test_signed_out);
  return g_test_run ();
}
