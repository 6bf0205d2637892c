/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How much somebody may do: so much at once, so much a second for long (a token bucket). Pure. */
typedef struct
{
  guint burst;
  guint per_s; /* at least 1 */
  /* its own */
  gint64 left_us; /* what may be done now, as the time that gives it back */
  gint64 asked_us;
} TbkAllowance;

/* All of the burst is there. `now_us`: by g_get_monotonic_time(), as below. */
void tbk_allowance_init (TbkAllowance *allowance, guint burst, guint per_s, gint64 now_us);
/* Takes one; what is taken beyond it counts, too. Returns: FALSE when it was not there. */
gboolean tbk_allowance_take (TbkAllowance *allowance, gint64 now_us);

G_END_DECLS
