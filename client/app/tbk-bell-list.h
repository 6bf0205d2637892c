/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-listing.h"
#include "tbk-unread.h"

G_BEGIN_DECLS

/* All that the user was told, the newest first: what is read and what is not, a press opens what it is about
 * ("win.open-about") and marks it as read. Main thread.
 *
 * Properties, construct only: "unread" (TbkUnread), "listing" (TbkListing of notificaciones). */
#define TBK_TYPE_BELL_LIST (tbk_bell_list_get_type ())
G_DECLARE_FINAL_TYPE (TbkBellList, tbk_bell_list, TBK, BELL_LIST, AdwBin)

GtkWidget *tbk_bell_list_new (TbkUnread *unread, TbkListing *listing);

/* What it is about is looked at now: what is unread about it is read. Nobody waits for it. */
void tbk_bell_mark_about (TbkUnread *unread, TbkListing *listing, const char *noun, gint64 id);

G_END_DECLS
