/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A line to a server on this machine that can be cut in the middle of whatever passes, and healed; by hand, or at random while
 * the main loop turns. What passes has threads of its own; the functions are the main thread's. */
typedef struct _TbkCutLine TbkCutLine;

/* To 127.0.0.1:`server_port`; whole at first. */
TbkCutLine *tbk_cut_line_new (guint16 server_port);
void tbk_cut_line_free (TbkCutLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkCutLine, tbk_cut_line_free)

/* "https://127.0.0.1:41234": the server's address over this line. Returns: (transfer none). */
const char *tbk_cut_line_get_url (TbkCutLine *self);

/* From now on it is whole, or cut. Ends what is at random. */
void tbk_cut_line_set_whole (TbkCutLine *self, gboolean whole);
/* From now on it is cut and healed at random. */
void tbk_cut_line_begin_random (TbkCutLine *self, guint32 seed);
/* How often it was cut. */
guint tbk_cut_line_get_cuts (TbkCutLine *self);

G_END_DECLS
