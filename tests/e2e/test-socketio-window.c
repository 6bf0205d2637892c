/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One has the app's window, the other a program of his own with socket.io-client: they talk in a
 * contract's chat, both ways, and each sees what the other does. */

#include "tbk-journey.h"
#include "tbk-socketio.h"

#define CODIGO "CT-2026-00032"
#define CENTRO "\xe2\x81\xa8"    \
               "Carmen Zambrano" \
               "\xe2\x81\xa9"

/* The chat of the contract, as the program finds it. */
static gint64
join (TbkSocketio *program, TbkTestServer *server)
{
  g_autoptr (TbkTestClient) client = tbk_test_client_new (server);
  g_autoptr (TbkTestReply) found = NULL;
  g_autoptr (JsonObject) chat = NULL;
  JsonObject *data = json_object_new ();
  JsonArray *items;

  tbk_test_client_login (client, "centro@demo.ec");
  found = tbk_test_expect (client, 200, "GET", NULL, "/contratos?q=" CODIGO);
  items = tbk_test_reply_array (found, "items");
  g_assert_cmpuint (json_array_get_length (items), ==, 1);
  json_object_set_int_member (data, "contrato_id",
                              json_object_get_int_member (json_array_get_object_element (items, 0), "id"));
  chat = tbk_socketio_ask (program, "join", data);
  return json_object_get_int_member (chat, "id");
}

static JsonObject *
of_chat (gint64 chat_id)
{
  JsonObject *data = json_object_new ();

  json_object_set_int_member (data, "chat_id", chat_id);
  return data;
}

/* Returns: (transfer full): the message as the server has it. */
static JsonObject *
send (TbkSocketio *program, gint64 chat_id, const char *texto)
{
  JsonObject *data = of_chat (chat_id);
  g_autofree char *cliente_id = g_uuid_string_random ();

  json_object_set_string_member (data, "texto", texto);
  json_object_set_string_member (data, "cliente_id", cliente_id);
  return tbk_socketio_ask (program, "send_message", data);
}

/* Returns: the number of the message, which it hears of once it was written. */
static gint64
hear (TbkSocketio *program, gint64 chat_id, const char *texto)
{
  for (;;)
    {
      g_autoptr (JsonObject) message = tbk_socketio_wait (program, "receive_message");

      if (!g_str_equal (json_object_get_string_member (message, "texto"), texto))
        continue;
      g_assert_cmpint (json_object_get_int_member (message, "chat_id"), ==, chat_id);
      return json_object_get_int_member (message, "numero");
    }
}

static void
talk (TbkJourney *window, TbkSocketio *program)
{
  gint64 chat_id = join (program, window->server);
  g_autoptr (JsonObject) typed = tbk_socketio_ask (program, "typing", of_chat (chat_id));
  g_autoptr (JsonObject) sent = NULL;
  g_autoptr (JsonObject) read = NULL;
  JsonObject *mark = of_chat (chat_id);
  gint64 numero;

  tbk_app_wait (window->app, window->page, TBK_ROLE_LABEL, T_filled ("%s is writing…", CENTRO));
  sent = send (program, chat_id, "El camion salio a las seis");
  tbk_app_wait (window->app, window->page, TBK_ROLE_LABEL, "El camion salio a las seis");

  tbk_journey_say (window, "Lo esperamos");
  numero = hear (program, chat_id, "Lo esperamos");
  g_assert_cmpint (numero, >, json_object_get_int_member (sent, "numero"));
  json_object_set_int_member (mark, "leido", numero);
  read = tbk_socketio_ask (program, "read", mark);
  tbk_app_wait (window->app, window->page, TBK_ROLE_IMAGE, T_filled ("Read by %s", CENTRO));

  tbk_journey_say (window, "Gracias");
  hear (program, chat_id, "Gracias");
}

static void
test_talk (void)
{
  g_autofree char *why = NULL;
  g_autoptr (TbkSocketio) program = tbk_socketio_start (&why);
  g_autoptr (TbkJourney) window = NULL;

  if (program == NULL)
    {
      g_test_skip (why);
      return;
    }
  window = tbk_journey_new ();
  tbk_journey_start_as (window, "exportadora@demo.ec");
  tbk_journey_open_chat (window, CODIGO);
  tbk_socketio_connect (program, window->server, "centro@demo.ec");
  talk (window, program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/socketio-window/talk", test_talk);
  return g_test_run ();
}
