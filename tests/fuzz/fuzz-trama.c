/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes to any protocol's reader: no frame is longer than what came, the pieces in which it
 * comes change nothing, and what was read is written and read again as the same. The first byte
 * picks the protocol, but where one is built in. */
#include <string.h>

#include "fuzz.h"
#include "tbk-trama.h"

#define MAX_LECTURAS 16
#define MAX_UNITS G_GINT64_CONSTANT (100000000000000)

typedef struct
{
  guint n;
  TbkLectura lecturas[MAX_LECTURAS];
} Oido;

static void
oido_cb (const TbkLectura *lectura, gpointer data)
{
  Oido *oido = data;

  g_assert_cmpint (lectura->n_cruda, >, 0);
  g_assert_cmpint (ABS (lectura->valor.units), <, MAX_UNITS);
  g_assert_cmpint (lectura->valor.scale, <=, 9);
  if (!tbk_lectura_con_valor (lectura))
    g_assert_cmpint (lectura->valor.units, ==, 0);
  if (oido->n < MAX_LECTURAS)
    oido->lecturas[oido->n++] = *lectura;
}

static void
listen (const TbkProtocolo *protocolo, const uint8_t *data, size_t size, gsize piece, Oido *oido)
{
  g_autoptr (TbkTramas) tramas = tbk_tramas_new (protocolo);

  oido->n = 0;
  for (gsize at = 0; at < size; at += piece)
    tbk_tramas_feed (tramas, data + at, MIN (piece, size - at), oido_cb, oido);
  g_assert_cmpuint (tbk_tramas_get_bytes (tramas), ==, size);
  g_assert_cmpuint (tbk_tramas_get_ruido (tramas), <=, size);
}

static gboolean
same (const TbkLectura *a, const TbkLectura *b)
{
  return a->valor.units == b->valor.units && a->valor.scale == b->valor.scale && a->estado == b->estado;
}

static void
check_round_trip (const TbkProtocolo *protocolo, const TbkLectura *lectura)
{
  guint8 bytes[3 * TBK_TRAMA_MAX];
  gsize n = protocolo->escribir (protocolo, lectura, bytes);
  Oido back[1];

  g_assert_cmpuint (n, <=, TBK_TRAMA_MAX);
  if (n == 0)
    return;
  memcpy (bytes + n, bytes, n);
  memcpy (bytes + 2 * n, bytes, n);
  listen (protocolo, bytes, 3 * n, 3 * n, back);
  g_assert_cmpuint (back->n, >=, 1);
  for (guint i = 0; i < back->n; i++)
    g_assert_true (same (&back->lecturas[i], lectura));
}

/* Where something was read: the same, a byte at a time. */
static void
check_pieces (const TbkProtocolo *protocolo, const uint8_t *data, size_t size, const Oido *whole)
{
  Oido pieces[1];

  listen (protocolo, data, size, 1, pieces);
  g_assert_cmpuint (whole->n, ==, pieces->n);
  for (guint i = 0; i < whole->n; i++)
    g_assert_true (same (&whole->lecturas[i], &pieces->lecturas[i]));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  gsize n;
  const TbkProtocolo *const *protocolos = tbk_protocolos (&n);
  const TbkProtocolo *protocolo;
  Oido whole[1];

  if (size < 1 || size > 4096)
    return 0;
#ifdef FUZZ_PROTOCOLO
  protocolo = protocolos[FUZZ_PROTOCOLO % n];
#else
  protocolo = protocolos[data[0] % n];
#endif
  data++;
  size--;
  listen (protocolo, data, size, size + 1, whole);
  for (guint i = 0; i < whole->n; i++)
    {
      g_assert_cmpuint (whole->lecturas[i].n_cruda, <=, size);
      check_round_trip (protocolo, &whole->lecturas[i]);
    }
  if (whole->n > 0)
    check_pieces (protocolo, data, size, whole);
  return 0;
}
