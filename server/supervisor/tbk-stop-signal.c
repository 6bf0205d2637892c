/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-stop-signal.h"

#include <signal.h>

static void
mask (int how)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGINT);
  pthread_sigmask (how, &set, NULL);
}

void
tbk_stop_signal_hold (gpointer unused)
{
  mask (SIG_BLOCK);
}

void
tbk_stop_signal_release (void)
{
  mask (SIG_UNBLOCK);
}
