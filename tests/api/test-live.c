/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sockets on the real server: who is let in, who is told what, and that nothing is lost or told twice. */

#include "tbk-test-client.h"
#include "tbk-test-db.h"
#include "tbk-test-socket.h"

#include <string.h>

typedef struct
{
  TbkTestServer *server;
  PGconn *owner;
  gint64 contrato; /* between the first exportadora and the first centro */
  gint64 chat;
} Live;

static TbkTestClient *
sign_in (Live *live, const char *who)
{
  g_autofree char *email = g_strdup_printf ("%s@demo.ec", who);

  return tbk_test_client_new_for (live->server, email);
}

static TbkTestSocket *
connect_as (Live *live, TbkTestClient *client, gint64 since)
{
  g_autofree char *path = since >= 0 ? g_strdup_printf ("/ws/chat?desde=" TBK_ID, since) : g_strdup ("/ws/chat");
  TbkTestSocket *socket = tbk_test_socket_new (live->server, path, tbk_test_client_get_token (client), NULL);

  g_assert_cmpuint (tbk_test_socket_get_status (socket), ==, 101);
  return socket;
}

/* Returns: (transfer full): one that is told everything from here on. */
static TbkTestSocket *
connect_live (Live *live, TbkTestClient *client)
{
  TbkTestSocket *socket = connect_as (live, client, -1);

  json_object_unref (tbk_test_socket_wait (socket, "ready"));
  return socket;
}

static void
post_message (Live *live, TbkTestClient *client, gint64 chat, const char *text)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *body = g_strdup_printf ("{\"texto\": \"%s\", \"cliente_id\": \"%s\"}", text, id);
  g_autoptr (TbkTestReply) sent = tbk_test_expect (client, 201, "POST", body, "/chats/" TBK_ID "/mensajes", chat);
}

static const char *
data_text (JsonObject *frame, const char *member)
{
  return json_object_get_string_member (json_object_get_object_member (frame, "data"), member);
}

static gint64
data_int (JsonObject *frame, const char *member)
{
  return json_object_get_int_member (json_object_get_object_member (frame, "data"), member);
}

/* --- who is let in
 * ---------------------------------------------------------------------------------------------------
 */

static guint
try_handshake (Live *live, const char *path, const char *token, const char *origin)
{
  g_autoptr (TbkTestSocket) socket = tbk_test_socket_new (live->server, path, token, origin);

  return tbk_test_socket_get_status (socket);
}

static void
test_handshake (gconstpointer data)
{
  Live *live = (Live *) data;
  g_autoptr (TbkTestClient) client = sign_in (live, "centro");
  const char *token = tbk_test_client_get_token (client);
  g_autoptr (TbkTestReply) given = tbk_test_expect (client, 200, "POST", NULL, "/ws/ticket");
  const char *ticket = tbk_test_reply_text (given, "ticket");
  g_autofree char *by_ticket = g_strdup_printf ("/ws/chat?ticket=%s", ticket);
  g_autofree char *by_token = g_strdup_printf ("/ws/chat?ticket=%s", token);
  g_autofree char *versioned = g_strdup_printf ("/v1/ws/chat?ticket=%s&desde=0", ticket);

  g_assert_cmpint (tbk_test_reply_int (given, "expires_in"), ==, 60);
  g_assert_cmpuint (try_handshake (live, "/ws/chat", token, NULL), ==, 101);
  g_assert_cmpuint (try_handshake (live, by_ticket, NULL, NULL), ==, 101);
  g_assert_cmpuint (try_handshake (live, versioned, NULL, NULL), ==, 101);
  g_assert_cmpuint (try_handshake (live, "/ws/chat", token, tbk_test_server_get_url (live->server)), ==, 101);

  g_assert_cmpuint (try_handshake (live, "/ws/chat", NULL, NULL), ==, 401);
  g_assert_cmpuint (try_handshake (live, "/ws/chat?ticket=x.y.z", NULL, NULL), ==, 401);
  g_assert_cmpuint (try_handshake (live, by_token, NULL, NULL), ==, 401);     /* an access token is no ticket */
  g_assert_cmpuint (try_handshake (live, "/ws/chat", ticket, NULL), ==, 401); /* nor the other way round */
  g_assert_cmpuint (try_handshake (live, "/ws/chat", token, "https://elsewhere.example"), ==, 403);
  g_assert_cmpuint (try_handshake (live, "/ws/chat?desde=-1", token, NULL), ==, 422);

  g_autoptr (TbkTestReply) plain = tbk_test_expect (client, 426, "GET", NULL, "/ws/chat");
  g_autoptr (TbkTestReply) out = tbk_test_expect (client, 204, "POST", NULL, "/auth/logout");
  g_assert_cmpuint (try_handshake (live, "/ws/chat", token, NULL), ==, 401);
  g_assert_cmpuint (try_handshake (live, by_ticket, NULL, NULL), ==, 401);
}

