/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The viewer while its document arrives, and when the line goes. */
#include "tbk-doc-download.h"
#include "tbk-doc-maker.h"
#include "tbk-doc-window.h"
#include "tbk-stand-in.h"
#include "tbk-ui-window.h"

#define RECORD "GET /documentos/5"
#define DOWNLOAD "GET /documentos/5/download"
#define URL "{\"id\":5,\"url_archivo\":\"/documentos/5/download?exp=1&sig=ab\"}"
#define AWAY "The server does not answer."

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  GBytes *bytes;
  TbkDocWindow *window;
  TbkDocView *view;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
  fixture->bytes = tbk_doc_maker_scan (12, 512 * 1024);
  tbk_stand_in_answer (fixture->server, RECORD, 200, URL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_ui_window_close (GTK_WINDOW (fixture->window));
  tbk_ui_test_let_go (fixture->api);
  tbk_stand_in_free (fixture->server);
  g_bytes_unref (fixture->bytes);
}

static void
open_window (Fixture *fixture)
{
  const TbkDocFacts facts = { "escaneado.pdf", "application/pdf", (goffset) g_bytes_get_size (fixture->bytes), NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TbkDocSource) source = tbk_doc_download_new (fixture->api, 5, &facts, &error);

  g_assert_no_error (error);
  fixture->window = tbk_doc_window_new (NULL, source);
  fixture->view = tbk_doc_window_get_view (fixture->window, 0);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
serve (Fixture *fixture, gboolean there)
{
  tbk_stand_in_forget (fixture->server, DOWNLOAD);
  if (there)
    tbk_stand_in_answer_bytes (fixture->server, DOWNLOAD, "\"one\"", fixture->bytes);
  else
    tbk_stand_in_answer (fixture->server, DOWNLOAD, TBK_STAND_IN_DROP, NULL);
}

static void
wait_pages (Fixture *fixture)
{
  tbk_ui_test_until (tbk_doc_view_get_shown (fixture->view) == TBK_DOC_SHOWN_PAGES);
  tbk_ui_test_until (tbk_doc_pages_is_settled (tbk_doc_view_get_pages (fixture->view)));
  g_assert_null (tbk_doc_pages_get_broken (tbk_doc_view_get_pages (fixture->view), 0));
}

static gboolean
says_away (Fixture *fixture)
{
  GtkWidget *label = tbk_ui_window_find_text (GTK_WIDGET (fixture->view), AWAY);

  return label != NULL && gtk_widget_get_mapped (label);
}

/* It cannot be opened; it is when the line is back. */
static void
test_away_at_first (Fixture *fixture, gconstpointer data)
{
  serve (fixture, FALSE);
  open_window (fixture);
  tbk_ui_test_until (tbk_doc_view_get_shown (fixture->view) == TBK_DOC_SHOWN_FAILED);
  g_assert_cmpstr (tbk_doc_view_get_message (fixture->view), ==, AWAY);
  serve (fixture, TRUE);
  tbk_ui_window_click (GTK_WIDGET (fixture->view), "Try Again");
  wait_pages (fixture);
}

/* So that some of it is left, however fast this machine is. */
static void
arrived_cb (TbkDocSource *source)
{
  tbk_doc_source_read_ahead (source, FALSE);
}

/* A page far on is looked at before it has come; the line goes, which is said beside what is there; it goes on. */
static void
test_away_later (Fixture *fixture, gconstpointer data)
{
  TbkDocPages *pages;
  TbkDocSource *source;

  serve (fixture, TRUE);
  open_window (fixture);
  source = tbk_doc_view_get_source (fixture->view);
  pages = tbk_doc_view_get_pages (fixture->view);
  g_signal_connect (source, "notify::arrived", G_CALLBACK (arrived_cb), NULL);
  wait_pages (fixture);
  serve (fixture, FALSE);
  g_assert_false (tbk_doc_source_is_complete (source));
  tbk_doc_pages_go_to (pages, 11);
  tbk_ui_test_until (says_away (fixture));
  g_assert_cmpint (tbk_doc_view_get_shown (fixture->view), ==, TBK_DOC_SHOWN_PAGES);
  g_assert_null (tbk_doc_pages_get_broken (pages, 11));
  serve (fixture, TRUE);
  tbk_ui_window_click (GTK_WIDGET (fixture->view), "Try Again");
  wait_pages (fixture);
  g_assert_null (tbk_doc_pages_get_broken (pages, 11));
  g_signal_handlers_disconnect_by_func (source, arrived_cb, NULL);
  tbk_doc_source_read_ahead (source, TRUE);
  tbk_ui_test_until (tbk_doc_source_is_complete (source));
}

/* Closed while it arrives: nothing more is asked for. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  TbkDocSource *source;
  guint asked;

  serve (fixture, TRUE);
  open_window (fixture);
  wait_pages (fixture);
  source = g_object_ref (tbk_doc_view_get_source (fixture->view));
  tbk_doc_view_set_source (fixture->view, NULL);
  tbk_ui_test_let_go (source);
  asked = tbk_stand_in_count (fixture->server, DOWNLOAD);
  tbk_ui_window_settle ();
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, DOWNLOAD), ==, asked);
}

#define add(name, function) \
  g_test_add ("/doc-arrives/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  tbk_ui_window_init (&argc, &argv);
  add ("away-at-first", test_away_at_first);
  add ("away-later", test_away_later);
  add ("closed", test_closed);
  return g_test_run ();
}
