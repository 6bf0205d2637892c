/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-decimal.h"

G_BEGIN_DECLS

/* Prices in USD, exact, rounded half away from zero to 2 decimals (DOMAIN.md, "Units and money"). Any thread.
 * Expected error of all: TBK_DECIMAL_ERROR_OVERFLOW. */

/* Quintals in a tonne as the calculator and the trade take them; part of the calculator's reply. */
#define TBK_PRECIO_DIVISOR_QQ "22.0462"

/* The calculator: USD/qq of a spot in USD/TM less a differential, (spot - diferencial) / 22.0462. */
gboolean tbk_precio_qq (TbkDecimal spot_tm, TbkDecimal diferencial, TbkDecimal *out, GError **error);

/* A contrato's price in USD/TM: the spot plus its signed differential (-700 is 700 below New York). */
gboolean tbk_precio_tm (TbkDecimal spot_tm, TbkDecimal diferencial_tm, TbkDecimal *out, GError **error);

/* USD/TM of a price in USD/qq (or per 45.36 kg): price * 22.0462. */
gboolean tbk_precio_tm_from_qq (TbkDecimal precio_qq, TbkDecimal *out, GError **error);

/* One part of an average: how much, at what. */
typedef struct
{
  TbkDecimal peso; /* 0 or more: a volume for prices, a weight for moisture */
  TbkDecimal valor;
} TbkParte;

/* Sum of peso * valor over the sum of peso, with `scale` decimals: a price by volume, moisture by weight. No weight at
 * all, or a negative one, is OVERFLOW. */
gboolean tbk_promedio (const TbkParte *partes, gsize n_partes, guint8 scale, TbkDecimal *out, GError **error);

/* How a moisture above the reference lessens a weight. */
typedef enum
{
  TBK_DESCUENTO_MATERIA_SECA, /* dry matter: W (100 - H) / (100 - Hr) */
  TBK_DESCUENTO_PUNTOS,       /* simple points: W (1 - (H - Hr) / 100) */
} TbkDescuento;

/* The weight that is paid, in the unit of `peso`, with 3 decimals. Never more than `peso`. `humedad` and `referencia` are
 * percents, wet basis, 0..100; `referencia` below 100; outside is OVERFLOW. */
gboolean tbk_peso_liquidable (TbkDecimal peso,
                              TbkDecimal humedad,
                              TbkDecimal referencia,
                              TbkDescuento metodo,
                              TbkDecimal *out,
                              GError **error);

G_END_DECLS
