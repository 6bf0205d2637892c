/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-hub.h"

G_BEGIN_DECLS

/* What the servers' own scales say, for the sockets that listen: to those of the company and of administrators, and to who
 * begins to listen what was said last. Never stored, nothing that a slow reader gets late. Main loop. */
typedef struct _TbkScales TbkScales;

TbkScales *tbk_scales_new (void);
void tbk_scales_free (TbkScales *scales);

/* {"event": "scale", "ambitos": [0, 7], "data": {...}}, of the database's. */
void tbk_scales_take (TbkScales *scales, JsonObject *told);

/* The socket, which is there, listens from here on, or no more. */
void tbk_scales_listen (TbkScales *scales, TbkSocket *socket, gboolean on);
/* It has gone. */
void tbk_scales_forget (TbkScales *scales, TbkSocket *socket);

G_END_DECLS
