/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-api.h"

G_BEGIN_DECLS

/* The connection with the server in the user's words. Main thread.
 *
 * Properties: "api" (construct only), and read only: "title" ("Connected"), "description" (a
 * sentence while the server is away, else its address), "icon-name", "action-label" (what
 * win.reconnect does: "Try Again"), "away" (gboolean: signed in, and the server does not answer),
 * "suspect" (gboolean: it answers with another certificate than the trusted one), "quiet"
 * (gboolean: all is well). */
#define TBK_TYPE_CONNECTION (tbk_connection_get_type ())
G_DECLARE_FINAL_TYPE (TbkConnection, tbk_connection, TBK, CONNECTION, GObject)

TbkConnection *tbk_connection_new (TbkApi *api);
TbkApi *tbk_connection_get_api (TbkConnection *self);
gboolean tbk_connection_is_away (TbkConnection *self);

G_END_DECLS
