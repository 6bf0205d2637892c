/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wire text to what people read and back, in a locale with a point and in one with a comma. No display. */
#include "lote.h"
#include "tbk-closures.h"
#include "tbk-csv.h"
#include "tbk-peso.h"
#include "tbk-ui-test.h"

#include <locale.h>

#define NBSP "\302\240"
#define N_ROUNDS 2000

static const char *const unidades[] = { "kg", "qq", "TM" };

/* Frees `text`. */
static void
expect (char *text, const char *expected)
{
  g_autofree char *owned = text;

  g_assert_cmpstr (owned, ==, expected);
}

static void
use_locale (const char *locale)
{
  g_assert_nonnull (setlocale (LC_ALL, locale));
}

typedef struct
{
  const char *typed;
  const char *english; /* NULL: none */
  const char *spanish;
} TypedCase;

/* A lone mark with three digits after it means what the locale means by it. */
static const TypedCase typed_cases[] = {
  { "7.5", "7.5", "7.5" },
  { "7,5", "7.5", "7.5" },
  { "0", "0", "0" },
  { "-12,25", "-12.25", "-12.25" },
  { "−12,25", "-12.25", "-12.25" },
  { "1.234.567,89", "1234567.89", "1234567.89" },
  { "1,234,567.89", "1234567.89", "1234567.89" },
  { " 1 234,5 ", "1234.5", "1234.5" },
  { "1.234", "1.234", "1234" },
  { "12,3,4", NULL, NULL },
  { "1.23.4", NULL, NULL },
  { "1e5", NULL, NULL },
  { "abc", NULL, NULL },
  { "", NULL, NULL },
  { "-", NULL, NULL },
  { "=1+1", NULL, NULL },
  { "99999999999999999999999999999999", NULL, NULL },
};

static void
check_typed (gboolean spanish)
{
  for (gsize i = 0; i < G_N_ELEMENTS (typed_cases); i++)
    {
      const TypedCase *one = &typed_cases[i];
      g_autofree char *read = tbk_read_decimal (one->typed);

      g_test_message ("%s", one->typed);
      g_assert_cmpstr (read, ==, spanish ? one->spanish : one->english);
    }
}

static void
test_typed (void)
{
  check_typed (FALSE);
  use_locale ("es_EC.UTF-8");
  check_typed (TRUE);
  use_locale ("C.UTF-8");
  g_assert_null (tbk_read_decimal (NULL));
}

/* Any decimal comes back from how it is shown, with thousands and without. */
static void
check_decimals_return (void)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      gint64 whole = g_test_rand_int_range (0, G_MAXINT32);
      g_autofree char *text = g_strdup_printf ("%s%" G_GINT64_FORMAT ".%02d", i % 3 == 0 ? "-" : "", whole,
                                               g_test_rand_int_range (1, 100));
      g_autofree char *shown = tbk_show_decimal (NULL, text);
      g_autofree char *plain = tbk_show_plain (text);
      g_autofree char *from_shown = tbk_read_decimal (shown);
      g_autofree char *from_plain = tbk_read_decimal (plain);

      g_assert_cmpstr (from_shown, ==, text);
      g_assert_cmpstr (from_plain, ==, text);
    }
}

static gboolean
same_number (const char *a, const char *b)
{
  TbkDecimal x, y;

  return tbk_decimal_parse (a, &x, NULL) && tbk_decimal_parse (b, &y, NULL) && tbk_decimal_compare (x, y) == 0;
}

/* A weight that nobody touched in its entry is the same: to the gram in kg and TM, as it is shown in qq. */
static void
check_weights_return (void)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      const char *unidad = unidades[i % G_N_ELEMENTS (unidades)];
      g_autofree char *kg = g_strdup_printf ("%d.%03d", g_test_rand_int_range (0, 100000000),
                                             g_test_rand_int_range (0, 1000));
      g_autofree char *shown = tbk_show_peso_plain (kg, unidad);
      g_autofree char *back = tbk_read_peso (shown, unidad);

      if (g_strcmp0 (unidad, "qq") == 0)
        {
          g_autofree char *again = tbk_show_peso_plain (back, unidad);

          g_assert_cmpstr (again, ==, shown);
          continue;
        }
      g_assert_true (same_number (back, kg));
    }
}

