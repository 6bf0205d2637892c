/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-form.h"

G_BEGIN_DECLS

/* One field of a form as a row: label, editor by the field's type, unit, and the error beside it.
 * Weights in kg are typed in "unidad"; decimals with comma or point. Rows of fields that may not
 * change are shown read only.
 * Properties: "form", "field" (its name), "unidad". */
#define TBK_TYPE_FIELD_ROW (tbk_field_row_get_type ())
G_DECLARE_FINAL_TYPE (TbkFieldRow, tbk_field_row, TBK, FIELD_ROW, AdwPreferencesRow)

GtkWidget *tbk_field_row_new (TbkForm *form, const char *field, const char *unidad);
/* REF fields: narrows what the picker offers ("tipo", "centro"). */
void tbk_field_row_set_ref_filter (TbkFieldRow *self, const char *name, const char *text);
/* The editor takes the focus (the first field, a field with an error). */
void tbk_field_row_focus (TbkFieldRow *self);

G_END_DECLS
