/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-field-row.h"

G_BEGIN_DECLS

/* Rows of some fields under a title. Properties: "fields" (names separated by spaces), "form",
 * "unidad", and AdwPreferencesGroup's "title", "description". */
#define TBK_TYPE_FORM_GROUP (tbk_form_group_get_type ())
G_DECLARE_FINAL_TYPE (TbkFormGroup, tbk_form_group, TBK, FORM_GROUP, AdwPreferencesGroup)

/* Returns: (transfer none) (nullable): the row of that field, once there is a form. */
TbkFieldRow *tbk_form_group_get_row (TbkFormGroup *self, const char *field);
void tbk_form_group_set_form (TbkFormGroup *self, TbkForm *form);

G_END_DECLS
