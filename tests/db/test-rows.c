/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "tbk-rows.h"

/* PostgreSQL's numbers of the types. */
enum
{
  BOOL = 16,
  INT8 = 20,
  TEXT = 25,
  JSONB = 3802,
  NUMERIC = 1700,
  DATE = 1082,
  TIMESTAMPTZ = 1184,
  UUID = 2950,
};

/* clang-format off */
static const TbkField fields[] = {
  { .name = "id",       .type = TBK_FIELD_ID },
  { .name = "texto",    .type = TBK_FIELD_TEXT },
  { .name = "clave",    .type = TBK_FIELD_TEXT, .flags = TBK_FIELD_SECRET },
  { .name = "peso_kg",  .type = TBK_FIELD_DECIMAL },
  { .name = "suma",     .type = TBK_FIELD_INTEGER },
  { .name = "vivo",     .type = TBK_FIELD_BOOLEAN },
  { .name = "dia",      .type = TBK_FIELD_DATE },
  { .name = "hora",     .type = TBK_FIELD_TIME },
  { .name = "origen",   .type = TBK_FIELD_JSON },
  { .name = "uuid",     .type = TBK_FIELD_UUID },
  { .name = "no_viene", .type = TBK_FIELD_TEXT },
};
/* clang-format on */
static const TbkSchema schema = TBK_SCHEMA ("Prueba", fields);

/* A column name and its type. */
typedef struct
{
  const char *name;
  Oid type;
} Column;

static TbkRows *
make_rows (const Column *columns, int n_columns, const char *const *values, int n_rows)
{
  PGresult *result = PQmakeEmptyPGresult (NULL, PGRES_TUPLES_OK);
  g_autofree PGresAttDesc *attributes = g_new0 (PGresAttDesc, n_columns);

  for (int i = 0; i < n_columns; i++)
    {
      attributes[i].name = (char *) columns[i].name;
      attributes[i].typid = columns[i].type;
    }
  g_assert_true (PQsetResultAttrs (result, n_columns, attributes));
  for (int row = 0; row < n_rows; row++)
    for (int i = 0; i < n_columns; i++)
      {
        const char *value = values[row * n_columns + i];

        g_assert_true (PQsetvalue (result, row, i, (char *) value, value ? (int) strlen (value) : -1));
      }
  return tbk_rows_new (result);
}

static char *
write_one (const char *name, Oid type, const char *value)
{
  const Column columns[] = { { name, type } };
  g_autoptr (TbkRows) rows = make_rows (columns, 1, &value, 1);
  GString *out = g_string_new (NULL);

  tbk_rows_write_object (rows, 0, &schema, out);
  g_assert_cmpuint (strlen (out->str), ==, out->len);
  return g_string_free (out, FALSE);
}

