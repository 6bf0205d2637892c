/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tesma Plus2, a moisture meter: STX name(8) CR LF "14.4" CR LF ETX, once a second. */
#include "tbk-campo.h"
#include "tbk-protocolos.h"

#define LARGO 18
#define NOMBRE 8
#define VALOR 11
#define ANCHO 4

static TbkLeido
leer (const TbkProtocolo *self, const guint8 *t, gsize n, gsize *usados, TbkLectura *lectura)
{
  if (!tbk_campo_marca (t, n, TBK_STX, usados))
    return TBK_LEIDO_RUIDO;
  if (n > 1 && (g_ascii_iscntrl ((char) t[1]) || (t[1] & 0x80) != 0))
    return TBK_LEIDO_RUIDO;
  if (n < LARGO)
    return TBK_LEIDO_FALTA;
  if (memcmp (t + 1 + NOMBRE, "\r\n", 2) != 0 || memcmp (t + VALOR + ANCHO, "\r\n\003", 3) != 0)
    return TBK_LEIDO_RUIDO;
  if (!tbk_campo_numero (t + VALOR, ANCHO, &lectura->valor) || lectura->valor.scale != 1 || lectura->valor.units < 0)
    return TBK_LEIDO_RUIDO;
  lectura->unidad = TBK_MASA_PCT;
  lectura->estado = TBK_LECTURA_MUDA;
  *usados = LARGO;
  return TBK_LEIDO_TRAMA;
}

static gsize
escribir (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  if (!tbk_lectura_con_valor (l) || l->valor.scale != 1 || l->valor.units < 0)
    return 0;
  memcpy (t, "\002CACAO   \r\n", VALOR);
  if (!tbk_campo_poner (t + VALOR, ANCHO, ' ', l->valor))
    return 0;
  memcpy (t + VALOR + ANCHO, "\r\n\003", 3);
  return LARGO;
}

const TbkProtocolo tbk_protocolo_tesma = {
  .nombre = "tesma",
  .etiqueta = "Tesma Plus2, moisture",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .rasgos = TBK_PROTOCOLO_HUMEDAD,
  .leer = leer,
  .escribir = escribir,
};
