/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat's messages as a model: their order, pages both ways, gaps, what is said twice, changes, marks. */
#include <string.h>

#include "tbk-chat-bench.h"

#define MANY 50000

/* --- reading ---------------------------------------------------------------- */

static void
test_empty (TbkChatDesk *desk, gconstpointer data)
{
  g_assert_cmpuint (tbk_chat_bench_size (desk), ==, 0);
  tbk_chat_desk_say (desk, 8, "Hola");
  tbk_ui_test_until (tbk_chat_bench_size (desk) == 1);
  g_assert_cmpstr (tbk_chat_bench_last_text (desk), ==, "Hola");
}

static void
test_pages (TbkChatDesk *desk, gconstpointer data)
{
  g_autoptr (GPtrArray) mirror = tbk_chat_bench_mirror_of (desk);

  g_assert_cmpuint (tbk_chat_bench_size (desk), ==, TBK_CONVERSATION_PAGE);
  g_assert_cmpuint (desk->shown, ==, TBK_CONVERSATION_PAGE - 1);
  g_assert_cmpint (tbk_chat_bench_facts_at (desk, 0)->numero, ==, 71);
  for (guint i = 0; i < 4; i++)
    {
      tbk_conversation_want_older (desk->conversation);
      tbk_chat_desk_wait (desk->conversation);
    }
  g_assert_cmpuint (tbk_chat_bench_size (desk), ==, 120);
  g_assert_cmpuint (tbk_stand_in_count (desk->server, TBK_CHAT_DESK_MESSAGES), ==, 3);
  tbk_chat_bench_assert_whole (desk);
  tbk_chat_bench_assert_mirrored (desk, mirror);
}

/* Fifty thousand, walked through from the end to the start and back: a bounded number is there at any time. */
static void
test_bounded (TbkChatDesk *desk, gconstpointer data)
{
  tbk_conversation_set_following (desk->conversation, FALSE);
  while (tbk_chat_bench_facts_at (desk, 0)->numero > MANY - 1500)
    {
      tbk_conversation_want_older (desk->conversation);
      tbk_chat_desk_wait (desk->conversation);
      g_assert_cmpuint (tbk_chat_bench_size (desk), <=, TBK_CONVERSATION_MAX);
    }
  g_assert_false (tbk_conversation_is_at_end (desk->conversation));
  tbk_chat_bench_assert_whole (desk);
  tbk_conversation_show_numero (desk->conversation, 7);
  tbk_chat_desk_wait (desk->conversation);
  g_assert_cmpint (tbk_chat_bench_facts_at (desk, 0)->numero, ==, 1);
  g_assert_cmpint (tbk_chat_bench_facts_at (desk, desk->shown)->numero, ==, 7);
  tbk_conversation_want_newer (desk->conversation);
  tbk_chat_desk_wait (desk->conversation);
  g_assert_cmpuint (tbk_chat_bench_size (desk), ==, 150);
  tbk_chat_bench_assert_whole (desk);
  tbk_conversation_show_end (desk->conversation);
  tbk_chat_desk_wait (desk->conversation);
  g_assert_cmpint (tbk_message_get (tbk_chat_bench_last (desk))->numero, ==, MANY);
  g_assert_true (tbk_conversation_is_at_end (desk->conversation));
}

/* Many unread: it opens where the reader left off, with the divider there. */
static void
test_unread (TbkChatDesk *desk, gconstpointer data)
{
  guint dividers = 0;

  tbk_ui_test_let_go (g_steal_pointer (&desk->conversation));
  desk->leido = 300;
  tbk_chat_bench_open (desk);
  g_assert_cmpint (tbk_chat_bench_facts_at (desk, desk->shown)->numero, ==, 302); /* 301 is Ana's own */
  for (guint i = 0; i < tbk_chat_bench_size (desk); i++)
    dividers += (tbk_message_get_flags (tbk_chat_bench_at (desk, i)) & TBK_MESSAGE_FIRST_NEW) != 0;
  g_assert_cmpuint (dividers, ==, 1);
  g_assert_true ((tbk_message_get_flags (tbk_chat_bench_at (desk, desk->shown)) & TBK_MESSAGE_FIRST_NEW) != 0);
  g_assert_false (tbk_conversation_is_at_end (desk->conversation));
  while (!tbk_conversation_is_at_end (desk->conversation))
    {
      tbk_conversation_want_newer (desk->conversation);
      tbk_chat_desk_wait (desk->conversation);
    }
  g_assert_cmpint (tbk_message_get (tbk_chat_bench_last (desk))->numero, ==, 600);
  tbk_chat_bench_assert_whole (desk);
}

/* --- live ------------------------------------------------------------------- */

static void
test_live (TbkChatDesk *desk, gconstpointer data)
{
  g_autoptr (GPtrArray) mirror = tbk_chat_bench_mirror_of (desk);

  tbk_chat_desk_say (desk, 8, "uno");
  tbk_chat_desk_say (desk, 8, "dos");
  tbk_ui_test_until (strcmp (tbk_chat_bench_last_text (desk), "dos") == 0);
  g_assert_cmpuint (tbk_chat_bench_size (desk), ==, 12);
  tbk_chat_bench_assert_whole (desk);
  tbk_chat_bench_assert_mirrored (desk, mirror);
}

