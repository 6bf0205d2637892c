/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-listing.h"
#include "tbk-unread.h"

G_BEGIN_DECLS

/* The bell in a page's header bar: how many notificaciones are unread, and all of them in a popover. Several may share one
 * listing. Main thread.
 *
 * Properties: "unread" (TbkUnread), "listing" (TbkListing of notificaciones). */
#define TBK_TYPE_BELL (tbk_bell_get_type ())
G_DECLARE_FINAL_TYPE (TbkBell, tbk_bell, TBK, BELL, AdwBin)

GtkWidget *tbk_bell_new (TbkUnread *unread, TbkListing *listing);

G_END_DECLS
