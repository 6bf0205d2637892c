/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form-group.h"

G_BEGIN_DECLS

/* Groups of one form, scrolling, with what the server said of the whole on top; asks side by side
 * after a stale edit.
 * Children: TbkFormGroup (gets the form and the unit), or any widget. Properties: "form", "unidad". */
#define TBK_TYPE_FORM_VIEW (tbk_form_view_get_type ())
G_DECLARE_FINAL_TYPE (TbkFormView, tbk_form_view, TBK, FORM_VIEW, AdwBin)

/* Appends a child, as in a .ui file. */
void tbk_form_view_add (TbkFormView *self, GtkWidget *child);
TbkFieldRow *tbk_form_view_get_row (TbkFormView *self, const char *field);
/* Focus goes to the first field in error, or to the first field. */
void tbk_form_view_focus (TbkFormView *self);

G_END_DECLS
