/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 4180 text that a spreadsheet opens without running anything in it. Pure; any thread. */

/* U+FEFF, so that spreadsheets read UTF-8. */
#define TBK_CSV_MARK "\357\273\277"

/* ';' where the locale's decimal mark is a comma (as spreadsheets expect there), else ','. */
char tbk_csv_separator (void);

/* Appends one line, CR LF at its end. Cells are quoted; one that a spreadsheet would take for a formula (=, +, -, @, tab,
 * CR first) gets an apostrophe before it, unless it is a plain number. NULL is empty. */
void tbk_csv_append (GString *out, const char *const *cells, gsize n_cells, char separator);

G_END_DECLS