static void
test_round_trips (void)
{
  check_decimals_return ();
  check_weights_return ();
  use_locale ("es_EC.UTF-8");
  check_decimals_return ();
  check_weights_return ();
  use_locale ("C.UTF-8");
}

static void
test_shown (void)
{
  expect (tbk_show_decimal (NULL, "1234567.50"), "1234567.50");
  expect (tbk_show_usd (NULL, "-700.00"), "−$700.00");
  use_locale ("es_EC.UTF-8");
  expect (tbk_show_decimal (NULL, "1234567.50"), "1.234.567,50");
  expect (tbk_show_decimal (NULL, "-999.5"), "−999,5");
  expect (tbk_show_usd (NULL, "6319.00"), "$6.319,00");
  expect (tbk_show_percent (NULL, "7.50"), "7,50" NBSP "%");
  expect (tbk_show_tm (NULL, "50.000"), "50,000" NBSP "TM");
  expect (tbk_show_peso (NULL, "45.359", "kg"), "45,36" NBSP "kg");
  expect (tbk_show_peso (NULL, "1250.000", "qq"), "27,56" NBSP "qq");
  expect (tbk_show_peso (NULL, "1250.000", "TM"), "1,250" NBSP "TM");
  use_locale ("C.UTF-8");
}

static void
test_nothing (void)
{
  expect (tbk_show_decimal (NULL, NULL), "");
  expect (tbk_show_usd (NULL, ""), "");
  expect (tbk_show_tm (NULL, NULL), "");
  expect (tbk_show_percent (NULL, NULL), "");
  expect (tbk_show_peso (NULL, NULL, "kg"), "");
  expect (tbk_show_peso (NULL, "heavy", "kg"), "");
  expect (tbk_show_fecha (NULL, NULL), "");
  expect (tbk_show_momento (NULL, ""), "");
  expect (tbk_show_estado (NULL, "lote", NULL), "");
  expect (tbk_text_or (NULL, "", "none"), "none");
  g_assert_false (tbk_text_any (NULL, ""));
  g_assert_true (tbk_text_is (NULL, NULL, NULL));
}

typedef struct
{
  const char *typed;
  const char *fecha; /* NULL: none */
} FechaCase;

static const FechaCase fecha_cases[] = {
  { "25/11/2026", "2026-11-25" },
  { "5/1/2026", "2026-01-05" },
  { "2026-11-25", "2026-11-25" },
  { "25-11-2026", "2026-11-25" },
  { "29/02/2024", "2024-02-29" },
  { "29/02/2026", NULL },
  { "31/04/2026", NULL },
  { "25/13/2026", NULL },
  { "25/11/20265", NULL },
  { "mañana", NULL },
  { "", NULL },
  { "25/11/2026x", NULL },
};

static void
test_fecha (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fecha_cases); i++)
    {
      g_autofree char *read = tbk_read_fecha (fecha_cases[i].typed);

      g_test_message ("%s", fecha_cases[i].typed);
      g_assert_cmpstr (read, ==, fecha_cases[i].fecha);
    }
}

/* Each day of four years comes back from how it is shown. */
static void
test_fechas_return (void)
{
  g_autoptr (GDateTime) first = g_date_time_new_utc (2024, 1, 1, 0, 0, 0);

  for (int i = 0; i < 4 * 365 + 1; i++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (first, i);
      g_autofree char *fecha = g_date_time_format (day, "%Y-%m-%d");
      g_autofree char *shown = tbk_show_fecha (NULL, fecha);
      g_autofree char *read = tbk_read_fecha (shown);

      g_assert_cmpstr (read, ==, fecha);
    }
}

