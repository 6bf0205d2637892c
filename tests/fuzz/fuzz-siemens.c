/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as a panel's log: a line is skipped, bad with a reason, or a weighing within its limits,
 * which written plainly is read again as the same. The first byte picks the options. */
#include <string.h>

#include "fuzz.h"
#include "tbk-siemens.h"

#define NOW_US (G_GINT64_CONSTANT (1795867200) * G_USEC_PER_SEC) /* 2026-11-28 12:00 UTC */
#define LATEST_US (NOW_US + G_TIME_SPAN_DAY)
#define FIRST_US (G_GINT64_CONSTANT (946684800) * G_USEC_PER_SEC)
#define MAX_SIZE 4096
#define PLAIN "timestamp;bruto_kg;tara_kg;humedad;sacos;lote;bascula"

static TbkSiemensOptions
options_of (uint8_t bits)
{
  static const char *const units[] = { "kg", "lb", "qq", "kg" };

  return (TbkSiemensOptions){
    .variable = bits & 1 ? "Peso_1" : NULL,
    .lote = bits & 2 ? "L" : NULL,
    .bascula = bits & 4 ? "B" : NULL,
    .month_first = (bits & 8) != 0,
    .unidad = units[bits >> 4 & 3],
    .offset_min = ((bits >> 6) - 2) * 300,
    .now_us = NOW_US,
  };
}

static void
check_limits (const TbkSiemensLinea *line)
{
  g_assert_nonnull (line->lote);
  g_assert_cmpint (line->bruto_kg.scale, ==, 3);
  g_assert_cmpint (line->tara_kg.scale, ==, 3);
  g_assert_cmpint (line->tara_kg.units, >=, 0);
  g_assert_cmpint (line->bruto_kg.units, >, line->tara_kg.units);
  g_assert_cmpint (line->bruto_kg.units, <=, G_GINT64_CONSTANT (1000000000));
  g_assert_cmpint (line->sacos, >=, -1);
  g_assert_cmpint (line->sacos, <=, 100000);
  g_assert_cmpint (line->capturado_en, >=, FIRST_US);
  g_assert_cmpint (line->capturado_en, <=, LATEST_US);
  if (!line->has_humedad)
    return;
  g_assert_cmpint (line->humedad.scale, ==, 2);
  g_assert_cmpint (line->humedad.units, >=, 0);
  g_assert_cmpint (line->humedad.units, <=, 10000);
}

static void
append_quoted (GString *text, const char *field)
{
  g_autofree char *doubled = NULL;
  g_auto (GStrv) parts = g_strsplit (field != NULL ? field : "", "\"", -1);

  doubled = g_strjoinv ("\"\"", parts);
  g_string_append_printf (text, ";\"%s\"", doubled);
}

static char *
write_plainly (const TbkSiemensLinea *line)
{
  gint64 second = line->capturado_en / G_USEC_PER_SEC;
  g_autoptr (GDateTime) en = g_date_time_new_from_unix_utc (second);
  g_autofree char *time = g_date_time_format (en, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *bruto = tbk_decimal_to_text (line->bruto_kg);
  g_autofree char *tara = tbk_decimal_to_text (line->tara_kg);
  g_autofree char *humedad = line->has_humedad ? tbk_decimal_to_text (line->humedad) : g_strdup ("");
  g_autofree char *sacos = line->sacos >= 0 ? g_strdup_printf ("%d", line->sacos) : g_strdup ("");
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s.%06dZ;%s;%s;%s;%s", time,
                          (int) (line->capturado_en % G_USEC_PER_SEC), bruto, tara, humedad, sacos);
  append_quoted (text, line->lote);
  append_quoted (text, line->bascula);
  return g_string_free (text, FALSE);
}

static void
check_round_trip (const TbkSiemensLinea *line)
{
  const TbkSiemensOptions options = { .lote = "", .unidad = "kg", .now_us = NOW_US };
  g_autoptr (TbkSiemens) siemens = tbk_siemens_new (&options);
  char header[] = PLAIN;
  g_autofree char *text = write_plainly (line);
  TbkSiemensLinea again;
  const char *why;

  g_assert_cmpint (tbk_siemens_read (siemens, header, &again, &why), ==, TBK_SIEMENS_SKIPPED);
  g_assert_cmpint (tbk_siemens_read (siemens, text, &again, &why), ==, TBK_SIEMENS_PESAJE);
  g_assert_cmpint (again.bruto_kg.units, ==, line->bruto_kg.units);
  g_assert_cmpint (again.tara_kg.units, ==, line->tara_kg.units);
  g_assert_cmpint (again.has_humedad, ==, line->has_humedad);
  if (line->has_humedad)
    g_assert_cmpint (again.humedad.units, ==, line->humedad.units);
  g_assert_cmpint (again.sacos, ==, line->sacos);
  g_assert_cmpint (again.capturado_en, ==, line->capturado_en);
  g_assert_cmpstr (again.lote, ==, line->lote);
  g_assert_cmpstr (again.bascula != NULL ? again.bascula : "", ==, line->bascula != NULL ? line->bascula : "");
}

static void
read_line (TbkSiemens *siemens, char *text)
{
  TbkSiemensLinea line;
  const char *why = NULL;

  switch (tbk_siemens_read (siemens, text, &line, &why))
    {
    case TBK_SIEMENS_PESAJE:
      g_assert_true (tbk_siemens_has_header (siemens));
      g_assert_null (why);
      check_limits (&line);
      check_round_trip (&line);
      break;
    case TBK_SIEMENS_BAD:
      g_assert_nonnull (why);
      break;
    case TBK_SIEMENS_SKIPPED:
    default:
      g_assert_null (why);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  TbkSiemensOptions options;
  g_autoptr (TbkSiemens) siemens = NULL;
  g_autofree char *text = NULL;
  char *rest;

  if (size < 1 || size > MAX_SIZE)
    return 0;
  options = options_of (data[0]);
  siemens = tbk_siemens_new (&options);
  /* whoever calls it has made the file's bytes UTF-8 */
  text = g_utf8_make_valid ((const char *) data + 1, (gssize) size - 1);
  for (rest = text; rest != NULL;)
    {
      char *end = strchr (rest, '\n');
      /* a copy of exactly that size, so that reading a byte too far is seen */
      g_autofree char *line = g_strndup (rest, end != NULL ? (gsize) (end - rest) : strlen (rest));

      read_line (siemens, line);
      rest = end != NULL ? end + 1 : NULL;
    }
  return 0;
}
