/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A scale on a pseudo-terminal whose load the test puts on and takes off: the simulator's frames,
 * 10 a second, from a thread of its own, so that it goes on while the test looks elsewhere. Main
 * thread. */
typedef struct _TbkPtyScale TbkPtyScale;

/* `protocolo`: its name. Stands at zero. */
TbkPtyScale *tbk_pty_scale_new (const char *protocolo);
void tbk_pty_scale_free (TbkPtyScale *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkPtyScale, tbk_pty_scale_free)

/* The port that a reader opens. Returns: (transfer none). */
const char *tbk_pty_scale_get_port (TbkPtyScale *self);
/* Stands there from the next frame on. `kg`: "1234.5"; "0". */
void tbk_pty_scale_load (TbkPtyScale *self, const char *kg);

G_END_DECLS
