/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-record.h"

G_BEGIN_DECLS

/* A record in a list to pick from: what it is called, and what tells it from its like. Property: "record". */
#define TBK_TYPE_REF_ROW (tbk_ref_row_get_type ())
G_DECLARE_FINAL_TYPE (TbkRefRow, tbk_ref_row, TBK, REF_ROW, GtkBox)

GtkWidget *tbk_ref_row_new (void);
void tbk_ref_row_set_record (TbkRefRow *self, TbkRecord *record);

G_END_DECLS
