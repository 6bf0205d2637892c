/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A listing: it pages by itself, keeps its records through a reload, and its rows through an error. */
#include "contrato.h"
#include "tbk-listing.h"
#include "tbk-stand-in.h"
#include "tbk-ui-test.h"

#define GET "GET /contratos"

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkListing *listing;
  guint n;         /* rows that the server has */
  gint64 first;    /* id of the first one; the others follow */
  guint version;   /* of all rows */
  guint n_changed; /* times "items-changed" came */
} Fixture;

static char *
make_row (guint nth, gpointer data)
{
  Fixture *fixture = data;

  return g_strdup_printf ("{\"id\":%" G_GINT64_FORMAT ",\"codigo\":\"CT-%u\",\"version\":%u}",
                          fixture->first + nth, nth, fixture->version);
}

static char *
reply (const char *query, gpointer data)
{
  return tbk_stand_in_page (query, ((Fixture *) data)->n, make_row, data);
}

static gboolean
is_loading (TbkListing *listing)
{
  gboolean loading;

  g_object_get (listing, "loading", &loading, NULL);
  return loading;
}

/* Waits for the fetch that was begun. */
static void
wait_for (TbkListing *listing)
{
  tbk_ui_test_until (!is_loading (listing));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = tbk_stand_in_new (NULL);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
  fixture->n = GPOINTER_TO_UINT (data);
  fixture->first = 1000;
  fixture->version = 1;
  tbk_stand_in_answer_by (fixture->server, GET, reply, fixture);
  fixture->listing = tbk_listing_new (fixture->api, &tbk_contrato);
  g_assert_cmpint (tbk_listing_get_state (fixture->listing), ==, TBK_LISTING_LOADING);
  wait_for (fixture->listing);
  g_signal_connect_swapped (fixture->listing, "items-changed", G_CALLBACK (tbk_ui_test_count), &fixture->n_changed);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->listing);
  g_object_add_weak_pointer (G_OBJECT (fixture->api), (gpointer *) &fixture->api);
  g_object_unref (fixture->api);
  tbk_ui_test_until (fixture->api == NULL);
  tbk_stand_in_free (fixture->server);
}

static TbkRecord *
get (Fixture *fixture, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (fixture->listing), position);
}

static void
assert_id (Fixture *fixture, guint position, gint64 id)
{
  g_autoptr (TbkRecord) record = get (fixture, position);

  g_assert_cmpint (tbk_record_get_id (record), ==, id);
}

static void
assert_asked (Fixture *fixture, const char *name, const char *expected)
{
  g_autofree char *text = tbk_stand_in_parameter (tbk_stand_in_last (fixture->server, GET)->query, name);

  g_assert_cmpstr (text, ==, expected);
}

static char *
get_error (TbkListing *listing)
{
  char *text;

  g_object_get (listing, "error-text", &text, NULL);
  return text;
}

/* --- pages ---------------------------------------------------------------- */

static void
test_first (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (tbk_listing_get_state (fixture->listing), ==, TBK_LISTING_READY);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->listing)), ==, 250);
  assert_id (fixture, 0, 1000);
  assert_id (fixture, 99, 1099);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, GET), ==, 1);
  assert_asked (fixture, "page", "1");
  assert_asked (fixture, "page_size", "100");
}

/* A row that is not at hand is there at once, empty, and fills itself. */
static void
test_later (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) record = get (fixture, 249);
  gboolean loading;

  g_object_get (record, "loading", &loading, NULL);
  g_assert_true (loading);
  tbk_ui_test_until (tbk_record_get_id (record) == 1249);
  g_object_get (record, "loading", &loading, NULL);
  g_assert_false (loading);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  assert_asked (fixture, "page", "3");
  assert_asked (fixture, "despues", NULL);
}

/* The page after one at hand is read by its cursor, which costs the server the same however deep. */
static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) record = get (fixture, 100);

  tbk_ui_test_until (tbk_record_get_id (record) == 1100);
  assert_asked (fixture, "despues", "100");
  assert_asked (fixture, "page", NULL);
}

