/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-siemens.h"

#include <string.h>

#include "unit-cases.h"

#define NOW_US (G_GINT64_CONSTANT (1795867200) * G_USEC_PER_SEC) /* 2026-11-28 12:00 UTC */

typedef struct
{
  const char *header;
  const char *line;
  const char *weighing; /* "lote bascula bruto tara humedad sacos time"; NULL: bad or skipped */
  const char *why;      /* NULL: skipped */
} Case;

#define WINCC "\"VarName\";\"TimeString\";\"VarValue\";\"Validity\";\"Time_ms\""
#define PLAIN "Fecha;Hora;Lote;Peso;Tara;Humedad;Sacos;Báscula;Unidad"

/* clang-format off */
static const Case cases[] = {
  /* the panel's own example, its time from Time_ms: 46354.25 days is 2026-11-28 06:00 local, 11:00 UTC */
  { WINCC, "\"Peso_1\";\"28.11.26 06:00:00\";66,00;1;46354250000,00", "L B 66.000 0.000 - -1 2026-11-28T11:00:00Z" },
  { WINCC, "\"Peso_1\";\"28.11.26 06:00:00\";66,00;0;46354250000,00", NULL, "the panel says that the value is not valid" },
  { WINCC, "\"$RT_OFF$\";\"28.11.26 06:00:00\";0;2;46354250000,00", NULL, NULL },
  { WINCC, "\"$RT_COUNT$\";41;;;;", NULL, NULL },
  { WINCC, "\"Otra\";\"28.11.26 06:00:00\";66,00;1;46354250000,00", NULL, NULL },
  { PLAIN, "28.11.2026;06:00:00;LT-1;4580,5;1.200;7,25;62;B2;kg", "LT-1 B2 4580.500 1.200 7.25 62 2026-11-28T11:00:00Z" },
  { PLAIN, "28/11/26;06:00:00;LT-1;1.234.567,5;0;;;;lb", "LT-1 B 559990.398 0.000 - -1 2026-11-28T11:00:00Z" },
  { PLAIN, "2026-11-28;06:00:00;;1,234.5;;;;;", "L B 1234.500 0.000 - -1 2026-11-28T11:00:00Z" },
  { PLAIN, "2026-11-28;06:00:00 AM;;1;;;;;QQ", "L B 45.359 0.000 - -1 2026-11-28T11:00:00Z" },
  { PLAIN, "2026-11-27;11:00:00 PM;;1;;;;;", "L B 1.000 0.000 - -1 2026-11-28T04:00:00Z" },
  { PLAIN, "2026-11-28;13:00:00 PM;;1;;;;;", NULL, "the time is none" },
  { PLAIN, "2026-02-30;13:00:00;;1;;;;;", NULL, "the time is none" },
  { PLAIN, "2026-11-28;24:00:00;;1;;;;;", NULL, "the time is none" },
  { PLAIN, "2026-11-28;;;1;;;;;", NULL, "the time is none" },
  { PLAIN, ";06:00:00;;1;;;;;", NULL, "there is no time" },
  { PLAIN, "2027-11-28;06:00:00;;1;;;;;", NULL, "the time is in the future" },
  { PLAIN, "1999-11-28;06:00:00;;1;;;;;", NULL, "the time is before 2000" },
  { PLAIN, "2026-11-28;06:00:00;;;;;;;", NULL, "there is no weight" },
  { PLAIN, "2026-11-28;06:00:00;;######;;;;;", NULL, "the weight is no number of 0 to 1000000 kg" },
  { PLAIN, "2026-11-28;06:00:00;;-5;;;;;", NULL, "the weight is no number of 0 to 1000000 kg" },
  { PLAIN, "2026-11-28;06:00:00;;12,34.5;;;;;", NULL, "the weight is no number of 0 to 1000000 kg" },
  { PLAIN, "2026-11-28;06:00:00;;10;10;;;;", NULL, "the net weight is not over 0" },
  { PLAIN, "2026-11-28;06:00:00;;10;x;;;;", NULL, "the tare is no number of 0 to 1000000 kg" },
  { PLAIN, "2026-11-28;06:00:00;;10;;101;;;", NULL, "the moisture is no number of 0 to 100" },
  { PLAIN, "2026-11-28;06:00:00;;10;;;1.5;;", NULL, "the sacks are no number of 0 to 100000" },
  { PLAIN, "2026-11-28;06:00:00;;10;;;;;arroba", NULL, "the unit is none of kg, lb and qq" },
  { PLAIN, "\"2026-11-28;06:00:00;;10;;;;;", NULL, "a quote has no end" },
  { PLAIN, "2026-11-28;06:00:00;\"LT \"\"1\"\"\";10;;;;;", "LT \"1\" B 10.000 0.000 - -1 2026-11-28T11:00:00Z" },
  { PLAIN, "", NULL, NULL },
  { "timestamp\tweight", "2026-11-28T11:00:00.120Z\t5", "L B 5.000 0.000 - -1 2026-11-28T11:00:00.120000Z" },
  { "timestamp,weight", "2026-11-28 06:00:00-05:00,5.5", "L B 5.500 0.000 - -1 2026-11-28T11:00:00Z" },
  { "timestamp,weight", "2026-11-28 06:00:00-5,5.5", NULL, "the time is none" },
  { "timestamp;precio", "2026-11-28 06:00:00;5", NULL, "the first line does not name the columns" },
};
/* clang-format on */

