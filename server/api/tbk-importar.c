/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-importar.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tbk-cadena.h"
#include "tbk-copy.h"
#include "tbk-humedad.h"
#include "tbk-lineas.h"
#include "tbk-log.h"
#include "tbk-siemens.h"

/* Bad lines that a report names; all are counted. */
#define MAX_NAMED 1000
/* Of a file in which nothing is stored when a line is bad. */
#define MAX_BLAMED 50
#define MAX_LOTES 20000
#define MAX_TRAMA 512     /* characters */
#define PIECE_BYTES 65536 /* rows gathered before they are sent */
#define TIME_SIZE 32
#define ECUADOR_MIN (-5 * 60)
#define COPY_SQL                                                                                           \
  "COPY pesaje_cruda (linea, id, lote_id, etapa, bruto_kg, tara_vehiculo_kg, humedad, liquido_kg, sacos, " \
  "bascula, trama, capturado_en, huella) FROM STDIN"
/* Lines that are chained in one transaction, while the empresa's scales wait: a fraction of a
 * second. Where it was asked for all or none, as many as are bearable, so that common files go in
 * whole: a second or two. */
#define SLICE_LINES 10000
#define SLICE_LINES_ALL 50000
#define BEFORE_ALL_IDS "00000000-0000-0000-0000-000000000000"

/* A lote as lines name it: its stages, each from when on (Unix, microseconds). */
typedef struct
{
  char *id;        /* NULL: there is none */
  gboolean shared; /* several have this code */
  GArray *desde;   /* gint64 */
  GPtrArray *etapas;
} Lote;

typedef struct
{
  TbkTx *tx;
  TbkSiemens *siemens;
  TbkLineas *lineas;
  TbkCopy *copy; /* NULL: the transaction is free for statements */
  GHashTable *lotes;
  GString *rows;
  GString *texto;
  GString *trama;
  const char *values[TBK_CADENA_CAMPOS]; /* those that all lines share are set once */
  char *empresa_id;
  char *usuario_id;
  char *recibido_en;
  char *regla; /* NULL: nothing comes off for moisture */
  TbkHumedadRegla humedad;
  GString *errores; /* JSON */
  guint64 linea, malas, saltadas, nuevas, repetidas;
  char *blamed[MAX_BLAMED];
  guint64 blamed_linea[MAX_BLAMED];
} Importar;

static void
lote_free (gpointer data)
{
  Lote *lote = data;

  g_free (lote->id);
  g_array_unref (lote->desde);
  g_ptr_array_unref (lote->etapas);
  g_free (lote);
}

static void
importar_clear (Importar *self)
{
  g_clear_pointer (&self->copy, tbk_copy_abort);
  g_clear_pointer (&self->siemens, tbk_siemens_free);
  g_clear_pointer (&self->lineas, tbk_lineas_free);
  g_clear_pointer (&self->lotes, g_hash_table_unref);
  for (guint i = 0; i < MAX_BLAMED; i++)
    g_free (self->blamed[i]);
  if (self->rows == NULL)
    return;
  g_string_free (self->rows, TRUE);
  g_string_free (self->texto, TRUE);
  g_string_free (self->trama, TRUE);
  g_string_free (self->errores, TRUE);
  g_free (self->empresa_id);
  g_free (self->usuario_id);
  g_free (self->recibido_en);
  g_free (self->regla);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Importar, importar_clear)

static void
blame (Importar *self, const char *why)
{
  if (self->malas < MAX_BLAMED)
    {
      self->blamed[self->malas] = g_strdup (why);
      self->blamed_linea[self->malas] = self->linea;
    }
  if (self->malas < MAX_NAMED)
    {
      g_string_append_printf (self->errores, "%s{\"linea\":%" G_GUINT64_FORMAT ",\"motivo\":",
                              self->malas > 0 ? "," : "", self->linea);
      tbk_log_append_json (self->errores, why);
      g_string_append_c (self->errores, '}');
    }
  self->malas++;
}

