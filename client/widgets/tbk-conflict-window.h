/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-form.h"

G_BEGIN_DECLS

/* After a stale edit (412): each field where mine and theirs differ, side by side, to choose one. Applying puts what was
 * chosen on top of their version, ready to be saved again; closing leaves the form as it was typed. */
#define TBK_TYPE_CONFLICT_WINDOW (tbk_conflict_window_get_type ())
G_DECLARE_FINAL_TYPE (TbkConflictWindow, tbk_conflict_window, TBK, CONFLICT_WINDOW, AdwWindow)

/* Over `from`'s window. `form` has a conflict; `unidad` is what weights show in. */
void tbk_conflict_window_present (TbkForm *form, const char *unidad, GtkWidget *from);

G_END_DECLS
