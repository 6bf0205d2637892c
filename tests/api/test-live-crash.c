/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages while a worker and then the whole server are killed: every member gets every message once, in order. */

#include "tbk-test-client.h"
#include "tbk-test-db.h"
#include "tbk-test-socket.h"

#include <signal.h>

#define N_MEMBERS 16
#define N_MESSAGES 90
#define KILL_WORKER_AT 30
#define KILL_SERVER_AT 60

/* Someone who comes again, with the last number seen, whenever the connection is lost. */
typedef struct
{
  TbkTestSocket *socket;
  const char *token;
  gint64 last; /* -1: saw nothing yet */
  GPtrArray *texts;
  guint n_times; /* connected */
} Member;

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *clients[2];
  Member members[N_MEMBERS];
  gint64 chat;
} Crash;

static void
take_frames (Member *member)
{
  JsonObject *frame;

  while ((frame = tbk_test_socket_take (member->socket)) != NULL)
    {
      const char *event = json_object_get_string_member (frame, "event");

      g_assert_cmpstr (event, !=, "reload");
      if (g_str_equal (event, "receive_message"))
        g_ptr_array_add (member->texts,
                         g_strdup (json_object_get_string_member (
                             json_object_get_object_member (frame, "data"), "texto")));
      if (json_object_has_member (frame, "evento"))
        member->last = json_object_get_int_member (frame, "evento");
      json_object_unref (frame);
    }
}

static void
connect_again (Crash *crash, Member *member)
{
  g_autofree char *path = member->last >= 0
                              ? g_strdup_printf ("/ws/chat?desde=" TBK_ID, member->last)
                              : g_strdup ("/ws/chat");

  g_clear_pointer (&member->socket, tbk_test_socket_free);
  member->socket = tbk_test_socket_new (crash->server, path, member->token, NULL);
  member->n_times += tbk_test_socket_is_open (member->socket);
}

static void
look_after (Crash *crash)
{
  for (guint i = 0; i < N_MEMBERS; i++)
    {
      Member *member = &crash->members[i];

      if (member->socket != NULL)
        take_frames (member);
      if (member->socket == NULL || !tbk_test_socket_is_open (member->socket))
        connect_again (crash, member);
    }
}

/* All saw where the feed is: what is sent from here on is for them. */
static gboolean
all_have (const Crash *crash, guint n_texts)
{
  for (guint i = 0; i < N_MEMBERS; i++)
    if (crash->members[i].last < 0 || crash->members[i].texts->len < n_texts)
      return FALSE;
  return TRUE;
}

static void
wait_for (Crash *crash, guint n_texts)
{
  gint64 deadline = 0;

  while (!all_have (crash, n_texts))
    {
      look_after (crash);
      tbk_test_turn (&deadline);
    }
}

/* As an app does: the same again until it is acknowledged. */
static void
send_message (Crash *crash, guint number)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *body = g_strdup_printf ("{\"texto\": \"%u\", \"cliente_id\": \"%s\"}", number, id);
  g_autofree char *path = g_strdup_printf ("/chats/" TBK_ID "/mensajes", crash->chat);
  gint64 deadline = 0;
  guint status = 0;

  while (status != 201)
    {
      g_autoptr (TbkTestReply) reply = tbk_test_client_send (crash->clients[number % 2], "POST", path, body);

      status = reply->status;
      if (status != 0 && status != 503)
        tbk_assert_status (reply, 201);
      look_after (crash);
      tbk_test_turn (&deadline);
    }
}

static void
test_kill (gconstpointer data)
{
  Crash *crash = (Crash *) data;
  g_autoptr (GArray) workers = tbk_test_server_get_workers (crash->server);
  guint n_again = 0;

  wait_for (crash, 0);
  for (guint number = 1; number <= N_MESSAGES; number++)
    {
      send_message (crash, number);
      if (number == KILL_WORKER_AT)
        g_assert_cmpint (kill (g_array_index (workers, GPid, 0), SIGKILL), ==, 0);
      if (number == KILL_SERVER_AT)
        {
          for (guint i = 0; i < N_MEMBERS; i++)
            n_again += crash->members[i].n_times > 1;
          tbk_test_server_kill (crash->server);
          tbk_test_server_start_again (crash->server);
        }
    }
  wait_for (crash, N_MESSAGES);
  /* both workers had some of them: one that died took some away, and not all */
  g_assert_cmpuint (n_again, >, 0);
  g_assert_cmpuint (n_again, <, N_MEMBERS);
  for (guint i = 0; i < N_MEMBERS; i++)
    {
      g_assert_cmpuint (crash->members[i].n_times, >, 1);
      g_assert_cmpuint (crash->members[i].texts->len, ==, N_MESSAGES);
      for (guint number = 1; number <= N_MESSAGES; number++)
        {
          g_autofree char *should = g_strdup_printf ("%u", number);
          g_assert_cmpstr (crash->members[i].texts->pdata[number - 1], ==, should);
        }
    }
}

static void
open_crash (Crash *crash)
{
  const char *const who[] = { "exportadora@demo.ec", "centro@demo.ec" };
  PGconn *owner;
  g_autofree char *chat = NULL;

  crash->server = tbk_test_server_new (NULL);
  owner = tbk_test_db_connect (crash->server, "postgres");
  chat = tbk_test_db_query (
      owner,
      "SELECT h.id FROM chat h JOIN usuario e ON e.empresa_id = h.empresa1_id JOIN usuario k ON"
      " k.empresa_id = h.empresa2_id WHERE e.email = 'exportadora@demo.ec' AND k.email = "
      "'centro@demo.ec' ORDER BY 1 LIMIT 1");
  PQfinish (owner);
  crash->chat = g_ascii_strtoll (chat, NULL, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (who); i++)
    {
      crash->clients[i] = tbk_test_client_new_for (crash->server, who[i]);
    }
  for (guint i = 0; i < N_MEMBERS; i++)
    crash->members[i] = (Member){
      .token = tbk_test_client_get_token (crash->clients[i % 2]),
      .last = -1,
      .texts = g_ptr_array_new_with_free_func (g_free),
    };
}

static void
close_crash (Crash *crash)
{
  for (guint i = 0; i < N_MEMBERS; i++)
    {
      tbk_test_socket_free (crash->members[i].socket);
      g_ptr_array_unref (crash->members[i].texts);
    }
  tbk_test_client_free (crash->clients[0]);
  tbk_test_client_free (crash->clients[1]);
  tbk_test_server_free (crash->server);
}

int
main (int argc, char **argv)
{
  Crash crash = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  open_crash (&crash);
  g_test_add_data_func ("/live-crash/kill", &crash, test_kill);
  status = g_test_run ();
  close_crash (&crash);
  return status;
}
