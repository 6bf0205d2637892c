/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-board.h"
#include "tbk-router.h"

G_BEGIN_DECLS

/* What all workers did, from the board, in Prometheus' text form. Returns: (transfer full). Any thread. */
GString *tbk_metrics_write (const TbkBoard *board, const TbkRouter *router);

G_END_DECLS
