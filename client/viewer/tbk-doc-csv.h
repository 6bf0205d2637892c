/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The rows of a CSV file to look at: its separator is what its first line has most of (comma, semicolon, tabulator).
 * Pure; any thread. */
typedef struct
{
  GPtrArray *rows; /* (element-type GPtrArray of utf8); the first one are titles; rows may be shorter than others */
  guint n_columns; /* of the widest */
  gboolean cut;    /* there was more than is shown */
  char separator;
} TbkDocCsv;

#define TBK_DOC_CSV_MAX_ROWS 5000
#define TBK_DOC_CSV_MAX_COLUMNS 60
#define TBK_DOC_CSV_MAX_CELL 300 /* characters */

TbkDocCsv *tbk_doc_csv_new (const char *text);
void tbk_doc_csv_free (TbkDocCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkDocCsv, tbk_doc_csv_free)

G_END_DECLS
