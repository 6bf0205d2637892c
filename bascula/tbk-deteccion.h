/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tbk-protocolo.h"

G_BEGIN_DECLS

/* Which protocol is it? Pure; any thread. */

#define TBK_DETECCION_MAX 8      /* candidates that are kept */
#define TBK_DETECCION_BYTES 4096 /* as many are looked at, the first ones */

typedef struct
{
  const TbkProtocolo *protocolo;
  guint confianza; /* 0..100: share of the bytes that are its frames, less where nothing else vouches for them */
  guint tramas;
  TbkLectura ultima;
} TbkCandidato;

typedef struct
{
  guint n;                                   /* 0: none fits */
  TbkCandidato candidato[TBK_DETECCION_MAX]; /* best first */
  gboolean ambigua;                          /* the first two are equally good and do not read the same: the user must choose */
} TbkDeteccion;

/* Listens to `n` bytes as each protocol would. Two whole frames at least make a candidate. Protocols that fit too much
 * (TBK_PROTOCOLO_AJUSTADO) are not tried. */
void tbk_detectar (const guint8 *bytes, gsize n, TbkDeteccion *out);

G_END_DECLS
