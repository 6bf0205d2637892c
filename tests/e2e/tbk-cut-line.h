/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-test-line.h"

G_BEGIN_DECLS

/* Cuts a line in the middle of whatever passes (its connections are reset), and heals it; by hand, or at random while the main
 * loop turns. Main thread. */
typedef struct _TbkCutLine TbkCutLine;

/* `line`: whole, and longer there. */
TbkCutLine *tbk_cut_line_new (TbkTestLine *line);
/* Leaves the line as it is. */
void tbk_cut_line_free (TbkCutLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkCutLine, tbk_cut_line_free)

/* From now on it is whole, or cut. Ends what is at random. */
void tbk_cut_line_set_whole (TbkCutLine *self, gboolean whole);
/* From now on it is cut and healed at random. */
void tbk_cut_line_begin_random (TbkCutLine *self, guint32 seed);
/* How often it was cut. */
guint tbk_cut_line_get_cuts (TbkCutLine *self);

G_END_DECLS
