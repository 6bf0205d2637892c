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
} TbkPace;

/* Begins now, at the gap's end, or once what is under way has ended. */
void tbk_pace_ask (TbkPace *pace);
/* Somebody else has just done the same: the gap begins anew. */
void tbk_pace_put_off (TbkPace *pace);
/* What `begin` began has ended. `more`: it is to begin anew at once. */
void tbk_pace_end (TbkPace *pace, gboolean more);
/* Nothing begins any more by what was asked for. */
void tbk_pace_clear (TbkPace *pace);

G_END_DECLS