/* --- lotes
 * -----------------------------------------------------------------------------------------------------------
 */

static gboolean
flush (Importar *self, GError **error)
{
  gboolean sent = self->rows->len == 0 || tbk_copy_put (self->copy, self->rows->str, self->rows->len, error);

  g_string_truncate (self->rows, 0);
  return sent;
}

/* Makes room for statements. */
static gboolean
pause_copy (Importar *self, GError **error)
{
  if (self->copy == NULL)
    return TRUE;
  return flush (self, error) && tbk_copy_end (g_steal_pointer (&self->copy), error);
}

static Lote *
look_up (Importar *self, const char *codigo, GError **error)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkRows) rows = NULL;
  Lote *lote;

  tbk_values_set (values, "codigo", codigo);
  rows = tbk_tx_many (self->tx, "pesaje_lote", values, error);
  if (rows == NULL)
    return NULL;
  lote = g_new0 (Lote, 1);
  lote->desde = g_array_new (FALSE, FALSE, sizeof (gint64));
  lote->etapas = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < tbk_rows_count (rows); i++)
    {
      gint64 desde = tbk_rows_int (rows, i, "desde_us", 0);

      lote->shared = lote->shared || g_strcmp0 (tbk_rows_text (rows, i, "id"), tbk_rows_text (rows, 0, "id")) != 0;
      g_array_append_val (lote->desde, desde);
      g_ptr_array_add (lote->etapas, g_strdup (tbk_rows_text (rows, i, "etapa")));
    }
  if (tbk_rows_count (rows) > 0)
    lote->id = g_strdup (tbk_rows_text (rows, 0, "id"));
  return lote;
}

/* Returns: (transfer none) (nullable): NULL sets `error`. */
static const Lote *
find_lote (Importar *self, const char *codigo, GError **error)
{
  Lote *lote = g_hash_table_lookup (self->lotes, codigo);

  if (lote != NULL)
    return lote;
  if (!pause_copy (self, error))
    return NULL;
  if (g_hash_table_size (self->lotes) >= MAX_LOTES)
    g_hash_table_remove_all (self->lotes);
  lote = look_up (self, codigo, error);
  if (lote != NULL)
    g_hash_table_insert (self->lotes, g_strdup (codigo), lote);
  return lote;
}

/* The stage that a lote was at; before its first, at "entrada", as the database has it. */
static const char *
stage_at (const Lote *lote, gint64 us)
{
  for (guint i = lote->desde->len; i > 0; i--)
    if (g_array_index (lote->desde, gint64, i - 1) <= us)
      return lote->etapas->pdata[i - 1];
  return "entrada";
}

/* --- a line
 * ------------------------------------------------------------------------------------------------------------
 */

static void
write_kg (TbkDecimal kg, char out[TIME_SIZE])
{
  g_snprintf (out, TIME_SIZE, "%" G_GINT64_FORMAT ".%03d", kg.units / 1000, (int) (kg.units % 1000));
}

/* As pesaje_hora() of the database. */
static void
write_time (gint64 us, char out[TIME_SIZE])
{
  gint64 days = us / (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC);
  gint64 rest = us % (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC);
  gint64 s = rest / G_USEC_PER_SEC;
  gint64 era, year_of_era, day, month;

  /* days of the Gregorian calendar, from 1 March of the year 0 on */
  days += 719468;
  era = days / 146097;
  days %= 146097;
  year_of_era = (days - days / 1460 + days / 36524 - days / 146096) / 365;
  days -= 365 * year_of_era + year_of_era / 4 - year_of_era / 100;
  month = (5 * days + 2) / 153;
  day = days - (153 * month + 2) / 5 + 1;
  month += month < 10 ? 3 : -9;
  g_snprintf (out, TIME_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ",
              (int) (era * 400 + year_of_era + (month <= 2)), (int) month, (int) day,
              (int) (s / 3600), (int) (s / 60 % 60), (int) (s % 60), (int) (rest % G_USEC_PER_SEC));
}

