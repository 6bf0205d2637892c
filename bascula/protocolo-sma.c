/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SMA SCP-0499 (Fairbanks, Cardinal, B-TEK): LF s r n m f weight(10) unit(3) CR. */
#include "tbk-campo.h"
#include "tbk-protocolos.h"

#define LF 0x0a
#define ESTADO 1
#define RANGO 2
#define CLASE 3
#define MOVIMIENTO 4
#define PESO 6
#define ANCHO 10
#define UNIDAD 16
#define CR 19

/* s: Z at zero, O over, U under, E I T errors. */
static gboolean
leer_estado (guint8 letra, TbkLectura *lectura)
{
  lectura->en_cero = letra == 'Z';
  switch (letra)
    {
    case ' ':
    case 'Z':
      lectura->estado = TBK_LECTURA_ESTABLE;
      return TRUE;
    case 'I':
    case 'T':
      tbk_campo_sin_valor (lectura, TBK_LECTURA_FALLA);
      return TRUE;
    default:
      return tbk_campo_leer_falta (letra, lectura);
    }
}

/* Small letters are the high-resolution answers. */
static gboolean
leer_clase (guint8 letra, TbkLectura *lectura)
{
  switch (letra)
    {
    case 'G':
    case 'g':
      lectura->clase = TBK_CLASE_BRUTO;
      return TRUE;
    case 'N':
    case 'n':
      lectura->clase = TBK_CLASE_NETO;
      return TRUE;
    case 'T':
      lectura->clase = TBK_CLASE_TARA;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
leer_cuerpo (const guint8 *t, TbkLectura *lectura)
{
  if (!leer_estado (t[ESTADO], lectura) || !g_ascii_isdigit (t[RANGO]) || !leer_clase (t[CLASE], lectura))
    return FALSE;
  if (t[MOVIMIENTO] != 'M' && t[MOVIMIENTO] != ' ')
    return FALSE;
  lectura->unidad = tbk_masa_parse ((const char *) t + UNIDAD, 3);
  if (lectura->unidad == TBK_MASA_NINGUNA)
    return FALSE;
  if (!tbk_lectura_con_valor (lectura))
    return tbk_campo_numero (t + PESO, ANCHO, &(TbkDecimal){ 0 }) || memchr (t + PESO, '-', ANCHO) != NULL;
  if (t[MOVIMIENTO] == 'M')
    lectura->estado = TBK_LECTURA_MOVIMIENTO;
  return tbk_campo_numero (t + PESO, ANCHO, &lectura->valor);
}

static TbkLeido
leer (const TbkProtocolo *self, const guint8 *t, gsize n, gsize *usados, TbkLectura *lectura)
{
  if (!tbk_campo_marca (t, n, LF, usados))
    return TBK_LEIDO_RUIDO;
  if (n >= 3 && t[1] == '?' && t[2] == '\r')
    {
      tbk_campo_sin_valor (lectura, TBK_LECTURA_FALLA);
      *usados = 3;
      return TBK_LEIDO_TRAMA;
    }
  if (n > 1 && !tbk_campo_uno_de (t[1], " ZOUEIT?"))
    return TBK_LEIDO_RUIDO;
  if (n <= CR)
    return n > 2 && t[1] == '?' ? TBK_LEIDO_RUIDO : TBK_LEIDO_FALTA;
  if (t[CR] != '\r' || !leer_cuerpo (t, lectura))
    return TBK_LEIDO_RUIDO;
  *usados = CR + 1;
  return TBK_LEIDO_TRAMA;
}

static gsize
escribir (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  if (l->unidad == TBK_MASA_NINGUNA)
    return 0;
  t[0] = LF;
  t[ESTADO] = tbk_campo_letra_falta (l, l->en_cero ? 'Z' : ' ');
  t[RANGO] = '1';
  t[CLASE] = l->clase == TBK_CLASE_NETO ? 'N' : l->clase == TBK_CLASE_TARA ? 'T'
                                                                           : 'G';
  t[MOVIMIENTO] = l->estado == TBK_LECTURA_MOVIMIENTO ? 'M' : ' ';
  t[5] = ' ';
  if (!tbk_lectura_con_valor (l))
    memset (t + PESO, '-', ANCHO);
  else if (!tbk_campo_poner_signo (t + PESO, ANCHO, l->valor))
    return 0;
  tbk_campo_poner_unidad (t + UNIDAD, 3, FALSE, l->unidad);
  t[CR] = '\r';
  return CR + 1;
}

const TbkProtocolo tbk_protocolo_sma = {
  .nombre = "sma",
  .etiqueta = "SMA SCP-0499 (Fairbanks, Cardinal, B-TEK)",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .rasgos = TBK_PROTOCOLO_ESTADO,
  .orden = { [TBK_ORDEN_CERO] = "\nZ\r",
             [TBK_ORDEN_TARA] = "\nT\r",
             [TBK_ORDEN_QUITA_TARA] = "\nC\r",
             [TBK_ORDEN_IMPRIME] = "\nP\r",
             [TBK_ORDEN_PIDE] = "\nW\r" },
  .leer = leer,
  .escribir = escribir,
};
