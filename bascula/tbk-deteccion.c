/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-deteccion.h"

#include "tbk-trama.h"

#define MIN_TRAMAS 2
#define SIN_SUMA 5   /* points less: no checksum vouches for it */
#define SIN_ESTADO 5 /* points less: fewer places that had to fit */
#define IGUALES 3    /* points within which two are equally good */

/* What one protocol heard. */
typedef struct
{
  guint tramas;
  guint64 bytes;
  TbkLectura ultima;
  guint huella; /* of all values, in order: two protocols with the same one read the same */
} Oido;

static void
oido_cb (const TbkLectura *lectura, gpointer data)
{
  Oido *oido = data;

  oido->tramas++;
  oido->bytes += lectura->n_cruda;
  oido->ultima = *lectura;
  oido->huella = oido->huella * 31 + (guint) lectura->valor.units;
  oido->huella = oido->huella * 31 + lectura->valor.scale;
  oido->huella = oido->huella * 31 + lectura->estado;
}

/* Bytes that had to be frames: the half frames at both ends are nobody's fault, up to a frame each. */
static guint
share (const Oido *oido, TbkTramas *tramas)
{
  guint64 noise = tbk_tramas_get_ruido (tramas), frame = oido->bytes / oido->tramas;

  noise -= MIN (noise, frame);
  return (guint) (100 * oido->bytes / (oido->bytes + noise));
}

static guint
confidence (const TbkProtocolo *protocolo, guint share_of_bytes)
{
  guint less
      = ((protocolo->rasgos & TBK_PROTOCOLO_SUMA) != 0 ? 0 : SIN_SUMA)
        + ((protocolo->rasgos & (TBK_PROTOCOLO_ESTADO | TBK_PROTOCOLO_SUMA)) != 0 ? 0 : SIN_ESTADO);

  return share_of_bytes > less ? share_of_bytes - less : 0;
}

/* Best first; equals stay in the table's order. */
static void
insert (TbkDeteccion *out, guint *huellas, const TbkCandidato *candidato, guint huella)
{
  guint at = out->n;

  while (at > 0 && out->candidato[at - 1].confianza < candidato->confianza)
    at--;
  if (at == TBK_DETECCION_MAX)
    return;
  out->n = MIN (out->n + 1, TBK_DETECCION_MAX);
  for (guint i = out->n - 1; i > at; i--)
    {
      out->candidato[i] = out->candidato[i - 1];
      huellas[i] = huellas[i - 1];
    }
  out->candidato[at] = *candidato;
  huellas[at] = huella;
}

void
tbk_detectar (const guint8 *bytes, gsize n, TbkDeteccion *out)
{
  gsize n_protocolos;
  const TbkProtocolo *const *protocolos = tbk_protocolos (&n_protocolos);
  guint huellas[TBK_DETECCION_MAX] = { 0 };

  out->n = 0;
  for (gsize i = 0; i < n_protocolos; i++)
    {
      g_autoptr (TbkTramas) tramas = tbk_tramas_new (protocolos[i]);
      Oido oido = { 0 };
      TbkCandidato candidato = { .protocolo = protocolos[i] };

      if ((protocolos[i]->rasgos & TBK_PROTOCOLO_AJUSTADO) != 0)
        continue;
      tbk_tramas_feed (tramas, bytes, MIN (n, TBK_DETECCION_BYTES), oido_cb, &oido);
      if (oido.tramas < MIN_TRAMAS)
        continue;
      candidato.confianza = confidence (protocolos[i], share (&oido, tramas));
      candidato.tramas = oido.tramas;
      candidato.ultima = oido.ultima;
      insert (out, huellas, &candidato, oido.huella);
    }
  out->ambigua = out->n > 1 && huellas[0] != huellas[1]
                 && out->candidato[0].confianza - out->candidato[1].confianza <= IGUALES;
}
