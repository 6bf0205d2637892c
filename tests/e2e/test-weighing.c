/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A truck on a serial line (a pseudo-terminal), space, and what follows: the lote on the real
 * server, its ticket, the chain. */
#include "tbk-emisor.h"
#include "tbk-pesaje-boleto.h"
#include "tbk-pesaje-hoy.h"
#include "tbk-pesaje-page.h"
#include "tbk-pesaje-panel-private.h"
#include "tbk-qr-reader.h"
#include "tbk-test-client.h"
#include "tbk-ui-window.h"

#include <glib/gstdio.h>
#include <string.h>

#define USER "centro@demo.ec"
#define PASSWORD "cacao-demo-2026"
#define BEFORE "{\"lote_id\":%" G_GINT64_FORMAT ",\"peso\":\"1000\"}"

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *client;
  TbkApi *api;
  TbkDespacho *despacho;
  TbkEmisor *emisor;
  GtkWindow *window;
  TbkPesajePanel *panel;
  TbkPesajeHoy *hoy;
  char *folder;
  gint64 lote_id;
  char *codigo;
} Site;

/* --- putting it up --- */

static gboolean
sign_in (Site *site, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_api_sign_in_async (site->api, USER, PASSWORD, NULL, tbk_ui_test_take_result, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_api_sign_in_finish (site->api, result, error);
}

/* Its certificate is looked at first, as a user does. */
static void
begin_session (Site *site)
{
  g_autoptr (GError) error = NULL;

  site->api = tbk_api_new ();
  tbk_api_set_url (site->api, tbk_test_server_get_url (site->server));
  g_assert_false (sign_in (site, &error));
  g_assert_error (error, TBK_API_ERROR, TBK_API_ERROR_CERTIFICATE_UNKNOWN);
  g_clear_error (&error);
  tbk_api_trust (site->api);
  g_assert_true (sign_in (site, &error));
  g_assert_no_error (error);
}

/* One that has been weighed before: its weight is a sum already. */
static void
find_lote (Site *site)
{
  g_autoptr (TbkTestReply) lotes = tbk_test_expect (site->client, 200, "GET", NULL, "/lotes?page_size=1");
  JsonObject *lote = json_array_get_object_element (tbk_test_reply_array (lotes, "items"), 0);
  g_autofree char *body = NULL;
  g_autoptr (TbkTestReply) before = NULL;

  site->lote_id = json_object_get_int_member (lote, "id");
  site->codigo = g_strdup (json_object_get_string_member (lote, "codigo_lote"));
  body = g_strdup_printf (BEFORE, site->lote_id);
  before = tbk_test_expect (site->client, 201, "POST", body, "/iot/pesaje");
}

static void
play (Site *site, const char *script)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka.Bascula");
  g_autoptr (GError) error = NULL;
  TbkSimulador *simulador = tbk_simulador_new (tbk_protocolo_find ("cas"), script, &error);

  g_assert_no_error (error);
  site->emisor = tbk_emisor_new_pty (simulador, &error);
  g_assert_no_error (error);
  g_settings_set_boolean (settings, "sonido", FALSE);
  g_settings_set_string (settings, "conexion", "serie");
  g_settings_set_string (settings, "protocolo", "cas");
  g_settings_set_string (settings, "nombre", "camionera");
  g_settings_set_string (settings, "puerto", tbk_emisor_get_address (site->emisor));
  tbk_emisor_start (site->emisor, 0);
}

static void
open_page (Site *site)
{
  GtkWidget *page = g_object_new (TBK_TYPE_PESAJE_PAGE, "api", site->api, NULL);

  site->despacho = tbk_despacho_new (site->api, site->folder);
  g_object_set (page, "despacho", site->despacho, NULL);
  site->window = tbk_ui_window_new (page);
  site->panel = TBK_PESAJE_PANEL (tbk_ui_window_find (page, TBK_TYPE_PESAJE_PANEL, 0));
  site->hoy = TBK_PESAJE_HOY (tbk_ui_window_find (page, TBK_TYPE_PESAJE_HOY, 0));
  tbk_pesaje_datos_set_lote (site->panel->datos, site->lote_id, site->codigo, NULL);
}

static void
set_up (Site *site, gconstpointer data)
{
  site->folder = g_dir_make_tmp ("weighing-XXXXXX", NULL);
  site->server = tbk_test_server_new (NULL);
  site->client = tbk_test_client_new_for (site->server, USER);
  find_lote (site);
  begin_session (site);
  open_page (site);
}

