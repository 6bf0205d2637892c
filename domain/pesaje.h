/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-decimal.h"
#include "tbk-problem.h"
#include "tbk-resource.h"
#include "tbk-values.h"

G_BEGIN_DECLS

/* How far ahead of the server a scale's clock may be. */
#define TBK_PESAJE_MAX_AHEAD_S (15 * 60)

/* What POST /iot/pesaje takes: weights in `unidad`. */
extern const TbkSchema tbk_pesaje_lectura;

/* A weight of the unit "kg", "lb" or "qq" as it is kept: kg, 3 digits, rounded once. 1 lb = 0.45359237 kg and
 * 1 qq = 100 lb, exactly. Expected error: TBK_DECIMAL_ERROR_OVERFLOW. Any thread. */
gboolean tbk_pesaje_to_kg (TbkDecimal peso, const char *unidad, TbkDecimal *kg, GError **error);

/* Turns a checked tbk_pesaje_lectura into columns: adds bruto_kg, tara_vehiculo_kg, tara_sacos_kg,
 * estable, manual, origen and id where they are not there, writes humedad_regla in its one form, and checks what its fields
 * say together: a net weight over 0, a reason for what was not stable or was typed, no time ahead of `now_us`
 * (Unix, microseconds) by more than TBK_PESAJE_MAX_AHEAD_S. All errors are gathered into one 422.
 * Any thread. */
gboolean tbk_pesaje_settle (TbkValues *values, gint64 now_us, GError **error);

/* Adds liquido_kg to what tbk_pesaje_settle() has settled, with its moisture: the net weight less the discount by `regla`
 * (tbk_humedad_regla_parse()). Expected errors: TBK_HUMEDAD_ERROR, TBK_DECIMAL_ERROR (all). Any thread. */
gboolean tbk_pesaje_discount (TbkValues *values, const char *regla, GError **error);

G_END_DECLS
