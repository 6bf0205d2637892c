/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A listing while others change its rows: what changed is read, in place, once; what is selected stays so. */
#include <gtk/gtk.h>

#include "contrato.h"
#include "lote.h"
#include "tbk-listing.h"
#include "tbk-live.h"
#include "tbk-stand-in-live.h"
#include "tbk-ui-test.h"

#define GET "GET /contratos"
#define FIRST 10

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkListing *listing;
  GtkSingleSelection *selection;
  GArray *ids; /* gint64: what the server has, in its order */
  guint version;
  gint64 evento;
} Fixture;

static char *
make_row (guint nth, gpointer data)
{
  Fixture *fixture = data;
  gint64 id = g_array_index (fixture->ids, gint64, nth);

  return g_strdup_printf ("{\"id\":%" G_GINT64_FORMAT ",\"codigo\":\"CT-%" G_GINT64_FORMAT "\",\"version\":%u}", id, id,
                          fixture->version);
}

static char *
reply_list (const char *query, gpointer data)
{
  return tbk_stand_in_page (query, ((Fixture *) data)->ids->len, make_row, data);
}

static gboolean
is_loading (TbkListing *listing)
{
  gboolean loading;

  g_object_get (listing, "loading", &loading, NULL);
  return loading;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  tbk_stand_in_live_open (fixture->server, FIRST);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
  tbk_ui_test_until (tbk_live_get_connected (tbk_api_get_live (fixture->api)));
  fixture->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (gint64 id = 1000; id < 1000 + GPOINTER_TO_INT (data); id++)
    g_array_append_val (fixture->ids, id);
  fixture->version = 1;
  fixture->evento = FIRST;
  tbk_stand_in_answer_by (fixture->server, GET, reply_list, fixture);
  fixture->listing = tbk_listing_new (fixture->api, &tbk_contrato);
  fixture->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (fixture->listing)));
  gtk_single_selection_set_autoselect (fixture->selection, FALSE);
  tbk_ui_test_until (!is_loading (fixture->listing));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->selection);
  tbk_ui_test_let_go (fixture->listing);
  tbk_ui_test_let_go (fixture->api);
  tbk_stand_in_free (fixture->server);
  g_array_unref (fixture->ids);
}

/* Somebody else changes a row. */
static void
tell (Fixture *fixture, const char *accion, gint64 id, guint version)
{
  g_autofree char *data = g_strdup_printf (
      "{\"id\":%" G_GINT64_FORMAT ",\"version\":%u,\"accion\":\"%s\"}", id, version, accion);

  tbk_stand_in_live_event (fixture->server, "contrato.actualizado", ++fixture->evento, data);
}

/* Returns: (transfer full): the row there, once it is read. */
static TbkRecord *
get (Fixture *fixture, guint position)
{
  TbkRecord *record = g_list_model_get_item (G_LIST_MODEL (fixture->listing), position);

  tbk_ui_test_until (tbk_record_get_id (record) != 0);
  tbk_ui_test_until (!is_loading (fixture->listing));
  return record;
}

static gint64
selected_id (Fixture *fixture)
{
  TbkRecord *record = gtk_single_selection_get_selected_item (fixture->selection);

  return record != NULL ? tbk_record_get_id (record) : 0;
}

static guint
count_lists (Fixture *fixture)
{
  return tbk_stand_in_count (fixture->server, GET);
}

static void
insert (Fixture *fixture, guint position, gint64 id)
{
  g_array_insert_val (fixture->ids, position, id);
}

/* --- rows at hand ---------------------------------------------------------- */

static void
test_one_row (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) record = get (fixture, 5);

  tbk_stand_in_answer (fixture->server, "GET /contratos/1005", 200,
                       "{\"id\":1005,\"codigo\":\"CT-NEW\",\"version\":2}");
  tell (fixture, "editar", 1005, 2);
  tbk_ui_test_until (tbk_record_get_int (record, "version") == 2);
  g_assert_cmpstr (tbk_record_get_text (record, "codigo"), ==, "CT-NEW");
  g_assert_cmpuint (count_lists (fixture), ==, 1);
  g_assert_cmpuint (tbk_listing_find (fixture->listing, 1005), ==, 5);
}