/* Dragging the scroll bar through all pages fetches the last ones. */
static void
test_drag (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) last = NULL;

  for (guint i = 0; i < fixture->n; i += TBK_LISTING_PAGE_SIZE)
    {
      g_autoptr (TbkRecord) passed = get (fixture, i);

      g_assert_nonnull (passed);
    }
  last = get (fixture, fixture->n - 1);
  tbk_ui_test_until (tbk_record_get_id (last) != 0);
  wait_for (fixture->listing);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, GET), <=, 1 + 6);
}

/* Pages that nobody looked at for long are let go. */
static void
test_bounded (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < fixture->n; i += TBK_LISTING_PAGE_SIZE)
    {
      g_autoptr (TbkRecord) record = get (fixture, i);

      tbk_ui_test_until (tbk_record_get_id (record) != 0);
    }
  g_assert_cmpuint (tbk_listing_find (fixture->listing, 1000), ==, G_MAXUINT);
  g_assert_cmpuint (tbk_listing_find (fixture->listing, fixture->first + fixture->n - 100), ==, fixture->n - 100);
}

/* --- reading again -------------------------------------------------------- */

static void
test_reload (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) before = get (fixture, 3);
  g_autoptr (TbkRecord) after = NULL;

  fixture->version = 2;
  tbk_listing_reload (fixture->listing);
  wait_for (fixture->listing);
  after = get (fixture, 3);
  g_assert_true (before == after);
  g_assert_cmpint (tbk_record_get_int (before, "version"), ==, 2);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
}

/* One more at the top: each record goes a place down and stays itself. */
static void
test_reload_shifted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkRecord) before = get (fixture, 3);
  g_autoptr (TbkRecord) after = NULL;

  fixture->first--;
  fixture->n++;
  tbk_listing_reload (fixture->listing);
  wait_for (fixture->listing);
  after = get (fixture, 4);
  g_assert_true (before == after);
  g_assert_cmpuint (tbk_listing_find (fixture->listing, 1003), ==, 4);
  assert_id (fixture, 0, 999);
  g_assert_cmpuint (tbk_listing_get_total (fixture->listing), ==, 251);
}

static void
test_reload_shrunk (Fixture *fixture, gconstpointer data)
{
  fixture->n = 20;
  tbk_listing_reload (fixture->listing);
  wait_for (fixture->listing);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->listing)), ==, 20);
  assert_id (fixture, 19, 1019);
  g_assert_null (get (fixture, 20));
  g_assert_cmpuint (tbk_listing_find (fixture->listing, 1030), ==, G_MAXUINT);

  fixture->n = 0;
  tbk_listing_reload (fixture->listing);
  wait_for (fixture->listing);
  g_assert_cmpint (tbk_listing_get_state (fixture->listing), ==, TBK_LISTING_EMPTY);
}

static void
test_patch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) known = tbk_ui_test_object ("{\"id\":1003,\"codigo\":\"CT-NEW\",\"version\":7}");
  g_autoptr (JsonObject) unknown = tbk_ui_test_object ("{\"id\":5,\"codigo\":\"CT-OLD\",\"version\":1}");
  g_autoptr (TbkRecord) record = get (fixture, 3);

  tbk_listing_patch (fixture->listing, known);
  g_assert_cmpstr (tbk_record_get_text (record, "codigo"), ==, "CT-NEW");
  g_assert_false (is_loading (fixture->listing));
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  tbk_listing_patch (fixture->listing, unknown);
  g_assert_true (is_loading (fixture->listing));
  wait_for (fixture->listing);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, GET), ==, 2);
}

/* --- other questions ------------------------------------------------------ */

static gboolean
is_filtered (TbkListing *listing)
{
  gboolean filtered;

  g_object_get (listing, "filtered", &filtered, NULL);
  return filtered;
}

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  guint all = fixture->n;

  fixture->n = 0;
  tbk_listing_set_filter (fixture->listing, "estado", "Activo");
  g_assert_true (is_filtered (fixture->listing));
  g_assert_cmpuint (tbk_listing_get_total (fixture->listing), ==, all); /* until the answer comes */
  wait_for (fixture->listing);
  assert_asked (fixture, "estado", "Activo");
  assert_asked (fixture, "page", "1");
  g_assert_cmpint (tbk_listing_get_state (fixture->listing), ==, TBK_LISTING_NO_MATCH);

  fixture->n = all;
  tbk_listing_clear_filters (fixture->listing);
  g_assert_false (is_filtered (fixture->listing));
  g_assert_null (tbk_listing_get_filter (fixture->listing, "estado"));
  wait_for (fixture->listing);
  assert_asked (fixture, "estado", NULL);
  g_assert_cmpint (tbk_listing_get_state (fixture->listing), ==, TBK_LISTING_READY);
}

