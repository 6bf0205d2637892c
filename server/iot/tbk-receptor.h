/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-config.h"
#include "tbk-sql.h"

G_BEGIN_DECLS

/* Weighings that devices publish to an MQTT broker (MQTT_URL). A message is acknowledged when it is committed, or kept with
 * why it was refused; where neither can be done, the line is dropped and the broker sends it again. Of all servers on one
 * database one receives at a time. Main loop of its context. */
typedef struct _TbkReceptor TbkReceptor;

/* `config` (its MQTT_URL is set) and `sql` must outlive it. */
TbkReceptor *tbk_receptor_new (const TbkConfig *config, const char *conninfo, const TbkSql *sql);
/* Waits for what is being stored. */
void tbk_receptor_free (TbkReceptor *receptor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkReceptor, tbk_receptor_free)

G_END_DECLS