/* A UUID of version 8: the time of weighing in milliseconds, then of a hash of what was weighed. */
static void
write_id (Importar *self, const TbkSiemensLinea *line, char out[37])
{
  const char *const *v = self->values;
  guint8 hash[TBK_CADENA_HASH_BYTES];
  char hex[TBK_CADENA_HEX_SIZE];

  g_string_printf (self->texto, "triboka-csv-1\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n",
                   v[TBK_CADENA_EMPRESA_ID], v[TBK_CADENA_LOTE_ID], v[TBK_CADENA_CAPTURADO_EN],
                   v[TBK_CADENA_BRUTO_KG], v[TBK_CADENA_TARA_VEHICULO_KG],
                   v[TBK_CADENA_HUMEDAD] != NULL ? v[TBK_CADENA_HUMEDAD] : "",
                   v[TBK_CADENA_SACOS] != NULL ? v[TBK_CADENA_SACOS] : "",
                   line->bascula != NULL ? line->bascula : "");
  tbk_cadena_hash_text (self->texto, hash);
  tbk_cadena_to_hex (hash, hex);
  g_snprintf (out, 37, "%08x-%04x-8%.3s-%x%.3s-%.12s", (guint) ((line->capturado_en / 1000) >> 16),
              (guint) ((line->capturado_en / 1000) & 0xffff), hex, 8 + (hash[31] & 3), hex + 3, hex + 6);
}

static void
append_row (Importar *self, const char *huella)
{
  const char *const *v = self->values;
  const char *columns[] = { v[TBK_CADENA_ID], v[TBK_CADENA_LOTE_ID], v[TBK_CADENA_ETAPA], v[TBK_CADENA_BRUTO_KG],
                            v[TBK_CADENA_TARA_VEHICULO_KG], v[TBK_CADENA_HUMEDAD], v[TBK_CADENA_LIQUIDO_KG],
                            v[TBK_CADENA_SACOS], v[TBK_CADENA_BASCULA], v[TBK_CADENA_TRAMA],
                            v[TBK_CADENA_CAPTURADO_EN] };

  g_string_append_printf (self->rows, "%" G_GUINT64_FORMAT, self->linea);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_string_append_c (self->rows, '\t');
      tbk_copy_append (self->rows, columns[i]);
    }
  g_string_append (self->rows, "\t\\\\x");
  g_string_append (self->rows, huella);
  g_string_append_c (self->rows, '\n');
}

/* As tbk_weighing_store() does it: a line with a moisture is of the hash's second form where the
 * empresa has a rule. `out` is what is payable. */
static gboolean
discount (Importar *self, const TbkSiemensLinea *line, TbkDecimal neto, char out[TIME_SIZE], GError **error)
{
  gboolean wanted = line->has_humedad && self->regla != NULL;
  TbkDecimal liquido;

  self->values[TBK_CADENA_HUMEDAD_REGLA] = wanted ? self->regla : NULL;
  self->values[TBK_CADENA_LIQUIDO_KG] = wanted ? out : NULL;
  if (!wanted)
    return TRUE;
  if (!tbk_humedad_liquido (&self->humedad, neto, line->humedad, &liquido, error))
    return FALSE;
  write_kg (liquido, out);
  return TRUE;
}

