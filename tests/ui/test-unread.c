/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user is told: how much of it is unread, what the desktop hears of it, and in which words. */
#include "tbk-about.h"
#include "tbk-announcer.h"
#include "tbk-live.h"
#include "tbk-stand-in-live.h"
#include "tbk-ui-test.h"
#include "tbk-unread.h"

#define TOLD "GET /notificaciones"
#define CHATS "GET /chats"
#define NO_CHATS "{\"items\":[],\"total\":0}"

typedef struct
{
  TbkStandIn *server;
  TbkApi *api;
  TbkUnread *unread;
  TbkAnnouncer *announcer;
  GString *said; /* "+id;" and "-id;" */
  const char *seen;
  guint n_told; /* what the server would count */
  gint64 evento;
} Fixture;

static char *
reply_told (const char *query, gpointer data)
{
  return g_strdup_printf ("{\"items\":[],\"total\":%u}", ((Fixture *) data)->n_told);
}

static void
announce_cb (Fixture *fixture, const char *id, GNotification *notification)
{
  g_assert_true (G_IS_NOTIFICATION (notification));
  g_string_append_printf (fixture->said, "+%s;", id);
}

static void
withdraw_cb (Fixture *fixture, const char *id)
{
  g_string_append_printf (fixture->said, "-%s;", id);
}

static gboolean
sees (const char *noun, gpointer data)
{
  return g_strcmp0 (noun, ((Fixture *) data)->seen) == 0;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka");

  g_settings_reset (settings, "no-molestar");
  fixture->server = tbk_stand_in_new (NULL);
  fixture->n_told = 2;
  fixture->evento = 10;
  fixture->said = g_string_new (NULL);
  tbk_stand_in_answer_by (fixture->server, TOLD, reply_told, fixture);
  tbk_stand_in_answer (fixture->server, CHATS, 200, NO_CHATS);
  tbk_stand_in_live_open (fixture->server, fixture->evento);
  fixture->api = tbk_stand_in_sign_in (fixture->server);
  fixture->unread = tbk_unread_new (fixture->api);
  fixture->announcer = tbk_announcer_new (fixture->api, fixture->unread);
  tbk_announcer_set_sees (fixture->announcer, sees, fixture);
  g_signal_connect_swapped (fixture->announcer, "announce", G_CALLBACK (announce_cb), fixture);
  g_signal_connect_swapped (fixture->announcer, "withdraw", G_CALLBACK (withdraw_cb), fixture);
  tbk_ui_test_until (tbk_live_get_connected (tbk_api_get_live (fixture->api)));
  tbk_ui_test_until (tbk_unread_get_notificaciones (fixture->unread) == 2);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->announcer);
  tbk_ui_test_let_go (fixture->unread);
  tbk_ui_test_let_go (fixture->api);
  tbk_stand_in_free (fixture->server);
  g_string_free (fixture->said, TRUE);
}

static void
tell (Fixture *fixture, const char *tipo, const char *datos)
{
  g_autofree char *data = g_strdup_printf ("{\"tipo\":\"%s\",\"datos\":%s}", tipo, datos);

  tbk_stand_in_live_event (fixture->server, "notificacion", ++fixture->evento, data);
}

static void
wait_said (Fixture *fixture, const char *expected)
{
  tbk_ui_test_until (g_str_has_suffix (fixture->said->str, expected));
  g_assert_cmpstr (fixture->said->str, ==, expected);
}

/* --- how many ------------------------------------------------------------- */

static void
test_counts (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_forget (fixture->server, CHATS);
  tbk_stand_in_answer (fixture->server, CHATS, 200,
                       "{\"items\":[{\"id\":1,\"sin_leer\":3},{\"id\":2,\"sin_leer\":0},{\"id\":3,"
                       "\"sin_leer\":4}],\"total\":3}");
  fixture->n_told = 3;
  tell (fixture, "aviso", "{\"titulo\":\"Hola\"}");
  tbk_stand_in_live_event (fixture->server, "receive_message", ++fixture->evento,
                           "{\"id\":1,\"chat_id\":1,\"autor_id\":9}");
  tbk_ui_test_until (tbk_unread_get_notificaciones (fixture->unread) == 3);
  tbk_ui_test_until (tbk_unread_get_chats (fixture->unread) == 7);
  tbk_api_sign_out (fixture->api);
  g_assert_cmpuint (tbk_unread_get_notificaciones (fixture->unread), ==, 0);
  g_assert_cmpuint (tbk_unread_get_chats (fixture->unread), ==, 0);
}

/* Read here or on another device: the server says how many are left. */
static void
test_read (Fixture *fixture, gconstpointer data)
{
  fixture->n_told = 0;
  tbk_stand_in_live_event (fixture->server, "read", ++fixture->evento, "{\"chat_id\":1,\"usuario_id\":7,\"leido\":4}");
  tbk_ui_test_until (tbk_unread_get_notificaciones (fixture->unread) == 0);
}

/* Hundreds at once are counted once. */
static void
test_burst (Fixture *fixture, gconstpointer data)
{
  guint before = tbk_stand_in_count (fixture->server, TOLD);

  fixture->n_told = 502;
  for (guint i = 0; i < 500; i++)
    tell (fixture, "aviso", "{\"titulo\":\"Hola\"}");
  tbk_ui_test_until (tbk_unread_get_notificaciones (fixture->unread) == 502);
  g_assert_cmpuint (tbk_stand_in_count (fixture->server, TOLD) - before, <=, 2);
}

