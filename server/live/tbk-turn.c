/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-turn.h"

static void
begin (TbkTurn *turn)
{
  turn->running = TRUE;
  turn->again = FALSE;
  turn->began_us = g_get_monotonic_time ();
  turn->begin (turn->data);
}

static gboolean
gap_over_cb (gpointer data)
{
  TbkTurn *turn = data;

  turn->source = 0;
  begin (turn);
  return G_SOURCE_REMOVE;
}

void
tbk_turn_ask (TbkTurn *turn)
{
  gint64 since_ms = (g_get_monotonic_time () - turn->began_us) / G_TIME_SPAN_MILLISECOND;

  if (turn->running)
    turn->again = TRUE;
  else if (turn->source == 0 && turn->began_us > 0 && since_ms < turn->gap_ms)
    turn->source = g_timeout_add (turn->gap_ms - (guint) since_ms, gap_over_cb, turn);
  else if (turn->source == 0)
    begin (turn);
}

void
tbk_turn_end (TbkTurn *turn, gboolean more)
{
  turn->running = FALSE;
  if (more)
    begin (turn);
  else if (turn->again)
    tbk_turn_ask (turn);
}

void
tbk_turn_clear (TbkTurn *turn)
{
  turn->again = FALSE;
  g_clear_handle_id (&turn->source, g_source_remove);
}
