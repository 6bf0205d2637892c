/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of more lines than are chained at once: who weighs meanwhile, what a server leaves that is
 * killed in the middle, and that a line with a moisture is what the same weighing by POST is. */

#include <string.h>

#include "tbk-test-client.h"
#include "tbk-test-db.h"

#define SLICE 10000 /* lines that server/api/tbk-importar.c chains at once */
#define LINES (3 * SLICE)

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *centro;
  TbkTestClient *bascula; /* the same user, at the scale */
} Yard;

typedef struct
{
  TbkTestClient *client;
  const char *path;
  const char *type; /* nullable */
  GBytes *body;
  TbkTestReply *reply; /* once its thread has ended */
} Sending;

static gpointer
send_thread (gpointer data)
{
  Sending *sending = data;

  sending->reply
      = tbk_test_client_send_bytes (sending->client, "POST", sending->path, sending->body, sending->type, NULL);
  return NULL;
}

static void
sending_clear (Sending *sending)
{
  g_clear_pointer (&sending->body, g_bytes_unref);
  g_clear_pointer (&sending->reply, tbk_test_reply_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sending, sending_clear)

static Sending
sending_of_log (Yard *yard, const char *text, const char *modo)
{
  char *body = g_strdup_printf (
      "--tbk\r\nContent-Disposition: form-data; name=\"modo\"\r\n\r\n%s\r\n"
      "--tbk\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"log.csv\"\r\n\r\n"
      "%s\r\n--tbk--\r\n",
      modo, text);

  return (Sending){ .client = yard->centro,
                    .path = "/iot/siemens/csv",
                    .type = "multipart/form-data; boundary=tbk",
                    .body = g_bytes_new_take (body, strlen (body)) };
}

static Sending
sending_of_weighing (Yard *yard, const char *json)
{
  return (Sending){ .client = yard->bascula, .path = "/iot/pesaje", .body = g_bytes_new (json, strlen (json)) };
}

static gint64
new_lote (Yard *yard)
{
  g_autoptr (TbkTestReply) reply
             = tbk_test_expect (yard->centro, 201, "POST", "{\"fecha\": \"2026-11-03\", \"peso_kg\": \"1\"}", "/lotes");

  return tbk_test_reply_int (reply, "id");
}

static void
append_lines (GString *text, const char *fecha, int from, int to, gint64 lote)
{
  for (int i = from; i < to; i++)
    g_string_append_printf (text, "%s,%02d:%02d:%02d," TBK_ID ",1.5\n", fecha, i / 3600, i / 60 % 60, i % 60, lote);
}

static void
import_now (Yard *yard, const char *text, const char *modo, gint64 nuevas, gint64 repetidas)
{
  g_auto (Sending) sending = sending_of_log (yard, text, modo);

  send_thread (&sending);
  tbk_assert_status (sending.reply, 200);
  g_assert_cmpint (tbk_test_reply_int (sending.reply, "nuevas"), ==, nuevas);
  g_assert_cmpint (tbk_test_reply_int (sending.reply, "repetidas"), ==, repetidas);
  g_assert_cmpint (tbk_test_reply_int (sending.reply, "malas"), ==, 0);
}

/* Returns: how long the chain is, all of which is verified. */
static gint64
verify (Yard *yard)
{
  g_autoptr (TbkTestReply) chain = tbk_test_expect (yard->centro, 200, "GET", NULL, "/pesajes/verificar");

  g_assert_true (json_object_get_boolean_member (json_node_get_object (chain->json), "integra"));
  return tbk_test_reply_int (chain, "eslabones");
}

static void
assert_peso (Yard *yard, gint64 lote, const char *kg)
{
  g_autoptr (TbkTestReply) reply = tbk_test_expect (yard->centro, 200, "GET", NULL, "/lotes/" TBK_ID, lote);

  g_assert_cmpstr (tbk_test_reply_text (reply, "peso_kg"), ==, kg);
}

/* The chain is held until the file and then the scale wait for it: the scale's turn is after the file's first slice. */
static void
test_live (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  gint64 lote = new_lote (yard), before = verify (yard);
  PGconn *db = tbk_test_db_connect (yard->server, "postgres");
  g_autoptr (GString) text = g_string_new ("fecha,hora,lote,peso\n");
  g_autofree char *json = g_strdup_printf ("{\"lote_id\": " TBK_ID ", \"peso\": \"60.5\"}", lote);
  g_auto (Sending) weighing = sending_of_weighing (yard, json);
  g_auto (Sending) file = { 0 };
  GThread *file_thread, *weighing_thread;

  append_lines (text, "04/10/2026", 0, LINES, lote);
  file = sending_of_log (yard, text->str, "buenas");
  g_free (tbk_test_db_query (db, "BEGIN"));
  g_free (tbk_test_db_query (
      db,
      "SELECT pg_advisory_xact_lock(hashtextextended('pesaje_cadena', empresa_id)) FROM usuario "
      "WHERE email = 'centro@demo.ec'"));
  file_thread = g_thread_new ("file", send_thread, &file);
  tbk_test_db_wait_for_waiters (db, 1);
  weighing_thread = g_thread_new ("weighing", send_thread, &weighing);
  tbk_test_db_wait_for_waiters (db, 2);
  g_free (tbk_test_db_query (db, "COMMIT"));
  g_thread_join (weighing_thread);
  g_thread_join (file_thread);
  PQfinish (db);

  tbk_assert_status (weighing.reply, 201);
  g_assert_cmpint (tbk_test_reply_int (weighing.reply, "numero"), ==, before + SLICE + 1);
  tbk_assert_status (file.reply, 200);
  g_assert_cmpint (tbk_test_reply_int (file.reply, "nuevas"), ==, LINES);
  g_assert_cmpint (verify (yard), ==, before + LINES + 1);
  assert_peso (yard, lote, "45060.500");
  import_now (yard, text->str, "buenas", 0, LINES);
  g_assert_cmpint (verify (yard), ==, before + LINES + 1);
}

/* Kills the server while the file waits for `lote`, the last that it weighs. */
static void
kill_at (Yard *yard, const char *text, const char *modo, gint64 lote)
{
  PGconn *db = tbk_test_db_connect (yard->server, "postgres");
  g_autofree char *lock = g_strdup_printf ("SELECT FROM lote WHERE id = " TBK_ID " FOR UPDATE", lote);
  g_auto (Sending) file = sending_of_log (yard, text, modo);
  GThread *thread;

  g_free (tbk_test_db_query (db, "BEGIN"));
  g_free (tbk_test_db_query (db, lock));
  thread = g_thread_new ("file", send_thread, &file);
  tbk_test_db_wait_for_waiters (db, 1);
  tbk_test_server_kill (yard->server);
  g_thread_join (thread);
  g_assert_cmpuint (file.reply->status, !=, 200);
  tbk_test_server_start_again (yard->server);
  PQfinish (db);
}

static void
test_kill (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  gint64 lote = new_lote (yard), last = new_lote (yard), before = verify (yard);
  g_autoptr (GString) text = g_string_new ("fecha,hora,lote,peso\n");

  append_lines (text, "05/10/2026", 0, 2 * SLICE, lote);
  append_lines (text, "05/10/2026", 2 * SLICE, LINES, last);
  kill_at (yard, text->str, "todo", last);
  g_assert_cmpint (verify (yard), ==, before);
  kill_at (yard, text->str, "buenas", last);
  g_assert_cmpint (verify (yard), ==, before + 2 * SLICE);
  assert_peso (yard, lote, "30000.000");
  assert_peso (yard, last, "1.000");
  import_now (yard, text->str, "buenas", SLICE, 2 * SLICE);
  g_assert_cmpint (verify (yard), ==, before + LINES);
  assert_peso (yard, last, "15000.000");
  import_now (yard, text->str, "todo", 0, LINES);
  g_assert_cmpint (verify (yard), ==, before + LINES);
}

/* --- moisture
 * -------------------------------------------------------------------------------------------------------
 */

static const char *const rules[] = {
  "humedad_metodo = NULL, humedad_tabla = NULL",
  "humedad_metodo = 'puntos', humedad_referencia = 7.5, humedad_tabla = NULL",
  "humedad_metodo = 'tabla', humedad_referencia = 7, humedad_tabla = '7.50:0.50 9.00:3.25 12.00:10.00'",
  "humedad_metodo = 'materia_seca', humedad_referencia = 7, humedad_tabla = NULL",
};

/* Some end on half a gram, in one method or another; "": not measured. */
static const struct
{
  const char *peso, *tara, *humedad;
} weighed[] = {
  { "60.5", "0", "9" },
  { "100", "0", "7" },
  { "100", "0", "6.99" },
  { "100", "0.001", "7.01" },
  { "0.001", "0", "50" },
  { "0.025", "0", "27.50" },
  { "1234.567", "19.5", "12.34" },
  { "1000000", "0.001", "99.99" },
  { "33.333", "0", "100" },
  { "33.333", "0", "0" },
  { "45.3", "0.75", "" },
};

static JsonArray *
list_of (TbkTestReply *reply)
{
  g_assert_cmpuint (json_array_get_length (tbk_test_reply_array (reply, "items")), ==, G_N_ELEMENTS (weighed));
  return tbk_test_reply_array (reply, "items");
}

static char *
describe (JsonArray *rows, guint n)
{
  static const char *const names[] = { "capturado_en", "bruto_kg", "tara_vehiculo_kg", "neto_kg", "neto_qq",
                                       "humedad", "humedad_regla", "liquido_kg" };
  JsonObject *row = json_array_get_object_element (rows, n);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = json_to_string (json_object_get_member (row, names[i]), FALSE);

      g_string_append_printf (text, "%s %s\n", names[i], value);
    }
  return g_string_free (text, FALSE);
}

