/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-doc-csv.h"

#include <string.h>

#include <csv.h>

#define CHUNK_BYTES 4096

typedef struct
{
  TbkDocCsv *csv;
  GPtrArray *row;
} Reader;

static char
guess_separator (const char *text)
{
  static const char candidates[] = { ';', ',', '\t' };
  guint counts[G_N_ELEMENTS (candidates)] = { 0 };
  guint best = 1;

  for (const char *c = text; *c != '\0' && *c != '\n'; c++)
    for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
      counts[i] += *c == candidates[i];
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    best = counts[i] > counts[best] ? i : best;
  return candidates[best];
}

static void
cell_cb (void *bytes, size_t length, void *data)
{
  Reader *reader = data;
  g_autofree char *text = g_utf8_make_valid (bytes != NULL ? bytes : "", (gssize) length);

  if (reader->row->len >= TBK_DOC_CSV_MAX_COLUMNS)
    {
      reader->csv->cut = TRUE;
      return;
    }
  g_ptr_array_add (reader->row, g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), TBK_DOC_CSV_MAX_CELL)));
}

static GPtrArray *
new_row (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

static void
row_cb (int end, void *data)
{
  Reader *reader = data;

  reader->csv->n_columns = MAX (reader->csv->n_columns, reader->row->len);
  g_ptr_array_add (reader->csv->rows, reader->row);
  reader->row = new_row ();
}

TbkDocCsv *
tbk_doc_csv_new (const char *text)
{
  TbkDocCsv *csv = g_new0 (TbkDocCsv, 1);
  Reader reader = { csv, new_row () };
  gsize length = strlen (text);
  struct csv_parser parser;

  csv->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  csv->separator = guess_separator (text);
  csv_init (&parser, 0);
  csv_set_delim (&parser, (unsigned char) csv->separator);
  for (gsize at = 0; at < length && csv->rows->len <= TBK_DOC_CSV_MAX_ROWS; at += CHUNK_BYTES)
    csv_parse (&parser, text + at, MIN (CHUNK_BYTES, length - at), cell_cb, row_cb, &reader);
  csv_fini (&parser, cell_cb, row_cb, &reader);
  csv_free (&parser);
  g_ptr_array_unref (reader.row);
  if (csv->rows->len > TBK_DOC_CSV_MAX_ROWS + 1)
    {
      csv->cut = TRUE;
      g_ptr_array_set_size (csv->rows, TBK_DOC_CSV_MAX_ROWS + 1);
    }
  return csv;
}

void
tbk_doc_csv_free (TbkDocCsv *csv)
{
  g_ptr_array_unref (csv->rows);
  g_free (csv);
}
