/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-connection.h"
#include "tbk-listing.h"
#include "tbk-page.h"
#include "tbk-unread.h"

G_BEGIN_DECLS

/* What every page has: how the connection is, in its header bar and below it, and the bell with what the user was told
 * (`news`: of notificaciones). Main thread. */
void tbk_page_common_add (TbkPage *page, TbkConnection *connection, TbkUnread *unread, TbkListing *news);

G_END_DECLS
