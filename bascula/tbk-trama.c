/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-trama.h"

#include "tbk-campo.h"

struct _TbkTramas
{
  const TbkProtocolo *protocolo;
  guint8 bytes[2 * TBK_TRAMA_MAX];
  gsize n;
  gboolean a_medias; /* in the middle of a line whose beginning was not seen: it is no frame, up to its end */
  guint64 total;
  guint64 ruido;
  guint64 ruido_antes; /* up to the last frame */
};

TbkTramas *
tbk_tramas_new (const TbkProtocolo *protocolo)
{
  TbkTramas *self = g_new0 (TbkTramas, 1);

  self->protocolo = protocolo;
  tbk_tramas_reset (self);
  return self;
}

void
tbk_tramas_free (TbkTramas *self)
{
  g_free (self);
}

/* A pattern of the user's may fit the end of a longer line; the protocols of the table have fixed places, so that the
 * end of a frame never looks like a frame. */
void
tbk_tramas_reset (TbkTramas *self)
{
  const TbkProtocoloRasgos floja = TBK_PROTOCOLO_LINEAS | TBK_PROTOCOLO_AJUSTADO;

  self->n = 0;
  self->a_medias = (self->protocolo->rasgos & floja) == floja;
}

guint64
tbk_tramas_get_bytes (TbkTramas *self)
{
  return self->total;
}

guint64
tbk_tramas_get_ruido (TbkTramas *self)
{
  return self->ruido;
}

/* CR stands for CR or LF. */
static gboolean
ends_line (const TbkProtocolo *self, guint8 byte)
{
  return byte == self->fin || (self->fin == '\r' && byte == '\n');
}

/* The line at the front. TRAMA: *largo bytes without its end, *usados with it. RUIDO: an empty
 * line, or one longer than any frame. */
static TbkLeido
read_line (const TbkProtocolo *self, const guint8 *bytes, gsize n, gsize *largo, gsize *usados)
{
  gsize i = 0;

  while (i < n && i < TBK_TRAMA_MAX && !ends_line (self, bytes[i]))
    i++;
  *largo = i;
  *usados = i < n && i < TBK_TRAMA_MAX ? i + 1 : i;
  if (i >= TBK_TRAMA_MAX)
    return TBK_LEIDO_RUIDO;
  if (i == n)
    return TBK_LEIDO_FALTA;
  return i == 0 || i + 1 > TBK_TRAMA_MAX ? TBK_LEIDO_RUIDO : TBK_LEIDO_TRAMA;
}

/* Ends of lines between frames are no noise. */
static void
count_noise (TbkTramas *self, const guint8 *bytes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (bytes[i] != '\r' && bytes[i] != '\n')
      self->ruido++;
}

/* How many bytes of half a line stand at `at`; ends the state where its end is among them. */
static gsize
skip_half_line (TbkTramas *self, gsize at)
{
  gsize i = at;

  while (i < self->n && self->a_medias)
    self->a_medias = !ends_line (self->protocolo, self->bytes[i++]);
  count_noise (self, self->bytes + at, i - at);
  return i - at;
}

static void
take_frame (TbkTramas *self, TbkLectura *lectura, const guint8 *bytes, gsize n)
{
  g_assert (n > 0 && n <= TBK_TRAMA_MAX);
  lectura->n_cruda = (guint8) n;
  memcpy (lectura->cruda, bytes, n);
  /* A frame of the user's own stands among lines that are none, and that is no noise. */
  lectura->tras_ruido = self->ruido != self->ruido_antes && (self->protocolo->rasgos & TBK_PROTOCOLO_AJUSTADO) == 0;
  self->ruido_antes = self->ruido;
}

static TbkLeido
read_frame (const TbkProtocolo *protocolo, const guint8 *bytes, gsize n, gsize *used, TbkLectura *lectura)
{
  gsize largo;
  TbkLeido leido;

  if (protocolo->leer != NULL)
    return protocolo->leer (protocolo, bytes, n, used, lectura);
  leido = read_line (protocolo, bytes, n, &largo, used);
  return leido == TBK_LEIDO_TRAMA && !protocolo->leer_linea (bytes, largo, lectura) ? TBK_LEIDO_RUIDO : leido;
}

/* Returns how many bytes were used; 0: more are needed. */
static gsize
read_one (TbkTramas *self, gsize at, TbkLecturaFunc func, gpointer data)
{
  TbkLectura lectura;
  gsize used = 0;
  const guint8 *bytes = self->bytes + at;

  if (self->a_medias)
    return skip_half_line (self, at);
  memset (&lectura, 0, sizeof lectura);
  switch (read_frame (self->protocolo, bytes, self->n - at, &used, &lectura))
    {
    case TBK_LEIDO_TRAMA:
      take_frame (self, &lectura, bytes, used);
      func (&lectura, data);
      return used;
    case TBK_LEIDO_RUIDO:
      count_noise (self, bytes, used);
      self->a_medias = (self->protocolo->rasgos & TBK_PROTOCOLO_LINEAS) != 0
                       && !ends_line (self->protocolo, bytes[used - 1]);
      return used;
    case TBK_LEIDO_FALTA:
    default:
      return 0;
    }
}

static void
drain (TbkTramas *self, TbkLecturaFunc func, gpointer data)
{
  gsize at = 0, used = 0;

  while (at < self->n && (used = read_one (self, at, func, data)) > 0)
    at += used;
  g_assert (self->n - at <= TBK_TRAMA_MAX);
  memmove (self->bytes, self->bytes + at, self->n - at);
  self->n -= at;
}

void
tbk_tramas_feed (TbkTramas *self, const guint8 *bytes, gsize n, TbkLecturaFunc func, gpointer data)
{
  const guint8 mask = (self->protocolo->rasgos & TBK_PROTOCOLO_7BITS) != 0 ? 0x7f : 0xff;

  self->total += n;
  while (n > 0)
    {
      gsize room = MIN (sizeof self->bytes - self->n, n);

      for (gsize i = 0; i < room; i++)
        self->bytes[self->n + i] = bytes[i] & mask;
      self->n += room;
      bytes += room;
      n -= room;
      drain (self, func, data);
    }
}
