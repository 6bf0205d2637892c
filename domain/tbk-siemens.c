/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-siemens.h"

#include <string.h>

#include "pesaje.h"
#include "tbk-estado.h"

#define MAX_COLUMNS 64
#define MAX_NUMBER 40 /* bytes of a number */
#define MAX_KG_UNITS (G_GINT64_CONSTANT (1000000) * 1000)
#define US_PER_DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define EXCEL_EPOCH_DAYS 25569 /* from 1899-12-30 to 1970-01-01 */
/* 2000-01-01: what is before was written by a clock without a battery */
#define FIRST_US (G_GINT64_CONSTANT (946684800) * G_USEC_PER_SEC)

typedef enum
{
  COLUMN_TIME,
  COLUMN_DATE,
  COLUMN_HOUR,
  COLUMN_SERIAL,
  COLUMN_WEIGHT,
  COLUMN_TARE,
  COLUMN_MOISTURE,
  COLUMN_SACKS,
  COLUMN_LOTE,
  COLUMN_SCALE,
  COLUMN_UNIT,
  COLUMN_VARIABLE,
  COLUMN_VALIDITY,
  N_COLUMNS,
} Column;

/* clang-format off */
static const struct
{
  const char *name; /* lower case, without accents */
  Column column;
} names[] = {
  { "timestring", COLUMN_TIME }, { "fecha_hora", COLUMN_TIME }, { "fechahora", COLUMN_TIME }, { "fecha hora", COLUMN_TIME },
  { "capturado_en", COLUMN_TIME }, { "timestamp", COLUMN_TIME }, { "datetime", COLUMN_TIME },
  { "fecha", COLUMN_DATE }, { "date", COLUMN_DATE }, { "datum", COLUMN_DATE },
  { "hora", COLUMN_HOUR }, { "time", COLUMN_HOUR }, { "uhrzeit", COLUMN_HOUR }, { "time_ms", COLUMN_SERIAL },
  { "varvalue", COLUMN_WEIGHT }, { "peso", COLUMN_WEIGHT }, { "bruto", COLUMN_WEIGHT }, { "bruto_kg", COLUMN_WEIGHT },
  { "gross", COLUMN_WEIGHT }, { "weight", COLUMN_WEIGHT }, { "brutto", COLUMN_WEIGHT },
  { "tara", COLUMN_TARE }, { "tare", COLUMN_TARE }, { "tara_kg", COLUMN_TARE },
  { "humedad", COLUMN_MOISTURE }, { "moisture", COLUMN_MOISTURE }, { "sacos", COLUMN_SACKS }, { "bags", COLUMN_SACKS },
  { "lote", COLUMN_LOTE }, { "lote_id", COLUMN_LOTE }, { "codigo_lote", COLUMN_LOTE }, { "batch", COLUMN_LOTE },
  { "lot", COLUMN_LOTE }, { "charge", COLUMN_LOTE },
  { "bascula", COLUMN_SCALE }, { "scale", COLUMN_SCALE }, { "waage", COLUMN_SCALE },
  { "unidad", COLUMN_UNIT }, { "unit", COLUMN_UNIT },
  { "varname", COLUMN_VARIABLE }, { "variable", COLUMN_VARIABLE }, { "validity", COLUMN_VALIDITY }, { "validez", COLUMN_VALIDITY },
};
/* clang-format on */

struct _TbkSiemens
{
  TbkSiemensOptions options;  /* its texts are owned */
  char separator;             /* 0: no line was read */
  gint8 columns[MAX_COLUMNS]; /* what each is; -1: nothing of ours */
  gboolean has_header;
  const char *fields[N_COLUMNS]; /* of the line; NULL: not there */
};

TbkSiemens *
tbk_siemens_new (const TbkSiemensOptions *options)
{
  TbkSiemens *self = g_new0 (TbkSiemens, 1);

  self->options = *options;
  self->options.variable = g_strdup (options->variable);
  self->options.lote = g_strdup (options->lote);
  self->options.bascula = g_strdup (options->bascula);
  self->options.unidad = g_strdup (options->unidad);
  return self;
}