/* clang-format off */
static const struct
{
  const char *name;
  Oid type;
  const char *value;
  const char *json;
} cases[] = {
  { "id", INT8, "9223372036854775807", "{\"id\":9223372036854775807}" },
  { "id", INT8, NULL, "{\"id\":null}" },
  { "texto", TEXT, "", "{\"texto\":\"\"}" },
  { "texto", TEXT, NULL, "{\"texto\":null}" },
  { "texto", TEXT, "caf\xc3\xa9 \xf0\x9f\xa5\xa5", "{\"texto\":\"caf\xc3\xa9 \xf0\x9f\xa5\xa5\"}" },
  { "texto", TEXT, "a\"b\\c/", "{\"texto\":\"a\\\"b\\\\c/\"}" },
  { "texto", TEXT, "\b\f\n\r\t\x01\x1f\x7f", "{\"texto\":\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"}" },
  { "texto", TEXT, "12345678\"", "{\"texto\":\"12345678\\\"\"}" },
  { "clave", TEXT, "secreto", "{}" },
  { "otra", TEXT, "columna", "{}" },
  { "peso_kg", NUMERIC, "1234567.890", "{\"peso_kg\":\"1234567.890\"}" },
  { "peso_kg", INT8, "7", "{\"peso_kg\":\"7\"}" },
  { "suma", NUMERIC, "12", "{\"suma\":12}" },
  { "suma", NUMERIC, "-12", "{\"suma\":-12}" },
  { "suma", NUMERIC, "1.5", "{\"suma\":\"1.5\"}" },
  { "suma", NUMERIC, "NaN", "{\"suma\":\"NaN\"}" },
  { "vivo", BOOL, "t", "{\"vivo\":true}" },
  { "vivo", BOOL, "f", "{\"vivo\":false}" },
  { "dia", DATE, "2026-02-28", "{\"dia\":\"2026-02-28\"}" },
  { "hora", TIMESTAMPTZ, "2026-02-28 23:59:59.123456+00", "{\"hora\":\"2026-02-28T23:59:59.123456Z\"}" },
  { "hora", TIMESTAMPTZ, "2026-02-28 23:59:59+00", "{\"hora\":\"2026-02-28T23:59:59Z\"}" },
  { "hora", TIMESTAMPTZ, "infinity", "{\"hora\":\"infinity\"}" },
  { "hora", TIMESTAMPTZ, "2026-02-28 23:59:59+05:30", "{\"hora\":\"2026-02-28 23:59:59+05:30\"}" },
  { "hora", TIMESTAMPTZ, "0044-03-15 12:00:00+00 BC", "{\"hora\":\"0044-03-15 12:00:00+00 BC\"}" },
  { "origen", JSONB, "[{\"a\": 1}]", "{\"origen\":[{\"a\": 1}]}" },
  { "origen", TEXT, "[1]\"", "{\"origen\":\"[1]\\\"\"}" },
  { "uuid", UUID, "0b7f1ee0-0000-4000-8000-000000000001", "{\"uuid\":\"0b7f1ee0-0000-4000-8000-000000000001\"}" },
};
/* clang-format on */

static void
test_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = write_one (cases[i].name, cases[i].type, cases[i].value);

      g_assert_cmpstr (json, ==, cases[i].json);
    }
}

/* Whatever a text holds and wherever in a word of eight bytes it stands: another reader gets it back. */
static void
test_hostile_text (void)
{
  for (guint seed = 0; seed < 2000; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *json = NULL;
      g_autoptr (JsonNode) node = NULL;

      for (gint32 left = g_rand_int_range (rand, 0, 70); left > 0; left--)
        {
          gunichar c = (gunichar) g_rand_int_range (rand, 1, seed % 2 ? 0x80 : 0x2fff);

          g_string_append_unichar (text, g_rand_int_range (rand, 0, 4) == 0 ? 'a' : c);
        }
      json = write_one ("texto", TEXT, text->str);
      node = json_from_string (json, NULL);
      g_assert_nonnull (node);
      g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "texto"), ==, text->str);
    }
}

static void
test_long_text (void)
{
  g_autofree char *text = g_strnfill (1024 * 1024, '\x02');
  g_autofree char *json = write_one ("texto", TEXT, text);

  g_assert_cmpuint (strlen (json), ==, 6 * 1024 * 1024 + strlen ("{\"texto\":\"\"}"));
  g_assert_true (g_str_has_suffix (json, "\\u0002\\u0002\"}"));
}

static void
test_array (void)
{
  /* in another order than the schema's, with a column that it does not know */
  const Column columns[] = { { "peso_kg", NUMERIC }, { "sobra", TEXT }, { "texto", TEXT }, { "id", INT8 } };
  const char *values[] = { "1.500", "x", "uno", "1", NULL, "y", "dos", "2" };
  g_autoptr (TbkRows) rows = make_rows (columns, 4, values, 2);
  g_autoptr (TbkRows) none = make_rows (columns, 4, values, 0);
  g_autoptr (GString) out = g_string_new ("x");

  tbk_rows_write_array (rows, &schema, out);
  tbk_rows_write_array (none, &schema, out);
  g_assert_cmpstr (out->str, ==,
                   "x[{\"id\":1,\"texto\":\"uno\",\"peso_kg\":\"1.500\"},{\"id\":2,\"texto\":"
                   "\"dos\",\"peso_kg\":null}][]");
}

