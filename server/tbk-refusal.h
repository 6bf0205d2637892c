/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tbk-values.h"

G_BEGIN_DECLS

/* What is kept, for people, of a message that was refused. Any thread.
 *
 * Of `payload` (nullable: it had none) its beginning, readable: text as it is; where there are bytes that are none, printable
 * ASCII and the rest as \x02. `equipo`: the topic or the address that it came from. Returns: (transfer full): canal, equipo,
 * cuerpo, bytes and motivo, for the statement rechazo_guardar. */
TbkValues *tbk_refusal_new (const char *canal, const char *equipo, GBytes *payload, const char *why);

/* "peso: is missing; lote_id: ...", or what the problem says. Returns: (transfer full). */
char *tbk_refusal_describe (const GError *problem);

G_END_DECLS