/* A server of before there were such things. */
static void
test_old_server (Fixture *fixture, gconstpointer data)
{
  tbk_stand_in_forget (fixture->server, TOLD);
  tbk_stand_in_forget (fixture->server, CHATS);
  tbk_unread_refresh (fixture->unread);
  tbk_ui_test_until (tbk_unread_get_notificaciones (fixture->unread) == 0);
  g_assert_cmpint (tbk_api_get_state (fixture->api), ==, TBK_API_ONLINE);
}

/* --- the desktop ---------------------------------------------------------- */

static void
test_announces (Fixture *fixture, gconstpointer data)
{
  tell (fixture, "contrato_estado", "{\"contrato_id\":5,\"codigo\":\"CT-5\",\"estado\":\"Activo\"}");
  tell (fixture, "mensaje", "{\"chat_id\":3,\"contrato_id\":5,\"autor_nombre\":\"Boto\",\"texto\":\"Hola\"}");
  wait_said (fixture, "+contrato-5;+chat-3;");
  tbk_announcer_forget (fixture->announcer, "contrato", 5);
  tbk_announcer_forget (fixture->announcer, "contrato", 6);
  tbk_stand_in_live_event (fixture->server, "read", ++fixture->evento, "{\"chat_id\":3,\"usuario_id\":9,\"leido\":4}");
  tbk_stand_in_live_event (fixture->server, "read", ++fixture->evento, "{\"chat_id\":3,\"usuario_id\":7,\"leido\":4}");
  wait_said (fixture, "+contrato-5;+chat-3;-contrato-5;-chat-3;");
}

static void
test_all_read (Fixture *fixture, gconstpointer data)
{
  tell (fixture, "lote_recibido", "{\"lote_id\":8,\"codigo_lote\":\"LT-8\"}");
  wait_said (fixture, "+lote-8;");
  fixture->n_told = 0;
  tbk_unread_refresh (fixture->unread);
  wait_said (fixture, "+lote-8;-lote-8;");
}

/* Neither what is looked at anyway, nor while nothing is to disturb. */
static void
test_quiet (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new ("com.triboka.Triboka");

  fixture->seen = "contrato";
  tell (fixture, "contrato_estado", "{\"contrato_id\":5,\"codigo\":\"CT-5\",\"estado\":\"Activo\"}");
  tell (fixture, "lote_recibido", "{\"lote_id\":8,\"codigo_lote\":\"LT-8\"}");
  wait_said (fixture, "+lote-8;");
  g_settings_set_boolean (settings, "no-molestar", TRUE);
  tell (fixture, "lote_recibido", "{\"lote_id\":9,\"codigo_lote\":\"LT-9\"}");
  tbk_ui_test_until (tbk_live_get_evento (tbk_api_get_live (fixture->api)) == fixture->evento);
  g_settings_set_boolean (settings, "no-molestar", FALSE);
  tell (fixture, "lote_recibido", "{\"lote_id\":10,\"codigo_lote\":\"LT-10\"}");
  wait_said (fixture, "+lote-8;+lote-10;");
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2000; i++)
    tell (fixture, "aviso", "{\"titulo\":\"Hola\"}");
  tbk_ui_test_until (tbk_live_get_evento (tbk_api_get_live (fixture->api)) == fixture->evento);
  tbk_ui_test_until (fixture->said->len > 0);
  g_assert_true (g_str_has_prefix (fixture->said->str, "+many;"));
}

/* --- in words ------------------------------------------------------------- */

static void
test_words (void)
{
  static const struct
  {
    const char *tipo, *datos, *title, *text, *noun;
    gint64 id;
  } cases[] = {
    { "contrato_estado",
      "{\"contrato_id\":5,\"codigo\":\"CT-5\",\"antes\":\"Activo\",\"estado\":\"En proceso\"}",
      "Contract CT-5: In Progress", "Before: Active", "contrato", 5 },
    { "lote_recibido", "{\"lote_id\":8,\"codigo_lote\":\"LT-8\"}", "Lot LT-8 Was Received", "",
      "lote", 8 },
    { "documento",
      "{\"documento_id\":2,\"contrato_id\":5,\"codigo\":\"CT-5\",\"nombre\":\"guia.pdf\"}",
      "New Document in Contract CT-5", "guia.pdf", "documento", 2 },
    { "mensaje", "{\"chat_id\":3,\"contrato_id\":5,\"autor_nombre\":\"Boto\",\"texto\":\"Hola\"}",
      "Boto", "Hola", "chat", 3 },
    { "mencion", "{\"chat_id\":3,\"autor_nombre\":\"Boto\",\"texto\":\"@ana\"}",
      "Boto Mentions You", "@ana", "chat", 3 },
    { "aviso", "{\"titulo\":\"Corte\",\"texto\":\"A las 10\"}", "Corte", "A las 10", NULL, 0 },
    { "luna", "{\"titulo\":5}", "News", "", NULL, 0 },
    { "contrato_estado", "{}", "Contract : ", "", NULL, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonObject) datos = tbk_ui_test_object (cases[i].datos);
      g_autofree char *title = tbk_about_title (cases[i].tipo, datos);
      g_autofree char *text = tbk_about_text (cases[i].tipo, datos);
      gint64 id;

      g_assert_cmpstr (title, ==, cases[i].title);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (tbk_about_noun (cases[i].tipo, datos, &id), ==, cases[i].noun);
      g_assert_cmpint (id, ==, cases[i].id);
    }
}

int
main (int argc, char **argv)
{
  tbk_ui_test_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/unread/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("counts", test_counts);
  ADD ("read", test_read);
  ADD ("burst", test_burst);
  ADD ("old-server", test_old_server);
  ADD ("desktop/announces", test_announces);
  ADD ("desktop/all-read", test_all_read);
  ADD ("desktop/quiet", test_quiet);
  ADD ("desktop/many", test_many);
  g_test_add_func ("/unread/words", test_words);
  return g_test_run ();
}
