/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tbk-api.h"

G_BEGIN_DECLS

/* The steps from a record's state to the next as buttons that name them: the usual one first, the ones
 * that end it in red (asked about first, with room for a reason), what may be skipped to in a menu, and
 * for who may correct a state the way back, with its reason.
 *
 * Properties: "api", "record" (TbkRecord), "can-step", "can-correct" (bool).
 * Signals: "step" (estado) -> bool: TRUE when somebody else takes this step (a reception needs its own
 * form); "stepped" (TbkRecord): the state is changed, the record is up to date.
 * Actions: steps.take (s), steps.correct (s). */
#define TBK_TYPE_STEPS (tbk_steps_get_type ())
G_DECLARE_FINAL_TYPE (TbkSteps, tbk_steps, TBK, STEPS, GtkWidget)

G_END_DECLS
