/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of the scale's page and the windows over it, to be looked at: with-display
 * pesaje-screens FOLDER [dark|hc|kiosk]. High contrast is libadwaita's: ADW_DEBUG_HIGH_CONTRAST=1.
 */
#include "tbk-bascula-ajustes.h"
#include "tbk-dialogs.h"
#include "tbk-doc-maker.h"
#include "tbk-emisor.h"
#include "tbk-lote-usado.h"
#include "tbk-pesaje-page.h"
#include "tbk-pesaje-panel-private.h"
#include "tbk-scale-line.h"
#include "tbk-stand-in.h"
#include "tbk-ui-picture.h"
#include "tbk-ui-window.h"

#define ROWS                                                                                           \
  "{\"items\":[{\"id\":\"1b4e28ba-2fa1-4d2b-883f-0016d3cca427\",\"numero\":41,\"lote_id\":9,"          \
  "\"codigo_lote\":"                                                                                   \
  "\"LT-2026-000009\",\"capturado_en\":\"2026-11-28T14:03:05Z\",\"placa\":\"GSA-1234\",\"bruto_"       \
  "kg\":\"12480.000\","                                                                                \
  "\"neto_kg\":\"8360.000\",\"hash\":\"ab\",\"foto\":true}],\"page\":1,\"page_size\":200,\"total\":1," \
  "\"siguiente\":null}"

#define EMPRESA "{\"id\":1,\"nombre\":\"Costa\",\"humedad_regla\":\"materia_seca 7.00\",\"logo_url\":null}"
#define TARES                                                                                                        \
  "{\"items\":[{\"id\":1,\"clase\":\"vehiculo\",\"nombre\":\"RBB-0457\",\"kg\":\"4385.000\","                        \
  "\"pesada_en\":\"2026-08-02T03:04:05Z\"},{\"id\":2,\"clase\":\"saco\",\"nombre\":\"Yute 69 kg\",\"kg\":\"0.950\"," \
  "\"pesada_en\":\"2026-11-13T10:00:00Z\"}],\"page\":1,\"page_size\":200,\"total\":2,\"siguiente\":null}"

/* A truck by its stored tare, with moisture. */
static void
fill (TbkPesajePanel *panel)
{
  tbk_pesaje_datos_set_lote (panel->datos, 9, "LT-2026-000009", "Finca La Paz · 12.50 qq · In Transit");
  tbk_pesaje_datos_set_placa (panel->datos, "RBB-0457");
  tbk_pesaje_datos_set_humedad (panel->datos, "9.00");
  tbk_pesaje_panel_offer_tara (panel);
}

static gboolean
knows_tares (TbkDespacho *despacho)
{
  g_autoptr (TbkTaraGuardada) tara
             = tbk_libreta_find_tara (tbk_despacho_get_buzon (despacho), TBK_TARA_VEHICULO, "RBB-0457", NULL);

  return tara != NULL;
}

/* A photo of the truck in hand, and what is said of it in today's list. */
static void
take_foto (TbkPesajePanel *panel, const char *folder, const char *suffix)
{
  g_autoptr (GBytes) png = tbk_doc_maker_image ("png", 640, 400);
  g_autofree char *path = tbk_doc_maker_write ("camion.png", png);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_strconcat ("photo-", suffix, NULL);

  tbk_pesaje_foto_take (panel->foto, file);
  tbk_ui_test_until (tbk_ui_window_find (GTK_WIDGET (panel->foto), GTK_TYPE_SPINNER, 0) == NULL);
  tbk_ui_test_until (gtk_image_get_storage_type (
                         GTK_IMAGE (tbk_ui_window_find (GTK_WIDGET (panel->foto), GTK_TYPE_IMAGE, 0)))
                     == GTK_IMAGE_PAINTABLE);
  tbk_ui_picture_take (folder, name);
}

