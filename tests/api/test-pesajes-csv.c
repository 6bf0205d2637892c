/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Logs of weights as panels write them, and as they should not: what of them becomes weighings, once. */

#include <string.h>

#include "tbk-test-client.h"

typedef struct
{
  TbkTestServer *server;
  TbkTestClient *centro;
  gint64 lote;
  char *codigo;
} Yard;

static void
new_lote (Yard *yard)
{
  g_autoptr (TbkTestReply) reply
             = tbk_test_expect (yard->centro, 201, "POST", "{\"fecha\": \"2026-11-03\", \"peso_kg\": \"1\"}", "/lotes");

  yard->lote = tbk_test_reply_int (reply, "id");
  g_free (yard->codigo);
  yard->codigo = g_strdup (tbk_test_reply_text (reply, "codigo_lote"));
}

/* `fields`: name, text, ..., NULL. */
static TbkTestReply *
send_log (Yard *yard, const char *data, gsize size, const char *const *fields)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  const char *head = "--tbk\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"log.csv\"\r\n\r\n";
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; fields != NULL && fields[i] != NULL; i += 2)
    {
      g_autofree char *part
          = g_strdup_printf ("--tbk\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
                             fields[i], fields[i + 1]);
      g_byte_array_append (body, (const guint8 *) part, (guint) strlen (part));
    }
  g_byte_array_append (body, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (body, (const guint8 *) data, (guint) size);
  g_byte_array_append (body, (const guint8 *) "\r\n--tbk--\r\n", 11);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  return tbk_test_client_send_bytes (yard->centro, "POST", "/iot/siemens/csv", bytes,
                                     "multipart/form-data; boundary=tbk", NULL);
}

static TbkTestReply *
send_text (Yard *yard, const char *text, const char *const *fields)
{
  return send_log (yard, text, strlen (text), fields);
}

static void
assert_report (const TbkTestReply *reply, gint64 nuevas, gint64 repetidas, gint64 malas)
{
  tbk_assert_status (reply, 200);
  g_assert_cmpint (tbk_test_reply_int (reply, "nuevas"), ==, nuevas);
  g_assert_cmpint (tbk_test_reply_int (reply, "repetidas"), ==, repetidas);
  g_assert_cmpint (tbk_test_reply_int (reply, "malas"), ==, malas);
}

/* "3 there is no weight", of the n-th that is named. */
static void
assert_blamed (const TbkTestReply *reply, guint n, const char *expected)
{
  JsonObject *error = json_array_get_object_element (tbk_test_reply_array (reply, "errores"), n);
  g_autofree char *is = g_strdup_printf ("%" G_GINT64_FORMAT " %s", json_object_get_int_member (error, "linea"),
                                         json_object_get_string_member (error, "motivo"));

  g_assert_cmpstr (is, ==, expected);
}

static void
assert_peso (Yard *yard, const char *kg)
{
  g_autoptr (TbkTestReply) lote = tbk_test_expect (yard->centro, 200, "GET", NULL, "/lotes/" TBK_ID, yard->lote);
  g_autoptr (TbkTestReply) chain = tbk_test_expect (yard->centro, 200, "GET", NULL, "/pesajes/verificar");

  g_assert_cmpstr (tbk_test_reply_text (lote, "peso_kg"), ==, kg);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (chain->json), "integra"));
}

#define WINCC                                                            \
  "\"VarName\";\"TimeString\";\"VarValue\";\"Validity\";\"Time_ms\"\r\n" \
  "\"Peso\";\"01.10.26 06:00:00\";66,5;1;46296250000,00\r\n"             \
  "\"Nivel\";\"01.10.26 06:00:00\";3,0;1;46296250000,00\r\n"             \
  "\"$RT_OFF$\";\"01.10.26 06:00:01\";0;2;46296250011,57\r\n"            \
  "\"Peso\";\"01.10.26 06:01:00\";33,25;1;46296250694,44\r\n"            \
  "\"Peso\";\"01.10.26 06:02:00\";12,0;0;46296251388,89\r\n"             \
  "\"$RT_COUNT$\";5;;;;\r\n"

