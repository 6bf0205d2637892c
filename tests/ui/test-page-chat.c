/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chat page: what shows, what keys do, where the reader stays. */
#include <string.h>

#include "tbk-chat-bench.h"
#include "tbk-chat-contacts.h"
#include "tbk-chat-page.h"
#include "tbk-chat-text.h"
#include "tbk-chat-view.h"
#include "tbk-composer.h"
#include "tbk-message-list.h"
#include "tbk-message-row.h"
#include "tbk-ui-window.h"

#define FULL 120

typedef struct
{
  TbkChatDesk desk;
  GtkWindow *window;
  TbkPage *page;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  tbk_chat_desk_open (&fixture->desk, GPOINTER_TO_UINT (data));
  fixture->page = g_object_new (TBK_TYPE_CHAT_PAGE, "api", fixture->desk.api, NULL);
  fixture->window = tbk_ui_window_new (GTK_WIDGET (fixture->page));
  gtk_window_set_default_size (fixture->window, 1024, 700);
  tbk_ui_test_until (tbk_stand_in_count (fixture->desk.server, "GET /chats") > 0);
  tbk_ui_window_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tbk_ui_window_close (fixture->window);
  tbk_chat_desk_close (&fixture->desk);
}

static GtkWidget *
find (Fixture *fixture, GType type)
{
  GtkWidget *widget = tbk_ui_window_find (GTK_WIDGET (fixture->window), type, 0);

  g_assert_nonnull (widget);
  return widget;
}

static gboolean
says (Fixture *fixture, const char *text)
{
  return tbk_ui_window_find_text (GTK_WIDGET (fixture->window), text) != NULL;
}

/* The chat is chosen, and its messages are there. */
static TbkConversation *
choose (Fixture *fixture)
{
  TbkChatView *view;

  tbk_page_show_id (fixture->page, 5);
  view = TBK_CHAT_VIEW (find (fixture, TBK_TYPE_CHAT_VIEW));
  tbk_ui_test_until (tbk_chat_view_get_conversation (view) != NULL);
  tbk_chat_desk_wait (tbk_chat_view_get_conversation (view));
  tbk_ui_window_settle ();
  return tbk_chat_view_get_conversation (view);
}

static GtkTextBuffer *
get_buffer (Fixture *fixture)
{
  GtkWidget *composer = find (fixture, TBK_TYPE_COMPOSER);

  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (tbk_ui_window_find (composer, GTK_TYPE_TEXT_VIEW, 0)));
}

static char *
get_text (Fixture *fixture)
{
  char *text = NULL;

  g_object_get (get_buffer (fixture), "text", &text, NULL);
  return text;
}

static gboolean
press (Fixture *fixture, guint key, GdkModifierType modifiers)
{
  GtkWidget *view = tbk_ui_window_find (find (fixture, TBK_TYPE_COMPOSER), GTK_TYPE_TEXT_VIEW, 0);

  return tbk_ui_window_press (view, key, modifiers);
}

static GtkAdjustment *
get_adjustment (Fixture *fixture)
{
  GtkWidget *list = find (fixture, TBK_TYPE_MESSAGE_LIST);
  GtkWidget *scrolled = tbk_ui_window_find (list, GTK_TYPE_SCROLLED_WINDOW, 0);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

static double
distance_to_end (Fixture *fixture)
{
  GtkAdjustment *v = get_adjustment (fixture);

  return gtk_adjustment_get_upper (v) - gtk_adjustment_get_page_size (v) - gtk_adjustment_get_value (v);
}

/* Where the row that says that is in its list; a negative number of pixels above it; -1e6: it is not there. */
static double
place_of (Fixture *fixture, const char *text)
{
  GtkWidget *list = find (fixture, TBK_TYPE_MESSAGE_LIST);
  GtkWidget *label = tbk_ui_window_find_text (list, text);
  graphene_rect_t bounds;

  if (label == NULL || !gtk_widget_compute_bounds (label, list, &bounds))
    return -1e6;
  return bounds.origin.y;
}

/* --- the list ---------------------------------------------------------------- */

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nameless = NULL;

  tbk_ui_test_until (says (fixture, "Luis Mora"));
  g_assert_true (says (fixture, "Mensaje 10"));
  g_assert_true (says (fixture, "No Chat Chosen") || gtk_widget_get_mapped (find (fixture, TBK_TYPE_CHAT_VIEW)));
  choose (fixture);
  nameless = tbk_ui_window_list_nameless (GTK_WIDGET (fixture->window));
  g_assert_cmpstr (nameless, ==, "");
}

