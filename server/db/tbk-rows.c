/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-rows.h"

#include <string.h>

/* PostgreSQL's built-in types, by the numbers that its catalog fixes. */
enum
{
  OID_BOOL = 16,
  OID_INT8 = 20,
  OID_INT2 = 21,
  OID_INT4 = 23,
  OID_JSON = 114,
  OID_TIMESTAMP = 1114,
  OID_TIMESTAMPTZ = 1184,
  OID_NUMERIC = 1700,
  OID_UUID = 2950,
  OID_DATE = 1082,
  OID_JSONB = 3802,
};

/* How a cell's text becomes JSON. */
typedef enum
{
  CELL_BARE,    /* an integer of the database: its digits */
  CELL_INTEGER, /* digits if it looks like an integer, else a string */
  CELL_PLAIN,   /* a string that needs no escapes: numeric, date, uuid */
  CELL_TEXT,    /* a string with escapes */
  CELL_BOOLEAN, /* t, f */
  CELL_JSON,    /* as it is */
  CELL_TIME,    /* a time stamp to RFC 3339 */
} CellKind;

/* Bytes of a cell's key that are copied at once, whatever its length: most keys fit, and a copy of
 * a fixed size is two moves. */
#define KEY_STEP 32

typedef struct
{
  int column;
  CellKind kind;
  guint key_length;
  char key[2 * KEY_STEP + 8]; /* `,"name":` */
} Cell;

struct _TbkRows
{
  PGresult *result;
};

TbkRows *
tbk_rows_new (PGresult *result)
{
  TbkRows *rows = g_new (TbkRows, 1);

  g_return_val_if_fail (result != NULL, NULL);
  rows->result = result;
  return rows;
}

void
tbk_rows_free (TbkRows *rows)
{
  if (rows == NULL)
    return;
  PQclear (rows->result);
  g_free (rows);
}

guint
tbk_rows_count (const TbkRows *rows)
{
  return (guint) PQntuples (rows->result);
}

guint
tbk_rows_affected (const TbkRows *rows)
{
  return (guint) g_ascii_strtoull (PQcmdTuples (rows->result), NULL, 10);
}

/* PQfnumber() folds case and copies the name; ours compares letters, beginning at the column expected next. */
static int
find_column (const PGresult *result, const char *name, int hint)
{
  int n_columns = PQnfields (result);

  for (int i = 0; i < n_columns; i++)
    {
      int column = (hint + i) % n_columns;

      if (strcmp (PQfname (result, column), name) == 0)
        return column;
    }
  return -1;
}

const char *
tbk_rows_text (const TbkRows *rows, guint row, const char *column)
{
  int index = find_column (rows->result, column, 0);

  if (index < 0 || row >= tbk_rows_count (rows) || PQgetisnull (rows->result, (int) row, index))
    return NULL;
  return PQgetvalue (rows->result, (int) row, index);
}

gint64
tbk_rows_int (const TbkRows *rows, guint row, const char *column, gint64 otherwise)
{
  const char *text = tbk_rows_text (rows, row, column);
  gint64 number;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return otherwise;
  return number;
}

gboolean
tbk_rows_bool (const TbkRows *rows, guint row, const char *column)
{
  return g_strcmp0 (tbk_rows_text (rows, row, column), "t") == 0;
}

static CellKind
kind_of_column (Oid type, TbkFieldType field)
{
  switch (type)
    {
    case OID_BOOL:
      return CELL_BOOLEAN;
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
      return field == TBK_FIELD_DECIMAL ? CELL_PLAIN : CELL_BARE;
    case OID_JSON:
    case OID_JSONB:
      return CELL_JSON;
    case OID_TIMESTAMP:
    case OID_TIMESTAMPTZ:
      return CELL_TIME;
    case OID_NUMERIC: /* a sum of bigint is numeric to PostgreSQL */
      return field == TBK_FIELD_INTEGER ? CELL_INTEGER : CELL_PLAIN;
    case OID_UUID:
    case OID_DATE:
      return CELL_PLAIN;
    default:
      return CELL_TEXT;
    }
}

static void
set_key (Cell *cell, char separator, const char *name)
{
  gsize length = MIN (strlen (name), sizeof cell->key - 4);

  cell->key[0] = separator;
  cell->key[1] = '"';
  memcpy (cell->key + 2, name, length);
  memcpy (cell->key + 2 + length, "\":", 2);
  cell->key_length = (guint) length + 4;
}

