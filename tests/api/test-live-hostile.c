/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sockets that mean no good, are slow, or are gone: they are closed, and the others do not notice. */

#include "tbk-test-client.h"
#include "tbk-test-db.h"
#include "tbk-test-socket.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>

#define PATIENCE_S 60
#define N_FLOOD 400
/* More than the server and both kernels hold for a reader who does not read. */
#define N_LARGE 300
#define SMALL_BUFFER 4096
#define LARGE_CHARACTERS 4000

/* Silence is cut after twice half of IDLE_TIMEOUT. */
static const char *const settings[] = { "IDLE_TIMEOUT=2", NULL };

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *client;
  gint64 chat;
} Hostile;

static Hostile *
open_hostile (const char *const *environment)
{
  Hostile *hostile = g_new0 (Hostile, 1);
  g_autoptr (TbkTestReply) chats = NULL;

  hostile->server = tbk_test_server_new (environment);
  hostile->client = tbk_test_client_new_for (hostile->server, "exportadora@demo.ec");
  chats = tbk_test_expect (hostile->client, 200, "GET", NULL, "/chats");
  hostile->chat = json_object_get_int_member (
      json_array_get_object_element (tbk_test_reply_array (chats, "items"), 0), "id");
  return hostile;
}

static void
close_hostile (Hostile *hostile)
{
  tbk_test_client_free (hostile->client);
  tbk_test_server_free (hostile->server);
}

/* --- a client that sends any bytes
 * ---------------------------------------------------------------------------------- */

typedef struct
{
  GIOStream *stream;
  GByteArray *in;
} Raw;

static void
raw_free (Raw *raw)
{
  g_io_stream_close (raw->stream, NULL, NULL);
  g_object_unref (raw->stream);
  g_byte_array_unref (raw->in);
  g_free (raw);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Raw, raw_free)

static gboolean
accept_cb (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags errors, gpointer data)
{
  return TRUE;
}

/* Whether the server took it. */
static gboolean
raw_send (Raw *raw, const void *data, gsize size)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (raw->stream), data, size, NULL, NULL, NULL);
}

/* Reads on. Returns: FALSE at the end. */
static gboolean
raw_read (Raw *raw)
{
  guint8 buffer[16384];
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read (g_io_stream_get_input_stream (raw->stream), buffer, sizeof buffer, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_error ("nothing came for %d s", PATIENCE_S);
  if (n > 0)
    g_byte_array_append (raw->in, buffer, (guint) n);
  return n > 0;
}

/* So that little fits between the server and a reader who does not read. */
static void
event_cb (GSocketClient *client,
          GSocketClientEvent event,
          GSocketConnectable *connectable,
          GIOStream *connection,
          gpointer data)
{
  if (event == G_SOCKET_CLIENT_CONNECTING)
    g_socket_set_option (g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)),
                         SOL_SOCKET, SO_RCVBUF, SMALL_BUFFER, NULL);
}