/* What is said elsewhere shows in its row, with how many are unread; looking at it takes the number away. */
static void
test_unread (Fixture *fixture, gconstpointer data)
{
  tbk_ui_test_until (says (fixture, "Mensaje 10"));
  tbk_chat_desk_say (&fixture->desk, 8, "¿Llegó el camión?");
  tbk_ui_test_until (says (fixture, "¿Llegó el camión?") && says (fixture, "1"));
  fixture->desk.leido = 11;
  tbk_chat_desk_tell (&fixture->desk, "read", "{\"chat_id\":5,\"usuario_id\":7,\"entregado\":11,\"leido\":11}");
  tbk_ui_test_until (!says (fixture, "1"));
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry;

  choose (fixture);
  entry = find (fixture, GTK_TYPE_SEARCH_ENTRY);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.search", NULL); /* in the chat, where the focus is */
  tbk_ui_test_until (tbk_ui_window_find (find (fixture, TBK_TYPE_CHAT_VIEW), GTK_TYPE_SEARCH_ENTRY, 0) != NULL);
  gtk_window_set_focus (fixture->window, NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.search", NULL); /* in the list */
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->window), entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), "nadie");
  tbk_ui_test_until (says (fixture, "No Results"));
  g_assert_nonnull (tbk_ui_window_find (GTK_WIDGET (fixture->window), TBK_TYPE_COMPOSER, 0)); /* the chat stays */
  tbk_ui_window_click (GTK_WIDGET (fixture->window), "Clear Search and Filters");
  tbk_ui_test_until (!says (fixture, "No Results"));
}

static void
test_new (Fixture *fixture, gconstpointer data)
{
  GtkWidget *contacts;
  g_autofree char *record = tbk_chat_desk_record (&fixture->desk);

  tbk_stand_in_answer (
      fixture->desk.server, "GET /chats/contactos", 200,
      "{\"items\":[{\"id\":8,\"nombre\":\"Luis "
      "<Mora>\",\"rol\":\"centro\",\"empresa_nombre\":\"Boto\"},"
      "{\"id\":9,\"nombre\":\"Rosa Vélez\",\"rol\":\"admin\",\"empresa_nombre\":null}]}");
  tbk_stand_in_answer (fixture->desk.server, "POST /chats", 200, record);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.new", NULL);
  tbk_ui_test_until (tbk_ui_window_find_toplevel (TBK_TYPE_CHAT_CONTACTS) != NULL);
  contacts = tbk_ui_window_find_toplevel (TBK_TYPE_CHAT_CONTACTS);
  tbk_ui_test_until (tbk_ui_window_find_text (contacts, "Luis <Mora>") != NULL);
  gtk_editable_set_text (GTK_EDITABLE (tbk_ui_window_find (contacts, GTK_TYPE_SEARCH_ENTRY, 0)), "velez");
  tbk_ui_test_until (tbk_ui_window_find_text (contacts, "Luis <Mora>") == NULL);
  g_signal_emit_by_name (tbk_ui_window_find (contacts, GTK_TYPE_SEARCH_ENTRY, 0), "activate");
  tbk_ui_test_until (tbk_ui_window_find_toplevel (TBK_TYPE_CHAT_CONTACTS) == NULL);
  g_assert_nonnull (strstr (tbk_stand_in_last (fixture->desk.server, "POST /chats")->body, "\"usuario_id\":9"));
  tbk_ui_test_until (tbk_ui_window_find (GTK_WIDGET (fixture->window), TBK_TYPE_COMPOSER, 0) != NULL);
}

/* --- writing ----------------------------------------------------------------- */