static void
test_base_filter (Fixture *fixture, gconstpointer data)
{
  tbk_listing_set_base_filter (fixture->listing, "contrato_id", "5");
  wait_for (fixture->listing);
  assert_asked (fixture, "contrato_id", "5");
  g_assert_false (is_filtered (fixture->listing));
  tbk_listing_set_q (fixture->listing, "ñ & a=b");
  tbk_listing_set_orden (fixture->listing, "-volumen_tm");
  wait_for (fixture->listing);
  assert_asked (fixture, "q", "ñ & a=b");
  assert_asked (fixture, "orden", "-volumen_tm");
  tbk_listing_clear_filters (fixture->listing);
  wait_for (fixture->listing);
  assert_asked (fixture, "q", NULL);
  assert_asked (fixture, "contrato_id", "5");
}

/* Typed on before the answer came: only the last question counts. */
static void
test_late_answer (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_forget (fixture->server, GET);
  tbk_stand_in_answer (fixture->server, GET, TBK_STAND_IN_HOLD, NULL);
  tbk_stand_in_answer (fixture->server, GET, 200, "{\"items\":[{\"id\":2}],\"total\":1}");
  tbk_stand_in_answer (fixture->server, GET, 200, "{\"items\":[{\"id\":1},{\"id\":3}],\"total\":2}");
  tbk_listing_set_q (fixture->listing, "a");
  tbk_ui_test_until (tbk_stand_in_count (fixture->server, GET) == 2);
  tbk_listing_set_q (fixture->listing, "ab");
  wait_for (fixture->listing);
  g_assert_cmpuint (tbk_listing_get_total (fixture->listing), ==, 1);
  tbk_stand_in_release (fixture->server);
  tbk_listing_reload (fixture->listing);
  wait_for (fixture->listing);
  g_assert_cmpuint (tbk_listing_get_total (fixture->listing), ==, 2);
  assert_id (fixture, 0, 1);
}

static void
test_nothing_to_ask (Fixture *fixture, gconstpointer data)
{
  tbk_listing_set_path (fixture->listing, "");
  g_assert_cmpint (tbk_listing_get_state (fixture->listing), ==, TBK_LISTING_IDLE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->listing)), ==, 0);
  tbk_stand_in_answer (fixture->server, "GET /contratos/5/lotes", 200, "{\"items\":[],\"total\":0}");
  tbk_listing_set_path (fixture->listing, "/contratos/5/lotes");
  wait_for (fixture->listing);
  g_assert_cmpint (tbk_listing_get_state (fixture->listing), ==, TBK_LISTING_EMPTY);
}

/* --- totals --------------------------------------------------------------- */

static void
test_bounded_total (Fixture *fixture, gconstpointer data)
{
  gboolean exact;

  tbk_stand_in_forget (fixture->server, GET);
  tbk_stand_in_answer (fixture->server, GET, 200,
                       "{\"items\":[{\"id\":1}],\"total\":10000,\"total_exacto\":false,\"siguiente\":\"1\"}");
  tbk_listing_set_filter (fixture->listing, "estado", "Activo");
  wait_for (fixture->listing);
  g_object_get (fixture->listing, "total-exact", &exact, NULL);
  g_assert_false (exact);
  g_assert_cmpuint (tbk_listing_get_total (fixture->listing), ==, 10000);
}

/* --- errors --------------------------------------------------------------- */