static void
test_field (void)
{
  g_autoptr (TbkRecord) lote = tbk_ui_test_record (
      &tbk_lote, "{\"id\":1,\"codigo_lote\":\"LT-1\",\"peso_kg\":\"1250.000\","
                 "\"humedad\":\"7.50\",\"fecha\":\"2026-11-25\",\"sacos\":18,"
                 "\"estado\":\"En transito\",\"calidad\":\"ASS\"}");
  const TbkSchema *schema = &tbk_lote.schema;

  expect (tbk_show_field (tbk_schema_find (schema, "peso_kg"), lote, "kg", TRUE), "1250.00" NBSP "kg");
  expect (tbk_show_field (tbk_schema_find (schema, "peso_kg"), lote, "qq", FALSE), "27.56");
  expect (tbk_show_field (tbk_schema_find (schema, "humedad"), lote, "kg", TRUE), "7.50" NBSP "%");
  expect (tbk_show_field (tbk_schema_find (schema, "estado"), lote, "kg", TRUE), "In Transit");
  expect (tbk_show_field (tbk_schema_find (schema, "sacos"), lote, "kg", TRUE), "18");
  expect (tbk_show_field (tbk_schema_find (schema, "ubicacion"), lote, "kg", TRUE), "");
  g_assert_cmpstr (tbk_show_unit (tbk_schema_find (schema, "peso_kg"), "qq"), ==, "qq");
  expect (tbk_show_title (lote), "LT-1");
}

static void
check_line (const char *cell, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *line = g_strconcat (expected, "\r\n", NULL);

  tbk_csv_append (out, &cell, 1, ',');
  g_assert_cmpstr (out->str, ==, line);
}

/* What a spreadsheet would run is text; numbers stay numbers. */
static void
test_csv_formulas (void)
{
  check_line ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"");
  check_line ("+1+1", "\"'+1+1\"");
  check_line ("@SUM(A1)", "\"'@SUM(A1)\"");
  check_line ("-2+3+cmd|' /C calc'!A0", "\"'-2+3+cmd|' /C calc'!A0\"");
  check_line ("\tx", "\"'\tx\"");
  check_line ("\rx", "\"'\rx\"");
  check_line ("＝1", "\"'＝1\"");
  check_line ("-12.50", "\"-12.50\"");
  check_line ("-12,50", "\"-12,50\"");
  check_line ("-", "\"'-\"");
  check_line ("-1.2.3", "\"'-1.2.3\"");
  check_line ("12.50", "\"12.50\"");
}

static void
test_csv_quoting (void)
{
  const char *cells[] = { "a,b", "say \"hi\"", NULL, "two\nlines", "ñandú" };
  g_autoptr (GString) out = g_string_new (NULL);

  tbk_csv_append (out, cells, G_N_ELEMENTS (cells), ';');
  g_assert_cmpstr (out->str, ==, "\"a,b\";\"say \"\"hi\"\"\";\"\";\"two\nlines\";\"ñandú\"\r\n");
  g_assert_cmpint (tbk_csv_separator (), ==, ',');
  use_locale ("es_EC.UTF-8");
  g_assert_cmpint (tbk_csv_separator (), ==, ';');
  use_locale ("C.UTF-8");
}

int
main (int argc, char *argv[])
{
  tbk_ui_test_init (&argc, &argv);
  g_test_add_func ("/numbers/typed", test_typed);
  g_test_add_func ("/numbers/round-trips", test_round_trips);
  g_test_add_func ("/numbers/shown", test_shown);
  g_test_add_func ("/numbers/nothing", test_nothing);
  g_test_add_func ("/numbers/field", test_field);
  g_test_add_func ("/fecha/typed", test_fecha);
  g_test_add_func ("/fecha/round-trips", test_fechas_return);
  g_test_add_func ("/csv/formulas", test_csv_formulas);
  g_test_add_func ("/csv/quoting", test_csv_quoting);
  return g_test_run ();
}
