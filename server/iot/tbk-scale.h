/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-config.h"
#include "tbk-sql.h"

G_BEGIN_DECLS

/* The server's own scale (SCALE_PORT): what it says goes to whoever may and listens (server/live), when it changes, ten times
 * a second at most, and once a second as a sign of life. Never stored. One at a time of one company. Main loop. */
typedef struct _TbkScale TbkScale;

/* `config` (its SCALE_PORT is set) and `sql` must outlive it. */
TbkScale *tbk_scale_new (const TbkConfig *config, const char *conninfo, const TbkSql *sql);
void tbk_scale_free (TbkScale *scale);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkScale, tbk_scale_free)

G_END_DECLS