static gboolean
store (Importar *self, const Lote *lote, const TbkSiemensLinea *line, GError **error)
{
  TbkDecimal neto_kg = { line->bruto_kg.units - line->tara_kg.units, 3 };
  char bruto[TIME_SIZE], tara[TIME_SIZE], neto[TIME_SIZE], humedad[TIME_SIZE], liquido[TIME_SIZE], sacos[TIME_SIZE],
      en[TIME_SIZE], id[37];
  guint8 huella[TBK_CADENA_HASH_BYTES];
  char hex[TBK_CADENA_HEX_SIZE];
  const char **v = self->values;

  write_kg (line->bruto_kg, bruto);
  write_kg (line->tara_kg, tara);
  write_kg (neto_kg, neto);
  g_snprintf (humedad, sizeof humedad, "%d.%02d", (int) (line->humedad.units / 100), (int) (line->humedad.units % 100));
  g_snprintf (sacos, sizeof sacos, "%d", line->sacos);
  write_time (line->capturado_en, en);
  v[TBK_CADENA_LOTE_ID] = lote->id;
  v[TBK_CADENA_ETAPA] = stage_at (lote, line->capturado_en);
  v[TBK_CADENA_BRUTO_KG] = bruto;
  v[TBK_CADENA_TARA_VEHICULO_KG] = tara;
  v[TBK_CADENA_NETO_KG] = neto;
  v[TBK_CADENA_HUMEDAD] = line->has_humedad ? humedad : NULL;
  v[TBK_CADENA_SACOS] = line->sacos >= 0 ? sacos : NULL;
  v[TBK_CADENA_BASCULA] = line->bascula;
  v[TBK_CADENA_TRAMA] = self->trama->str;
  v[TBK_CADENA_CAPTURADO_EN] = en;
  write_id (self, line, id);
  v[TBK_CADENA_ID] = id;
  if (!discount (self, line, neto_kg, liquido, error))
    return FALSE;
  tbk_cadena_write_text (v, self->texto);
  tbk_cadena_hash_text (self->texto, huella);
  tbk_cadena_to_hex (huella, hex);
  append_row (self, hex);
  return self->rows->len < PIECE_BYTES || flush (self, error);
}

/* The line as it stands in the file, as far as there is room for it. */
static void
keep_trama (Importar *self, const char *line)
{
  g_string_assign (self->trama, line);
  if (g_utf8_strlen (line, -1) > MAX_TRAMA)
    g_string_truncate (self->trama, (gsize) (g_utf8_offset_to_pointer (line, MAX_TRAMA) - line));
}

static gboolean
take_line (Importar *self, char *text, GError **error)
{
  TbkSiemensLinea line = { 0 };
  const char *why = NULL;
  const Lote *lote;

  keep_trama (self, text);
  switch (tbk_siemens_read (self->siemens, text, &line, &why))
    {
    case TBK_SIEMENS_SKIPPED:
      self->saltadas++;
      return TRUE;
    case TBK_SIEMENS_BAD:
      blame (self, why);
      return TRUE;
    default:
      break;
    }
  lote = find_lote (self, line.lote, error);
  if (lote == NULL)
    return FALSE;
  if (lote->id == NULL || lote->shared)
    {
      blame (self, lote->id == NULL ? "there is no such lot" : "several lots have this code: give its number");
      return TRUE;
    }
  if (self->copy == NULL)
    self->copy = tbk_copy_begin (self->tx, COPY_SQL, error);
  return self->copy != NULL && store (self, lote, &line, error);
}

static gboolean
take_lines (Importar *self, GError **error)
{
  GError *problem = NULL;
  const char *why;
  char *text;

  while ((text = tbk_lineas_next (self->lineas, &why, &problem)) != NULL)
    {
      self->linea++;
      if (why != NULL)
        blame (self, why);
      else if (!take_line (self, text, error))
        return FALSE;
    }
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  return pause_copy (self, error);
}

/* --- a file
 * -------------------------------------------------------------------------------------------------------------
 */

/* "-05:00" in minutes. */
static int
offset_of (const char *zona)
{
  int minutes;

  if (zona == NULL)
    return ECUADOR_MIN;
  minutes = (int) (g_ascii_strtoll (zona + 1, NULL, 10) * 60 + g_ascii_strtoll (zona + 4, NULL, 10));
  return *zona == '-' ? -minutes : minutes;
}