static char *
describe (const TbkSiemensLinea *line)
{
  g_autofree char *bruto = tbk_decimal_to_text (line->bruto_kg);
  g_autofree char *tara = tbk_decimal_to_text (line->tara_kg);
  g_autofree char *humedad = line->has_humedad ? tbk_decimal_to_text (line->humedad) : g_strdup ("-");
  g_autoptr (GDateTime) base = g_date_time_new_from_unix_utc (line->capturado_en / G_USEC_PER_SEC);
  g_autoptr (GDateTime) en = g_date_time_add (base, line->capturado_en % G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format_iso8601 (en);

  return g_strdup_printf ("%s %s %s %s %s %d %s", line->lote, line->bascula, bruto, tara, humedad, line->sacos, time);
}

static void
test_line (gconstpointer data)
{
  const Case *c = data;
  TbkSiemensOptions options = { .variable = "Peso_1",
                                .lote = "L",
                                .bascula = "B",
                                .unidad = "kg",
                                .offset_min = -300,
                                .now_us = NOW_US };
  g_autoptr (TbkSiemens) siemens = tbk_siemens_new (&options);
  g_autofree char *header = g_strdup (c->header);
  g_autofree char *text = g_strdup (c->line);
  TbkSiemensLinea line;
  TbkSiemensResult result;
  const char *why;

  tbk_siemens_read (siemens, header, &line, &why);
  result = tbk_siemens_read (siemens, text, &line, &why);
  g_assert_cmpstr (why, ==, c->why);
  g_assert_cmpint (result, ==, c->weighing != NULL ? TBK_SIEMENS_PESAJE : c->why != NULL ? TBK_SIEMENS_BAD
                                                                                         : TBK_SIEMENS_SKIPPED);
  if (c->weighing != NULL)
    {
      g_autofree char *is = describe (&line);
      g_assert_cmpstr (is, ==, c->weighing);
    }
}

static void
test_month_first (void)
{
  TbkSiemensOptions options = { .lote = "L", .unidad = "kg", .month_first = TRUE, .now_us = NOW_US };
  g_autoptr (TbkSiemens) siemens = tbk_siemens_new (&options);
  char header[] = "date;time;weight", text[] = "11/28/2026;6:00:00;5";
  TbkSiemensLinea line;
  const char *why;

  g_assert_cmpint (tbk_siemens_read (siemens, header, &line, &why), ==, TBK_SIEMENS_SKIPPED);
  g_assert_true (tbk_siemens_has_header (siemens));
  g_assert_cmpint (tbk_siemens_read (siemens, text, &line, &why), ==, TBK_SIEMENS_PESAJE);
  g_assert_cmpint (line.capturado_en, ==, NOW_US - 6 * G_TIME_SPAN_HOUR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/siemens/line", cases, test_line);
  g_test_add_func ("/siemens/month-first", test_month_first);
  return g_test_run ();
}