void
tbk_siemens_free (TbkSiemens *self)
{
  if (self == NULL)
    return;
  g_free ((char *) self->options.variable);
  g_free ((char *) self->options.lote);
  g_free ((char *) self->options.bascula);
  g_free ((char *) self->options.unidad);
  g_free (self);
}

gboolean
tbk_siemens_has_header (const TbkSiemens *self)
{
  return self->has_header;
}

/* --- a line into fields
 * ---------------------------------------------------------------------------------------------- */

/* Cuts off the first field, quotes and all; `*rest` is NULL after the last one. Returns: FALSE for
 * a quote without an end. */
static gboolean
cut_field (char **rest, char separator, char **field)
{
  char *from = *rest, *to = *rest;

  *field = *rest;
  if (*from != '"')
    {
      char *end = strchr (from, separator);

      *rest = end != NULL ? end + 1 : NULL;
      if (end != NULL)
        *end = '\0';
      *field = g_strstrip (*field);
      return TRUE;
    }
  for (from++; *from != '\0' && (*from != '"' || from[1] == '"'); from++)
    {
      from += *from == '"';
      *to++ = *from;
    }
  if (*from != '"')
    return FALSE;
  from++;
  while (*from == ' ')
    from++;
  if (*from != '\0' && *from != separator)
    return FALSE;
  *rest = *from == separator ? from + 1 : NULL;
  *to = '\0';
  return TRUE;
}

static char
guess_separator (const char *line)
{
  const char candidates[] = { ';', '\t', ',' };
  guint most = 0;
  char best = ';';

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      guint n = 0;

      for (const char *at = strchr (line, candidates[i]); at != NULL; at = strchr (at + 1, candidates[i]))
        n++;
      if (n > most)
        {
          most = n;
          best = candidates[i];
        }
    }
  return best;
}

static int
find_column (const char *name)
{
  g_autofree char *folded = tbk_fold (name);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].name, folded) == 0)
      return names[i].column;
  return -1;
}

static const char *
lacking (const gboolean found[N_COLUMNS])
{
  if (!found[COLUMN_WEIGHT])
    return "the first line names no column of weights";
  if (!found[COLUMN_TIME] && !found[COLUMN_SERIAL] && !found[COLUMN_DATE])
    return "the first line names no column of times";
  return NULL;
}

static TbkSiemensResult
read_header (TbkSiemens *self, char *line, const char **why)
{
  gboolean found[N_COLUMNS] = { FALSE };
  char *rest = line, *field;

  self->separator = guess_separator (line);
  memset (self->columns, -1, sizeof self->columns);
  for (guint i = 0; rest != NULL && i < MAX_COLUMNS; i++)
    {
      if (!cut_field (&rest, self->separator, &field))
        {
          *why = "a quote has no end";
          return TBK_SIEMENS_BAD;
        }
      self->columns[i] = find_column (field);
      if (self->columns[i] >= 0 && found[self->columns[i]])
        {
          *why = "two columns have the same meaning";
          return TBK_SIEMENS_BAD;
        }
      if (self->columns[i] >= 0)
        found[self->columns[i]] = TRUE;
    }
  *why = lacking (found);
  self->has_header = *why == NULL;
  return self->has_header ? TBK_SIEMENS_SKIPPED : TBK_SIEMENS_BAD;
}

static gboolean
cut_line (TbkSiemens *self, char *line)
{
  char *rest = line, *field;

  memset (self->fields, 0, sizeof self->fields);
  for (guint i = 0; rest != NULL && i < MAX_COLUMNS; i++)
    {
      if (!cut_field (&rest, self->separator, &field))
        return FALSE;
      if (self->columns[i] >= 0 && *field != '\0')
        self->fields[self->columns[i]] = field;
    }
  return TRUE;
}

