/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-form-view.h"

G_BEGIN_DECLS

/* A modal window around a TbkForm: Cancel (Esc), Save (Ctrl+S), the groups, progress; asks before
 * dropping changes; closes when saved. A noun's form is a template whose parent this is and whose
 * children are TbkFormGroups. Properties: "form", "save-label" (else "Save" or "Create").
 * Signal: "saved" (TbkRecord), before it closes. Actions: form.save, form.cancel. */
#define TBK_TYPE_FORM_WINDOW (tbk_form_window_get_type ())
G_DECLARE_DERIVABLE_TYPE (TbkFormWindow, tbk_form_window, TBK, FORM_WINDOW, AdwWindow)

struct _TbkFormWindowClass
{
  AdwWindowClass parent_class;
};

TbkForm *tbk_form_window_get_form (TbkFormWindow *self);
/* Returns: (transfer none) (nullable). */
TbkFieldRow *tbk_form_window_get_row (TbkFormWindow *self, const char *field);
/* Over `from`'s window. */
void tbk_form_window_present (TbkFormWindow *self, GtkWidget *from);

G_END_DECLS
