/* SPDX-License-Identifier: GPL-3.0-or-later */
/* triboka-bascula, end to end: a simulated scale on a TCP port, the program itself, a stand-in for
 * the server whose line is cut, and kill -9. Every load that it took arrives, once, in order. */
#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "espera.h"
#include "tbk-emisor.h"
#include "tbk-simulador.h"

#define DEADLINE_S 60
#define TOKEN "secret-of-the-device"

typedef struct
{
  SoupServer *server;
  guint port;
  guint status;     /* what it answers */
  GPtrArray *posts; /* JsonNode, as they came, once each id */
  GHashTable *ids;
  guint repeats;
  GString *wrong; /* what was not as it should be */
  TbkEmisor *emisor;
  TbkEmisor *meter; /* NULL: none */
  GSubprocess *program;
  guint weighed; /* as the program says */
  char *folder;
  char *outbox;
} Bench;

static void
post_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Bench *bench = data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  JsonNode *node = json_from_string (body->data, NULL);
  const char *id = node != NULL ? json_object_get_string_member (json_node_get_object (node), "id") : NULL;

  if (g_strcmp0 (soup_message_headers_get_one (headers, "Authorization"), "Bearer " TOKEN) != 0)
    g_string_append (bench->wrong, "token ");
  if (g_strcmp0 (path, "/iot/pesaje") != 0 || id == NULL || !g_uuid_string_is_valid (id))
    g_string_append (bench->wrong, "post ");
  else if (bench->status >= 400)
    ;
  else if (g_hash_table_add (bench->ids, g_strdup (id)))
    g_ptr_array_add (bench->posts, json_node_ref (node));
  else
    bench->repeats++;
  g_clear_pointer (&node, json_node_unref);
  soup_server_message_set_status (message, bench->status, NULL);
}

/* The same port again, once it was known: a line that is cut and healed. */
static void
listen (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;

  bench->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (bench->server, NULL, post_cb, bench, NULL);
  soup_server_listen_local (bench->server, bench->port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (bench->server);
  bench->port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static void
cut (Bench *bench)
{
  soup_server_disconnect (bench->server);
  g_clear_object (&bench->server);
}

static void
set_up (Bench *bench, gconstpointer data)
{
  bench->status = 201;
  bench->posts = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  bench->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  bench->wrong = g_string_new (NULL);
  bench->folder = g_dir_make_tmp ("bascula-XXXXXX", NULL);
  bench->outbox = g_build_filename (bench->folder, "outbox.db", NULL);
  listen (bench);
}

static void
end_program (Bench *bench, int with)
{
  g_subprocess_send_signal (bench->program, with);
  g_assert_true (g_subprocess_wait (bench->program, NULL, NULL));
  g_clear_object (&bench->program);
}

static void
tear_down (Bench *bench, gconstpointer data)
{
  g_autofree char *journal = g_strconcat (bench->outbox, "-journal", NULL);

  if (bench->program != NULL)
    end_program (bench, SIGTERM);
  if (bench->server != NULL)
    cut (bench);
  while (g_main_context_iteration (NULL, FALSE)) /* the end of the program's word */
    ;
  g_clear_object (&bench->emisor);
  g_clear_object (&bench->meter);
  g_assert_cmpstr (bench->wrong->str, ==, "");
  g_remove (bench->outbox);
  g_remove (journal);
  g_assert_cmpint (g_rmdir (bench->folder), ==, 0);
  g_ptr_array_unref (bench->posts);
  g_hash_table_unref (bench->ids);
  g_string_free (bench->wrong, TRUE);
  g_free (bench->folder);
  g_free (bench->outbox);
}

/* A truck a second: empty, on, off. */
static char *
trucks (guint n)
{
  GString *script = g_string_new ("rate 20\nunit kg\nzero 1\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (script, "move %u.5 0\nstable 1\nmove 0.0 0\nstable 1\n", 1000 + i);
  g_string_append (script, "zero 1000\n");
  return g_string_free (script, FALSE);
}

static void
play (Bench *bench, guint n)
{
  g_autofree char *script = trucks (n);

  bench->emisor = tbk_emisor_new_tcp (tbk_simulador_new (tbk_protocolo_find ("cas"), script, NULL), 0, NULL);
  g_assert_nonnull (bench->emisor);
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Bench *bench = data;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (line == NULL)
    {
      g_object_unref (source);
      return;
    }
  bench->weighed += g_str_has_prefix (line, "weighed ") ? 1 : 0;
  g_data_input_stream_read_line_async (G_DATA_INPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL, line_cb, bench);
}

/* `more`: further options, NULL-terminated. */
static void
start_with (Bench *bench, const char *protocol, const char *const *more)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GStrvBuilder) options = g_strv_builder_new ();
  g_auto (GStrv) arguments = NULL;
  GDataInputStream *lines;
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", bench->port);

  g_subprocess_launcher_setenv (launcher, "IOT_TOKEN", TOKEN, TRUE);
  g_strv_builder_add_many (options, g_getenv ("TBK_BASCULA"), "--tcp",
                           tbk_emisor_get_address (bench->emisor), "--protocol", protocol, "--post",
                           url, "--lote", "7", "--origen", "patio", "--bascula", "camionera",
                           "--outbox", bench->outbox, NULL);
  g_strv_builder_addv (options, (const char **) more);
  arguments = g_strv_builder_end (options);
  bench->program = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (bench->program));
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, line_cb, bench);
}

static void
start (Bench *bench)
{
  start_with (bench, "auto", (const char *const[]){ NULL });
}