/* Which columns are written, in the schema's order. Returns: how many of `cells` are set. */
static guint
plan_cells (const PGresult *result, const TbkSchema *schema, Cell *cells)
{
  guint n_cells = 0;
  int hint = 0;

  for (gsize i = 0; i < schema->n_fields && PQnfields (result) > 0; i++)
    {
      const TbkField *field = &schema->fields[i];
      int column;

      if ((field->flags & TBK_FIELD_SECRET) || (column = find_column (result, field->name, hint)) < 0)
        continue;
      cells[n_cells].column = column;
      cells[n_cells].kind = kind_of_column (PQftype (result, column), field->type);
      set_key (&cells[n_cells], n_cells == 0 ? '{' : ',', field->name);
      n_cells++;
      hint = column + 1;
    }
  return n_cells;
}

/* The writer keeps a bare pointer into the GString's room: a call per byte would be most of the work. */
typedef struct
{
  GString *out;
  char *at;
  char *end;
} Writer;

static void
writer_init (Writer *writer, GString *out)
{
  writer->out = out;
  writer->at = out->str + out->len;
  writer->end = out->str + out->allocated_len - 1;
}

static void
writer_finish (Writer *writer)
{
  writer->out->len = (gsize) (writer->at - writer->out->str);
  *writer->at = '\0';
}

static void
writer_reserve (Writer *writer, gsize length)
{
  gsize used = (gsize) (writer->at - writer->out->str);

  if (G_LIKELY ((gsize) (writer->end - writer->at) >= length))
    return;
  writer->out->len = used;
  g_string_set_size (writer->out, MAX (used + length, used * 2)); /* grows the room */
  g_string_truncate (writer->out, used);
  writer_init (writer, writer->out);
}

static inline void
put (Writer *writer, const char *text, gsize length)
{
  memcpy (writer->at, text, length);
  writer->at += length;
}

static inline gboolean
needs_escape (guchar c)
{
  return c < 0x20 || c == '"' || c == '\\';
}

/* Whether any of eight bytes needs an escape, without a branch for each. */
static inline gboolean
any_needs_escape (guint64 eight)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  const guint64 highs = ones << 7;
  guint64 quote = eight ^ (ones * '"');
  guint64 slash = eight ^ (ones * '\\');
  guint64 hits = ((eight - ones * 0x20) & ~eight) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash);

  return (hits & highs) != 0;
}

static char *
put_escaped_char (char *at, guchar c)
{
  static const char hex[] = "0123456789abcdef";
  static const char letters[32] = { ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't' };

  *at++ = '\\';
  if (c >= 0x20 || letters[c] != 0)
    {
      *at++ = c >= 0x20 ? (char) c : letters[c];
      return at;
    }
  memcpy (at, "u00", 3);
  at[3] = hex[c >> 4];
  at[4] = hex[c & 15];
  return at + 5;
}

/* The room for six times the length is reserved already. */
static void
put_escaped (Writer *writer, const char *text, gsize length)
{
  const char *end = text + length;
  char *at = writer->at;

  while (text < end)
    {
      guint64 eight;

      if (end - text >= 8)
        {
          memcpy (&eight, text, 8);
          memcpy (at, &eight, 8);
          if (!any_needs_escape (eight))
            {
              text += 8;
              at += 8;
              continue;
            }
        }
      for (const char *stop = MIN (end, text + 8); text < stop; text++)
        if (needs_escape ((guchar) *text))
          at = put_escaped_char (at, (guchar) *text);
        else
          *at++ = *text;
    }
  writer->at = at;
}

static void
put_string (Writer *writer, const char *text, gsize length)
{
  *writer->at++ = '"';
  put_escaped (writer, text, length);
  *writer->at++ = '"';
}

/* "2026-01-02 03:04:05.678+00" is written as "2026-01-02T03:04:05.678Z". Sessions run in UTC (tbk-pg.c); what looks
 * otherwise (infinity, a year before Christ, another zone) stays as it is. */