/* The same weighings of one lote by POST and of another by a file. Returns: how many have a discount. */
static guint
weigh_both_ways (Yard *yard, gsize rule)
{
  gint64 posted = new_lote (yard), imported = new_lote (yard);
  g_autoptr (GString) text = g_string_new ("fecha;hora;lote;peso;tara;humedad\n");
  g_autoptr (TbkTestReply) by_post = NULL;
  g_autoptr (TbkTestReply) by_file = NULL;
  g_autoptr (TbkTestReply) lote = NULL;
  guint discounted = 0;

  for (guint i = 0; i < G_N_ELEMENTS (weighed); i++)
    {
      g_autofree char *humedad = g_strdup_printf (", \"humedad\": \"%s\"", weighed[i].humedad);
      g_autofree char *json = g_strdup_printf (
          "{\"lote_id\": " TBK_ID ", \"peso\": \"%s\", \"tara\": \"%s\", "
          "\"capturado_en\": \"2026-10-0%d"
          "T06:00:%02d-05:00\"%s}",
          posted, weighed[i].peso, weighed[i].tara, (int) rule + 1, i, *weighed[i].humedad != '\0' ? humedad : "");

      tbk_test_reply_free (tbk_test_expect (yard->centro, 201, "POST", json, "/iot/pesaje"));
      g_string_append_printf (text, "0%d.10.2026;06:00:%02d;" TBK_ID ";%s;%s;%s\n", (int) rule + 1, i, imported,
                              weighed[i].peso, weighed[i].tara, weighed[i].humedad);
    }
  import_now (yard, text->str, "todo", G_N_ELEMENTS (weighed), 0);
  by_post = tbk_test_expect (yard->centro, 200, "GET", NULL, "/lotes/" TBK_ID "/pesajes", posted);
  by_file = tbk_test_expect (yard->centro, 200, "GET", NULL, "/lotes/" TBK_ID "/pesajes", imported);
  for (guint i = 0; i < G_N_ELEMENTS (weighed); i++)
    {
      g_autofree char *expected = describe (list_of (by_post), i);
      g_autofree char *is = describe (list_of (by_file), i);

      g_assert_cmpstr (is, ==, expected);
      discounted += strstr (is, "liquido_kg null") == NULL;
    }
  lote = tbk_test_expect (yard->centro, 200, "GET", NULL, "/lotes/" TBK_ID, posted);
  assert_peso (yard, imported, tbk_test_reply_text (lote, "peso_kg"));
  return discounted;
}

