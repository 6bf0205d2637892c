/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Something that is under way at most once, and once more when it was asked for meanwhile; its beginnings are a gap apart, so
 * that what is asked for often is done for all who asked. Main loop. */
typedef struct
{
  void (*begin) (gpointer data);
  gpointer data;
  guint gap_ms;
  /* its own: zero at first */
  gboolean running;
  gboolean again;
  gint64 began_us;
  guint source; /* of the beginning that waits for the gap's end */
} TbkTurn;

/* Begins now, at the gap's end, or once what is under way has ended. */
void tbk_turn_ask (TbkTurn *turn);
/* What `begin` began has ended. `more`: it is to begin anew at once. */
void tbk_turn_end (TbkTurn *turn, gboolean more);
/* Nothing begins any more by what was asked for. */
void tbk_turn_clear (TbkTurn *turn);

G_END_DECLS