static void
test_write (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  choose (fixture);
  gtk_text_buffer_set_text (get_buffer (fixture), "  Buenos días <b>  ", -1);
  press (fixture, GDK_KEY_Return, GDK_SHIFT_MASK); /* the view's own: a new line, and nothing is sent */
  g_assert_cmpuint (fixture->desk.messages->len, ==, 10);
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  tbk_ui_test_until (says (fixture, "Buenos días <b>"));
  text = get_text (fixture);
  g_assert_cmpstr (text, ==, "");
  g_assert_true (press (fixture, GDK_KEY_Return, 0)); /* an empty one is not sent */
  tbk_ui_test_until (fixture->desk.messages->len == 11);
  tbk_ui_test_until (tbk_stand_in_live_count_heard (fixture->desk.server, "typing") == 1);
  g_assert_cmpuint (tbk_stand_in_live_count_heard (fixture->desk.server, "send_message"), ==, 1);
}

/* A file goes once it is copied, and is gone from the bar then; one that is left out is not sent. */
static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "guía 7.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) nothing = g_file_new_for_path ("/nowhere/nada.pdf");
  GtkWidget *composer;

  choose (fixture);
  composer = find (fixture, TBK_TYPE_COMPOSER);
  g_assert_true (g_file_set_contents (path, "%PDF-1.4\n", -1, NULL));
  tbk_composer_attach (TBK_COMPOSER (composer), nothing);
  tbk_ui_test_until (!says (fixture, "nada.pdf")); /* and a toast tells why */
  tbk_composer_attach (TBK_COMPOSER (composer), file);
  gtk_widget_activate_action (composer, "composer.detach", NULL);
  g_assert_false (says (fixture, "guía 7.pdf"));
  press (fixture, GDK_KEY_Return, 0);
  tbk_stand_in_answer (fixture->desk.server, "POST /chats/5/adjuntos", 201,
                       "{\"id\":77,\"chat_id\":5,\"nombre_archivo\":\"guía "
                       "7.pdf\",\"tipo_contenido\":\"application/pdf\","
                       "\"tamano\":9}");
  tbk_composer_attach (TBK_COMPOSER (composer), file);
  g_assert_true (says (fixture, "guía 7.pdf"));
  tbk_ui_test_until ((press (fixture, GDK_KEY_Return, 0),
                      fixture->desk.messages->len == 11)); /* not while it is copied */
  g_assert_cmpuint (tbk_stand_in_count (fixture->desk.server, "POST /chats/5/adjuntos"), ==, 1);
}

/* Too long is told while it is typed, and not sent. */
static void
test_limit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (TBK_CHAT_TEXT_MAX + 3, 'x');

  choose (fixture);
  gtk_text_buffer_set_text (get_buffer (fixture), long_text, -1);
  tbk_ui_test_until (says (fixture, "3 characters too many"));
  press (fixture, GDK_KEY_Return, 0);
  gtk_text_buffer_set_text (get_buffer (fixture), long_text, 3990);
  tbk_ui_test_until (says (fixture, "10 characters left"));
  g_assert_cmpuint (tbk_stand_in_live_count_heard (fixture->desk.server, "send_message"), ==, 0);
}

/* What is half written is there again when the chat is, in another window and after the app was closed. */
static void
test_draft (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  choose (fixture);
  gtk_text_buffer_set_text (get_buffer (fixture), "a medias", -1);
  tbk_ui_window_close (fixture->window);
  fixture->page = g_object_new (TBK_TYPE_CHAT_PAGE, "api", fixture->desk.api, NULL);
  fixture->window = tbk_ui_window_new (GTK_WIDGET (fixture->page));
  choose (fixture);
  text = get_text (fixture);
  g_assert_cmpstr (text, ==, "a medias");
}

