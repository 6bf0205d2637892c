/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tbk-connection.h"

G_BEGIN_DECLS

/* The connection in a page's header bar: there when the sidebar, which tells it too, is folded away, and when it is not
 * well. A press activates win.reconnect. Properties: "connection" (TbkConnection), "folded" (gboolean). */
#define TBK_TYPE_CONNECTION_BUTTON (tbk_connection_button_get_type ())
G_DECLARE_FINAL_TYPE (TbkConnectionButton, tbk_connection_button, TBK, CONNECTION_BUTTON, AdwBin)

GtkWidget *tbk_connection_button_new (TbkConnection *connection);

G_END_DECLS
