/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A strip over a view for an ongoing state, as AdwBanner (libadwaita 1.3) will be. Properties:
 * "title", "button-label", "action-name", "revealed". */
#define TBK_TYPE_BANNER (tbk_banner_get_type ())
G_DECLARE_FINAL_TYPE (TbkBanner, tbk_banner, TBK, BANNER, GtkWidget)

G_END_DECLS
