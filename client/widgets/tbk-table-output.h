/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-listing.h"

G_BEGIN_DECLS

/* What a table shows, as text, as a file, on paper. All of it runs beside the main loop's other work, shows progress and
 * can be cancelled. Main thread. */
typedef struct
{
  TbkListing *listing;
  GPtrArray *fields; /* (element-type TbkField): the columns */
  const char *unidad;
} TbkTableOutput;

/* The text of one cell; `plain`: for a spreadsheet (no thousands, ISO dates). Returns: (transfer full). */
char *tbk_table_output_cell (const TbkField *field, TbkRecord *record, const char *unidad, gboolean plain);
/* A column's title with its unit. Returns: (transfer full). */
char *tbk_table_output_title (const TbkField *field, const char *unidad);
/* One record as values between tabs, for the clipboard. Returns: (transfer full). */
char *tbk_table_output_line (TbkRecord *record, GPtrArray *fields, const char *unidad);

/* Asks for a file, then writes all rows of the listing to it. */
void tbk_table_output_ask_csv (GtkWidget *from, const TbkTableOutput *output);
/* Writes to `file`; `bar` (nullable) shows how far it is. The listing is the result's source; the number of rows, or -1. */
void tbk_table_output_csv_async (const TbkTableOutput *output,
                                 GFile *file,
                                 GtkProgressBar *bar,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
gssize tbk_table_output_csv_finish (TbkListing *listing, GAsyncResult *result, GError **error);

/* Reads the first TBK_TABLE_OUTPUT_MAX_PRINTED rows and asks how to print them, with a title and page numbers. */
#define TBK_TABLE_OUTPUT_MAX_PRINTED 5000
void tbk_table_output_print (GtkWidget *from, const TbkTableOutput *output);

/* A dialog over `from` with a bar, whose button cancels `cancellable`; the caller destroys it. Returns: (transfer none). */
GtkWindow *tbk_table_output_progress (GtkWidget *from, const char *heading, GCancellable *cancellable, GtkProgressBar **bar);

G_END_DECLS