static void
test_edit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree char *draft = NULL;

  choose (fixture);
  gtk_text_buffer_set_text (get_buffer (fixture), "uno", -1);
  press (fixture, GDK_KEY_Return, 0);
  tbk_ui_test_until (fixture->desk.messages->len == 11);
  tbk_ui_test_until (tbk_conversation_find_last_own (
                         tbk_chat_view_get_conversation (TBK_CHAT_VIEW (find (fixture, TBK_TYPE_CHAT_VIEW))))
                     != NULL);
  g_assert_true (press (fixture, GDK_KEY_Up, 0));
  text = get_text (fixture);
  g_assert_cmpstr (text, ==, "uno");
  g_assert_true (says (fixture, "You are changing a message."));
  g_assert_true (press (fixture, GDK_KEY_Escape, 0));
  draft = get_text (fixture);
  g_assert_cmpstr (draft, ==, "");

  tbk_stand_in_answer (fixture->desk.server, "PUT /chats/5/mensajes/1011", 200,
                       "{\"id\":1011,\"chat_id\":5,\"numero\":11,\"autor_id\":7,\"texto\":\"uno y "
                       "medio\",\"version\":2,"
                       "\"editado_en\":\"2026-11-20T10:00:00Z\"}");
  press (fixture, GDK_KEY_Up, 0);
  gtk_text_buffer_set_text (get_buffer (fixture), "uno y medio", -1);
  press (fixture, GDK_KEY_Return, 0);
  tbk_ui_test_until (says (fixture, "uno y medio") && says (fixture, "edited"));
  g_assert_false (says (fixture, "You are changing a message."));
}

static void
test_mention (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  JsonObject *sent;
  TbkConversation *conversation = choose (fixture);

  tbk_ui_test_until (tbk_members_get_size (tbk_conversation_get_members (conversation)) == 2);
  gtk_text_buffer_insert_at_cursor (get_buffer (fixture), "Hola @lu", -1);
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  text = get_text (fixture);
  g_assert_cmpstr (text, ==, "Hola @Luis Mora ");
  press (fixture, GDK_KEY_Return, 0);
  tbk_ui_test_until (tbk_stand_in_live_count_heard (fixture->desk.server, "send_message") == 1);
  sent = json_object_get_object_member (tbk_stand_in_live_last_heard (fixture->desk.server, "send_message"), "data");
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (sent, "menciones"), 0), ==, 8);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  choose (fixture);
  tbk_stand_in_live_answer (fixture->desk.server, "send_message", "error", "{\"title\":\"Forbidden\",\"status\":403}");
  gtk_text_buffer_set_text (get_buffer (fixture), "uno", -1);
  press (fixture, GDK_KEY_Return, 0);
  tbk_ui_test_until (says (fixture, "The other side is no partner of yours any more."));
  tbk_ui_window_click (GTK_WIDGET (fixture->window), "Drop");
  tbk_ui_test_until (!says (fixture, "The other side is no partner of yours any more."));
}

/* --- reading ----------------------------------------------------------------- */

/* That one is in view, and the list rests at its end. */
static void
wait_end (Fixture *fixture, const char *text)
{
  TbkMessageList *list = TBK_MESSAGE_LIST (find (fixture, TBK_TYPE_MESSAGE_LIST));

  tbk_ui_test_until (place_of (fixture, text) > 0 && distance_to_end (fixture) < 2
                     && tbk_message_list_is_settled (list));
}

static void
test_opens_at_end (Fixture *fixture, gconstpointer data)
{
  choose (fixture);
  wait_end (fixture, "Mensaje 120");
  tbk_chat_desk_say (&fixture->desk, 8, "nuevo");
  wait_end (fixture, "nuevo");
}

/* Older ones come in above, and what the reader looks at stays where it is. */
static void
test_no_jump (Fixture *fixture, gconstpointer data)
{
  TbkConversation *conversation = choose (fixture);
  guint before = g_list_model_get_n_items (G_LIST_MODEL (conversation));
  double place;

  wait_end (fixture, "Mensaje 120");
  tbk_stand_in_forget (fixture->desk.server, TBK_CHAT_DESK_MESSAGES);
  tbk_stand_in_answer (fixture->desk.server, TBK_CHAT_DESK_MESSAGES, TBK_STAND_IN_HOLD, NULL);
  gtk_adjustment_set_value (get_adjustment (fixture), 0);
  tbk_ui_test_until (place_of (fixture, "Mensaje 75") > 0);
  tbk_ui_window_settle ();
  place = place_of (fixture, "Mensaje 75");
  tbk_chat_desk_answer_messages (&fixture->desk);
  tbk_stand_in_release (fixture->desk.server);
  tbk_ui_test_until (g_list_model_get_n_items (G_LIST_MODEL (conversation)) > before);
  tbk_ui_window_settle ();
  g_assert_cmpfloat (ABS (place_of (fixture, "Mensaje 75") - place), <, 4);
}

