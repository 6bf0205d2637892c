/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-decimal.h"

G_BEGIN_DECLS

/* The moisture discount of a net weight W at H % on a reference of Hr % (wet basis): DOMAIN.md, "Units and money". Exact
 * decimals; kg with 3 digits, rounded once, half away from zero, at the end. It never adds weight: at the reference
 * or below it there is no discount. Pure; any thread. */
typedef enum
{
  TBK_HUMEDAD_MATERIA_SECA, /* W (100 - H) / (100 - Hr) */
  TBK_HUMEDAD_PUNTOS,       /* W (1 - (H - Hr) / 100) */
  TBK_HUMEDAD_TABLA,        /* W (1 - d / 100), d by the highest step that H reaches */
} TbkHumedadMetodo;

typedef enum
{
  TBK_HUMEDAD_ERROR_TABLA, /* a table that is none */
  TBK_HUMEDAD_ERROR_VALOR, /* no weight, or a moisture or reference out of range */
} TbkHumedadError;
#define TBK_HUMEDAD_ERROR (tbk_humedad_error_quark ())
GQuark tbk_humedad_error_quark (void);

#define TBK_HUMEDAD_MAX_PASOS 64
#define TBK_HUMEDAD_REFERENCIA "7.00" /* where nobody says another */

/* From that moisture on, that discount; both %, 2 digits. */
typedef struct
{
  TbkDecimal desde;
  TbkDecimal descuento;
} TbkHumedadPaso;

typedef struct
{
  TbkHumedadMetodo metodo;
  TbkDecimal referencia; /* 0 <= Hr < 100 */
  TbkHumedadPaso pasos[TBK_HUMEDAD_MAX_PASOS];
  guint n_pasos;
} TbkHumedadRegla;

/* "materia_seca", "puntos", "tabla" and back. Returns: FALSE for another text. */
const char *tbk_humedad_metodo_name (TbkHumedadMetodo metodo);
gboolean tbk_humedad_metodo_from_name (const char *name, TbkHumedadMetodo *metodo);

/* The steps of a table, "7.5:0.5 8:1.2" (spaces, lines or semicolons between them): moisture that rises, discounts 0..100
 * that do not fall; and back, "7.50:0.50 8.00:1.20". `text` may be NULL. Returns: (transfer full).
 * Expected error: TBK_HUMEDAD_ERROR_TABLA, which says what is wrong with which step. */
gboolean tbk_humedad_parse_pasos (const char *text, TbkHumedadRegla *regla, GError **error);
char *tbk_humedad_pasos_to_text (const TbkHumedadRegla *regla);

/* A whole rule as it is kept with a weighing: "materia_seca 7.00", "tabla 7.00 7.50:0.50 8.00:1.20"; TBK_HUMEDAD_MAX_TEXTO
 * characters at most. Returns: (transfer full). Expected errors: TBK_HUMEDAD_ERROR_VALOR, _TABLA. */
#define TBK_HUMEDAD_MAX_TEXTO 1000
gboolean tbk_humedad_regla_parse (const char *text, TbkHumedadRegla *regla, GError **error);
char *tbk_humedad_regla_to_text (const TbkHumedadRegla *regla);

/* What a ticket shows, a line each. */
typedef enum
{
  TBK_HUMEDAD_LINEA_NETO,      /* W */
  TBK_HUMEDAD_LINEA_EXCESO,    /* H - Hr: `valor` is %, not kg */
  TBK_HUMEDAD_LINEA_DESCUENTO, /* what goes off */
  TBK_HUMEDAD_LINEA_LIQUIDO,   /* what is paid */
  TBK_HUMEDAD_LINEAS,
} TbkHumedadLineaKind;

typedef struct
{
  const char *label; /* N_() */
  char *suma;        /* "100.000 × (100 − 12.00) ÷ (100 − 7.00)" */
  TbkDecimal valor;
} TbkHumedadLinea;

typedef struct
{
  TbkHumedadLinea lineas[TBK_HUMEDAD_LINEAS];
  TbkDecimal porcentaje; /* what goes off of the net weight, 2 digits: for people, nothing is computed from it */
  TbkDecimal descuento_kg;
  TbkDecimal liquido_kg;
} TbkHumedadCuenta;

/* What is payable alone, without the lines: the same sum. Expected errors as below. */
gboolean tbk_humedad_liquido (const TbkHumedadRegla *regla,
                              TbkDecimal neto_kg,
                              TbkDecimal humedad,
                              TbkDecimal *liquido_kg,
                              GError **error);

/* Fills `out`, to be cleared. Expected errors: TBK_HUMEDAD_ERROR_VALOR,
 * TBK_DECIMAL_ERROR_OVERFLOW. */
gboolean tbk_humedad_descontar (const TbkHumedadRegla *regla,
                                TbkDecimal neto_kg,
                                TbkDecimal humedad,
                                TbkHumedadCuenta *out,
                                GError **error);
void tbk_humedad_cuenta_clear (TbkHumedadCuenta *cuenta);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TbkHumedadCuenta, tbk_humedad_cuenta_clear)

G_END_DECLS