static void
test_moisture (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  PGconn *db = tbk_test_db_connect (yard->server, "postgres");

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE empresa SET %s WHERE id = (SELECT empresa_id "
                                              "FROM usuario WHERE email = 'centro@demo.ec')",
                                              rules[i]);

      g_test_message ("%s", rules[i]);
      g_free (tbk_test_db_query (db, sql));
      g_assert_cmpuint (weigh_both_ways (yard, i), ==, i == 0 ? 0 : G_N_ELEMENTS (weighed) - 1);
      verify (yard);
    }
  PQfinish (db);
}

int
main (int argc, char **argv)
{
  Yard yard = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  yard.server = tbk_test_server_new (NULL);
  yard.centro = tbk_test_client_new_for (yard.server, "centro@demo.ec");
  yard.bascula = tbk_test_client_new_for (yard.server, "centro@demo.ec");
  g_test_add_data_func ("/pesajes-importar/moisture", &yard, test_moisture);
  g_test_add_data_func ("/pesajes-importar/live", &yard, test_live);
  g_test_add_data_func ("/pesajes-importar/kill", &yard, test_kill);
  status = g_test_run ();
  tbk_test_client_free (yard.bascula);
  tbk_test_client_free (yard.centro);
  tbk_test_server_free (yard.server);
  return status;
}