/* --- numbers
 * ----------------------------------------------------------------------------------------------------------
 */

static guint
count (const char *text, char mark)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == mark;
  return n;
}

/* The mark that begins the decimals: the last one, if it comes once. Several of one kind group thousands. */
static const char *
find_decimal_mark (const char *text)
{
  const char *point = strrchr (text, '.');
  const char *comma = strrchr (text, ',');
  const char *last = point > comma ? point : comma;

  return last != NULL && count (text, *last) == 1 ? last : NULL;
}

static gboolean
parse_number (const char *text, TbkDecimal *out)
{
  const char *mark = find_decimal_mark (text);
  char plain[MAX_NUMBER];
  gsize n = 0;

  if (strlen (text) >= sizeof plain)
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    if (at == mark)
      plain[n++] = '.';
    else if (*at != '.' && *at != ',')
      plain[n++] = *at;
    else if (at == text || !g_ascii_isdigit (at[-1]) || strspn (at + 1, "0123456789") != 3)
      return FALSE; /* what groups thousands has 3 digits after it */
  plain[n] = '\0';
  return tbk_decimal_parse (plain, out, NULL);
}

static gboolean
read_kg (const char *text, const char *unidad, TbkDecimal *kg)
{
  TbkDecimal given;

  return parse_number (text, &given) && tbk_pesaje_to_kg (given, unidad, kg, NULL) && kg->units >= 0
         && kg->units <= MAX_KG_UNITS;
}

static const char *
read_unit (const TbkSiemens *self)
{
  const char *const known[] = { "kg", "lb", "qq" };
  const char *given = self->fields[COLUMN_UNIT];

  if (given == NULL)
    return self->options.unidad;
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strcasecmp (known[i], given) == 0)
      return known[i];
  return NULL;
}

static const char *
read_weights (TbkSiemens *self, TbkSiemensLinea *out)
{
  const char *unidad = read_unit (self);
  const char *tare = self->fields[COLUMN_TARE];

  out->tara_kg = (TbkDecimal){ 0, 3 };
  if (unidad == NULL)
    return "the unit is none of kg, lb and qq";
  if (self->fields[COLUMN_WEIGHT] == NULL)
    return "there is no weight";
  if (!read_kg (self->fields[COLUMN_WEIGHT], unidad, &out->bruto_kg))
    return "the weight is no number of 0 to 1000000 kg";
  if (tare != NULL && !read_kg (tare, unidad, &out->tara_kg))
    return "the tare is no number of 0 to 1000000 kg";
  if (out->bruto_kg.units <= out->tara_kg.units)
    return "the net weight is not over 0";
  return NULL;
}

static const char *
read_others (TbkSiemens *self, TbkSiemensLinea *out)
{
  const char *moisture = self->fields[COLUMN_MOISTURE];
  const char *sacks = self->fields[COLUMN_SACKS];
  gint64 n = -1;

  out->has_humedad = moisture != NULL;
  if (moisture != NULL
      && (!parse_number (moisture, &out->humedad) || !tbk_decimal_rescale (out->humedad, 2, &out->humedad, NULL)
          || out->humedad.units < 0 || out->humedad.units > 10000))
    return "the moisture is no number of 0 to 100";
  if (sacks != NULL && !g_ascii_string_to_signed (sacks, 10, 0, 100000, &n, NULL))
    return "the sacks are no number of 0 to 100000";
  out->sacos = (int) n;
  out->lote = self->fields[COLUMN_LOTE] != NULL ? self->fields[COLUMN_LOTE] : self->options.lote;
  out->bascula = self->fields[COLUMN_SCALE] != NULL ? self->fields[COLUMN_SCALE] : self->options.bascula;
  if (out->lote == NULL)
    return "it names no lot";
  if (out->bascula != NULL && g_utf8_strlen (out->bascula, -1) > 60)
    return "the name of the scale is longer than 60 characters";
  return NULL;
}

