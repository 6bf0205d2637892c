/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-app-desk.h"

#define NO_ROWS "{\"items\":[],\"page\":1,\"page_size\":100,\"total\":0,\"siguiente\":null}"

static void
forget_settings (void)
{
  static const char *const keys[] = { "servidor", "email", "recordar", "certificados",
                                      "unidad", "estilo", "pagina", "ventana", "no-molestar" };
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka");

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (settings, keys[i]);
  g_settings_set_boolean (settings, "recordar", FALSE); /* no test asks a keyring */
}

void
tbk_app_desk_open (TbkAppDesk *desk, GTlsCertificate *certificate)
{
  forget_settings ();
  desk->server = tbk_stand_in_new (certificate);
  tbk_stand_in_answer (desk->server, "GET /contratos", 200, NO_ROWS);
  tbk_stand_in_answer (desk->server, "GET /lotes", 200, NO_ROWS);
  desk->api = tbk_api_new ();
  g_object_set (desk->api, "pause-ms", 1, NULL);
  desk->window = tbk_window_new (NULL, desk->api);
  tbk_window_start (desk->window, tbk_stand_in_get_url (desk->server));
  gtk_window_present (GTK_WINDOW (desk->window));
  tbk_ui_window_settle ();
}

void
tbk_app_desk_close (TbkAppDesk *desk)
{
  TbkWindow *window = desk->window;
  TbkApi *api = desk->api;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &desk->window);
  g_object_add_weak_pointer (G_OBJECT (api), (gpointer *) &desk->api);
  gtk_window_destroy (GTK_WINDOW (window));
  tbk_ui_test_until (desk->window == NULL);
  g_object_unref (api);
  tbk_ui_test_until (desk->api == NULL);
  g_clear_pointer (&desk->server, tbk_stand_in_free);
}

void
tbk_app_desk_submit (GtkWidget *root, const char *email, const char *password)
{
  GtkWidget *password_row = tbk_ui_window_find (root, ADW_TYPE_PASSWORD_ENTRY_ROW, 0);

  g_assert_nonnull (password_row);
  if (email != NULL)
    gtk_editable_set_text (GTK_EDITABLE (tbk_ui_window_find (root, ADW_TYPE_ENTRY_ROW, 1)), email);
  gtk_editable_set_text (GTK_EDITABLE (password_row), password);
  gtk_widget_activate_action (password_row, "sign-in.submit", NULL);
}

void
tbk_app_desk_sign_in (TbkAppDesk *desk)
{
  tbk_app_desk_submit (GTK_WIDGET (desk->window), "ana@example.com", "cacao");
  tbk_ui_test_until (tbk_window_get_page (desk->window) != NULL);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "GET /contratos") > 0);
  tbk_ui_window_settle ();
}