static void
test_wincc (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  const char *fields[] = { "lote", NULL, "variable", "Peso", "bascula", "Panel 1", NULL };
  g_autoptr (TbkTestReply) first = NULL;
  g_autoptr (TbkTestReply) again = NULL;
  g_autoptr (TbkTestReply) list = NULL;
  JsonObject *row;

  new_lote (yard);
  fields[1] = yard->codigo;
  first = send_text (yard, WINCC, fields);
  assert_report (first, 2, 0, 1);
  g_assert_cmpint (tbk_test_reply_int (first, "lineas"), ==, 7);
  g_assert_cmpint (tbk_test_reply_int (first, "saltadas"), ==, 4);
  assert_blamed (first, 0, "6 the panel says that the value is not valid");
  assert_peso (yard, "99.750");
  again = send_text (yard, WINCC, fields);
  assert_report (again, 0, 2, 1);
  assert_peso (yard, "99.750");
  list = tbk_test_expect (yard->centro, 200, "GET", NULL, "/lotes/" TBK_ID "/pesajes", yard->lote);
  row = json_array_get_object_element (tbk_test_reply_array (list, "items"), 1);
  g_assert_cmpstr (json_object_get_string_member (row, "capturado_en"), ==, "2026-10-01T11:00:00Z");
  g_assert_cmpstr (json_object_get_string_member (row, "origen"), ==, "csv");
  g_assert_cmpstr (json_object_get_string_member (row, "trama"), ==,
                   "\"Peso\";\"01.10.26 06:00:00\";66,5;1;46296250000,00");
}

static const struct
{
  const char *name; /* iconv's */
  const char *mark;
  gsize mark_size;
} encodings[] = {
  { "UTF-8", "", 0 },
  { "UTF-8", "\xef\xbb\xbf", 3 },
  { "UTF-16LE", "\xff\xfe", 2 },
  { "UTF-16BE", "\xfe\xff", 2 },
  { "UTF-16LE", "", 0 },
  { "WINDOWS-1252", "", 0 },
};

/* One content in each encoding is one set of weighings. */
static void
test_encodings (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  g_autofree char *text = NULL;

  new_lote (yard);
  text = g_strdup_printf ("Fecha y cosas\tFecha\tHora\tBáscula\tPeso\tHumedad\tLote\n"
                          "é\t02.10.2026\t06:00:00\tBáscula ñ\t1.234,5\t7,25\t" TBK_ID "\n",
                          yard->lote);
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      gsize size;
      g_autofree char *converted = g_convert (text, -1, encodings[i].name, "UTF-8", NULL, &size, NULL);
      g_autofree char *whole = g_malloc (size + 4);
      g_autoptr (TbkTestReply) reply = NULL;

      g_test_message ("%s", encodings[i].name);
      memcpy (whole, encodings[i].mark, encodings[i].mark_size);
      memcpy (whole + encodings[i].mark_size, converted, size);
      reply = send_log (yard, whole, size + encodings[i].mark_size, NULL);
      assert_report (reply, i == 0, i > 0, 0);
    }
  assert_peso (yard, "1234.500");
}

static void
test_bad_lines (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  const char *const all[] = { "modo", "todo", NULL };
  g_autofree char *text = NULL;
  g_autoptr (TbkTestReply) none = NULL;
  g_autoptr (TbkTestReply) good = NULL;

  new_lote (yard);
  text = g_strdup_printf ("fecha;hora;lote;peso\n03.10.2026;06:00:00;%s;10\n03.10.2026;06:01:00;%s;diez\n"
                          "\n03.10.2026;06:02:00;NO-HAY;10\n03.10.2026;06:03:00;%s;20\n03.10.2026;06:04:00;%s;4",
                          yard->codigo, yard->codigo, yard->codigo, yard->codigo);
  none = send_text (yard, text, all);
  tbk_assert_status (none, 422);
  g_assert_true (tbk_test_reply_blames (none, "archivo:3"));
  g_assert_true (tbk_test_reply_blames (none, "archivo:5"));
  g_assert_true (tbk_test_reply_blames (none, "archivo:7"));
  assert_peso (yard, "1.000");
  good = send_text (yard, text, NULL);
  assert_report (good, 2, 0, 3);
  assert_blamed (good, 0, "3 the weight is no number of 0 to 1000000 kg");
  assert_blamed (good, 1, "5 there is no such lot");
  assert_blamed (good, 2, "7 the line has no end: the file may be cut");
  assert_peso (yard, "30.000");
}