static void
check_posts (Bench *bench, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      JsonObject *body = json_node_get_object (g_ptr_array_index (bench->posts, i));
      g_autofree char *weight = g_strdup_printf ("%u.500", 1000 + i);
      g_autofree char *shown = g_strdup_printf ("%u.5", 1000 + i);

      g_assert_cmpstr (json_object_get_string_member (body, "peso"), ==, weight);
      g_assert_cmpstr (json_object_get_string_member (body, "unidad"), ==, "kg");
      g_assert_nonnull (strstr (json_object_get_string_member (body, "trama"), shown));
      g_assert_false (json_object_has_member (body, "tara"));
      g_assert_false (json_object_has_member (body, "humedad"));
      g_assert_cmpint (json_object_get_int_member (body, "lote_id"), ==, 7);
      g_assert_cmpstr (json_object_get_string_member (body, "origen"), ==, "patio");
      g_assert_cmpstr (json_object_get_string_member (body, "bascula"), ==, "camionera");
      g_assert_true (json_object_get_boolean_member (body, "estable"));
    }
  g_assert_cmpuint (bench->posts->len, ==, n);
}

static void
test_posts (Bench *bench, gconstpointer data)
{
  play (bench, 3);
  start (bench);
  tbk_emisor_start (bench->emisor, 0);
  wait_until (bench->posts->len == 3);
  check_posts (bench, 3);
}

/* Cut before the first; healed after the third was weighed; nothing lost, nothing twice, in order. */
static void
test_line_cut (Bench *bench, gconstpointer data)
{
  play (bench, 4);
  cut (bench);
  start (bench);
  tbk_emisor_start (bench->emisor, 0);
  wait_until (bench->weighed == 3);
  listen (bench);
  wait_until (bench->posts->len == 4);
  check_posts (bench, 4);
  g_assert_cmpuint (bench->repeats, ==, 0);
}

/* What it has kept it sends after kill -9, by its next start. */
static void
test_killed (Bench *bench, gconstpointer data)
{
  play (bench, 2);
  bench->status = 503;
  start (bench);
  tbk_emisor_start (bench->emisor, 0);
  wait_until (bench->weighed == 2);
  end_program (bench, SIGKILL);
  bench->status = 200;
  start (bench);
  wait_until (bench->posts->len == 2);
  check_posts (bench, 2);
}

static TbkEmisor *
play_on (const char *protocol, const char *script)
{
  g_autoptr (GError) error = NULL;
  TbkSimulador *simulador = tbk_simulador_new (tbk_protocolo_find (protocol), script, &error);
  TbkEmisor *emisor;

  g_assert_no_error (error);
  emisor = tbk_emisor_new_tcp (simulador, 0, &error);
  g_assert_no_error (error);
  return emisor;
}

/* The indicator says net and its tare, a meter what the moisture is: both go along, and a measurement serves once. */
static void
test_tare_and_moisture (Bench *bench, gconstpointer data)
{
  JsonObject *first, *second;

  bench->emisor = play_on (
      "toledo",
      "rate 20\nunit kg\nzero 1\nmove 80 0\nstable 1\ntare\nstable 2\nmove 1080 0\nstable 2\n"
      "move 80 0\nstable 1\nmove 980 0\nstable 1000\n");
  bench->meter = play_on ("tesma", "rate 20\nunit %\nmove 7.4 0\nstable 1\noff 1000\n");
  start_with (bench, "toledo",
              (const char *const[]){ "--min", "100", "--moisture-tcp",
                                     tbk_emisor_get_address (bench->meter), NULL });
  tbk_emisor_start (bench->meter, 0);
  tbk_emisor_start (bench->emisor, 0);
  wait_until (bench->posts->len == 2);
  first = json_node_get_object (g_ptr_array_index (bench->posts, 0));
  second = json_node_get_object (g_ptr_array_index (bench->posts, 1));
  g_assert_cmpstr (json_object_get_string_member (first, "peso"), ==, "1080.000");
  g_assert_cmpstr (json_object_get_string_member (first, "tara"), ==, "80.000");
  g_assert_cmpstr (json_object_get_string_member (first, "humedad"), ==, "7.40");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (first, "trama"), "\\x02"));
  g_assert_cmpstr (json_object_get_string_member (second, "peso"), ==, "980.000");
  g_assert_cmpstr (json_object_get_string_member (second, "tara"), ==, "80.000");
  g_assert_false (json_object_has_member (second, "humedad"));
}

/* What cannot be is said, with the option's name. */
static void
test_wrong_options (void)
{
  static const char *const wrong[][4] = {
    { "--moisture-protocol", "tesma", "--moisture-port", NULL },
    { "--moisture-tcp", "127.0.0.1:1", "--moisture-tcp", "--post" },
    { "--moisture-pattern", "####", "--moisture-port", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GSubprocess) program
                 = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL, g_getenv ("TBK_BASCULA"),
                                     "--tcp", "127.0.0.1:1", wrong[i][0], wrong[i][1], NULL);
      g_autofree char *said = NULL;

      g_assert_true (g_subprocess_communicate_utf8 (program, NULL, NULL, NULL, &said, NULL));
      g_assert_false (g_subprocess_get_successful (program));
      g_assert_nonnull (strstr (said, wrong[i][2]));
      g_assert_true (wrong[i][3] == NULL || strstr (said, wrong[i][3]) != NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/programa/" name, Bench, NULL, set_up, func, tear_down)
  ADD ("posts", test_posts);
  ADD ("line-cut", test_line_cut);
  ADD ("killed", test_killed);
  ADD ("tare-and-moisture", test_tare_and_moisture);
  g_test_add_func ("/programa/wrong-options", test_wrong_options);
  return g_test_run ();
}
