/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-despacho.h"

G_BEGIN_DECLS

/* Asks the server which lotes may be weighed, and writes them down beside the outbox: they can be chosen when it does not
 * answer. That it cannot be asked, or they not be written, changes nothing of what is known. Main thread. */
void tbk_lote_conocido_learn (TbkDespacho *despacho, TbkApi *api);

G_END_DECLS
