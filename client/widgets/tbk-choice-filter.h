/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-listing.h"

G_BEGIN_DECLS

/* A choice of one value of a field of a listing's noun, or all: the listing's filter of that name.
 * Properties: "listing", "field" ("estado"), "choices" (separated by spaces; NULL: those of the CHOICE field; a noun's name
 * reads as its label), "all-label" ("All States"). */
#define TBK_TYPE_CHOICE_FILTER (tbk_choice_filter_get_type ())
G_DECLARE_FINAL_TYPE (TbkChoiceFilter, tbk_choice_filter, TBK, CHOICE_FILTER, GtkWidget)

G_END_DECLS
