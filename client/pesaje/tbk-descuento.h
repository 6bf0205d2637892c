/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-humedad.h"

G_BEGIN_DECLS

/* The moisture discount of a weighing, for people: numbers in the user's locale. Pure; main thread. */

/* Of a net weight by a rule and a moisture as they are kept. FALSE: there is no rule, no moisture or no weight. Clear *cuenta. */
gboolean tbk_descuento_compute (const char *regla, const char *humedad, TbkDecimal neto_kg, TbkHumedadCuenta *cuenta);

/* "Moisture 9.00 % − reference 7.00 % → discount 2.15 % = 1.20 kg; payable 54.30 kg: 55.500 × (100 − 9.00) ÷ (100 − 7.00)".
 * Returns: (transfer full). */
char *tbk_descuento_describe (const char *regla, const char *humedad, const TbkHumedadCuenta *cuenta);

/* A sum of the account with its numbers as they are written here. Returns: (transfer full). */
char *tbk_descuento_show_suma (const TbkHumedadCuenta *cuenta, TbkHumedadLineaKind linea);

/* "Dry matter on 7.00 %". Returns: (transfer full) (nullable): NULL where it is no rule. */
char *tbk_descuento_describe_rule (const char *regla);

G_END_DECLS