static gboolean
prepare (Importar *self, TbkTx *tx, const TbkRequest *request, GError **error)
{
  const TbkValues *form = tbk_request_get_body (request);
  const char *unidad = tbk_values_get (form, "unidad");
  TbkSiemensOptions options = {
    .variable = tbk_values_get (form, "variable"),
    .lote = tbk_values_get (form, "lote"),
    .bascula = tbk_values_get (form, "bascula"),
    .unidad = unidad != NULL ? unidad : "kg",
    .offset_min = offset_of (tbk_values_get (form, "zona")),
    .month_first = g_strcmp0 (tbk_values_get (form, "fechas"), "mda") == 0,
    .now_us = g_get_real_time (),
  };
  g_autoptr (TbkRows) rows = tbk_tx_one (tx, "pesaje_preparar", NULL, error);

  if (rows == NULL)
    return FALSE;
  self->tx = tx;
  self->siemens = tbk_siemens_new (&options);
  self->lineas = tbk_lineas_new (tbk_spool_get_fd (tbk_request_get_upload (request)->spool), TBK_SIEMENS_MAX_LINE);
  self->lotes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, lote_free);
  self->rows = g_string_sized_new (PIECE_BYTES + TBK_SIEMENS_MAX_LINE);
  self->texto = g_string_new (NULL);
  self->trama = g_string_new (NULL);
  self->errores = g_string_new (NULL);
  self->empresa_id = g_strdup (tbk_rows_text (rows, 0, "empresa_id"));
  self->usuario_id = g_strdup (tbk_rows_text (rows, 0, "usuario_id"));
  self->recibido_en = g_strdup (tbk_rows_text (rows, 0, "recibido_en"));
  self->regla = g_strdup (tbk_rows_text (rows, 0, "regla"));
  if (self->regla != NULL && !tbk_humedad_regla_parse (self->regla, &self->humedad, error))
    return FALSE;
  self->values[TBK_CADENA_EMPRESA_ID] = self->empresa_id;
  self->values[TBK_CADENA_USUARIO_ID] = self->usuario_id;
  self->values[TBK_CADENA_RECIBIDO_EN] = self->recibido_en;
  self->values[TBK_CADENA_TARA_SACOS_KG] = "0.000";
  self->values[TBK_CADENA_ORIGEN] = "csv";
  self->values[TBK_CADENA_ESTABLE] = "true";
  self->values[TBK_CADENA_MANUAL] = "false";
  return TRUE;
}

/* Nothing is stored where it was asked for all or nothing. Error: 422, a field for each line. */
static gboolean
check_all (Importar *self, gboolean all, GError **error)
{
  if (!all || self->malas == 0)
    return TRUE;
  for (guint i = 0; i < MIN (self->malas, MAX_BLAMED); i++)
    {
      g_autofree char *loc = g_strdup_printf ("archivo:%" G_GUINT64_FORMAT, self->blamed_linea[i]);

      tbk_problem_add_field (error, loc, "format", "%s", self->blamed[i]);
    }
  return FALSE;
}

/* Slice after slice to the end of the chain. What was stored before an error stays: the same file
 * again adds the rest. */
static gboolean
publish (Importar *self, gboolean all, GError **error)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autofree char *after = g_strdup (BEFORE_ALL_IDS);

  tbk_values_set_int (values, "filas", all ? SLICE_LINES_ALL : SLICE_LINES);
  while (after != NULL)
    {
      g_autoptr (TbkRows) rows = NULL;

      tbk_values_set (values, "tras", after);
      rows = tbk_tx_apart (self->tx, "pesaje_paciencia", "pesaje_importar", values, error);
      if (rows == NULL)
        return FALSE;
      self->nuevas += (guint64) tbk_rows_int (rows, 0, "nuevas", 0);
      self->repetidas += (guint64) tbk_rows_int (rows, 0, "repetidas", 0);
      g_free (after);
      after = g_strdup (tbk_rows_text (rows, 0, "siguiente"));
    }
  return TRUE;
}

