/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-pace.h"

static void
begin (TbkPace *pace)
{
  pace->running = TRUE;
  pace->again = FALSE;
  pace->began_us = g_get_monotonic_time ();
  pace->begin (pace->data);
}

static gboolean
gap_over_cb (gpointer data)
{
  TbkPace *pace = data;

  pace->source = 0;
  begin (pace);
  return G_SOURCE_REMOVE;
}

void
tbk_pace_ask (TbkPace *pace)
{
  gint64 since_ms = (g_get_monotonic_time () - pace->began_us) / G_TIME_SPAN_MILLISECOND;

  if (pace->running)
    pace->again = TRUE;
  else if (pace->source == 0 && pace->began_us > 0 && since_ms < pace->gap_ms)
    pace->source = g_timeout_add (pace->gap_ms - (guint) since_ms, gap_over_cb, pace);
  else if (pace->source == 0)
    begin (pace);
}

void
tbk_pace_put_off (TbkPace *pace)
{
  pace->began_us = g_get_monotonic_time ();
  if (pace->source == 0)
    return;
  g_source_remove (pace->source);
  pace->source = g_timeout_add (pace->gap_ms, gap_over_cb, pace);
}

void
tbk_pace_end (TbkPace *pace, gboolean more)
{
  pace->running = FALSE;
  if (more)
    begin (pace);
  else if (pace->again)
    tbk_pace_ask (pace);
}

void
tbk_pace_clear (TbkPace *pace)
{
  pace->again = FALSE;
  g_clear_handle_id (&pace->source, g_source_remove);
}