static void
test_session_ended (gconstpointer data)
{
  Live *live = (Live *) data;
  g_autoptr (TbkTestClient) admin = sign_in (live, "admin");
  g_autoptr (TbkTestClient) leaver = sign_in (live, "centro");
  g_autoptr (TbkTestClient) stayer = sign_in (live, "centro");
  g_autoptr (TbkTestSocket) left = connect_live (live, leaver);
  g_autoptr (TbkTestSocket) stayed = connect_live (live, stayer);
  g_autoptr (TbkTestReply) out = tbk_test_expect (leaver, 204, "POST", NULL, "/auth/logout");
  g_autofree char *user = g_strdup (
      "{\"nombre\": \"Breve\", \"email\": \"breve@demo.ec\", \"password\": \"" TBK_TEST_PASSWORD
      "\", \"rol\": \"admin\", \"estado\": \"Activo\"}");
  g_autoptr (TbkTestReply) made = tbk_test_expect (admin, 201, "POST", user, "/usuarios");
  g_autoptr (TbkTestClient) brief = sign_in (live, "breve");
  g_autoptr (TbkTestSocket) shut = connect_live (live, brief);
  g_autoptr (TbkTestReply) suspended = NULL;

  g_assert_cmpuint (tbk_test_socket_wait_closed (left), ==, 4401);
  suspended = tbk_test_expect (admin, 200, "POST", NULL, "/usuarios/" TBK_ID "/suspender",
                               tbk_test_reply_int (made, "id"));
  g_assert_cmpuint (tbk_test_socket_wait_closed (shut), ==, 4401);
  g_assert_true (tbk_test_socket_is_open (stayed));
}

static void
test_sockets_per_user (gconstpointer data)
{
  Live *live = (Live *) data;
  g_autoptr (TbkTestClient) client = sign_in (live, "proveedor2");
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_test_socket_free);
  guint n_open;
  gint64 deadline = 0;

  do
    {
      g_ptr_array_add (sockets, connect_as (live, client, -1));
      tbk_test_turn (&deadline);
      n_open = 0;
      for (guint i = 0; i < sockets->len; i++)
        n_open += tbk_test_socket_is_open (sockets->pdata[i]);
      g_assert_cmpuint (n_open, <=, 2 * 16 + 2); /* two workers, and those that are just being refused */
    }
  while (n_open == sockets->len);
}

/* --- messages
 * ----------------------------------------------------------------------------------------------------------
 */