static void
tear_down (Site *site, gconstpointer data)
{
  tbk_ui_window_close (site->window);
  tbk_despacho_close (site->despacho);
  tbk_ui_test_let_go (site->despacho);
  g_clear_object (&site->emisor);
  tbk_ui_test_let_go (site->api);
  tbk_test_client_free (site->client);
  tbk_test_server_free (site->server);
  tbk_test_remove_tree (site->folder);
  g_free (site->folder);
  g_free (site->codigo);
}

/* --- what it must show --- */

static gboolean
stands_at (Site *site, const char *number)
{
  return tbk_pesador_get_state (site->panel->pesador) == TBK_PESADOR_STABLE
         && g_strcmp0 (tbk_peso_display_get_number (site->panel->display), number) == 0;
}

/* The only one that was taken at this page. */
static const TbkPesajeItem *
find_sent (Site *site)
{
  g_autoptr (GPtrArray) sent = tbk_buzon_list (tbk_despacho_get_buzon (site->despacho), TBK_BUZON_SENT, 0, 10, NULL);
  const TbkPesajeItem *item = NULL;

  if (sent->len == 1)
    item = tbk_pesaje_hoy_find (site->hoy, ((TbkBuzonFila *) g_ptr_array_index (sent, 0))->id);
  return item != NULL && tbk_pesaje_item_get_text (item, "hash") != NULL ? item : NULL;
}

/* Of the lote as the server has it. */
static void
check_lote (Site *site, const char *kg, const char *qq)
{
  g_autoptr (TbkTestReply) lote = tbk_test_expect (site->client, 200, "GET", NULL,
                                                   "/lotes/%" G_GINT64_FORMAT, site->lote_id);

  g_assert_cmpstr (tbk_test_reply_text (lote, "peso_kg"), ==, kg);
  g_assert_cmpstr (tbk_test_reply_text (lote, "peso_qq"), ==, qq);
}

static void
check_ticket (Site *site, const TbkPesajeItem *item)
{
  g_autoptr (TbkTestReply) stored = tbk_test_expect (site->client, 200, "GET", NULL, "/pesajes/%s", item->id);
  g_autoptr (TbkPesajeBoleto) boleto = tbk_pesaje_boleto_new (item, tbk_api_get_empresa (site->api), NULL, "qq", 0);
  g_autofree char *path = g_build_filename (site->folder, "ticket.pdf", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *wanted = g_strdup_printf ("triboka:pesaje:%s:%s", item->id, tbk_test_reply_text (stored, "hash"));
  g_autofree char *number = g_strdup_printf ("%06" G_GINT64_FORMAT, tbk_test_reply_int (stored, "numero"));
  g_autoptr (GError) error = NULL;
  PopplerDocument *document;
  PopplerPage *page;
  g_autofree char *text = NULL;
  g_autofree char *qr = NULL;

  g_assert_true (tbk_ticket_write_pdf (tbk_pesaje_boleto_get_facts (boleto), TBK_TICKET_ROLL_80, path, &error));
  g_assert_no_error (error);
  document = poppler_document_new_from_file (uri, NULL, &error);
  g_assert_no_error (error);
  page = poppler_document_get_page (document, 0);
  text = poppler_page_get_text (page);
  qr = tbk_qr_read_page (page);
  g_object_unref (page);
  g_object_unref (document);
  g_assert_cmpstr (qr, ==, wanted);
  g_assert_nonnull (strstr (text, site->codigo));
  g_assert_nonnull (strstr (text, "12345.50"));
  g_assert_nonnull (strstr (text, number));
}

static void
test_truck (Site *site, gconstpointer data)
{
  const TbkPesajeItem *item;

  check_lote (site, "1000.000", "22.0462");
  play (site, "zero 1\nmove 12345.5 2\nstable 1000\n");
  tbk_ui_test_until (stands_at (site, "12345.5"));
  tbk_pesaje_panel_focus (site->panel);
  g_assert_true (tbk_ui_window_press (GTK_WIDGET (site->panel->display), GDK_KEY_space, 0));
  tbk_ui_test_until (find_sent (site) != NULL);
  item = find_sent (site);
  check_lote (site, "13345.500", "294.2179");
  check_ticket (site, item);
  {
    g_autoptr (TbkTestReply) chain = tbk_test_expect (site->client, 200, "GET", NULL, "/pesajes/verificar");

    g_assert_true (json_object_get_boolean_member (json_node_get_object (chain->json), "integra"));
  }
}

int
main (int argc, char *argv[])
{
  tbk_ui_window_init (&argc, &argv);
  g_test_add ("/weighing/truck", Site, NULL, set_up, test_truck, tear_down);
  return g_test_run ();
}