/* Returns: (transfer full) (nullable): the text of one that is in view. */
static char *
find_in_view (Fixture *fixture)
{
  for (guint i = 1; i <= FULL; i++)
    {
      g_autofree char *text = g_strdup_printf ("Mensaje %u", i);
      double place = place_of (fixture, text);

      if (place > 100 && place < 400)
        return g_steal_pointer (&text);
    }
  return NULL;
}

/* A reader who looks at older ones is not moved by newer ones; a button tells how many, and leads there. */
static void
test_stays (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  TbkConversation *conversation;
  double place;

  conversation = choose (fixture);
  wait_end (fixture, "Mensaje 120");
  gtk_adjustment_set_value (get_adjustment (fixture), gtk_adjustment_get_value (get_adjustment (fixture)) - 900);
  tbk_ui_test_until (distance_to_end (fixture) > 500);
  tbk_chat_desk_wait (conversation); /* older ones may be on their way */
  tbk_ui_window_settle ();
  tbk_ui_test_until (place_of (fixture, "Mensaje 120") < -1e5); /* the rows have followed */
  tbk_ui_test_until ((text = find_in_view (fixture)) != NULL);
  place = place_of (fixture, text);
  tbk_chat_desk_say (&fixture->desk, 8, "uno más");
  tbk_chat_desk_say (&fixture->desk, 8, "y otro");
  tbk_ui_test_until (g_list_model_get_n_items (G_LIST_MODEL (conversation)) == TBK_CONVERSATION_PAGE + 2);
  tbk_ui_test_until (says (fixture, "2"));
  tbk_ui_window_settle ();
  g_assert_cmpfloat (ABS (place_of (fixture, text) - place), <, 4);
  gtk_widget_activate_action (find (fixture, TBK_TYPE_MESSAGE_LIST), "message.end", NULL);
  wait_end (fixture, "y otro");
}

static gint64
last_read (Fixture *fixture)
{
  JsonObject *frame = tbk_stand_in_live_last_heard (fixture->desk.server, "read");

  return json_object_get_int_member (json_object_get_object_member (frame, "data"), "leido");
}

