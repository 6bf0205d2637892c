/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The chain of an empresa's weighings, as anyone can recompute it with what GET /pesajes/{id} says:
 *
 *   text = "triboka-pesaje-1\n", then for each name below, in this order, one line: name ":" value "\n",
 *          or name "\n" where there is no value. In a value, "\" is "\\", line feed "\n", carriage return "\r".
 *   hash = SHA-256 (hash_anterior || SHA-256 (text)), of bytes: 32 and 32.
 *
 * A weighing with a moisture discount has "triboka-pesaje-2\n" for its first line, and two lines more at the end:
 * humedad_regla and liquido_kg. Without either of them it is of the first form, which has neither line.
 *
 * hash_anterior of the first one is 32 zero bytes; of each other, the hash of the one before (`numero` less by one). Weights
 * have 3 digits after the point, humedad 2; times are UTC with 6 digits, 2026-11-28T14:03:05.120000Z; estable and
 * manual are "true" or "false"; UUIDs are in lower case. All is UTF-8. Pure; any thread. */
typedef enum
{
  TBK_CADENA_ID,
  TBK_CADENA_EMPRESA_ID,
  TBK_CADENA_LOTE_ID,
  TBK_CADENA_ETAPA,
  TBK_CADENA_BRUTO_KG,
  TBK_CADENA_TARA_VEHICULO_KG,
  TBK_CADENA_TARA_SACOS_KG,
  TBK_CADENA_NETO_KG,
  TBK_CADENA_HUMEDAD,
  TBK_CADENA_SACOS,
  TBK_CADENA_PLACA,
  TBK_CADENA_ORIGEN,
  TBK_CADENA_BASCULA,
  TBK_CADENA_TRAMA,
  TBK_CADENA_ESTABLE,
  TBK_CADENA_MANUAL,
  TBK_CADENA_MOTIVO,
  TBK_CADENA_TARA_EN,
  TBK_CADENA_TARA_TRAMA,
  TBK_CADENA_USUARIO_ID,
  TBK_CADENA_CAPTURADO_EN,
  TBK_CADENA_RECIBIDO_EN,
  TBK_CADENA_ANULA,
  TBK_CADENA_HUMEDAD_REGLA, /* from here on, of the second form */
  TBK_CADENA_LIQUIDO_KG,
  TBK_CADENA_CAMPOS, /* how many they are */
} TbkCadenaCampo;

#define TBK_CADENA_HASH_BYTES 32

/* Returns: (transfer none): "bruto_kg". */
const char *tbk_cadena_campo_name (TbkCadenaCampo campo);

/* Writes the text of a weighing over `out`; a value is NULL where there is none. */
void tbk_cadena_write_text (const char *const values[TBK_CADENA_CAMPOS], GString *out);

/* SHA-256 of a text. */
void tbk_cadena_hash_text (const GString *text, guint8 huella[TBK_CADENA_HASH_BYTES]);

/* hash = SHA-256 (before || huella); `hash` may be `before`. */
void tbk_cadena_link (const guint8 before[TBK_CADENA_HASH_BYTES],
                      const guint8 huella[TBK_CADENA_HASH_BYTES],
                      guint8 hash[TBK_CADENA_HASH_BYTES]);

/* 64 hex digits, lower case, and a NUL. */
#define TBK_CADENA_HEX_SIZE (2 * TBK_CADENA_HASH_BYTES + 1)
void tbk_cadena_to_hex (const guint8 hash[TBK_CADENA_HASH_BYTES], char hex[TBK_CADENA_HEX_SIZE]);

/* A walk along a chain, from its beginning or from a link that was verified before. A plain value. */
typedef struct
{
  gint64 numero;                      /* of the last good link; 0: none yet */
  guint8 hash[TBK_CADENA_HASH_BYTES]; /* of it */
} TbkCadena;

void tbk_cadena_begin (TbkCadena *self);

/* Checks the next link: its number, what it says is the hash before, and its own hash, both as hex.
 * Returns: (transfer none) (nullable): what is broken ("gap", "link", "content"); NULL moves on to it. */
const char *tbk_cadena_walk (TbkCadena *self,
                             gint64 numero,
                             const char *const values[TBK_CADENA_CAMPOS],
                             const char *hash_anterior,
                             const char *hash);

G_END_DECLS