static void
test_getters (void)
{
  const Column columns[] = { { "id", INT8 }, { "texto", TEXT }, { "vivo", BOOL } };
  const char *values[] = { "42", NULL, "t" };
  g_autoptr (TbkRows) rows = make_rows (columns, 3, values, 1);

  g_assert_cmpuint (tbk_rows_count (rows), ==, 1);
  g_assert_cmpint (tbk_rows_int (rows, 0, "id", -1), ==, 42);
  g_assert_cmpint (tbk_rows_int (rows, 0, "texto", -1), ==, -1);
  g_assert_cmpint (tbk_rows_int (rows, 1, "id", -1), ==, -1);
  g_assert_cmpstr (tbk_rows_text (rows, 0, "id"), ==, "42");
  g_assert_null (tbk_rows_text (rows, 0, "texto"));
  g_assert_null (tbk_rows_text (rows, 0, "no_viene"));
  g_assert_true (tbk_rows_bool (rows, 0, "vivo"));
  g_assert_false (tbk_rows_bool (rows, 0, "id"));
}

/* 20 rows of 25 columns, as a page of contratos: what the writer takes for it. */
static void
test_page_speed (void)
{
  enum
  {
    N_COLUMNS = 25,
    N_ROWS = 20,
    N_TIMES = 200, /* in a batch, of which the quickest counts: others use the machine too */
    N_BATCHES = 50,
  };
  static const Oid types[] = { INT8, TEXT, NUMERIC, DATE, TIMESTAMPTZ };
  static const TbkFieldType field_types[]
      = { TBK_FIELD_ID, TBK_FIELD_TEXT, TBK_FIELD_DECIMAL, TBK_FIELD_DATE, TBK_FIELD_TIME };
  static const char *const samples[] = { "12345", "Exportadora del Guayas S.A.", "1234.500", "2026-02-28",
                                         "2026-02-28 23:59:59.123456+00" };
  TbkField page_fields[N_COLUMNS] = { 0 };
  TbkSchema page = { "Page", page_fields, N_COLUMNS };
  Column columns[N_COLUMNS];
  const char *values[N_ROWS * N_COLUMNS];
  char names[N_COLUMNS][16];
  g_autoptr (TbkRows) rows = NULL;
  double best = G_MAXDOUBLE;

  for (int i = 0; i < N_COLUMNS; i++)
    {
      g_snprintf (names[i], sizeof names[i], "columna_%02d", i);
      page_fields[i].name = columns[i].name = names[i];
      page_fields[i].type = field_types[i % 5];
      columns[i].type = types[i % 5];
    }
  for (int i = 0; i < N_ROWS * N_COLUMNS; i++)
    values[i] = samples[i % N_COLUMNS % 5];
  rows = make_rows (columns, N_COLUMNS, values, N_ROWS);
  for (int batch = 0; batch < N_BATCHES; batch++)
    {
      gint64 begin = g_get_monotonic_time ();

      for (int i = 0; i < N_TIMES; i++)
        {
          g_autoptr (GString) out = g_string_sized_new (32768);

          tbk_rows_write_array (rows, &page, out);
          g_assert_cmpuint (out->len, >, 10000);
        }
      best = MIN (best, (double) (g_get_monotonic_time () - begin) / N_TIMES);
    }
  g_test_minimized_result (best, "%.1f us for a page of 20", best);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows/values", test_values);
  g_test_add_func ("/rows/hostile-text", test_hostile_text);
  g_test_add_func ("/rows/long-text", test_long_text);
  g_test_add_func ("/rows/array", test_array);
  g_test_add_func ("/rows/getters", test_getters);
  if (g_test_perf ())
    g_test_add_func ("/rows/page-speed", test_page_speed);
  return g_test_run ();
}