/* What was saved here comes back as an event: it is known already, and just the other one is asked for. */
static void
test_own_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) record = get (fixture, 6);

  tbk_stand_in_answer (fixture->server, "GET /contratos/1006", 200, "{\"id\":1006,\"version\":9}");
  tell (fixture, "editar", 1005, 1);
  tell (fixture, "editar", 1006, 9);
  tbk_ui_test_until (tbk_record_get_int (record, "version") == 9);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "GET /contratos/1005"), ==, 0);
  g_assert_cmpuint (count_lists (fixture), ==, 1);
}

/* Hundreds of changes are a few requests. */
static void
test_burst (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) first = get (fixture, 0);
  g_autoptr (TbkRecord) last = get (fixture, 249);
  guint before = count_lists (fixture);

  fixture->version = 2;
  for (guint i = 0; i < 500; i++)
    tell (fixture, "editar", 1000 + i % 250, 2);
  tbk_ui_test_until (tbk_record_get_int (first, "version") == 2 && tbk_record_get_int (last, "version") == 2);
  tell (fixture, "editar", 1003, 2);
  tbk_ui_test_until (tbk_live_get_evento (tbk_api_get_live (fixture->api)) == fixture->evento);
  g_assert_cmpuint (count_lists (fixture) - before, <=, 3);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "GET /contratos/1000"), ==, 0);
}

/* Rows that are put in order by what changed are put in order anew. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) record = NULL;

  tbk_listing_set_orden (fixture->listing, "codigo");
  tbk_ui_test_until (tbk_listing_is_settled (fixture->listing));
  record = get (fixture, 5);
  tbk_stand_in_answer (fixture->server, "GET /contratos/1005", 200,
                       "{\"id\":1005,\"codigo\":\"CT-9\",\"version\":2}");
  g_array_remove_index (fixture->ids, 5);
  insert (fixture, 19, 1005);
  tell (fixture, "editar", 1005, 2);
  tbk_ui_test_until (tbk_listing_find (fixture->listing, 1005) == 19);
}

/* Where it is narrowed, a row may be none of it any more. */
static void
test_narrowed (Fixture *fixture, gconstpointer data)
{
  tbk_listing_set_filter (fixture->listing, "estado", "Activo");
  tbk_ui_test_until (tbk_listing_is_settled (fixture->listing));
  g_object_unref (get (fixture, 5));
  tbk_stand_in_answer (fixture->server, "GET /contratos/1005", 200, "{\"id\":1005,\"version\":2}");
  g_array_remove_index (fixture->ids, 5);
  tell (fixture, "editar", 1005, 2);
  tbk_ui_test_until (tbk_listing_get_total (fixture->listing) == 19);
  g_assert_cmpuint (tbk_listing_find (fixture->listing, 1005), ==, G_MAXUINT);
}

/* --- rows that come and go -------------------------------------------------- */

static void
test_new_row (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) record = get (fixture, 5);

  gtk_single_selection_set_selected (fixture->selection, 5);
  insert (fixture, 0, 2000);
  tell (fixture, "crear", 2000, 1);
  tbk_ui_test_until (tbk_listing_get_total (fixture->listing) == 21);
  g_assert_cmpuint (gtk_single_selection_get_selected (fixture->selection), ==, 6);
  g_assert_true (gtk_single_selection_get_selected_item (fixture->selection) == record);
}

/* One more at the top pushes the row that is selected over the end of its page: from what is at hand to what is not,
 * from one page at hand to the next, and over the end of all. */
static void
test_pushed (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint looked_at, selected;
  } cases[] = { { 0, 99 }, { 150, 99 }, { 249, 249 }, { 0, 0 }, { 150, 199 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint total = fixture->ids->len;
      guint position = cases[i].selected + (total - 250);
      g_autoptr (TbkRecord) looked_at = get (fixture, cases[i].looked_at + (total - 250));
      g_autoptr (TbkRecord) record = get (fixture, position);

      gtk_single_selection_set_selected (fixture->selection, position);
      insert (fixture, 0, 2000 + i);
      tell (fixture, "crear", 2000 + i, 1);
      tbk_ui_test_until (tbk_listing_get_total (fixture->listing) == total + 1);
      tbk_ui_test_until (!is_loading (fixture->listing));
      g_assert_true (gtk_single_selection_get_selected_item (fixture->selection) == record);
      g_assert_cmpuint (gtk_single_selection_get_selected (fixture->selection), ==, position + 1);
    }
}