/* Seen is only what was in view while somebody looked at the window. */
static void
test_seen (Fixture *fixture, gconstpointer data)
{
  guint behind;
  TbkConversation *conversation = choose (fixture);
  TbkMessageList *list = TBK_MESSAGE_LIST (find (fixture, TBK_TYPE_MESSAGE_LIST));

  tbk_message_list_set_active (list, FALSE);
  tbk_chat_desk_say (&fixture->desk, 8, "uno");
  tbk_ui_test_until (place_of (fixture, "uno") > 0);
  tbk_ui_test_until ((g_object_get (conversation, "behind", &behind, NULL), behind) == 1);
  tbk_ui_test_until (says (fixture, "New Messages"));
  tbk_message_list_set_active (list, TRUE);
  tbk_ui_test_until ((g_object_get (conversation, "behind", &behind, NULL), behind) == 0);
  tbk_ui_test_until (tbk_stand_in_live_count_heard (fixture->desk.server, "read") > 0);
  tbk_ui_test_until (last_read (fixture) == 11);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view;
  GtkWidget *entry;

  choose (fixture);
  view = find (fixture, TBK_TYPE_CHAT_VIEW);
  gtk_widget_activate_action (view, "chat.find", NULL);
  tbk_ui_test_until (tbk_ui_window_find (view, GTK_TYPE_SEARCH_ENTRY, 0) != NULL);
  entry = tbk_ui_window_find (view, GTK_TYPE_SEARCH_ENTRY, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Mensaje 11");
  tbk_ui_test_until (says (fixture, "1 of 11"));
  for (guint i = 0; i < 10; i++)
    g_signal_emit_by_name (entry, "activate");
  tbk_ui_test_until (says (fixture, "11 of 11"));
  tbk_ui_test_until (place_of (fixture, "Mensaje 11") > -1e5);
  gtk_editable_set_text (GTK_EDITABLE (entry), "no está");
  tbk_ui_test_until (says (fixture, "Not found"));
}

static void
test_typing (Fixture *fixture, gconstpointer data)
{
  TbkConversation *conversation = choose (fixture);

  tbk_ui_test_until (tbk_members_get_size (tbk_conversation_get_members (conversation)) == 2);
  tbk_stand_in_live_event (fixture->desk.server, "presence", 0, "{\"usuario_id\":8,\"en_linea\":true}");
  tbk_ui_test_until (says (fixture, "\xe2\x81\xa8"
                                    "Centro Boto\xe2\x81\xa9 · Online")
                     || says (fixture, "Centro Boto · Online"));
  tbk_stand_in_live_event (fixture->desk.server, "typing", 0, "{\"chat_id\":5,\"usuario_id\":8}");
  tbk_ui_test_until (says (fixture, "\xe2\x81\xa8"
                                    "Luis Mora\xe2\x81\xa9 is writing…"));
}

/* Markup, one word without an end, letters that turn around, many lines: text, and in its place. */
static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *word = g_strnfill (3000, 'W');
  g_autofree char *lines = g_strnfill (2000, '\n');
  int width;

  choose (fixture);
  width = gtk_widget_get_width (find (fixture, TBK_TYPE_MESSAGE_LIST));
  tbk_chat_desk_say (&fixture->desk, 8, "<span size='99999'>&amp; https://x.example/<b>");
  tbk_chat_desk_say (&fixture->desk, 8, word);
  tbk_chat_desk_say (&fixture->desk, 8, lines);
  tbk_chat_desk_say (&fixture->desk, 8, "\xe2\x80\xae"
                                        "fdp.exe");
  tbk_chat_desk_say (&fixture->desk, 8, "fin");
  tbk_ui_test_until (place_of (fixture, "fin") > 0);
  tbk_ui_window_settle ();
  g_assert_cmpint (gtk_widget_get_width (find (fixture, TBK_TYPE_MESSAGE_LIST)), ==, width);
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  choose (fixture);
  tbk_stand_in_forget (fixture->desk.server, "GET /chats/5");
  tbk_page_reload (fixture->page);
  tbk_ui_test_until (says (fixture, "This Chat Is Not There Any More"));
  g_assert_null (tbk_ui_window_find (GTK_WIDGET (fixture->window), TBK_TYPE_COMPOSER, 0));
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
    guint n;
  } cases[] = {
    { "/page-chat/list", test_list, 10 },
    { "/page-chat/unread", test_unread, 10 },
    { "/page-chat/search", test_search, 10 },
    { "/page-chat/new", test_new, 10 },
    { "/page-chat/write", test_write, 10 },
    { "/page-chat/file", test_file, 10 },
    { "/page-chat/limit", test_limit, 10 },
    { "/page-chat/draft", test_draft, 10 },
    { "/page-chat/edit", test_edit, 10 },
    { "/page-chat/mention", test_mention, 10 },
    { "/page-chat/refused", test_refused, 10 },
    { "/page-chat/opens-at-end", test_opens_at_end, FULL },
    { "/page-chat/no-jump", test_no_jump, FULL },
    { "/page-chat/stays", test_stays, FULL },
    { "/page-chat/seen", test_seen, 10 },
    { "/page-chat/find", test_find, FULL },
    { "/page-chat/typing", test_typing, 10 },
    { "/page-chat/hostile", test_hostile, 10 },
    { "/page-chat/gone", test_gone, 10 },
  };
  char *folder = tbk_chat_desk_begin ();

  tbk_ui_window_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, GUINT_TO_POINTER (cases[i].n), set_up, cases[i].test, tear_down);
  return tbk_chat_desk_end (folder, g_test_run ());
}