static void
test_message (gconstpointer data)
{
  Live *live = (Live *) data;
  g_autoptr (TbkTestClient) buyer = sign_in (live, "exportadora");
  g_autoptr (TbkTestClient) seller = sign_in (live, "centro");
  g_autoptr (TbkTestSocket) from = connect_live (live, buyer);
  g_autoptr (TbkTestSocket) to = connect_live (live, seller);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (JsonObject) joined = NULL, ack = NULL, again = NULL, got = NULL, own = NULL, typing = NULL, read = NULL;

  tbk_test_socket_send (
      to, "{\"event\": \"join\", \"id\": \"j\", \"data\": {\"contrato_id\": " TBK_ID "}}",
      live->contrato);
  joined = tbk_test_socket_wait (to, "ack");
  g_assert_cmpint (data_int (joined, "id"), ==, live->chat);

  tbk_test_socket_send (to, "{\"event\": \"typing\", \"data\": {\"chat_id\": " TBK_ID "}}", live->chat);
  typing = tbk_test_socket_wait (from, "typing");
  g_assert_cmpint (data_int (typing, "chat_id"), ==, live->chat);
  g_assert_false (json_object_has_member (typing, "evento")); /* it is not kept */

  tbk_test_socket_send (
      from,
      "{\"event\": \"send_message\", \"id\": \"m-1\", \"data\": {\"contrato_id\": " TBK_ID
      ", \"texto\": \"¿Llegó?\","
      " \"cliente_id\": \"%s\"}}",
      live->contrato, id);
  ack = tbk_test_socket_wait (from, "ack");
  g_assert_cmpstr (json_object_get_string_member (ack, "id"), ==, "m-1");
  got = tbk_test_socket_wait (to, "receive_message");
  g_assert_cmpstr (data_text (got, "texto"), ==, "¿Llegó?");
  g_assert_cmpstr (data_text (got, "cliente_id"), ==, id);
  g_assert_cmpint (data_int (got, "id"), ==, data_int (ack, "id"));

  /* sent again it is acknowledged and told to nobody */
  tbk_test_socket_send (
      from,
      "{\"event\": \"send_message\", \"id\": \"m-2\", \"data\": {\"chat_id\": " TBK_ID
      ", \"texto\": \"otra\","
      " \"cliente_id\": \"%s\"}}",
      live->chat, id);
  again = tbk_test_socket_wait (from, "ack");
  g_assert_cmpint (data_int (again, "id"), ==, data_int (ack, "id"));
  post_message (live, buyer, live->chat, "fin");
  own = tbk_test_socket_wait (to, "receive_message");
  g_assert_cmpstr (data_text (own, "texto"), ==, "fin");

  tbk_test_socket_send (
      to, "{\"event\": \"read\", \"data\": {\"chat_id\": " TBK_ID ", \"leido\": " TBK_ID "}}",
      live->chat, data_int (own, "numero"));
  read = tbk_test_socket_wait (from, "read");
  g_assert_cmpint (data_int (read, "leido"), ==, data_int (own, "numero"));
}

/* Says it in the chat without waiting for the answer. `more`: members of the data beside it, or "". */
static void
say (Live *live, TbkTestSocket *socket, const char *text, const char *more)
{
  g_autofree char *id = g_uuid_string_random ();

  tbk_test_socket_send (socket,
                        "{\"event\": \"send_message\", \"id\": \"%s\", \"data\": {\"chat_id\": " TBK_ID
                        ", \"texto\": \"%s\", \"cliente_id\": \"%s\"%s}}",
                        text, live->chat, text, id, more);
}

static gint64
get_size (Live *live)
{
  g_autofree char *ask = g_strdup_printf ("SELECT mensajes_n FROM chat WHERE id = " TBK_ID, live->chat);
  g_autofree char *n = tbk_test_db_query (live->owner, ask);

  return g_ascii_strtoll (n, NULL, 10);
}

/* Those who speak at once in one chat are stored together; one who is refused costs the others
 * nothing, and each hears of his own. */
static void
test_crowded (gconstpointer data)
{
  enum
  {
    N = 12,
    BAD = 7
  };
  Live *live = (Live *) data;
  g_autoptr (TbkTestClient) buyer = sign_in (live, "exportadora");
  g_autoptr (TbkTestClient) seller = sign_in (live, "centro");
  g_autoptr (TbkTestClient) stranger = sign_in (live, "proveedor");
  TbkTestSocket *sockets[N];
  gint64 before = get_size (live);
  guint n_stored = 0;

  for (guint i = 0; i < N; i++)
    sockets[i] = connect_live (live, i == 0 ? stranger : i % 2 == 0 ? seller
                                                                    : buyer);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *text = g_strdup_printf ("m%u", i);

      say (live, sockets[i], text, i == BAD ? ", \"documento_id\": 999999" : "");
    }
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *text = g_strdup_printf ("m%u", i);
      gboolean good = i != 0 && i != BAD;
      g_autoptr (JsonObject) answer = tbk_test_socket_wait (sockets[i], good ? "ack" : "error");

      g_assert_cmpstr (json_object_get_string_member (answer, "id"), ==, text);
      if (good)
        g_assert_cmpstr (data_text (answer, "texto"), ==, text);
      else
        g_assert_cmpint (data_int (answer, "status"), ==, i == BAD ? 422 : 404);
      n_stored += good;
    }
  g_assert_cmpint (get_size (live), ==, before + n_stored);
  for (guint i = 0; i < N; i++)
    tbk_test_socket_free (sockets[i]);
}

