/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages on their way: in their order, once, whatever happens to the line, the app and the usuario. */
#include <string.h>

#include "tbk-chat-bench.h"
#include "tbk-live.h"

/* --- sending ---------------------------------------------------------------- */

static TbkMessage *
send (TbkChatDesk *desk, const char *texto)
{
  g_autoptr (GError) error = NULL;
  TbkMessage *message = tbk_conversation_send (desk->conversation, texto, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (message);
  return message;
}

static guint
count_stored (TbkChatDesk *desk, const char *texto)
{
  guint n = 0;

  for (guint i = 0; i < desk->messages->len; i++)
    n += g_str_equal (json_object_get_string_member (g_ptr_array_index (desk->messages, i), "texto"), texto);
  return n;
}

/* It stays in its row when it is stored. */
static void
test_send (TbkChatDesk *desk, gconstpointer data)
{
  g_autoptr (GPtrArray) mirror = tbk_chat_bench_mirror_of (desk);
  g_autoptr (TbkMessage) message = g_object_ref (send (desk, "Buenos días"));
  guint n = 0;

  g_assert_cmpint (tbk_message_get_state (message), ==, TBK_MESSAGE_WAITING);
  g_assert_true (tbk_chat_bench_last (desk) == message);
  g_signal_connect_swapped (desk->conversation, "items-changed", G_CALLBACK (tbk_ui_test_count), &n);
  tbk_ui_test_until (tbk_message_is_stored (message));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (tbk_message_get (message)->numero, ==, 11);
  g_assert_cmpuint (tbk_outbox_get_size (tbk_talk_get_outbox (desk->talk)), ==, 0);
  tbk_chat_bench_assert_mirrored (desk, mirror);
}

/* Another's message that was stored before goes before it. */
static void
test_send_order (TbkChatDesk *desk, gconstpointer data)
{
  g_autoptr (GPtrArray) mirror = tbk_chat_bench_mirror_of (desk);

  tbk_chat_desk_say_unheard (desk, 8, "antes");
  send (desk, "después");
  tbk_ui_test_until (tbk_chat_bench_size (desk) == 12 && tbk_message_is_stored (tbk_chat_bench_last (desk)));
  g_assert_cmpstr (tbk_chat_bench_facts_at (desk, 10)->texto, ==, "antes");
  g_assert_cmpstr (tbk_chat_bench_last_text (desk), ==, "después");
  tbk_chat_bench_assert_whole (desk);
  tbk_chat_bench_assert_mirrored (desk, mirror);
}

/* Written while the server is away, and what others wrote meanwhile: all of it once, the own in their order. */
static void
test_offline (TbkChatDesk *desk, gconstpointer data)
{
  g_autoptr (GPtrArray) mirror = tbk_chat_bench_mirror_of (desk);

  tbk_chat_desk_cut (desk);
  send (desk, "uno");
  send (desk, "dos");
  send (desk, "tres");
  g_assert_cmpuint (tbk_chat_bench_size (desk), ==, 13);
  tbk_chat_desk_say_unheard (desk, 8, "del otro");
  tbk_chat_desk_mend (desk);
  tbk_ui_test_until (tbk_chat_bench_size (desk) == 14 && tbk_message_is_stored (tbk_chat_bench_last (desk)));
  g_assert_cmpstr (tbk_chat_bench_facts_at (desk, 10)->texto, ==, "del otro");
  g_assert_cmpstr (tbk_chat_bench_facts_at (desk, 11)->texto, ==, "uno");
  g_assert_cmpstr (tbk_chat_bench_facts_at (desk, 12)->texto, ==, "dos");
  g_assert_cmpstr (tbk_chat_bench_facts_at (desk, 13)->texto, ==, "tres");
  g_assert_cmpuint (desk->messages->len, ==, 14);
  tbk_chat_bench_assert_mirrored (desk, mirror);
}

/* The line goes after the server stored it and before it could say so: it is sent again, and stored once. */
static void
test_lost_answer (TbkChatDesk *desk, gconstpointer data)
{
  desk->cut_after = 1;
  send (desk, "uno");
  send (desk, "dos");
  tbk_ui_test_until (count_stored (desk, "uno") == 1);
  tbk_ui_test_until (tbk_chat_bench_size (desk) == 12 && tbk_message_is_stored (tbk_chat_bench_last (desk)));
  g_assert_cmpuint (count_stored (desk, "uno"), ==, 1);
  g_assert_cmpuint (count_stored (desk, "dos"), ==, 1);
  tbk_chat_bench_assert_whole (desk);
}

static void
test_refused (TbkChatDesk *desk, gconstpointer data)
{
  TbkMessage *refused;

  tbk_stand_in_live_answer (desk->server, "send_message", "error",
                            "{\"title\":\"Forbidden\",\"status\":403,\"detail\":\"the other one is no partner\"}");
  refused = send (desk, "uno");
  tbk_ui_test_until (tbk_message_get_state (refused) == TBK_MESSAGE_FAILED);
  g_assert_nonnull (strstr (tbk_message_get_error (refused), "partner"));
  g_assert_cmpuint (tbk_chat_bench_size (desk), ==, 11);
  tbk_outbox_retry (tbk_talk_get_outbox (desk->talk), refused);
  g_assert_cmpint (tbk_message_get_state (refused), ==, TBK_MESSAGE_WAITING);
  tbk_ui_test_until (tbk_message_get_state (refused) == TBK_MESSAGE_FAILED);
  g_assert_cmpuint (tbk_stand_in_live_count_heard (desk->server, "send_message"), ==, 2);
  tbk_outbox_drop (tbk_talk_get_outbox (desk->talk), refused);
  g_assert_cmpuint (tbk_chat_bench_size (desk), ==, 10);
}

/* What was posted over a line that says nothing goes by the socket, as soon as that is there again. */
static void
test_posted_in_vain (TbkChatDesk *desk, gconstpointer data)
{
  tbk_stand_in_forget (desk->server, "POST /chats/5/mensajes");
  tbk_stand_in_answer (desk->server, "POST /chats/5/mensajes", TBK_STAND_IN_HOLD, NULL);
  tbk_stand_in_live_open_deaf (desk->server);
  tbk_stand_in_live_close (desk->server, 0);
  tbk_ui_test_until (!tbk_live_get_connected (tbk_api_get_live (desk->api)));
  send (desk, "uno");
  send (desk, "dos");
  tbk_ui_test_until (tbk_stand_in_count (desk->server, "POST /chats/5/mensajes") == 1);
  tbk_stand_in_live_open (desk->server, desk->evento);
  tbk_stand_in_live_close (desk->server, 0);
  tbk_ui_test_until (tbk_chat_bench_size (desk) == 12 && tbk_message_is_stored (tbk_chat_bench_last (desk)));
  g_assert_cmpuint (count_stored (desk, "uno"), ==, 1);
  g_assert_cmpuint (count_stored (desk, "dos"), ==, 1);
  g_assert_cmpstr (tbk_chat_bench_last_text (desk), ==, "dos");
}

/* The app is killed while messages wait: they are there again, and go. */
static void
test_killed (TbkChatDesk *desk, gconstpointer data)
{
  tbk_chat_desk_cut (desk);
  send (desk, "uno");
  send (desk, "dos");
  tbk_ui_test_let_go (g_steal_pointer (&desk->conversation));
  tbk_ui_test_let_go (g_steal_pointer (&desk->api));

  tbk_stand_in_start (desk->server, NULL);
  desk->api = tbk_stand_in_sign_in (desk->server);
  desk->talk = tbk_talk_of (desk->api);
  tbk_chat_bench_open (desk);
  tbk_ui_test_until (tbk_chat_bench_size (desk) == 12 && tbk_message_is_stored (tbk_chat_bench_last (desk)));
  g_assert_cmpuint (count_stored (desk, "uno"), ==, 1);
  g_assert_cmpuint (count_stored (desk, "dos"), ==, 1);
  g_assert_cmpstr (tbk_chat_bench_last_text (desk), ==, "dos");
}

/* Nobody else's messages are sent, and nobody else sees them. */
static void
test_another_user (TbkChatDesk *desk, gconstpointer data)
{
  tbk_chat_desk_cut (desk);
  send (desk, "de Ana");
  tbk_api_sign_out (desk->api);
  g_assert_cmpuint (tbk_outbox_get_size (tbk_talk_get_outbox (desk->talk)), ==, 0);
  tbk_ui_test_let_go (g_steal_pointer (&desk->conversation));
  tbk_ui_test_let_go (g_steal_pointer (&desk->api));

  tbk_stand_in_forget (desk->server, "GET /me");
  tbk_stand_in_answer (desk->server, "GET /me", 200,
                       "{\"id\":8,\"nombre\":\"Luis Mora\",\"email\":\"luis@example.com\",\"rol\":\"centro\"}");
  tbk_stand_in_start (desk->server, NULL);
  desk->api = tbk_stand_in_sign_in (desk->server);
  desk->talk = tbk_talk_of (desk->api);
  tbk_chat_bench_open (desk);
  g_assert_cmpuint (tbk_outbox_get_size (tbk_talk_get_outbox (desk->talk)), ==, 0);
  send (desk, "de Luis");
  tbk_ui_test_until (count_stored (desk, "de Luis") == 1);
  g_assert_cmpuint (count_stored (desk, "de Ana"), ==, 0);
}

static void
test_edit (TbkChatDesk *desk, gconstpointer data)
{
  TbkMessage *message;
  guint edited = 0, failed = 0;

  g_assert_null (tbk_conversation_find_last_own (desk->conversation)); /* all are an hour old */
  send (desk, "uno");
  tbk_ui_test_until (tbk_message_is_stored (tbk_chat_bench_last (desk)));
  message = tbk_conversation_find_last_own (desk->conversation);
  g_assert_true (message == tbk_chat_bench_last (desk));
  g_signal_connect_swapped (desk->conversation, "edited", G_CALLBACK (tbk_ui_test_count), &edited);
  g_signal_connect_swapped (desk->conversation, "failed", G_CALLBACK (tbk_ui_test_count), &failed);
  tbk_stand_in_answer (desk->server, "PUT /chats/5/mensajes/1011", 200,
                       "{\"id\":1011,\"chat_id\":5,\"numero\":11,\"autor_id\":7,\"texto\":\"dos\",\"version\":2,"
                       "\"editado_en\":\"2026-11-20T10:00:00Z\"}");
  tbk_conversation_edit (desk->conversation, message, "dos");
  tbk_ui_test_until (edited == 1);
  g_assert_cmpstr (tbk_message_get (message)->texto, ==, "dos");
  tbk_stand_in_answer (desk->server, "DELETE /chats/5/mensajes/1011", 409,
                       "{\"title\":\"Conflict\",\"status\":409,\"detail\":\"15 minutes\"}");
  tbk_conversation_delete (desk->conversation, message);
  tbk_ui_test_until (failed == 1);
  g_assert_false (tbk_message_get (message)->borrado);
  tbk_stand_in_forget (desk->server, "DELETE /chats/5/mensajes/1011");
  tbk_stand_in_answer (desk->server, "DELETE /chats/5/mensajes/1011", 204, NULL);
  tbk_conversation_delete (desk->conversation, message);
  tbk_ui_test_until (tbk_message_get (message)->borrado);
}

static void
test_drafts (TbkChatDesk *desk, gconstpointer data)
{
  TbkChatStore *store = tbk_talk_get_store (desk->talk);
  g_autofree char *draft = NULL;
  g_autoptr (GError) error = NULL;

  tbk_chat_store_set_draft (store, 5, "a medias\n= [y] ;");
  g_assert_true (tbk_chat_store_flush (store, &error));
  g_assert_no_error (error);
  tbk_chat_bench_tear_down (desk, NULL);
  tbk_chat_bench_set_up (desk, GUINT_TO_POINTER (1));
  store = tbk_talk_get_store (desk->talk);
  /* another address: another server's drafts are its own */
  g_assert_null (tbk_chat_store_get_draft (store, 5));
  tbk_chat_store_set_draft (store, 5, "a medias\n= [y] ;");
  draft = tbk_chat_store_get_draft (store, 5);
  g_assert_cmpstr (draft, ==, "a medias\n= [y] ;");
  tbk_chat_store_set_draft (store, 5, "");
  g_assert_null (tbk_chat_store_get_draft (store, 5));
}

/* --- files ------------------------------------------------------------------- */

#define POST_FILE "POST /chats/5/adjuntos"
#define STORED_FILE                                                                                  \
  "{\"id\":77,\"chat_id\":5,\"nombre_archivo\":\"guia.pdf\",\"tipo_contenido\":\"application/pdf\"," \
  "\"tamano\":9}"

static GFile *
make_file (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "guia.pdf", NULL);

  g_assert_true (g_file_set_contents (path, "%PDF-1.4\n", -1, NULL));
  return g_file_new_for_path (path);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* Returns: (transfer full) (nullable). */
static GFile *
keep (TbkChatDesk *desk, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tbk_conversation_keep_file_async (desk->conversation, file, cancellable, kept_cb, &result);
  tbk_ui_test_until (result != NULL);
  return tbk_conversation_keep_file_finish (desk->conversation, result, error);
}

static TbkMessage *
send_file (TbkChatDesk *desk, const char *texto)
{
  g_autoptr (GFile) file = make_file ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) copy = keep (desk, file, NULL, &error);
  TbkMessage *message;

  g_assert_no_error (error);
  g_file_delete (file, NULL, NULL); /* what was dropped may be gone when its turn comes */
  message = tbk_conversation_send (desk->conversation, texto, copy, &error);
  g_assert_no_error (error);
  return message;
}