/* What the socket did not tell is read, once it shows that something is missing. */
static void
test_gap (TbkChatDesk *desk, gconstpointer data)
{
  for (guint i = 0; i < 300; i++)
    tbk_chat_desk_say_unheard (desk, 8, "unheard");
  tbk_chat_desk_say (desk, 8, "heard");
  tbk_ui_test_until (strcmp (tbk_chat_bench_last_text (desk), "heard") == 0);
  g_assert_cmpuint (tbk_chat_bench_size (desk), ==, 311);
  tbk_chat_bench_assert_whole (desk);
}

/* The socket says it twice, and once more when it is read anyway. */
static void
test_twice (TbkChatDesk *desk, gconstpointer data)
{
  guint n = 0;

  tbk_chat_desk_say (desk, 8, "uno");
  tbk_ui_test_until (tbk_chat_bench_size (desk) == 11);
  g_signal_connect_swapped (desk->conversation, "items-changed", G_CALLBACK (tbk_ui_test_count), &n);
  tbk_talk_tell (desk->talk, "receive_message", g_ptr_array_index (desk->messages, 10));
  tbk_conversation_refresh (desk->conversation);
  tbk_ui_test_until (tbk_stand_in_count (desk->server, TBK_CHAT_DESK_MESSAGES) == 2);
  tbk_chat_desk_say (desk, 8, "dos");
  tbk_ui_test_until (tbk_chat_bench_size (desk) == 12);
  g_assert_cmpuint (n, ==, 1);
  tbk_chat_bench_assert_whole (desk);
}

/* Thousands in one breath come in few portions, and older ones make room. */
static void
test_flood (TbkChatDesk *desk, gconstpointer data)
{
  guint n = 0;

  g_signal_connect_swapped (desk->conversation, "items-changed", G_CALLBACK (tbk_ui_test_count), &n);
  for (guint i = 0; i < 3000; i++)
    tbk_chat_desk_say (desk, 8, "más");
  tbk_chat_desk_say (desk, 8, "fin");
  tbk_ui_test_until (strcmp (tbk_chat_bench_last_text (desk), "fin") == 0);
  tbk_chat_desk_wait (desk->conversation);
  g_assert_cmpuint (tbk_chat_bench_size (desk), <=, TBK_CONVERSATION_MAX);
  g_assert_cmpuint (n, <, 300);
  tbk_chat_bench_assert_whole (desk);
}

/* A reader who looks at old ones is not moved: newer ones wait, and are counted. */
static void
test_reader_elsewhere (TbkChatDesk *desk, gconstpointer data)
{
  guint behind, n = 0;

  tbk_conversation_set_following (desk->conversation, FALSE);
  while (tbk_chat_bench_size (desk) < TBK_CONVERSATION_MAX)
    {
      tbk_conversation_want_older (desk->conversation);
      tbk_chat_desk_wait (desk->conversation);
    }
  g_signal_connect_swapped (desk->conversation, "items-changed", G_CALLBACK (tbk_ui_test_count), &n);
  tbk_chat_desk_say (desk, 8, "uno");
  tbk_chat_desk_say (desk, 8, "dos");
  tbk_ui_test_until ((g_object_get (desk->conversation, "behind", &behind, NULL), behind) == 2);
  g_assert_cmpuint (n, ==, 0);
  tbk_conversation_set_following (desk->conversation, TRUE);
  tbk_conversation_show_end (desk->conversation);
  tbk_chat_desk_wait (desk->conversation);
  g_assert_cmpstr (tbk_chat_bench_last_text (desk), ==, "dos");
}

/* --- changes, marks, typing ------------------------------------------------- */

static void
test_changed (TbkChatDesk *desk, gconstpointer data)
{
  TbkMessage *message = tbk_chat_bench_at (desk, 4);
  guint n = 0;

  g_signal_connect_swapped (message, "changed", G_CALLBACK (tbk_ui_test_count), &n);
  tbk_chat_desk_change (desk, 5, "otra cosa");
  tbk_ui_test_until (n == 1);
  g_assert_true (tbk_chat_bench_at (desk, 4) == message);
  g_assert_cmpstr (tbk_message_get (message)->texto, ==, "otra cosa");
  g_assert_true (tbk_message_get (message)->editado);
  tbk_chat_desk_change (desk, 5, NULL);
  tbk_ui_test_until (tbk_message_get (message)->borrado);
}