/* Waits until that usuario came, or went; what is told of others is passed over. */
static void
wait_for_presence (TbkTestSocket *socket, gint64 usuario_id, gboolean here)
{
  gboolean found = FALSE;

  while (!found)
    {
      g_autoptr (JsonObject) frame = tbk_test_socket_wait (socket, "presence");

      found = data_int (frame, "usuario_id") == usuario_id
              && json_object_get_boolean_member (json_object_get_object_member (frame, "data"), "en_linea") == here;
    }
}

/* A partner comes and goes. */
static void
test_presence (gconstpointer data)
{
  Live *live = (Live *) data;
  g_autoptr (TbkTestClient) buyer = sign_in (live, "exportadora");
  g_autoptr (TbkTestClient) supplier = sign_in (live, "proveedor");
  g_autoptr (TbkTestSocket) watcher = connect_live (live, buyer);
  g_autoptr (TbkTestSocket) partner = connect_live (live, supplier);
  g_autoptr (TbkTestReply) me = tbk_test_expect (supplier, 200, "GET", NULL, "/me");

  wait_for_presence (watcher, tbk_test_reply_int (me, "id"), TRUE);
  g_clear_pointer (&partner, tbk_test_socket_free);
  wait_for_presence (watcher, tbk_test_reply_int (me, "id"), FALSE);
}

typedef struct
{
  const char *frame; /* TBK_ID: the chat */
  int status;
  const char *loc; /* the field that is blamed, or NULL */
} BadFrame;

/* clang-format off */
static const BadFrame bad_frames[] = {
  { "{", 400, NULL },
  { "[]", 400, NULL },
  { "{\"data\": {}}", 422, "event" },
  { "{\"event\": 7}", 422, "event" },
  { "{\"event\": \"drop\"}", 422, "event" },
  { "{\"event\": \"join\", \"id\": \"a\\\"b\"}", 422, "id" },
  { "{\"event\": \"join\", \"data\": 7}", 422, "data" },
  { "{\"event\": \"join\", \"data\": {}}", 404, NULL },
  { "{\"event\": \"join\", \"data\": {\"chat_id\": 999999999}}", 404, NULL },
  { "{\"event\": \"join\", \"data\": {\"chat_id\": \"x\"}}", 422, "chat_id" },
  { "{\"event\": \"join\", \"data\": {\"nada\": 1}}", 422, "nada" },
  { "{\"event\": \"send_message\", \"data\": {\"chat_id\": 1, \"texto\": \"a\"}}", 422, "cliente_id" },
  { "{\"event\": \"send_message\", \"data\": {\"chat_id\": 999999999, \"texto\": \"a\","
    " \"cliente_id\": \"0f8fad5b-d9cb-469f-a165-70867728950e\"}}", 404, NULL },
};
/* clang-format on */

static void
test_bad_frames (gconstpointer data)
{
  Live *live = (Live *) data;
  g_autoptr (TbkTestClient) client = sign_in (live, "centro");
  g_autoptr (TbkTestSocket) socket = connect_live (live, client);

  for (gsize i = 0; i < G_N_ELEMENTS (bad_frames); i++)
    {
      g_autoptr (JsonObject) error = NULL;

      g_test_message ("%s", bad_frames[i].frame);
      tbk_test_socket_send (socket, "%s", bad_frames[i].frame);
      error = tbk_test_socket_wait (socket, "error");
      g_assert_cmpint (data_int (error, "status"), ==, bad_frames[i].status);
      if (bad_frames[i].loc != NULL)
        {
          JsonArray *errors = json_object_get_array_member (json_object_get_object_member (error, "data"), "errors");
          g_assert_cmpstr (
              json_object_get_string_member (json_array_get_object_element (errors, 0), "loc"), ==,
              bad_frames[i].loc);
        }
    }
}

/* --- who is told what
 * ---------------------------------------------------------------------------------------------------
 */

static const char *const everyone[]
    = { "admin", "exportadora", "exportadora2", "centro", "centro2", "proveedor", "proveedor2" };