/* How many files, and folders for one, wait. */
static guint
count_kept (TbkChatDesk *desk)
{
  g_autoptr (GDir) dir = g_dir_open (tbk_chat_store_get_folder (tbk_talk_get_store (desk->talk)), 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, "adjunto-");
  return n;
}

/* A copy is whole, or there is none; and one that is not sent goes. */
static void
test_keep (TbkChatDesk *desk, gconstpointer data)
{
  g_autoptr (GFile) file = make_file ();
  g_autoptr (GFile) nothing = g_file_new_for_path ("/nowhere/guia.pdf");
  g_autoptr (GFile) root = g_file_new_for_path ("/");
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GFile) copy = keep (desk, file, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (count_kept (desk), ==, 1);
  tbk_conversation_forget_file (desk->conversation, file); /* it is none of ours */
  g_assert_true (g_file_query_exists (file, NULL));
  tbk_conversation_forget_file (desk->conversation, copy);
  g_assert_cmpuint (count_kept (desk), ==, 0);

  g_assert_null (keep (desk, nothing, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (keep (desk, root, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME);
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_null (keep (desk, file, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_kept (desk), ==, 0);
}

/* What a program that was killed had copied and not sent goes at the next start; what waits stays. */
static void
test_sweep (TbkChatDesk *desk, gconstpointer data)
{
  TbkChatStore *store = tbk_talk_get_store (desk->talk);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) lost = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  tbk_chat_desk_cut (desk);
  send_file (desk, "");
  file = make_file ();
  lost = keep (desk, file, NULL, NULL);
  g_assert_cmpuint (count_kept (desk), ==, 2);
  messages = tbk_chat_store_load (store);
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_cmpuint (count_kept (desk), ==, 1);
  g_assert_true (g_file_test (tbk_message_get (messages->pdata[0])->archivo, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_query_exists (lost, NULL));
}

static void
test_file (TbkChatDesk *desk, gconstpointer data)
{
  g_autoptr (TbkMessage) message = NULL;
  g_autofree char *copy = NULL;
  JsonObject *sent;

  tbk_stand_in_answer (desk->server, POST_FILE, 201, STORED_FILE);
  message = g_object_ref (send_file (desk, ""));
  copy = g_strdup (tbk_message_get (message)->archivo);
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  tbk_ui_test_until (tbk_message_is_stored (message));
  sent = json_object_get_object_member (tbk_stand_in_live_last_heard (desk->server, "send_message"), "data");
  g_assert_cmpint (json_object_get_int_member (sent, "documento_id"), ==, 77);
  g_assert_nonnull (strstr (tbk_stand_in_last (desk->server, POST_FILE)->body, "filename=\"guia.pdf\""));
  g_assert_nonnull (strstr (tbk_stand_in_last (desk->server, POST_FILE)->body, "%PDF-1.4\n"));
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
}

/* The line goes between the file and its message: the file is not sent again. */
static void
test_file_once (TbkChatDesk *desk, gconstpointer data)
{
  g_autoptr (TbkMessage) message = NULL;

  tbk_stand_in_answer (desk->server, POST_FILE, 201, STORED_FILE);
  desk->cut_after = 1;
  message = g_object_ref (send_file (desk, "la guía"));
  tbk_ui_test_until (tbk_message_is_stored (message));
  g_assert_cmpuint (tbk_stand_in_count (desk->server, POST_FILE), ==, 1);
  g_assert_cmpuint (count_stored (desk, "la guía"), ==, 1);
}

static void
test_file_refused (TbkChatDesk *desk, gconstpointer data)
{
  TbkMessage *message;

  tbk_stand_in_answer (desk->server, POST_FILE, 415, "{\"title\":\"Unsupported Media Type\",\"status\":415}");
  message = send_file (desk, "");
  send (desk, "después");
  tbk_ui_test_until (tbk_message_get_state (message) == TBK_MESSAGE_FAILED);
  tbk_ui_test_until (count_stored (desk, "después") == 1);
  g_assert_nonnull (strstr (tbk_message_get_error (message), "contains"));
}

/* --- the disk ---------------------------------------------------------------- */

/* What cannot be kept is not said to be waiting. */
static void
test_no_disk (TbkChatDesk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tbk_outbox_set_store (tbk_talk_get_outbox (desk->talk),
                        tbk_chat_store_new ("/dev/null/chat", tbk_stand_in_get_url (desk->server), 7));
  g_assert_null (tbk_conversation_send (desk->conversation, "uno", NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  g_assert_cmpuint (tbk_chat_bench_size (desk), ==, 10);
}

/* Files that are no messages, or cut short, keep nothing from being sent, and stay where they are. */
static void
test_foreign_files (TbkChatDesk *desk, gconstpointer data)
{
  static const char *const texts[]
      = { "", "{", "{\"chat_id\":5}", "{\"chat_id\":5,\"cliente_id\":\"x\"}", "[1]" };
  TbkChatStore *store = tbk_talk_get_store (desk->talk);
  g_autofree char *path
      = g_build_filename (tbk_chat_store_get_folder (store), "00000000000000000000.json", NULL);

  tbk_chat_desk_cut (desk);
  send (desk, "uno");
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) messages = NULL;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      messages = tbk_chat_store_load (store);
      g_assert_cmpuint (messages->len, ==, 1);
    }
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  static const TbkChatCase cases[] = {
    { "/outbox/send", test_send, 10 },
    { "/outbox/send-order", test_send_order, 10 },
    { "/outbox/offline", test_offline, 10 },
    { "/outbox/lost-answer", test_lost_answer, 10 },
    { "/outbox/refused", test_refused, 10 },
    { "/outbox/posted-in-vain", test_posted_in_vain, 10 },
    { "/outbox/killed", test_killed, 10 },
    { "/outbox/another-user", test_another_user, 10 },
    { "/outbox/edit", test_edit, 10 },
    { "/outbox/drafts", test_drafts, 10 },
    { "/outbox/file", test_file, 10 },
    { "/outbox/file-once", test_file_once, 10 },
    { "/outbox/file-refused", test_file_refused, 10 },
    { "/outbox/no-disk", test_no_disk, 10 },
    { "/outbox/keep", test_keep, 10 },
    { "/outbox/sweep", test_sweep, 10 },
    { "/outbox/foreign-files", test_foreign_files, 10 },
  };

  return tbk_chat_bench_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