/* Connects and says the handshake. */
static Raw *
raw_open (const Hostile *hostile)
{
  Raw *raw = g_new0 (Raw, 1);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autofree char *hello = g_strdup_printf (
      "GET /ws/chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n"
      "Authorization: Bearer %s\r\n\r\n",
      tbk_test_client_get_token (hostile->client));
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  const guint8 *end;

  g_socket_client_set_timeout (client, PATIENCE_S);
  g_signal_connect (client, "event", G_CALLBACK (event_cb), NULL);
  connection = g_socket_client_connect_to_host (
      client, "127.0.0.1", tbk_test_server_get_port (hostile->server), NULL, &error);
  g_assert_no_error (error);
  raw->stream = g_tls_client_connection_new (G_IO_STREAM (connection), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (raw->stream, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  raw->in = g_byte_array_new ();
  g_assert_true (raw_send (raw, hello, strlen (hello)));
  do
    {
      g_assert_true (raw_read (raw));
      end = memmem (raw->in->data, raw->in->len, "\r\n\r\n", 4);
    }
  while (end == NULL);
  g_assert_true (g_str_has_prefix ((const char *) raw->in->data, "HTTP/1.1 101 "));
  g_byte_array_remove_range (raw->in, 0, (guint) (end + 4 - raw->in->data));
  return raw;
}

/* One frame that the server sent. Returns: FALSE at the end. */
static gboolean
raw_frame (Raw *raw, guint8 *opcode, GByteArray *payload)
{
  for (;;)
    {
      const guint8 *data = raw->in->data;
      gsize head = 2, length = raw->in->len >= 2 ? data[1] : 0;

      if (length == 126 && raw->in->len >= 4)
        {
          head = 4;
          length = data[2] << 8 | data[3];
        }
      g_assert_cmpuint (length, !=, 127);
      if (raw->in->len >= 2 && raw->in->len >= head + length)
        {
          *opcode = data[0] & 0x0f;
          g_byte_array_set_size (payload, 0);
          g_byte_array_append (payload, data + head, (guint) length);
          g_byte_array_remove_range (raw->in, 0, (guint) (head + length));
          return TRUE;
        }
      if (!raw_read (raw))
        return FALSE;
    }
}

/* Returns: the close code that the server says; 0 when it says none. */
static guint
raw_wait_closed (Raw *raw)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint8 opcode = 0;

  while (raw_frame (raw, &opcode, payload))
    if (opcode == 8 && payload->len >= 2)
      return (guint) (payload->data[0] << 8 | payload->data[1]);
  return 0;
}

/* Someone else gets an answer all the while. */
static void
assert_well (Hostile *hostile)
{
  g_autoptr (TbkTestReply) reply = tbk_test_expect (hostile->client, 200, "GET", NULL, "/me");
  g_autoptr (TbkTestSocket) socket
             = tbk_test_socket_new (hostile->server, "/ws/chat", tbk_test_client_get_token (hostile->client), NULL);
  g_autoptr (JsonObject) ready = tbk_test_socket_wait (socket, "ready");
}

/* --- the cases
 * --------------------------------------------------------------------------------------------------------
 */

typedef struct
{
  const char *name;
  const char *bytes;
  gsize size;
  guint code;
} Bytes;

#define BYTES(name, text, code)           \
  {                                       \
    name, text, sizeof (text) - 1, (code) \
  }

/* clang-format off */
static const Bytes garbage[] = {
  BYTES ("unmasked", "\x81\x02hi", 1002),
  BYTES ("binary", "\x82\x81\0\0\0\0a", 1003),
  BYTES ("reserved bits", "\xf1\x81\0\0\0\0a", 1002),
  BYTES ("unknown opcode", "\x83\x80\0\0\0\0", 1002),
  BYTES ("ping in fragments", "\x09\x80\0\0\0\0", 1002),
  BYTES ("continues nothing", "\x80\x80\0\0\0\0", 1002),
  BYTES ("huge", "\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff", 1009),
  BYTES ("no UTF-8", "\x81\x82\0\0\0\0\xc3\x28", 1007),
  BYTES ("HTTP once more", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 1002),
  BYTES ("a good close", "\x88\x82\0\0\0\0\x03\xe8", 1000),
};
/* clang-format on */

static void
test_garbage (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;

  for (gsize i = 0; i < G_N_ELEMENTS (garbage); i++)
    {
      g_autoptr (Raw) raw = raw_open (hostile);

      g_test_message ("%s", garbage[i].name);
      g_assert_true (raw_send (raw, garbage[i].bytes, garbage[i].size));
      g_assert_cmpuint (raw_wait_closed (raw), ==, garbage[i].code);
    }
  assert_well (hostile);
}

/* Good frames, and too many of them; as pings, as text that is refused each time, and as fragments of nothing. */
static void
test_flood (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  const struct
  {
    gboolean fragments;
    const char *bytes;
    gsize size;
  } floods[] = { { FALSE, "\x89\x80\0\0\0\0", 6 }, { FALSE, "\x81\x81\0\0\0\0{", 7 }, { TRUE, "\0\x80\0\0\0\0", 6 } };

  for (gsize i = 0; i < G_N_ELEMENTS (floods); i++)
    {
      g_autoptr (Raw) raw = raw_open (hostile);
      gboolean taken = !floods[i].fragments || raw_send (raw, "\x01\x80\0\0\0\0", 6);

      for (guint n = 0; taken && n < N_FLOOD; n++)
        taken = raw_send (raw, floods[i].bytes, floods[i].size);
      g_assert_cmpuint (raw_wait_closed (raw), ==, 1008);
    }
  assert_well (hostile);
}

typedef struct
{
  Raw *raw;
  guint code;
  int done; /* atomic */
} Silent;

/* Waits for a ping, which is not answered, and for the end. */
static gpointer
be_silent (gpointer data)
{
  Silent *silent = data;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint8 opcode = 0;

  do
    g_assert_true (raw_frame (silent->raw, &opcode, payload));
  while (opcode != 9);
  silent->code = raw_wait_closed (silent->raw);
  g_atomic_int_set (&silent->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

/* Half a frame and then nothing, or nothing at all, is cut; who answers pings stays. */
static void
test_silence (gconstpointer data)
{
  Hostile *hostile = (Hostile *) data;
  g_autoptr (TbkTestSocket) polite
             = tbk_test_socket_new (hostile->server, "/ws/chat", tbk_test_client_get_token (hostile->client), NULL);
  g_autoptr (Raw) nothing = raw_open (hostile);
  g_autoptr (Raw) halfway = raw_open (hostile);
  Silent silent[] = { { nothing, 1, FALSE }, { halfway, 1, FALSE } };
  GThread *threads[G_N_ELEMENTS (silent)];
  gint64 deadline = 0;

  g_assert_true (raw_send (halfway, "\x81\x85\0\0\0\0a", 7));
  for (gsize i = 0; i < G_N_ELEMENTS (silent); i++)
    threads[i] = g_thread_new ("silent", be_silent, &silent[i]);
  while (!g_atomic_int_get (&silent[0].done) || !g_atomic_int_get (&silent[1].done))
    tbk_test_turn (&deadline);
  for (gsize i = 0; i < G_N_ELEMENTS (silent); i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (silent[i].code, ==, 0);
    }
  g_assert_true (tbk_test_socket_is_open (polite));
  assert_well (hostile);
}

/* Messages of the exportadora's, written past the server: as fast as the database takes them. */
static void
write_large (const Hostile *hostile)
{
  PGconn *owner = tbk_test_db_connect (hostile->server, "postgres");

  g_free (tbk_test_db_query (
      owner,
      "SELECT set_config ('tbk.usuario', id::text, false), set_config ('tbk.rol', rol, false),"
      " set_config ('tbk.empresa', empresa_id::text, false), set_config ('tbk.ambito',"
      " empresa_id::text, false) FROM usuario WHERE email = 'exportadora@demo.ec'"));
  for (guint number = 1; number <= N_LARGE; number++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM mensaje_enviar (" TBK_ID
                                              ", '%06u' || repeat ('€', %d),"
                                              " gen_random_uuid (), NULL)",
                                              hostile->chat, number, LARGE_CHARACTERS - 6);
      g_free (tbk_test_db_query (owner, sql));
    }
  PQfinish (owner);
}

/* Until the server's only worker has handed on all that there is: a socket that comes is told up to where it has. */
static void
wait_handed_on (const Hostile *hostile)
{
  PGconn *owner = tbk_test_db_connect (hostile->server, "postgres");
  gint64 handed_on = 0, last = 0, deadline = 0;

  do
    {
      g_autofree char *text = tbk_test_db_query (
          owner, "SELECT CASE WHEN count(*) = count(numero) THEN max(numero) END FROM evento");

      tbk_test_turn (&deadline);
      last = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
      if (last > 0)
        {
          g_autoptr (TbkTestSocket) witness = tbk_test_socket_new (hostile->server, "/ws/chat",
                                                                   tbk_test_client_get_token (hostile->client), NULL);
          g_autoptr (JsonObject) ready = tbk_test_socket_wait (witness, "ready");

          handed_on = json_object_get_int_member (ready, "evento");
        }
    }
  while (last == 0 || handed_on < last);
  PQfinish (owner);
}

/* The number in a message's text, 0 for another frame; `evento` is the frame's. */
static guint
number_in (const GByteArray *payload, gint64 *evento)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *frame;

  if (!json_parser_load_from_data (parser, (const char *) payload->data, payload->len, NULL))
    return 0;
  frame = json_node_get_object (json_parser_get_root (parser));
  if (json_object_has_member (frame, "evento"))
    *evento = json_object_get_int_member (frame, "evento");
  if (!g_str_equal (json_object_get_string_member (frame, "event"), "receive_message"))
    return 0;
  return (guint) g_ascii_strtoull (
      json_object_get_string_member (json_object_get_object_member (frame, "data"), "texto"), NULL,
      10);
}

/* As an app does: comes again with the last number seen, as often as it is cut. */
static void
read_rest (const Hostile *hostile, gint64 last, guint next)
{
  g_autoptr (TbkTestSocket) again = NULL;
  gint64 deadline = 0;

  while (next <= N_LARGE)
    {
      g_autoptr (JsonObject) frame = again != NULL ? tbk_test_socket_take (again) : NULL;
      g_autofree char *path = g_strdup_printf ("/ws/chat?desde=" TBK_ID, last);
      const char *text;

      if (frame != NULL && json_object_has_member (frame, "evento"))
        last = json_object_get_int_member (frame, "evento");
      if (frame != NULL && g_str_equal (json_object_get_string_member (frame, "event"), "receive_message"))
        {
          text = json_object_get_string_member (json_object_get_object_member (frame, "data"), "texto");
          g_assert_cmpuint (g_ascii_strtoull (text, NULL, 10), ==, next);
          next++;
        }
      else if (again != NULL && (frame != NULL || tbk_test_socket_is_open (again)))
        tbk_test_turn (&deadline);
      else
        {
          g_clear_pointer (&again, tbk_test_socket_free);
          again = tbk_test_socket_new (hostile->server, path, tbk_test_client_get_token (hostile->client), NULL);
        }
    }
}

/* Who does not read is cut off, not buffered for without end; what it missed it is told when it comes again. */
static void
test_slow_reader (void)
{
  static const char *const one_worker[] = { "WORKERS=1", NULL };
  g_autofree Hostile *hostile = open_hostile (one_worker); /* it is not for its silence that it is cut */
  g_autoptr (Raw) slow = raw_open (hostile);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint8 opcode = 0;
  guint next = 1;
  gint64 last = 0;

  write_large (hostile);
  wait_handed_on (hostile);
  while (raw_frame (slow, &opcode, payload) && opcode != 8)
    {
      guint number = opcode == 1 ? number_in (payload, &last) : 0;

      if (number > 0)
        g_assert_cmpuint (number, ==, next++);
    }
  g_test_message ("cut after %u of %u", next - 1, N_LARGE);
  g_assert_cmpuint (next, <=, N_LARGE);
  g_assert_cmpuint (next, >, 1);
  g_assert_cmpint (last, >, 0);
  read_rest (hostile, last, next);
  assert_well (hostile);
  close_hostile (hostile);
}

int
main (int argc, char **argv)
{
  g_autofree Hostile *hostile = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  hostile = open_hostile (settings);
  g_test_add_data_func ("/live-hostile/garbage", hostile, test_garbage);
  g_test_add_data_func ("/live-hostile/flood", hostile, test_flood);
  g_test_add_data_func ("/live-hostile/silence", hostile, test_silence);
  g_test_add_func ("/live-hostile/slow-reader", test_slow_reader);
  status = g_test_run ();
  close_hostile (hostile);
  return status;
}
