/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "tbk-protocolo.h"

G_BEGIN_DECLS

/* What the protocols share: fields of a frame. Pure. */

#define TBK_STX 0x02
#define TBK_ETX 0x03

/* A number as indicators write it: spaces, a sign, spaces, digits with one point or comma or none, spaces; nothing else.
 * 12 digits at most. FALSE where it is none. */
gboolean tbk_campo_numero (const guint8 *campo, gsize n, TbkDecimal *out);
/* Whether all bytes are `c`. */
gboolean tbk_campo_todo (const guint8 *campo, gsize n, char c);
/* Whether the field, without spaces around it, is that word. */
gboolean tbk_campo_es (const guint8 *campo, gsize n, const char *palabra);
/* Whether it is one of these characters; NUL is none. */
gboolean tbk_campo_uno_de (guint8 byte, const char *letras);
/* "ST", "GS": whether two bytes are these. */
gboolean tbk_campo_par (const guint8 *campo, const char *par);

/* The magnitude of `valor` with its point, right aligned in exactly `ancho` bytes. FALSE where it does not fit. */
gboolean tbk_campo_poner (guint8 *campo, gsize ancho, char relleno, TbkDecimal valor);
/* As above, with a '-' right before the first digit where it is negative. Fills with spaces. */
gboolean tbk_campo_poner_signo (guint8 *campo, gsize ancho, TbkDecimal valor);
/* The unit's symbol, left (FALSE) or right (TRUE) aligned in `ancho` bytes. */
void tbk_campo_poner_unidad (guint8 *campo, gsize ancho, gboolean derecha, TbkMasa unidad);

/* XOR of n bytes. */
guint8 tbk_campo_xor (const guint8 *bytes, gsize n);

/* For frames with a start mark: bytes up to the next mark are noise. TRUE where bytes[0] is the mark. */
gboolean tbk_campo_marca (const guint8 *bytes, gsize n, guint8 marca, gsize *usados);

/* No value: `estado` says why. */
void tbk_campo_sin_valor (TbkLectura *lectura, TbkLecturaEstado estado);
/* The letters that many use for "no value": O over, U under, E error. FALSE for others. */
gboolean tbk_campo_leer_falta (guint8 letra, TbkLectura *lectura);
/* And back; `con_valor` where there is one. */
guint8 tbk_campo_letra_falta (const TbkLectura *lectura, guint8 con_valor);

G_END_DECLS
