/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-allowance.h"

static gint64
cost_us (const TbkAllowance *allowance)
{
  return G_USEC_PER_SEC / allowance->per_s;
}

void
tbk_allowance_init (TbkAllowance *allowance, guint burst, guint per_s, gint64 now_us)
{
  *allowance = (TbkAllowance){ .burst = burst, .per_s = per_s, .asked_us = now_us };
  allowance->left_us = burst * cost_us (allowance);
}

gboolean
tbk_allowance_take (TbkAllowance *allowance, gint64 now_us)
{
  gint64 most_us = allowance->burst * cost_us (allowance);

  allowance->left_us = MIN (allowance->left_us + now_us - allowance->asked_us, most_us) - cost_us (allowance);
  allowance->asked_us = now_us;
  return allowance->left_us >= 0;
}