/* All checks are before the first slice. */
static gboolean
check (Importar *self, gboolean all, GError **error)
{
  g_autoptr (TbkRows) rows = NULL;

  if (!check_all (self, all, error))
    return FALSE;
  rows = tbk_tx_one (self->tx, "pesaje_revisar", NULL, error);
  return rows != NULL;
}

static TbkReply *
report (Importar *self)
{
  GString *json = g_string_sized_new (self->errores->len + 256);

  g_string_append_printf (json,
                          "{\"lineas\":%" G_GUINT64_FORMAT
                          ",\"nuevas\":%" G_GUINT64_FORMAT ",\"repetidas\":%" G_GUINT64_FORMAT
                          ",\"saltadas\":%" G_GUINT64_FORMAT
                          ",\"malas\":%" G_GUINT64_FORMAT ",\"errores\":[%s]}",
                          self->linea, self->nuevas, self->repetidas, self->saltadas, self->malas,
                          self->errores->str);
  return tbk_reply_new_json (200, json);
}

TbkReply *
tbk_importar (TbkTx *tx, const TbkRequest *request, GError **error)
{
  gboolean all = g_strcmp0 (tbk_values_get (tbk_request_get_body (request), "modo"), "todo") == 0;
  g_auto (Importar) self = { 0 };
  gboolean published;

  if (!prepare (&self, tx, request, error) || !take_lines (&self, error) || !check (&self, all, error))
    return NULL;
  published = publish (&self, all, error);
  tbk_tx_clean (tx, "pesaje_soltar");
  return published ? report (&self) : NULL;
}

/* clang-format off */
static const char *const unidades[] = { "kg", "lb", "qq", NULL };
static const char *const modos[] = { "buenas", "todo", NULL };
static const char *const fechas[] = { "dma", "mda", NULL };

static const TbkField form_fields[] = {
  { "lote", N_("Lot"), TBK_FIELD_TEXT, TBK_FIELD_OPTIONAL, .max_length = 30, .hint = N_("Code or number, where a line names none.") },
  { "bascula", N_("Scale"), TBK_FIELD_TEXT, TBK_FIELD_OPTIONAL, .max_length = 60 },
  { "variable", N_("Variable"), TBK_FIELD_TEXT, TBK_FIELD_OPTIONAL, .max_length = 120,
    .hint = N_("The VarName that is the weight, where a log has several.") },
  { "unidad", N_("Unit"), TBK_FIELD_CHOICE, TBK_FIELD_OPTIONAL, .choices = unidades },
  { "zona", N_("Offset from UTC"), TBK_FIELD_TEXT, TBK_FIELD_OPTIONAL, .max_length = 6, .pattern = "[+-][01][0-9]:[0-5][0-9]",
    .hint = N_("Of times without one; -05:00 when left out.") },
  { "fechas", N_("Order of Dates"), TBK_FIELD_CHOICE, TBK_FIELD_OPTIONAL, .choices = fechas },
  { "modo", N_("Bad Lines"), TBK_FIELD_CHOICE, TBK_FIELD_OPTIONAL, .choices = modos,
    .hint = N_("buenas: the good lines are stored; todo: all, or none.") },
};
const TbkSchema tbk_importar_form = TBK_SCHEMA ("PesajeArchivo", form_fields);

static const TbkField report_fields[] = {
  { "lineas", N_("Lines"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "nuevas", N_("New"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "repetidas", N_("Known Before"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "saltadas", N_("Skipped"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "malas", N_("Bad"), TBK_FIELD_INTEGER, TBK_FIELD_READ_ONLY },
  { "errores", N_("What Is Wrong"), TBK_FIELD_JSON, TBK_FIELD_READ_ONLY },
};
/* clang-format on */
const TbkSchema tbk_importar_reporte = TBK_SCHEMA ("PesajeReporte", report_fields);
