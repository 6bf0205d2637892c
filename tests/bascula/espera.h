/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

static inline gboolean
late_cb (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_REMOVE;
}

/* Turns the main loop until it is so; fails the test when it does not become so within the DEADLINE_S of the program. */
#define wait_until(what)                                                 \
  G_STMT_START                                                           \
  {                                                                      \
    gboolean late = FALSE;                                               \
    guint deadline = g_timeout_add_seconds (DEADLINE_S, late_cb, &late); \
    while (!(what) && !late)                                             \
      g_main_context_iteration (NULL, TRUE);                             \
    g_assert_true (what);                                                \
    if (!late)                                                           \
      g_source_remove (deadline);                                        \
  }                                                                      \
  G_STMT_END
