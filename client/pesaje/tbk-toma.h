/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tbk-decimal.h"
#include "tbk-lectura.h"

G_BEGIN_DECLS

/* One look at the scale: a weight in kg, and how it came. Pure. */
typedef struct
{
  TbkDecimal kg;
  gint64 en;   /* Unix microseconds */
  char *trama; /* what the scale sent, readable; NULL: typed */
  gboolean estable;
  char *motivo; /* why it was taken though it moved; NULL */
} TbkMirada;

void tbk_mirada_clear (TbkMirada *mirada);
void tbk_mirada_copy (const TbkMirada *from, TbkMirada *to);

/* A weighing as it is taken: what the scale said and what its operator says of it. Pure; weights in kg. */
typedef struct
{
  char *id; /* UUID, made at its first look */
  gint64 lote_id;
  char *lote;      /* its code, for people */
  TbkMirada bruto; /* the heavier of two looks, or the only one */
  TbkMirada tara;  /* of the vehicle; `en` 0 where it was not weighed (`kg` may still be given) */
  TbkDecimal tara_saco;
  guint sacos;
  char *humedad; /* "7.50"; NULL */
  char *regla;   /* the empresa's rule of discount (tbk_humedad_regla_parse()); NULL */
  char *placa;   /* NULL */
  char *bascula; /* what the scale is called; NULL */
} TbkToma;

TbkToma *tbk_toma_new (void);
TbkToma *tbk_toma_copy (const TbkToma *toma);
void tbk_toma_free (TbkToma *toma);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbkToma, tbk_toma_free)

typedef struct
{
  TbkDecimal bruto;
  TbkDecimal tara_vehiculo;
  TbkDecimal tara_sacos;
  TbkDecimal neto;
} TbkSuma;

/* Net = gross - vehicle - sacks * one sack; kg with 3 digits. Expected errors: G_IO_ERROR_INVALID_DATA (it is not over 0; *suma
 * is filled all the same), TBK_DECIMAL_ERROR_OVERFLOW. */
gboolean tbk_toma_sum (const TbkToma *toma, TbkSuma *suma, GError **error);

/* The other look of a truck: the heavier of both becomes the gross weight, the lighter the tare. */
void tbk_toma_add_mirada (TbkToma *toma, const TbkMirada *mirada);

/* Body of POST /iot/pesaje. Returns: (transfer full). */
char *tbk_toma_to_body (const TbkToma *toma);
/* The same with what people are told besides, to be kept in the yard; and back. Returns: (transfer full) (nullable).
 * Expected error: G_IO_ERROR_INVALID_DATA. */
char *tbk_toma_to_datos (const TbkToma *toma);
TbkToma *tbk_toma_from_datos (const char *datos, GError **error);

/* "2026-11-28T14:03:05.120000Z" of Unix microseconds. Returns: (transfer full). */
char *tbk_toma_time (gint64 us);

G_END_DECLS