static void
test_error_keeps_rows (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree char *later = NULL;

  tbk_stand_in_answer (fixture->server, "GET /health", 200, "{}");
  tbk_stand_in_stop (fixture->server);
  tbk_listing_reload (fixture->listing);
  wait_for (fixture->listing);
  text = get_error (fixture->listing);
  g_assert_cmpstr (text, ==, "The server does not answer.");
  g_assert_cmpint (tbk_listing_get_state (fixture->listing), ==, TBK_LISTING_READY);
  assert_id (fixture, 3, 1003);
  g_assert_cmpuint (fixture->n_changed, ==, 0);

  /* it reads again by itself once the server is back */
  fixture->version = 2;
  tbk_stand_in_start (fixture->server, NULL);
  tbk_ui_test_until (tbk_api_get_state (fixture->api) == TBK_API_ONLINE);
  tbk_ui_test_until (!is_loading (fixture->listing) && tbk_stand_in_count (fixture->server, GET) == 2);
  later = get_error (fixture->listing);
  g_assert_null (later);
}

static void
test_error_at_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TbkListing) listing = NULL;
  g_autofree char *text = NULL;

  tbk_stand_in_forget (fixture->server, GET);
  tbk_stand_in_answer (fixture->server, GET, 403, "{\"status\":403}");
  listing = tbk_listing_new (fixture->api, &tbk_contrato);
  wait_for (listing);
  g_assert_cmpint (tbk_listing_get_state (listing), ==, TBK_LISTING_ERROR);
  text = get_error (listing);
  g_assert_cmpstr (text, ==, "You may not do this.");
}

static void
test_no_list (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = { "[]", "{}", "{\"items\":{}}", "{\"items\":[{\"id\":1},null]}" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = NULL;

      tbk_stand_in_forget (fixture->server, GET);
      tbk_stand_in_answer (fixture->server, GET, 200, bad[i]);
      tbk_listing_reload (fixture->listing);
      wait_for (fixture->listing);
      text = get_error (fixture->listing);
      g_assert_cmpstr (text, ==, "The answer cannot be understood. Is this a Triboka server?");
      assert_id (fixture, 3, 1003);
    }
}

/* Members of another type than they should be are as good as absent. */
static void
test_odd_members (Fixture *fixture, gconstpointer data)
{
  static const char *const odd[] = {
    "{\"items\":[{\"id\":1}],\"total\":\"many\",\"siguiente\":7}",
    "{\"items\":[{\"id\":1}],\"total\":-5,\"siguiente\":{},\"total_exacto\":\"no\"}",
    "{\"items\":[{\"id\":\"x\"}],\"total\":null,\"siguiente\":null}",
    "{\"items\":[{\"id\":{}}],\"total\":99999999999}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_test_message ("%s", odd[i]);
      tbk_stand_in_forget (fixture->server, GET);
      tbk_stand_in_answer (fixture->server, GET, 200, odd[i]);
      tbk_listing_reload (fixture->listing);
      wait_for (fixture->listing);
      g_assert_cmpuint (tbk_listing_get_total (fixture->listing), ==, 1);
      g_assert_cmpint (tbk_listing_get_state (fixture->listing), ==, TBK_LISTING_READY);
    }
}

int
main (int argc, char **argv)
{
  tbk_ui_test_init (&argc, &argv);
#define ADD(path, rows, function) \
  g_test_add ("/listing/" path, Fixture, GUINT_TO_POINTER (rows), set_up, function, tear_down)
  ADD ("page/first", 250, test_first);
  ADD ("page/later", 250, test_later);
  ADD ("page/cursor", 250, test_cursor);
  ADD ("page/drag", 3000, test_drag);
  ADD ("page/bounded", 2600, test_bounded);
  ADD ("reload/identity", 50, test_reload);
  ADD ("reload/shifted", 250, test_reload_shifted);
  ADD ("reload/shrunk", 50, test_reload_shrunk);
  ADD ("patch", 50, test_patch);
  ADD ("question/filter", 50, test_filter);
  ADD ("question/base-filter", 50, test_base_filter);
  ADD ("question/late-answer", 50, test_late_answer);
  ADD ("question/nothing-to-ask", 50, test_nothing_to_ask);
  ADD ("total/bounded", 50, test_bounded_total);
  ADD ("error/keeps-rows", 50, test_error_keeps_rows);
  ADD ("error/at-first", 50, test_error_at_first);
  ADD ("error/no-list", 50, test_no_list);
  ADD ("error/odd-members", 50, test_odd_members);
  return g_test_run ();
}
