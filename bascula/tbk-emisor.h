/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tbk-simulador.h"

G_BEGIN_DECLS

/* A simulated scale on a line: a pseudo-terminal or a TCP port, for tests and demos. Main thread.
 *
 * Signal: "end": the script is over. */
#define TBK_TYPE_EMISOR (tbk_emisor_get_type ())
G_DECLARE_FINAL_TYPE (TbkEmisor, tbk_emisor, TBK, EMISOR, GObject)

/* Takes over `simulador`. Its address is a link in a folder of its own, which stays the same when the cable is pulled and
 * put back. Returns: (transfer full) (nullable). */
TbkEmisor *tbk_emisor_new_pty (TbkSimulador *simulador, GError **error);
/* Listens on this machine alone; 0: any free port. */
TbkEmisor *tbk_emisor_new_tcp (TbkSimulador *simulador, guint16 port, GError **error);
/* What a reader opens: a path, or "127.0.0.1:4001". */
const char *tbk_emisor_get_address (TbkEmisor *self);
/* Begins to send. `period_ms` 0: at the script's rate; else that fast, whatever it says. */
void tbk_emisor_start (TbkEmisor *self, guint period_ms);

G_END_DECLS