static void
put_time (Writer *writer, const char *text, gsize length)
{
  gsize kept = length;

  if (length < 22 || memcmp (text + length - 3, "+00", 3) != 0)
    kept = length >= 19 && strspn (text + 10, " 0123456789:.") == length - 10 ? length : 0;
  else
    kept = length - 3;
  if (kept == 0 || text[4] != '-' || text[10] != ' ' || text[16] != ':')
    {
      put_string (writer, text, length);
      return;
    }
  *writer->at++ = '"';
  put (writer, text, 10);
  *writer->at++ = 'T';
  put (writer, text + 11, kept - 11);
  put (writer, "Z\"", 2);
}

static gboolean
is_integer (const char *text, gsize length)
{
  gsize sign = text[0] == '-' ? 1 : 0;

  return length > sign && strspn (text + sign, "0123456789") == length - sign;
}

static void
put_value (Writer *writer, CellKind kind, const char *text, gsize length)
{
  switch (kind)
    {
    case CELL_BARE:
    case CELL_JSON:
      put (writer, text, length);
      break;
    case CELL_INTEGER:
      if (is_integer (text, length))
        put (writer, text, length);
      else
        put_string (writer, text, length);
      break;
    case CELL_PLAIN:
      *writer->at++ = '"';
      put (writer, text, length);
      *writer->at++ = '"';
      break;
    case CELL_BOOLEAN:
      put (writer, text[0] == 't' ? "true" : "false", text[0] == 't' ? 4 : 5);
      break;
    case CELL_TIME:
      put_time (writer, text, length);
      break;
    case CELL_TEXT:
      put_string (writer, text, length);
      break;
    }
}

/* The room that a cell's value takes at most, quotes and literals aside. A long text is counted, not guessed. */
static gsize
value_room (CellKind kind, const char *text, gsize length)
{
  gsize room = length;

  if (kind == CELL_PLAIN || kind == CELL_BARE || kind == CELL_JSON)
    return length;
  if (length <= 256)
    return 6 * length;
  for (gsize i = 0; i < length; i++)
    if (needs_escape ((guchar) text[i]))
      room += 5;
  return room;
}

static inline void
put_key (Writer *writer, const Cell *cell)
{
  memcpy (writer->at, cell->key, KEY_STEP);
  if (cell->key_length > KEY_STEP)
    memcpy (writer->at + KEY_STEP, cell->key + KEY_STEP, sizeof cell->key - KEY_STEP);
  writer->at += cell->key_length;
}

static void
put_object (Writer *writer, const PGresult *result, int row, const Cell *cells, guint n_cells)
{
  for (guint i = 0; i < n_cells; i++)
    {
      const Cell *cell = &cells[i];
      gsize length = (gsize) PQgetlength (result, row, cell->column);
      const char *text = PQgetvalue (result, row, cell->column);

      writer_reserve (writer, sizeof cell->key + value_room (cell->kind, text, length) + 16);
      put_key (writer, cell);
      if (length == 0 && PQgetisnull (result, row, cell->column))
        put (writer, "null", 4);
      else
        put_value (writer, cell->kind, text, length);
    }
  writer_reserve (writer, 4);
  if (n_cells == 0)
    *writer->at++ = '{';
  *writer->at++ = '}';
}

void
tbk_rows_write_object (const TbkRows *rows, guint row, const TbkSchema *schema, GString *out)
{
  g_autofree Cell *cells = g_new (Cell, MAX (schema->n_fields, 1));
  Writer writer;

  g_return_if_fail (row < tbk_rows_count (rows));
  writer_init (&writer, out);
  put_object (&writer, rows->result, (int) row, cells, plan_cells (rows->result, schema, cells));
  writer_finish (&writer);
}

void
tbk_rows_write_array (const TbkRows *rows, const TbkSchema *schema, GString *out)
{
  tbk_rows_write_first (rows, tbk_rows_count (rows), schema, out);
}

void
tbk_rows_write_first (const TbkRows *rows, guint n, const TbkSchema *schema, GString *out)
{
  g_autofree Cell *cells = g_new (Cell, MAX (schema->n_fields, 1));
  guint n_cells = plan_cells (rows->result, schema, cells);
  int n_rows = MIN (n, tbk_rows_count (rows));
  Writer writer;

  writer_init (&writer, out);
  writer_reserve (&writer, 4);
  *writer.at++ = '[';
  for (int row = 0; row < n_rows; row++)
    {
      if (row > 0)
        *writer.at++ = ',';
      put_object (&writer, rows->result, row, cells, n_cells);
      writer_reserve (&writer, 4);
    }
  *writer.at++ = ']';
  writer_finish (&writer);
}