/* More than a piece of what is read and sent, several lotes, the same line twice; more bad lines than are named. */
static void
test_many (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  g_autoptr (GString) text = g_string_new ("fecha,hora,lote,peso\n");
  g_autofree char *other = NULL;
  g_autoptr (TbkTestReply) reply = NULL;

  new_lote (yard);
  other = g_strdup (yard->codigo);
  new_lote (yard);
  for (int i = 0; i < 6000; i++)
    g_string_append_printf (text, "04/10/2026,%02d:%02d:%02d,%s,1.5\n", i / 3600, i / 60 % 60, i % 60,
                            i % 2 == 0 ? yard->codigo : other);
  g_string_append_printf (text, "04/10/2026,00:00:00,%s,1.5\n", yard->codigo);
  for (int i = 0; i < 1500; i++)
    g_string_append (text, "basura\n");
  reply = send_text (yard, text->str, NULL);
  assert_report (reply, 6000, 1, 1500);
  g_assert_cmpuint (json_array_get_length (tbk_test_reply_array (reply, "errores")), ==, 1000);
  assert_peso (yard, "4500.000");
}

static void
test_hostile (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  const char *fields[] = { "lote", NULL, NULL };
  g_autoptr (GString) wide = g_string_new ("fecha;hora;peso\n");
  g_autoptr (TbkTestReply) long_line = NULL;
  static const struct
  {
    const char *text;
    gsize size;
    guint status;
  } cases[] = {
    { "", 0, 422 },
    { "\n\n\n", 3, 200 },
    { "\xff\xfe", 2, 200 },
    { "\xff\xfe\x00", 3, 200 },
    { "\xff\xfe\x00\xd8\x00\xd8\n\x00", 8, 200 },
    { "\0\0\0\0\n", 5, 200 },
    { "fecha;hora;peso\n\0;\0;\0\n", 22, 200 },
    { "fecha;hora;peso\n\x81\x8d;;\n", 21, 200 },
    { "\"\"\"\"\"\"\n\"\n", 9, 200 },
    { "peso;peso;fecha\n1;2;3\n", 22, 200 },
    { "fecha;hora;peso\n05.10.2026;06:00:00;1\\N\t2\n", 43, 200 },
  };

  new_lote (yard);
  fields[1] = yard->codigo;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TbkTestReply) reply = send_log (yard, cases[i].text, cases[i].size, fields);

      tbk_assert_status (reply, cases[i].status);
      g_assert_cmpint (tbk_test_reply_int (reply, "nuevas"), ==, 0);
    }
  for (int i = 0; i < 300000; i++)
    g_string_append_c (wide, '9');
  g_string_append (wide, "\n05.10.2026;06:00:00;7\n");
  long_line = send_text (yard, wide->str, fields);
  assert_report (long_line, 1, 0, 1);
  assert_blamed (long_line, 0, "2 the line is too long");
  assert_peso (yard, "7.000");
}

/* No form at all, and no room for what comes. */
static void
test_refused (gconstpointer data)
{
  Yard *yard = (Yard *) data;
  g_autoptr (GBytes) nothing = g_bytes_new_static ("--otro--", 8);
  g_autoptr (TbkTestReply) broken = tbk_test_client_send_bytes (yard->centro, "POST", "/iot/siemens/csv", nothing,
                                                                "multipart/form-data; boundary=tbk", NULL);

  tbk_assert_status (broken, 400);
}

static void
test_no_room (void)
{
  const char *const environment[] = { "STORAGE_RESERVE_MB=100000000", NULL };
  Yard full = { .server = tbk_test_server_new (environment) };
  g_autoptr (TbkTestReply) refused = NULL;

  full.centro = tbk_test_client_new_for (full.server, "centro@demo.ec");
  refused = send_text (&full, WINCC, NULL);
  tbk_assert_status (refused, 507);
  tbk_test_client_free (full.centro);
  tbk_test_server_free (full.server);
}

int
main (int argc, char **argv)
{
  Yard yard = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  yard.server = tbk_test_server_new (NULL);
  yard.centro = tbk_test_client_new_for (yard.server, "centro@demo.ec");
  g_test_add_data_func ("/pesajes-csv/wincc", &yard, test_wincc);
  g_test_add_data_func ("/pesajes-csv/encodings", &yard, test_encodings);
  g_test_add_data_func ("/pesajes-csv/bad-lines", &yard, test_bad_lines);
  g_test_add_data_func ("/pesajes-csv/many", &yard, test_many);
  g_test_add_data_func ("/pesajes-csv/hostile", &yard, test_hostile);
  g_test_add_data_func ("/pesajes-csv/refused", &yard, test_refused);
  g_test_add_func ("/pesajes-csv/no-room", test_no_room);
  status = g_test_run ();
  g_free (yard.codigo);
  tbk_test_client_free (yard.centro);
  tbk_test_server_free (yard.server);
  return status;
}
