/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-listing.h"

G_BEGIN_DECLS

/* A dense table over a TbkListing, its columns made from the noun's field table. Headers sort through
 * the server; the columns' choice, order, widths and the sort are remembered per noun ("tablas" in the
 * settings). Weights show in "unidad".
 *
 * Properties: "listing", "columns" (string: names shown at first, in order, separated by spaces;
 * others can be chosen), "unidad", "selected" (TbkRecord or NULL, both ways), "menu-model" (the
 * context menu), "remember" (string: key of the settings; NULL: the noun; "": nothing).
 * Signal: "activated" (TbkRecord): Enter or double click.
 * Actions: table.columns (opens the chooser), table.reset, table.copy (the row as TSV), table.export
 * (CSV of all rows, asks for the file), table.print. */
#define TBK_TYPE_RECORD_TABLE (tbk_record_table_get_type ())
G_DECLARE_FINAL_TYPE (TbkRecordTable, tbk_record_table, TBK, RECORD_TABLE, GtkWidget)

TbkListing *tbk_record_table_get_listing (TbkRecordTable *self);
/* Returns: (transfer none) (nullable). */
TbkRecord *tbk_record_table_get_selected (TbkRecordTable *self);
/* Selects and scrolls to the row of that id when it is at hand. */
gboolean tbk_record_table_select_id (TbkRecordTable *self, gint64 id);
/* Returns: (transfer container) (element-type TbkField): fields of the visible columns, in order. */
GPtrArray *tbk_record_table_get_fields (TbkRecordTable *self);
void tbk_record_table_export (TbkRecordTable *self);
void tbk_record_table_print (TbkRecordTable *self);

G_END_DECLS
