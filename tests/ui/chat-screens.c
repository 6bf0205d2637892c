/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chat-screens FOLDER [dark]: pictures of the chat page, to be looked at; run by with-display. No test. */
#include <string.h>

#include "tbk-chat-desk.h"
#include "tbk-chat-page.h"
#include "tbk-chat-view.h"
#include "tbk-ui-picture.h"
#include "tbk-ui-window.h"

static void
fill (TbkChatDesk *desk)
{
  tbk_chat_desk_say (desk, 8, "Buenos días. El camión salió de Quevedo a las 6, llega al centro al mediodía.");
  tbk_chat_desk_say (desk, 8, "Las guías: https://sri.example/guias?n=001-002-000123456");
  tbk_chat_desk_say (desk, 7, "Gracias, @Luis Mora. ¿Cuántos sacos son?");
  tbk_chat_desk_say (desk, 8, "412 sacos, 28.560 kg brutos. Humedad 7,2 % en la muestra que sacamos ayer 🍫");
  tbk_chat_desk_say (desk, 7, "Perfecto.\nLos recibimos en la bodega 3.");
  tbk_chat_desk_say (desk, 8, "x");
  tbk_chat_desk_change (desk, (gint64) desk->messages->len, NULL);
  tbk_chat_desk_tell (desk, "read", "{\"chat_id\":5,\"usuario_id\":8,\"entregado\":65,\"leido\":63}");
}

static void
shoot_page (TbkChatDesk *desk, const char *folder, const char *name, int width, int height)
{
  TbkPage *page = g_object_new (TBK_TYPE_CHAT_PAGE, "api", desk->api, NULL);
  GtkWindow *window = tbk_ui_window_new (GTK_WIDGET (page));
  g_autofree char *listed = g_strconcat (name, "-list", NULL);
  TbkChatView *view;

  gtk_window_set_default_size (window, width, height);
  tbk_ui_test_until (tbk_ui_window_find_text (GTK_WIDGET (window), "Luis Mora") != NULL);
  tbk_ui_picture_take (folder, listed);
  tbk_page_show_id (page, 5);
  tbk_ui_test_until (tbk_ui_window_find (GTK_WIDGET (window), TBK_TYPE_CHAT_VIEW, 0) != NULL);
  view = TBK_CHAT_VIEW (tbk_ui_window_find (GTK_WIDGET (window), TBK_TYPE_CHAT_VIEW, 0));
  tbk_ui_test_until (tbk_chat_view_get_conversation (view) != NULL);
  tbk_chat_desk_wait (tbk_chat_view_get_conversation (view));
  tbk_stand_in_live_event (desk->server, "typing", 0, "{\"chat_id\":5,\"usuario_id\":8}");
  tbk_ui_picture_take (folder, name);
  tbk_ui_window_close (window);
}

int
main (int argc, char *argv[])
{
  TbkChatDesk desk;
  const char *folder = argc > 1 ? argv[1] : ".";
  gboolean dark = argc > 2 && strcmp (argv[2], "dark") == 0;
  char *home = tbk_chat_desk_begin ();
  g_autoptr (GError) error = NULL;
  TbkConversation *conversation;

  tbk_ui_window_init (&argc, &argv);
  tbk_ui_picture_begin (dark);
  tbk_chat_desk_open (&desk, 60);
  fill (&desk);
  desk.leido = 61;
  conversation = tbk_chat_desk_converse (&desk);
  tbk_chat_desk_wait (conversation);
  tbk_stand_in_live_answer (desk.server, "send_message", "error", "{\"title\":\"Forbidden\",\"status\":403}");
  tbk_conversation_send (conversation, "Este no llega.", NULL, &error);
  tbk_ui_test_until (tbk_stand_in_live_count_heard (desk.server, "send_message") == 1);
  g_object_unref (conversation);
  shoot_page (&desk, folder, dark ? "chat-dark" : "chat", 1024, 740);
  shoot_page (&desk, folder, dark ? "chat-narrow-dark" : "chat-narrow", 380, 700);
  tbk_chat_desk_close (&desk);
  return tbk_chat_desk_end (home, 0);
}
