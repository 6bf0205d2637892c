/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scale's page where the server does not answer when the app begins: the lotes that are known,
 * what waits, and the end of a session that the server refuses when it is back. */
#include "tbk-dialogs.h"
#include "tbk-pesaje-fila.h"
#include "tbk-pesaje-page.h"
#include "tbk-pesaje-panel-private.h"
#include "tbk-stand-in.h"
#include "tbk-ui-window.h"

#include <string.h>

#include <glib/gstdio.h>

#define LOTES                                                                                                          \
  "{\"items\":[{\"id\":9,\"codigo_lote\":\"LT-2026-000009\",\"proveedor_nombre\":\"Finca El <Ceibo>\","                \
  "\"empresa_nombre\":\"Centro San Camilo\"},"                                                                         \
  "{\"id\":8,\"codigo_lote\":\"LT-2026-000008\",\"proveedor_nombre\":null,\"empresa_nombre\":\"Centro San Camilo\"}]," \
  "\"page\":1,\"page_size\":200,\"total\":2,\"siguiente\":null}"
#define NO_ROWS "{\"items\":[],\"page\":1,\"page_size\":200,\"total\":0,\"siguiente\":null}"
#define RENEWED "{\"access_token\":\"access-2\",\"refresh_token\":\"refresh-2\"}"
#define BODY "{\"id\":\"%s\",\"lote_id\":9,\"peso\":\"12.000\"}"
#define ID "5f5e1d0c-0000-4000-8000-000000000001"
#define OTHER_ID "5f5e1d0c-0000-4000-8000-000000000002"
#define POST "POST /iot/pesaje"

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkDespacho *despacho;
  GtkWindow *window;
  TbkPesajePanel *panel;
  char *folder;
} Desk;

static void
open_page (Desk *desk)
{
  GtkWidget *page = g_object_new (TBK_TYPE_PESAJE_PAGE, "api", desk->api, NULL);

  desk->despacho = tbk_despacho_new (desk->api, desk->folder);
  g_object_set (page, "despacho", desk->despacho, NULL);
  desk->window = tbk_ui_window_new (page);
  desk->panel = TBK_PESAJE_PANEL (tbk_ui_window_find (page, TBK_TYPE_PESAJE_PANEL, 0));
}

static void
close_page (Desk *desk)
{
  tbk_ui_window_close (desk->window);
  tbk_despacho_close (desk->despacho);
  tbk_ui_test_let_go (desk->despacho);
}

static guint
count_known (Desk *desk)
{
  g_autoptr (GPtrArray) lotes = tbk_libreta_list_lotes (tbk_despacho_get_buzon (desk->despacho), NULL);

  return lotes->len;
}

static guint
count_waiting (Desk *desk)
{
  TbkBuzonCuenta cuenta;

  g_assert_true (tbk_despacho_count (desk->despacho, &cuenta));
  tbk_buzon_cuenta_clear (&cuenta);
  return cuenta.esperan;
}

/* The power fails, and the app begins anew without a server. */
static void
begin_without_line (Desk *desk)
{
  g_autoptr (JsonObject) yo = json_object_ref (tbk_api_get_yo (desk->api));
  g_autoptr (GAsyncResult) result = NULL;

  close_page (desk);
  tbk_stand_in_stop (desk->server);
  tbk_ui_test_let_go (desk->api);
  desk->api = tbk_api_new ();
  g_object_set (desk->api, "pause-ms", 1, NULL);
  tbk_api_set_url (desk->api, tbk_stand_in_get_url (desk->server));
  tbk_api_resume_async (desk->api, "refresh-1", yo, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  g_assert_true (tbk_api_sign_in_finish (desk->api, result, NULL));
  open_page (desk);
}

/* Known to the server once, then away. */
static void
set_up (Desk *desk, gconstpointer data)
{
  desk->folder = g_dir_make_tmp ("pesajes-XXXXXX", NULL);
  desk->server = tbk_stand_in_new (NULL);
  tbk_stand_in_answer (desk->server, "GET /pesajes", 200, NO_ROWS);
  tbk_stand_in_answer (desk->server, "GET /lotes", 200, LOTES);
  desk->api = tbk_stand_in_sign_in (desk->server);
  open_page (desk);
  tbk_ui_test_until (count_known (desk) == 2);
  g_assert_nonnull (strstr (tbk_stand_in_last (desk->server, "GET /lotes")->query, "pesable=true"));
  begin_without_line (desk);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  close_page (desk);
  tbk_ui_test_let_go (desk->api);
  tbk_stand_in_free (desk->server);
  remove_folder (desk->folder);
  g_free (desk->folder);
}

static GtkWindow *
open_choice (Desk *desk)
{
  tbk_pesaje_panel_choose_lote (desk->panel);
  tbk_ui_window_settle ();
  return tbk_dialogs_find_top (desk->window);
}

/* Those that the server told of can be chosen, found by their words, with the keyboard alone. */
static void
test_lotes (Desk *desk, gconstpointer data)
{
  GtkWindow *choice = open_choice (desk);
  GtkWidget *search = tbk_ui_window_find (GTK_WIDGET (choice), GTK_TYPE_SEARCH_ENTRY, 0);
  g_autofree char *nameless = tbk_ui_window_list_nameless (GTK_WIDGET (choice));

  g_assert_cmpstr (nameless, ==, "");
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (choice), "LT-2026-000009"));
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (choice), "Finca El <Ceibo> · Centro San Camilo"));
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (choice), "Centro San Camilo"));
  gtk_editable_set_text (GTK_EDITABLE (search), "ceibo");
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (choice), "LT-2026-000008") == NULL);
  g_signal_emit_by_name (search, "activate");
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (desk->panel), "LT-2026-000009") != NULL);
  g_assert_nonnull (tbk_ui_window_find_text (GTK_WIDGET (desk->panel), "Finca El <Ceibo> · Centro San Camilo"));
}