/* What row-level security shows a usuario of the feed, in (since, till]. Returns: (transfer full): "8,9,12". */
static char *
seen_by (Live *live, const char *who, gint64 since, gint64 till)
{
  g_autofree char *enter = g_strdup_printf (
      "BEGIN; SELECT entrar (s.id, u.id, u.rol) FROM sesion s JOIN usuario u ON u.id = "
      "s.usuario_id WHERE u.email = '%s@demo.ec'"
      " AND s.terminada_en IS NULL AND u.estado = 'Activo' LIMIT 1; SET LOCAL ROLE triboka_app",
      who);
  g_autofree char *ask = g_strdup_printf (
      "SELECT coalesce (string_agg (numero::text, ',' ORDER BY numero), '') FROM evento"
      " WHERE numero > " TBK_ID " AND numero <= " TBK_ID,
      since, till);
  char *seen;

  g_free (tbk_test_db_query (live->owner, enter));
  seen = tbk_test_db_query (live->owner, ask);
  g_free (tbk_test_db_query (live->owner, "ROLLBACK"));
  return seen;
}

/* Waits for the number, and gives all that came. Returns: (transfer full): "8,9,12". */
static char *
told_until (TbkTestSocket *socket, gint64 till)
{
  g_autoptr (GString) numbers = g_string_new (NULL);
  gint64 deadline = 0;
  gint64 before = 0;
  JsonObject *frame;

  while (tbk_test_socket_get_last (socket) < till)
    tbk_test_turn (&deadline);
  while ((frame = tbk_test_socket_take (socket)) != NULL)
    {
      if (json_object_has_member (frame, "evento")
          && !g_str_equal (json_object_get_string_member (frame, "event"), "ready"))
        {
          gint64 number = json_object_get_int_member (frame, "evento");

          g_assert_cmpint (number, >, before);
          before = number;
          if (number <= till)
            g_string_append_printf (numbers, "%s" TBK_ID, numbers->len > 0 ? "," : "", number);
        }
      json_object_unref (frame);
    }
  return g_string_free (g_steal_pointer (&numbers), FALSE);
}

static gint64
last_number (Live *live)
{
  g_autofree char *text = tbk_test_db_query (live->owner, "SELECT ultimo FROM evento_cuenta");

  return g_ascii_strtoll (text, NULL, 10);
}

/* Something of each kind, by several of them. */
static void
change_much (Live *live)
{
  g_autoptr (TbkTestClient) admin = sign_in (live, "admin");
  g_autoptr (TbkTestClient) buyer = sign_in (live, "exportadora");
  g_autoptr (TbkTestClient) supplier = sign_in (live, "proveedor");
  g_autoptr (TbkTestReply) lote = NULL, edited = NULL, mine = NULL, direct = NULL, all = NULL;

  lote = tbk_test_expect (supplier, 201, "POST", "{\"fecha\": \"2026-11-03\", \"peso_kg\": \"100\"}", "/lotes");
  edited = tbk_test_expect (supplier, 200, "PUT", "{\"humedad\": \"7\"}", "/lotes/" TBK_ID,
                            tbk_test_reply_int (lote, "id"));
  post_message (live, buyer, live->chat, "para el canal");
  mine = tbk_test_expect (buyer, 200, "GET", NULL, "/me");
  direct = tbk_test_expect (admin, 200, "POST", "{\"usuario_id\": 2}", "/chats");
  post_message (live, admin, tbk_test_reply_int (direct, "id"), "para uno solo");
  /* the last one is told to all: not before those who are told of the messages */
  g_free (tbk_test_db_query (live->owner, "SELECT chat_avisar (1000)"));
  all = tbk_test_expect (admin, 200, "POST", "{\"titulo\": \"A\", \"texto\": \"b\"}", "/notify");
}

