/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in a page's place when it has no rows to show. */
#include "tbk-contrato-page.h"
#include "tbk-stand-in.h"
#include "tbk-ui-window.h"

#define GET "GET /contratos"
#define NONE "{\"items\":[],\"total\":0}"
#define ONE "{\"items\":[{\"id\":9,\"codigo\":\"CT-9\",\"estado\":\"Borrador\",\"version\":1}],\"total\":1}"

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  GtkWidget *page;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
}

static void
open_page (Fixture *fixture)
{
  fixture->page = g_object_new (TBK_TYPE_CONTRATO_PAGE, "api", fixture->api, NULL);
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
  fixture->window = tbk_ui_window_new (fixture->page);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  tbk_ui_test_until (fixture->page == NULL);
  g_assert_finalize_object (fixture->api);
  tbk_stand_in_free (fixture->server);
}

/* Whether it can be seen: the stack keeps the other places. */
static gboolean
shows (Fixture *fixture, const char *text)
{
  GtkWidget *found = tbk_ui_window_find_text (fixture->page, text);

  return found != NULL && gtk_widget_get_mapped (found);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, GET, 200, NONE);
  open_page (fixture);
  tbk_ui_test_until (shows (fixture, "No Contracts Yet"));
  tbk_ui_test_until (shows (fixture, "New Contract"));
}

static void
test_no_match (Fixture *fixture, gconstpointer data)
{
  TbkListing *listing;

  tbk_stand_in_answer (fixture->server, GET, 200, NONE);
  open_page (fixture);
  listing = tbk_page_get_listing (TBK_PAGE (fixture->page));
  tbk_listing_set_q (listing, "ccn");
  tbk_ui_test_until (shows (fixture, "No Results"));
  tbk_ui_window_click (fixture->page, "Clear Search and Filters");
  tbk_ui_test_until (shows (fixture, "No Contracts Yet"));
  g_assert_null (tbk_listing_get_q (listing));
}

/* In the server's own words, letter for letter; trying again brings the rows. */
static void
test_error (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_answer (fixture->server, GET, 400,
                       "{\"title\":\"Bad Request\",\"status\":400,\"detail\":\"a < b & c\"}");
  tbk_stand_in_answer (fixture->server, GET, 200, ONE);
  open_page (fixture);
  tbk_ui_test_until (shows (fixture, "Could Not Be Loaded"));
  g_assert_true (shows (fixture, "a < b & c"));
  tbk_ui_window_click (fixture->page, "Try Again");
  tbk_ui_test_until (shows (fixture, "CT-9"));
}

int
main (int argc, char **argv)
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/page-status/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("empty", test_empty);
  ADD ("no-match", test_no_match);
  ADD ("error", test_error);
  return g_test_run ();
}
