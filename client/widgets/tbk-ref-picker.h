/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-listing.h"

G_BEGIN_DECLS

/* Picks a record of another noun from a searchable list in a popover. Properties: "api", "noun",
 * "value" (its id as text; NULL: none), "value-label" (what is shown for it), "clearable", "none-label" (what is shown
 * for none). Signal: "picked" (TbkRecord or NULL), by the user only. */
#define TBK_TYPE_REF_PICKER (tbk_ref_picker_get_type ())
G_DECLARE_FINAL_TYPE (TbkRefPicker, tbk_ref_picker, TBK, REF_PICKER, GtkWidget)

GtkWidget *tbk_ref_picker_new (TbkApi *api, const char *noun);
TbkListing *tbk_ref_picker_get_listing (TbkRefPicker *self);

G_END_DECLS
