/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-doc-source.h"
#include "tbk-doc-type.h"

G_BEGIN_DECLS

/* A document of text: XML indented, with what a comprobante of the SRI says in rows above; CSV as a table; text as it is.
 * Read in a thread, shown in parts, so that nothing waits for it. Main thread.
 *
 * Property: "loading" (gboolean). */
#define TBK_TYPE_DOC_SHEET (tbk_doc_sheet_get_type ())
G_DECLARE_FINAL_TYPE (TbkDocSheet, tbk_doc_sheet, TBK, DOC_SHEET, GtkWidget)

#define TBK_DOC_SHEET_MAX_BYTES (4 * 1024 * 1024) /* read of the file; the rest is not shown, and that is said */

/* Shows what has come of `source`, which must be complete, or nothing (NULL). */
void tbk_doc_sheet_show (TbkDocSheet *self, TbkDocSource *source, TbkDocType type);
gboolean tbk_doc_sheet_is_loading (TbkDocSheet *self);

/* Selects the next place where the words stand, from the start when there is none further on. Returns: whether there is
 * one. A table is not searched. */
gboolean tbk_doc_sheet_find (TbkDocSheet *self, const char *words, gboolean forward);
/* Returns: (transfer full): "" for none. */
char *tbk_doc_sheet_get_selection (TbkDocSheet *self);
void tbk_doc_sheet_select_all (TbkDocSheet *self);

G_END_DECLS