/* --- times
 * ---------------------------------------------------------------------------------------------------------------
 */

typedef struct
{
  gint64 n[3];
  int digits[3];
} Triple;

/* "28.11.26", "14:03:05": three numbers between one kind of mark. Returns: what follows, or NULL. */
static const char *
scan_triple (const char *at, const char *marks, Triple *out)
{
  char mark = '\0';

  for (int i = 0; i < 3; i++)
    {
      out->n[i] = 0;
      for (out->digits[i] = 0; g_ascii_isdigit (*at) && out->digits[i] < 4; out->digits[i]++)
        out->n[i] = out->n[i] * 10 + (*at++ - '0');
      if (out->digits[i] == 0)
        return NULL;
      if (i == 2)
        break;
      if (*at == '\0' || strchr (marks, *at) == NULL || (mark != '\0' && *at != mark))
        return NULL;
      mark = *at++;
    }
  return at;
}

static gboolean
days_of (const Triple *date, gboolean month_first, gint64 *days)
{
  gboolean iso = date->digits[0] == 4;
  gint64 year = iso ? date->n[0] : date->n[2];
  gint64 day = iso ? date->n[2] : date->n[month_first ? 1 : 0];
  gint64 month = iso ? date->n[1] : date->n[month_first ? 0 : 1];

  if (!iso && date->digits[2] == 2)
    year += year < 70 ? 2000 : 1900;
  if (year < 1970 || year > 9999 || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  /* from 1 March on, so that a leap day is the year's last */
  year -= month <= 2;
  month += month <= 2 ? 9 : -3;
  *days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719468;
  return TRUE;
}

/* ".120", at most 6 digits counted. Returns: what follows. */
static const char *
scan_fraction (const char *at, gint64 *us)
{
  gint64 worth = G_USEC_PER_SEC / 10;

  *us = 0;
  if ((*at != '.' && *at != ',') || !g_ascii_isdigit (at[1]))
    return at;
  for (at++; g_ascii_isdigit (*at); at++, worth /= 10)
    *us += (*at - '0') * worth;
  return at;
}

/* " AM", "Z", "+05:00", "-0500" or nothing. */
static gboolean
scan_suffix (const char *at, gint64 *hour, int *offset_min)
{
  gboolean am, pm;
  int sign, hours, minutes;

  while (*at == ' ')
    at++;
  am = g_ascii_strncasecmp (at, "AM", 2) == 0;
  pm = g_ascii_strncasecmp (at, "PM", 2) == 0;
  if (am || pm)
    {
      if (*hour < 1 || *hour > 12)
        return FALSE;
      *hour = *hour % 12 + (pm ? 12 : 0);
      at += 2;
    }
  if (*at == 'Z' && at[1] == '\0')
    {
      *offset_min = 0;
      return TRUE;
    }
  if (*at != '+' && *at != '-')
    return *at == '\0';
  sign = *at++ == '-' ? -1 : 1;
  if (strspn (at, "0123456789:") != strlen (at) || strlen (at) < 4 || strlen (at) > 5
      || (strlen (at) == 5) != (at[2] == ':'))
    return FALSE;
  hours = (at[0] - '0') * 10 + at[1] - '0';
  at += at[2] == ':' ? 3 : 2;
  minutes = (at[0] - '0') * 10 + at[1] - '0';
  *offset_min = sign * (hours * 60 + minutes);
  return hours <= 14 && minutes < 60 && strchr (at, ':') == NULL;
}

static gboolean
parse_time (const TbkSiemens *self, const char *date_text, const char *time_text, gint64 *us)
{
  int offset_min = self->options.offset_min;
  Triple date, time;
  gint64 days, fraction, hour;
  const char *at = scan_triple (date_text, "-./", &date);

  if (at == NULL || !days_of (&date, self->options.month_first, &days))
    return FALSE;
  if (time_text == NULL && *at != ' ' && *at != 'T')
    return FALSE;
  if (time_text != NULL && *at != '\0')
    return FALSE;
  at = scan_triple (time_text != NULL ? time_text : at + 1, ":", &time);
  if (at == NULL || time.n[0] > 23 || time.n[1] > 59 || time.n[2] > 59)
    return FALSE;
  at = scan_fraction (at, &fraction);
  hour = time.n[0];
  if (!scan_suffix (at, &hour, &offset_min))
    return FALSE;
  *us = days * US_PER_DAY + ((hour * 60 + time.n[1] - offset_min) * 60 + time.n[2]) * G_USEC_PER_SEC + fraction;
  return TRUE;
}

/* Days since 1899-12-30 of a local clock, times 1,000,000. */
static gboolean
parse_serial (const TbkSiemens *self, const char *text, gint64 *us)
{
  TbkDecimal serial, scaled;
  gint64 offset_us = self->options.offset_min * G_GINT64_CONSTANT (60) * G_USEC_PER_SEC;

  /* a millionth of a day is 86,400 us */
  if (!parse_number (text, &serial) || serial.units < 0
      || !tbk_decimal_mul (serial, (TbkDecimal){ 86400, 0 }, 0, &scaled, NULL))
    return FALSE;
  *us = scaled.units - EXCEL_EPOCH_DAYS * US_PER_DAY - offset_us;
  /* the clock of a panel has milliseconds, what is beyond is its arithmetic */
  *us = (*us + 500) / 1000 * 1000;
  return TRUE;
}

static const char *
read_time (TbkSiemens *self, TbkSiemensLinea *out)
{
  const char *const *fields = self->fields;
  gboolean good;

  if (fields[COLUMN_SERIAL] != NULL)
    good = parse_serial (self, fields[COLUMN_SERIAL], &out->capturado_en);
  else if (fields[COLUMN_TIME] != NULL)
    good = parse_time (self, fields[COLUMN_TIME], NULL, &out->capturado_en);
  else if (fields[COLUMN_DATE] != NULL)
    good = parse_time (self, fields[COLUMN_DATE], fields[COLUMN_HOUR], &out->capturado_en);
  else
    return "there is no time";
  if (!good)
    return "the time is none";
  if (out->capturado_en < FIRST_US)
    return "the time is before 2000";
  if (out->capturado_en > self->options.now_us + TBK_PESAJE_MAX_AHEAD_S * G_USEC_PER_SEC)
    return "the time is in the future";
  return NULL;
}

/* --- a line
 * ----------------------------------------------------------------------------------------------------------------
 */

static gboolean
is_skipped (const TbkSiemens *self)
{
  const char *variable = self->fields[COLUMN_VARIABLE];

  if (variable == NULL)
    return FALSE;
  return g_str_has_prefix (variable, "$RT_")
         || (self->options.variable != NULL && strcmp (self->options.variable, variable) != 0);
}

TbkSiemensResult
tbk_siemens_read (TbkSiemens *self, char *line, TbkSiemensLinea *out, const char **why)
{
  const char *validity;

  *why = NULL;
  if (line[strspn (line, " \t\r")] == '\0')
    return TBK_SIEMENS_SKIPPED;
  if (self->separator == '\0')
    return read_header (self, line, why);
  if (!self->has_header)
    *why = "the first line does not name the columns";
  else if (!cut_line (self, line))
    *why = "a quote has no end";
  if (*why != NULL)
    return TBK_SIEMENS_BAD;
  if (is_skipped (self))
    return TBK_SIEMENS_SKIPPED;
  validity = self->fields[COLUMN_VALIDITY];
  if (validity != NULL && strcmp (validity, "1") != 0)
    *why = "the panel says that the value is not valid";
  if (*why == NULL)
    *why = read_weights (self, out);
  if (*why == NULL)
    *why = read_others (self, out);
  if (*why == NULL)
    *why = read_time (self, out);
  return *why == NULL ? TBK_SIEMENS_PESAJE : TBK_SIEMENS_BAD;
}
