/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-emisor.h"

G_BEGIN_DECLS

/* A simulated scale (CAS) on a TCP port that plays `script`, fast, and is the one that the settings name. Returns: (transfer
 * full). Main thread. */
TbkEmisor *tbk_scale_line_play (const char *script);
/* A simulated moisture meter (Tesma) on a pseudo-terminal, for a program that is linked with ptyserial.c. */
TbkEmisor *tbk_meter_line_play (const char *script);

G_END_DECLS
