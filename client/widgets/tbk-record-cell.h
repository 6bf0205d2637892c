/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-record.h"

G_BEGIN_DECLS

/* One field of one record in a table: a label, or a pill for states; follows the record. Property: "unidad". */
#define TBK_TYPE_RECORD_CELL (tbk_record_cell_get_type ())
G_DECLARE_FINAL_TYPE (TbkRecordCell, tbk_record_cell, TBK, RECORD_CELL, GtkWidget)

GtkWidget *tbk_record_cell_new (const TbkResource *resource, const TbkField *field);
/* Returns: (transfer none) (nullable). */
TbkRecord *tbk_record_cell_get_record (TbkRecordCell *self);
void tbk_record_cell_set_record (TbkRecordCell *self, TbkRecord *record);

G_END_DECLS
