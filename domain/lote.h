/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-problem.h"
#include "tbk-resource.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* Brings peso_kg and peso_qq of a body into agreement: whichever was given, both are there afterwards, peso_kg with 3
 * digits after the point and peso_qq with 4, following from it. Given both, they must agree as far as peso_qq is precise
 * (at least 2 digits); then peso_kg rules. Given neither, or only null, nothing happens. Values are canonical texts.
 * Expected error: 422 on peso_qq ("conflict") or on what is no weight. Any thread. */
gboolean tbk_lote_settle_peso (TbkValues *values, GError **error);

/* The rules of a whole lote as it would be after a change: it has a weight. Expected error: 422. Any thread. */
gboolean tbk_lote_check (const TbkValues *whole, GError **error);

G_END_DECLS