/* By live sockets and by replay alike, each is told what row-level security shows it, in order, and nothing else. */
static void
test_who_is_told (gconstpointer data)
{
  Live *live = (Live *) data;
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_test_client_free);
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func ((GDestroyNotify) tbk_test_socket_free);
  gint64 since = 0, till = 0, deadline = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (everyone); i++)
    {
      g_ptr_array_add (clients, sign_in (live, everyone[i]));
      g_ptr_array_add (sockets, connect_live (live, clients->pdata[i]));
      since = MAX (since, tbk_test_socket_get_last (sockets->pdata[i]));
    }
  change_much (live);
  while (till < since + 6)
    {
      tbk_test_turn (&deadline);
      till = MAX (till, tbk_test_socket_get_last (sockets->pdata[0]));
    }
  till = last_number (live);
  for (gsize i = 0; i < G_N_ELEMENTS (everyone); i++)
    {
      g_autofree char *should = seen_by (live, everyone[i], since, till);
      g_autofree char *told = told_until (sockets->pdata[i], till);
      g_autoptr (TbkTestSocket) later = connect_as (live, clients->pdata[i], since);
      g_autofree char *replayed = told_until (later, till);

      g_test_message ("%s: %s", everyone[i], should);
      g_assert_cmpstr (told, ==, should);
      g_assert_cmpstr (replayed, ==, should);
      g_assert_cmpstr (should, !=, "");
    }
}

/* Who was away for longer than the feed is kept is told to load anew, and then goes on. */
static void
test_reload (gconstpointer data)
{
  Live *live = (Live *) data;
  g_autoptr (TbkTestClient) client = sign_in (live, "exportadora");
  g_autoptr (TbkTestSocket) old = NULL;
  g_autoptr (TbkTestSocket) ahead = NULL;
  g_autoptr (JsonObject) reload = NULL, ready = NULL, got = NULL, other = NULL;

  g_free (tbk_test_db_query (
      live->owner, "UPDATE evento SET created_at = now() - interval '9 days' WHERE numero <= 5"));
  g_free (tbk_test_db_query (live->owner, "SELECT evento_podar (168, 1000)"));
  old = connect_as (live, client, 4);
  reload = tbk_test_socket_wait (old, "reload");
  ready = tbk_test_socket_wait (old, "ready");
  post_message (live, client, live->chat, "sigue");
  got = tbk_test_socket_wait (old, "receive_message");
  g_assert_cmpstr (data_text (got, "texto"), ==, "sigue");
  /* and one that comes from another database */
  ahead = connect_as (live, client, 99999999);
  other = tbk_test_socket_wait (ahead, "reload");
}

static void
free_live (Live *live)
{
  PQfinish (live->owner);
  tbk_test_server_free (live->server);
}

static void
open_live (Live *live)
{
  g_autoptr (TbkTestClient) buyer = NULL;
  g_autofree char *contrato = NULL;
  g_autofree char *chat = NULL;

  live->server = tbk_test_server_new (NULL);
  live->owner = tbk_test_db_connect (live->server, "postgres");
  contrato = tbk_test_db_query (
      live->owner,
      "SELECT c.id FROM contrato c JOIN usuario e ON e.empresa_id = c.exportadora_id JOIN usuario "
      "k ON"
      " k.empresa_id = c.contraparte_id WHERE e.email = 'exportadora@demo.ec' AND k.email = "
      "'centro@demo.ec' AND c.estado = 'Activo' ORDER BY 1 LIMIT 1");
  live->contrato = g_ascii_strtoll (contrato, NULL, 10);
  g_autofree char *ask = g_strdup_printf ("SELECT id FROM chat WHERE contrato_id = %s", contrato);
  chat = tbk_test_db_query (live->owner, ask);
  live->chat = g_ascii_strtoll (chat, NULL, 10);
}

int
main (int argc, char **argv)
{
  Live live = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  open_live (&live);
  g_test_add_data_func ("/live/handshake", &live, test_handshake);
  g_test_add_data_func ("/live/message", &live, test_message);
  g_test_add_data_func ("/live/crowded", &live, test_crowded);
  g_test_add_data_func ("/live/presence", &live, test_presence);
  g_test_add_data_func ("/live/bad-frames", &live, test_bad_frames);
  g_test_add_data_func ("/live/who-is-told", &live, test_who_is_told);
  g_test_add_data_func ("/live/session-ended", &live, test_session_ended);
  g_test_add_data_func ("/live/sockets-per-user", &live, test_sockets_per_user);
  g_test_add_data_func ("/live/reload", &live, test_reload);
  status = g_test_run ();
  free_live (&live);
  return status;
}
