/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-connection.h"
#include "tbk-unread.h"

G_BEGIN_DECLS

/* Left of the pages: which there are for the rol, how the connection is, who is signed in.
 *
 * Properties: "connection" (TbkConnection), "page" (string: id of the page that is chosen, both ways), "folded" (gboolean).
 * Enter or a click on a page activates win.show-content. */
#define TBK_TYPE_SIDEBAR (tbk_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (TbkSidebar, tbk_sidebar, TBK, SIDEBAR, AdwBin)

/* The pages of another rol; NULL: none. */
void tbk_sidebar_set_rol (TbkSidebar *self, const char *rol);

G_END_DECLS