static void
test_none_such (Desk *desk, gconstpointer data)
{
  GtkWindow *choice = open_choice (desk);
  GtkWidget *search = tbk_ui_window_find (GTK_WIDGET (choice), GTK_TYPE_SEARCH_ENTRY, 0);

  gtk_editable_set_text (GTK_EDITABLE (search), "xyz");
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (choice), "No such lot is known here.") != NULL);
  g_signal_emit_by_name (search, "activate");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (choice)));
  gtk_window_destroy (choice);
}

static void
weigh_as (Desk *desk, const char *id)
{
  g_autofree char *body = g_strdup_printf (BODY, id);
  g_autoptr (GError) error = NULL;

  g_assert_true (tbk_despacho_put (desk->despacho, id, body, g_get_real_time (), &error));
  g_assert_no_error (error);
}

static void
weigh (Desk *desk)
{
  weigh_as (desk, ID);
}

static GtkWidget *
find_row (Desk *desk, guint nth)
{
  return tbk_ui_window_find (GTK_WIDGET (desk->window), TBK_TYPE_PESAJE_FILA, nth);
}

/* The one more of a long day is one more row. */
static void
test_rows (Desk *desk, gconstpointer data)
{
  GtkWidget *first;

  weigh_as (desk, ID);
  tbk_ui_test_until (find_row (desk, 0) != NULL);
  first = find_row (desk, 0);
  weigh_as (desk, OTHER_ID);
  tbk_ui_test_until (find_row (desk, 1) != NULL);
  g_assert_true (find_row (desk, 1) == first);
  g_assert_true (find_row (desk, 0) != first);
  /* what changed is told: both were sent */
  tbk_stand_in_answer (desk->server, "POST /auth/refresh", 200, RENEWED);
  tbk_stand_in_answer (desk->server, POST, 201, "{}");
  tbk_stand_in_start (desk->server, NULL);
  tbk_ui_test_until (count_waiting (desk) == 0);
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (desk->window), "All weighings are at the server.") != NULL);
  tbk_ui_test_until (find_row (desk, 1) != NULL && find_row (desk, 1) != first);
  g_assert_null (find_row (desk, 2));
}

/* What was weighed goes by the session that is renewed when the line returns. */
static void
test_line_returns (Desk *desk, gconstpointer data)
{
  weigh (desk);
  g_assert_cmpuint (count_waiting (desk), ==, 1);
  tbk_stand_in_answer (desk->server, "POST /auth/refresh", 200, RENEWED);
  tbk_stand_in_answer (desk->server, POST, 201, "{}");
  tbk_stand_in_start (desk->server, NULL);
  tbk_ui_test_until (count_waiting (desk) == 0);
  g_assert_cmpuint (tbk_stand_in_count (desk->server, POST), ==, 1);
  g_assert_cmpstr (tbk_stand_in_last (desk->server, POST)->authorization, ==, "Bearer access-2");
}

/* The session was revoked, or its user suspended: that is said, and what was weighed waits until the user signs in. */
static void
test_refused (Desk *desk, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  weigh (desk);
  tbk_stand_in_answer (desk->server, "POST /auth/refresh", 401, "{\"title\":\"Unauthorized\",\"status\":401}");
  tbk_stand_in_answer (desk->server, POST, 201, "{}");
  tbk_stand_in_start (desk->server, NULL);
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (desk->window), "Sign In") != NULL);
  g_assert_cmpuint (count_waiting (desk), ==, 1);
  g_assert_cmpuint (tbk_stand_in_count (desk->server, POST), ==, 0);
  tbk_api_sign_in_async (desk->api, "ana@example.com", "cacao", NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  g_assert_true (tbk_api_sign_in_finish (desk->api, result, NULL));
  tbk_ui_test_until (count_waiting (desk) == 0);
  g_assert_cmpuint (tbk_stand_in_count (desk->server, POST), ==, 1);
}

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/pesaje-away/" name, Desk, NULL, set_up, func, tear_down)
  ADD ("lotes", test_lotes);
  ADD ("none-such", test_none_such);
  ADD ("rows", test_rows);
  ADD ("line-returns", test_line_returns);
  ADD ("refused", test_refused);
  return g_test_run ();
}