/* Rows above go: the selected one comes up, over the beginning of its page. */
static void
test_pulled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) record = get (fixture, 200);

  gtk_single_selection_set_selected (fixture->selection, 200);
  g_array_remove_range (fixture->ids, 10, 3);
  tell (fixture, "borrar", 1010, 0);
  tbk_ui_test_until (tbk_listing_get_total (fixture->listing) == 247);
  g_assert_true (gtk_single_selection_get_selected_item (fixture->selection) == record);
  g_assert_cmpuint (gtk_single_selection_get_selected (fixture->selection), ==, 197);
}

static void
test_lost (Fixture *fixture, gconstpointer data)
{
  gtk_single_selection_set_selected (fixture->selection, 5);
  g_array_remove_index (fixture->ids, 5);
  tell (fixture, "borrar", 1005, 0);
  tbk_ui_test_until (tbk_listing_get_total (fixture->listing) == 19);
  g_assert_cmpint (selected_id (fixture), ==, 0);
  g_assert_cmpuint (tbk_listing_find (fixture->listing, 1006), ==, 5);
}

/* --- all of it --------------------------------------------------------------- */

static void
test_reload (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) record = get (fixture, 5);

  fixture->version = 4;
  tbk_stand_in_live_tell (fixture->server, "{\"event\":\"reload\",\"evento\":900,\"data\":{}}");
  tbk_ui_test_until (tbk_record_get_int (record, "version") == 4);
}

/* Rows that were read before the socket was there may have changed before it, too. */
static void
test_early (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkListing) listing = NULL;
  g_autoptr (TbkRecord) record = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  tbk_api_sign_out (fixture->api);
  tbk_stand_in_forget (fixture->server, "GET /ws/chat");
  tbk_stand_in_answer (fixture->server, "GET /ws/chat", TBK_STAND_IN_HOLD, NULL);
  tbk_api_sign_in_async (fixture->api, "ana@example.com", "cacao", NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL && tbk_stand_in_count (fixture->server, "GET /ws/chat") == 2);
  listing = tbk_listing_new (fixture->api, &tbk_contrato);
  tbk_ui_test_until (tbk_listing_is_settled (listing));
  record = g_list_model_get_item (G_LIST_MODEL (listing), 0);
  fixture->version = 5;
  tbk_stand_in_forget (fixture->server, "GET /ws/chat");
  tbk_stand_in_live_open (fixture->server, 1000);
  tbk_stand_in_release (fixture->server);
  tbk_ui_test_until (tbk_record_get_int (record, "version") == 5);
}

/* The lotes of a contrato have nothing to do with those of another. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkListing) lotes = tbk_listing_new (NULL, &tbk_lote);

  tbk_stand_in_answer (fixture->server, "GET /contratos/5/lotes", 200, "{\"items\":[],\"total\":0}");
  tbk_stand_in_answer (fixture->server, "GET /contratos/5/lotes", 200,
                       "{\"items\":[{\"id\":3,\"version\":1}],\"total\":1}");
  g_object_set (lotes, "path", "/contratos/5/lotes", "api", fixture->api, NULL);
  tbk_ui_test_until (tbk_listing_is_settled (lotes));
  tbk_stand_in_live_event (fixture->server, "lote.actualizado", ++fixture->evento,
                           "{\"id\":4,\"version\":1,\"contrato_id\":55,\"accion\":\"crear\"}");
  tbk_stand_in_live_event (fixture->server, "lote.actualizado", ++fixture->evento,
                           "{\"id\":3,\"version\":1,\"contrato_id\":5,\"accion\":\"crear\"}");
  tbk_ui_test_until (tbk_listing_get_total (lotes) == 1);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, "GET /contratos/5/lotes"), ==, 2);
}

int
main (int argc, char **argv)
{
  tbk_ui_test_init (&argc, &argv);
#define ADD(path, n, function) \
  g_test_add ("/listing-live/" path, Fixture, GINT_TO_POINTER (n), set_up, function, tear_down)
  ADD ("row/one", 20, test_one_row);
  ADD ("row/own-change", 20, test_own_change);
  ADD ("row/burst", 250, test_burst);
  ADD ("row/order", 20, test_order);
  ADD ("row/narrowed", 20, test_narrowed);
  ADD ("rows/new", 20, test_new_row);
  ADD ("rows/pushed", 250, test_pushed);
  ADD ("rows/pulled", 250, test_pulled);
  ADD ("rows/lost", 20, test_lost);
  ADD ("all/reload", 20, test_reload);
  ADD ("all/early", 20, test_early);
  ADD ("all/elsewhere", 20, test_elsewhere);
  return g_test_run ();
}