/* An older version that comes late changes nothing. */
static void
test_stale (TbkChatDesk *desk, gconstpointer data)
{
  TbkMessage *message = tbk_chat_bench_at (desk, 4);
  g_autoptr (JsonObject) old = tbk_ui_test_object (
      "{\"id\":1005,\"chat_id\":5,\"numero\":5,\"autor_id\":8,\"texto\":\"viejo\",\"version\":1}");

  tbk_chat_desk_change (desk, 5, "nuevo");
  tbk_ui_test_until (tbk_message_get (message)->editado);
  tbk_talk_tell (desk->talk, "mensaje.actualizado", old);
  tbk_chat_desk_say (desk, 8, "después");
  tbk_ui_test_until (strcmp (tbk_chat_bench_last_text (desk), "después") == 0);
  g_assert_cmpstr (tbk_message_get (message)->texto, ==, "nuevo");
}

static void
test_marks (TbkChatDesk *desk, gconstpointer data)
{
  TbkMessage *first = tbk_chat_bench_at (desk, 0), *fourth = tbk_chat_bench_at (desk, 3),
             *seventh = tbk_chat_bench_at (desk, 6);

  tbk_ui_test_until (tbk_message_get_state (first) == TBK_MESSAGE_READ);
  g_assert_cmpint (tbk_message_get_state (fourth), ==, TBK_MESSAGE_SENT);
  tbk_chat_desk_tell (desk, "read", "{\"chat_id\":5,\"usuario_id\":8,\"entregado\":7,\"leido\":4}");
  tbk_ui_test_until (tbk_message_get_state (fourth) == TBK_MESSAGE_READ);
  g_assert_cmpint (tbk_message_get_state (seventh), ==, TBK_MESSAGE_DELIVERED);
  tbk_chat_desk_tell (desk, "read", "{\"chat_id\":5,\"usuario_id\":7,\"entregado\":10,\"leido\":10}");
  tbk_chat_desk_say (desk, 8, "uno");
  tbk_ui_test_until (tbk_chat_bench_size (desk) == 11);
  g_assert_cmpint (tbk_message_get_state (seventh), ==, TBK_MESSAGE_DELIVERED);
}

static JsonObject *
last_mark (TbkChatDesk *desk)
{
  return json_object_get_object_member (tbk_stand_in_live_last_heard (desk->server, "read"), "data");
}

/* What arrived is marked by itself; what was read when the reader has seen it. */
static void
test_own_marks (TbkChatDesk *desk, gconstpointer data)
{
  JsonObject *heard;

  tbk_chat_desk_say (desk, 8, "uno");
  tbk_ui_test_until (tbk_stand_in_live_count_heard (desk->server, "read") == 1);
  heard = last_mark (desk);
  g_assert_cmpint (json_object_get_int_member (heard, "entregado"), ==, 11);
  g_assert_cmpint (json_object_get_int_member (heard, "leido"), ==, 0);
  tbk_conversation_see (desk->conversation, 11);
  tbk_ui_test_until (tbk_stand_in_live_count_heard (desk->server, "read") == 2);
  heard = last_mark (desk);
  g_assert_cmpint (json_object_get_int_member (heard, "leido"), ==, 11);
}

static char *
activity (TbkChatDesk *desk)
{
  char *text = NULL;

  g_object_get (desk->conversation, "activity", &text, NULL);
  return text;
}

static void
test_typing (TbkChatDesk *desk, gconstpointer data)
{
  guint n = 0;
  g_autofree char *text = NULL;

  tbk_ui_test_until (tbk_members_get_size (tbk_conversation_get_members (desk->conversation)) == 2);
  g_signal_connect_swapped (desk->conversation, "notify::activity", G_CALLBACK (tbk_ui_test_count), &n);
  tbk_stand_in_live_event (desk->server, "typing", 0, "{\"chat_id\":5,\"usuario_id\":8}");
  tbk_ui_test_until (n == 1);
  text = activity (desk);
  g_assert_nonnull (strstr (text, "Luis Mora"));
  tbk_chat_desk_say (desk, 8, "uno");
  tbk_ui_test_until (n == 2);
  g_assert_null (activity (desk));
}

static void
test_gone (TbkChatDesk *desk, gconstpointer data)
{
  tbk_stand_in_forget (desk->server, "GET /chats/5");
  tbk_conversation_refresh (desk->conversation);
  tbk_ui_test_until (tbk_conversation_get_state (desk->conversation) == TBK_CONVERSATION_GONE);
}

int
main (int argc, char *argv[])
{
  static const TbkChatCase cases[] = {
    { "/conversation/empty", test_empty, 0 },
    { "/conversation/pages", test_pages, 120 },
    { "/conversation/bounded", test_bounded, MANY },
    { "/conversation/unread", test_unread, 600 },
    { "/conversation/live", test_live, 10 },
    { "/conversation/gap", test_gap, 10 },
    { "/conversation/twice", test_twice, 10 },
    { "/conversation/flood", test_flood, 10 },
    { "/conversation/reader-elsewhere", test_reader_elsewhere, 1200 },
    { "/conversation/changed", test_changed, 10 },
    { "/conversation/stale", test_stale, 10 },
    { "/conversation/marks", test_marks, 10 },
    { "/conversation/own-marks", test_own_marks, 10 },
    { "/conversation/typing", test_typing, 10 },
    { "/conversation/gone", test_gone, 10 },
  };

  return tbk_chat_bench_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
