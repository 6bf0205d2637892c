/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-listing.h"

G_BEGIN_DECLS

/* A modal window to pick one record from a table with a search entry. The listing is the caller's to
 * narrow by base filters before it is presented.
 *
 * Properties (construct only): "listing" (TbkListing), "columns" (as TbkRecordTable's), "unidad",
 * "pick-label" ("_Assign"), "hint" (one sentence above the table, or NULL), "empty-text" (what an
 * empty list says).
 * Signal: "picked" (TbkRecord), before it closes. Actions: pick.take, window.close. */
#define TBK_TYPE_PICK_WINDOW (tbk_pick_window_get_type ())
G_DECLARE_FINAL_TYPE (TbkPickWindow, tbk_pick_window, TBK, PICK_WINDOW, AdwWindow)

/* Over `from`'s window. */
void tbk_pick_window_present (TbkPickWindow *self, GtkWidget *from);

G_END_DECLS
