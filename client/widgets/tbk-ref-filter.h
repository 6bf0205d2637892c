/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-listing.h"

G_BEGIN_DECLS

/* One record of another noun, or all: the listing's filter of a REF field. Properties: "listing", "field" ("contrato_id"),
 * "all-label" ("All Contracts"). Construct-only. */
#define TBK_TYPE_REF_FILTER (tbk_ref_filter_get_type ())
G_DECLARE_FINAL_TYPE (TbkRefFilter, tbk_ref_filter, TBK, REF_FILTER, GtkWidget)

G_END_DECLS