/* The settings, and the lotes to choose from without a line. */
static void
take_windows (GtkWidget *page, TbkPesajePanel *panel, TbkDespacho *despacho, const char *folder, const char *suffix)
{
  static const TbkLoteUsado lotes[]
      = { { 9, (char *) "LT-2026-000009", (char *) "Finca La Paz" },
          { 8, (char *) "LT-2026-000008", (char *) "Asociación de Productores Cañar Bajo" } };
  g_autofree char *settings = g_strconcat ("settings-", suffix, NULL);
  g_autofree char *choice = g_strconcat ("lotes-", suffix, NULL);
  GtkWindow *window;

  tbk_bascula_ajustes_present (page, tbk_pesaje_panel_get_pesador (panel));
  tbk_ui_picture_take (folder, settings);
  gtk_window_destroy (GTK_WINDOW (tbk_ui_window_find_toplevel (TBK_TYPE_BASCULA_AJUSTES)));
  g_assert_true (tbk_libreta_put_conocidos (tbk_despacho_get_buzon (despacho), lotes,
                                            G_N_ELEMENTS (lotes), TRUE, NULL));
  tbk_lote_usado_elegir (page, tbk_despacho_get_buzon (despacho), NULL);
  tbk_ui_picture_take (folder, choice);
  window = tbk_dialogs_find_top (GTK_WINDOW (gtk_widget_get_root (page)));
  gtk_window_destroy (window);
}

int
main (int argc, char *argv[])
{
  TbkStandIn *server;
  TbkApi *api;
  TbkDespacho *despacho;
  GtkWidget *page;
  GtkWindow *window;
  TbkPesajePanel *panel;
  g_autoptr (TbkEmisor) emisor = NULL;
  const char *folder = argc > 1 ? argv[1] : ".";
  gboolean dark = argc > 2 && g_str_equal (argv[2], "dark");
  gboolean kiosk = argc > 2 && g_str_equal (argv[2], "kiosk");
  const char *suffix = argc > 2 ? argv[2] : "light";
  g_autofree char *stable = g_strconcat ("stable-", suffix, NULL);
  g_autofree char *tares = g_strconcat ("tares-", suffix, NULL);
  g_autofree char *moving = g_strconcat ("moving-", suffix, NULL);

  tbk_ui_window_init (&argc, &argv);
  tbk_ui_picture_begin (dark);
  server = tbk_stand_in_new (NULL);
  tbk_stand_in_answer (server, "GET /pesajes", 200, ROWS);
  tbk_stand_in_answer (server, "GET /empresas/1", 200, EMPRESA);
  tbk_stand_in_answer (server, "GET /taras", 200, TARES);
  api = tbk_stand_in_sign_in (server);
  despacho = tbk_despacho_new (api, folder);
  page = g_object_new (TBK_TYPE_PESAJE_PAGE, "api", api, NULL);
  g_object_set (page, "despacho", despacho, NULL);
  window = tbk_ui_window_new (page);
  if (kiosk)
    gtk_widget_add_css_class (GTK_WIDGET (window), "kiosk");
  gtk_window_set_default_size (window, 1024, 768);
  panel = TBK_PESAJE_PANEL (tbk_ui_window_find (page, TBK_TYPE_PESAJE_PANEL, 0));
  tbk_ui_test_until (knows_tares (despacho));
  fill (panel);
  emisor = tbk_scale_line_play ("rate 50\nzero 1\nmove 12480.5 3\nstable 3000\n");
  tbk_ui_test_until (tbk_pesador_get_state (panel->pesador) == TBK_PESADOR_MOVING);
  tbk_ui_picture_take (folder, moving);
  tbk_ui_test_until (tbk_pesador_get_state (panel->pesador) == TBK_PESADOR_STABLE
                     && !tbk_pesador_is_empty (panel->pesador));
  tbk_ui_picture_take (folder, stable);
  take_foto (panel, folder, suffix);
  gtk_widget_activate_action (page, "page.tares", NULL);
  tbk_ui_picture_take (folder, tares);
  gtk_window_destroy (tbk_dialogs_find_top (window));
  take_windows (page, panel, despacho, folder, suffix);
  return 0;
}
