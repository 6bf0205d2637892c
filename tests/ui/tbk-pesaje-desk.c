/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pesaje-desk.h"

#include "tbk-test-tree.h"

#define NO_ROWS "{\"items\":[],\"page\":1,\"page_size\":200,\"total\":0,\"siguiente\":null}"
#define NO_TARES "{\"items\":[],\"page\":1,\"page_size\":200,\"total\":0,\"siguiente\":null}"
#define EMPRESA "{\"id\":1,\"nombre\":\"Costa\",\"humedad_regla\":%s,\"logo_url\":null}"

/* --- the scale --- */

void
tbk_pesaje_desk_play (TbkPesajeDesk *desk, const char *script)
{
  g_clear_object (&desk->emisor);
  desk->emisor = tbk_scale_line_play (script);
}

TbkPesadorState
tbk_pesaje_desk_get_state (TbkPesajeDesk *desk)
{
  return tbk_pesador_get_state (desk->panel->pesador);
}

gboolean
tbk_pesaje_desk_stands_at (TbkPesajeDesk *desk, const char *number)
{
  return tbk_pesaje_desk_get_state (desk) == TBK_PESADOR_STABLE
         && g_strcmp0 (tbk_peso_display_get_number (desk->panel->display), number) == 0;
}

/* --- the desk --- */

void
tbk_pesaje_desk_open_page (TbkPesajeDesk *desk)
{
  desk->despacho = tbk_despacho_new (desk->api, desk->folder);
  desk->page = g_object_new (TBK_TYPE_PESAJE_PAGE, "api", desk->api, NULL);
  g_object_set (desk->page, "despacho", desk->despacho, NULL);
  desk->window = tbk_ui_window_new (desk->page);
  desk->panel = TBK_PESAJE_PANEL (tbk_ui_window_find (desk->page, TBK_TYPE_PESAJE_PANEL, 0));
  desk->hoy = TBK_PESAJE_HOY (tbk_ui_window_find (desk->page, TBK_TYPE_PESAJE_HOY, 0));
}

void
tbk_pesaje_desk_close_page (TbkPesajeDesk *desk)
{
  tbk_ui_window_close (desk->window);
  tbk_despacho_close (desk->despacho);
  tbk_ui_test_let_go (desk->despacho);
}

void
tbk_pesaje_desk_set_rule (TbkPesajeDesk *desk, const char *rule)
{
  g_autofree char *empresa = g_strdup_printf (EMPRESA, rule);

  tbk_stand_in_forget (desk->server, "GET /empresas/1");
  tbk_stand_in_answer (desk->server, "GET /empresas/1", 200, empresa);
}

void
tbk_pesaje_desk_set_up (TbkPesajeDesk *desk, gconstpointer data)
{
  static const char *const keys[] = { "conexion", "destino", "protocolo", "modo", "tara-saco", "boleto" };
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka.Bascula");
  g_autoptr (GSettings) general = g_settings_new ("com.triboka.Triboka");
  g_autoptr (GSettings) medidor = g_settings_new ("com.triboka.Triboka.Medidor");

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (settings, keys[i]);
  g_settings_reset (medidor, "conexion");
  g_settings_set_boolean (settings, "sonido", FALSE);
  g_settings_set_string (general, "unidad", "kg");
  desk->folder = g_dir_make_tmp ("pesajes-XXXXXX", NULL);
  desk->server = tbk_stand_in_new (NULL);
  tbk_stand_in_answer (desk->server, "GET /pesajes", 200, NO_ROWS);
  tbk_stand_in_answer (desk->server, "GET /taras", 200, NO_TARES);
  tbk_pesaje_desk_set_rule (desk, "null");
  desk->api = tbk_stand_in_sign_in (desk->server);
  if (data != NULL)
    g_settings_set_string (settings, "modo", data);
  tbk_pesaje_desk_open_page (desk);
}

void
tbk_pesaje_desk_tear_down (TbkPesajeDesk *desk, gconstpointer data)
{
  tbk_pesaje_desk_close_page (desk);
  g_clear_object (&desk->emisor);
  tbk_ui_test_let_go (desk->api);
  tbk_stand_in_free (desk->server);
  tbk_test_remove_tree (desk->folder);
  g_free (desk->folder);
}

guint
tbk_pesaje_desk_count_waiting (TbkPesajeDesk *desk)
{
  TbkBuzonCuenta cuenta;

  g_assert_true (tbk_despacho_count (desk->despacho, &cuenta));
  tbk_buzon_cuenta_clear (&cuenta);
  return cuenta.esperan;
}

guint
tbk_pesaje_desk_count_kept (TbkPesajeDesk *desk)
{
  TbkBuzonCuenta cuenta;

  g_assert_true (tbk_despacho_count (desk->despacho, &cuenta));
  tbk_buzon_cuenta_clear (&cuenta);
  return cuenta.esperan + cuenta.enviadas + cuenta.rechazadas;
}

void
tbk_pesaje_desk_choose_lote (TbkPesajeDesk *desk)
{
  tbk_pesaje_datos_set_lote (desk->panel->datos, 9, "LT-2026-000009", "Finca");
}

void
tbk_pesaje_desk_press_space (TbkPesajeDesk *desk)
{
  tbk_pesaje_panel_focus (desk->panel);
  g_assert_true (tbk_ui_window_press (GTK_WIDGET (desk->panel->display), GDK_KEY_space, 0));
}

gboolean
tbk_pesaje_desk_says (TbkPesajeDesk *desk, const char *text)
{
  return tbk_ui_window_find_text (GTK_WIDGET (desk->window), text) != NULL;
}

AdwMessageDialog *
tbk_pesaje_desk_wait_question (void)
{
  tbk_ui_test_until (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  tbk_ui_window_settle ();
  return ADW_MESSAGE_DIALOG (tbk_ui_window_find_toplevel (ADW_TYPE_MESSAGE_DIALOG));
}

void
tbk_pesaje_desk_answer (const char *response, const char *motivo)
{
  AdwMessageDialog *dialog = tbk_pesaje_desk_wait_question ();

  if (motivo != NULL)
    gtk_editable_set_text (GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog)), motivo);
  g_assert_true (adw_message_dialog_get_response_enabled (dialog, response));
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

JsonObject *
tbk_pesaje_desk_last_body (TbkPesajeDesk *desk)
{
  return tbk_ui_test_object (tbk_stand_in_last (desk->server, "POST /iot/pesaje")->body);
}

GtkEditable *
tbk_pesaje_desk_entry_at (TbkPesajeDesk *desk, guint position)
{
  return GTK_EDITABLE (tbk_ui_window_find (GTK_WIDGET (desk->panel->datos), GTK_TYPE_ENTRY, position));
}
