/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mettler Toledo continuous output: STX SWA SWB SWC w1..w6 [t1..t6] CR [CHK].
 *
 * Whether there is a CHK is a setting of the indicator, and two protocols here: with it, noise makes no weight.
 * It is read by length. CHK may be any value, also that of STX or CR; the status words carry bit 5 and the digits are
 * 30h-39h, so a STX in them is none. Constant bits differ between makers: only the named ones decide. */
#include "tbk-campo.h"
#include "tbk-protocolos.h"

#define CON_TARA 16 /* where CR stands */
#define SIN_TARA 10
#define DIGITOS 6

#define SWB_NETO 0x01
#define SWB_NEGATIVO 0x02
#define SWB_FUERA 0x04
#define SWB_MOVIMIENTO 0x08
#define SWB_KG 0x10
#define SWB_SIN_CERO 0x40 /* powered up, zero not captured yet */
#define SWC_UNIDAD 0x07
#define SWC_IMPRESA 0x08
#define SW_FIJO 0x20

/* CHK makes the 7 low bits of the sum 0. */
static guint8
suma (const guint8 *bytes, gsize n)
{
  guint total = 0;

  for (gsize i = 0; i < n; i++)
    total += bytes[i];
  return (guint8) ((0x80 - (total & 0x7f)) & 0x7f);
}

/* Six places, leading zeros or spaces; code 0..7 of SWA: x100, x10, x1, x0.1 ... */
static gboolean
leer_cifra (const guint8 *campo, guint codigo, TbkDecimal *out)
{
  if (!tbk_campo_numero (campo, DIGITOS, out) || out->scale != 0 || out->units < 0)
    return FALSE;
  if (memchr (campo, '-', DIGITOS) != NULL || memchr (campo, '+', DIGITOS) != NULL)
    return FALSE;
  if (codigo < 2)
    out->units *= codigo == 0 ? 100 : 10;
  else
    out->scale = (guint8) (codigo - 2);
  return TRUE;
}

/* Codes above 2 differ between makers and are no unit of ours. */
static TbkMasa
unidad_de (guint8 swb, guint8 swc)
{
  switch (swc & SWC_UNIDAD)
    {
    case 0:
      return (swb & SWB_KG) != 0 ? TBK_MASA_KG : TBK_MASA_LB;
    case 1:
      return TBK_MASA_G;
    case 2:
      return TBK_MASA_T;
    default:
      return TBK_MASA_NINGUNA;
    }
}

static gboolean
leer_cuerpo (const guint8 *t, gsize cr, TbkLectura *lectura)
{
  guint8 swa = t[1], swb = t[2], swc = t[3];

  if (!leer_cifra (t + 4, swa & 7, &lectura->valor))
    return FALSE;
  if (cr == CON_TARA && !leer_cifra (t + 4 + DIGITOS, swa & 7, &lectura->tara))
    return FALSE;
  lectura->con_tara = cr == CON_TARA && lectura->tara.units != 0;
  lectura->unidad = unidad_de (swb, swc);
  lectura->clase = (swb & SWB_NETO) != 0 ? TBK_CLASE_NETO : TBK_CLASE_BRUTO;
  lectura->impresa = (swc & SWC_IMPRESA) != 0;
  if ((swb & SWB_NEGATIVO) != 0)
    lectura->valor.units = -lectura->valor.units;
  lectura->estado = (swb & SWB_MOVIMIENTO) != 0 ? TBK_LECTURA_MOVIMIENTO : TBK_LECTURA_ESTABLE;
  if ((swb & SWB_FUERA) != 0)
    tbk_campo_sin_valor (lectura, (swb & SWB_NEGATIVO) != 0 ? TBK_LECTURA_BAJO_CERO : TBK_LECTURA_SOBRECARGA);
  else if ((swb & SWB_SIN_CERO) != 0)
    tbk_campo_sin_valor (lectura, TBK_LECTURA_FALLA);
  return TRUE;
}

static TbkLeido
leer_trama (const guint8 *t, gsize n, gboolean con_suma, gsize *usados, TbkLectura *lectura)
{
  gsize cr = SIN_TARA;

  if (!tbk_campo_marca (t, n, TBK_STX, usados))
    return TBK_LEIDO_RUIDO;
  for (gsize i = 1; i < MIN (n, 4); i++)
    if (t[i] < SW_FIJO)
      return TBK_LEIDO_RUIDO;
  if (n <= SIN_TARA)
    return TBK_LEIDO_FALTA;
  if (t[SIN_TARA] != '\r')
    cr = CON_TARA;
  if (n < cr + (con_suma ? 2 : 1))
    return TBK_LEIDO_FALTA;
  if (t[cr] != '\r' || (con_suma && t[cr + 1] != suma (t, cr + 1)) || !leer_cuerpo (t, cr, lectura))
    return TBK_LEIDO_RUIDO;
  *usados = cr + (con_suma ? 2 : 1);
  return TBK_LEIDO_TRAMA;
}

static TbkLeido
leer (const TbkProtocolo *self, const guint8 *t, gsize n, gsize *usados, TbkLectura *lectura)
{
  return leer_trama (t, n, TRUE, usados, lectura);
}

static TbkLeido
leer_sin_suma (const TbkProtocolo *self, const guint8 *t, gsize n, gsize *usados, TbkLectura *lectura)
{
  return leer_trama (t, n, FALSE, usados, lectura);
}

static gboolean
escribir_cifra (guint8 *campo, TbkDecimal cifra)
{
  return tbk_campo_poner (campo, DIGITOS, '0', (TbkDecimal){ cifra.units, 0 });
}

static gsize
escribir (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  const gboolean fuera = l->estado == TBK_LECTURA_SOBRECARGA || l->estado == TBK_LECTURA_BAJO_CERO;
  const gboolean negativo = l->valor.units < 0 || l->estado == TBK_LECTURA_BAJO_CERO;
  TbkDecimal tara = { 0 };

  if (l->valor.scale > 5 || (l->con_tara && !tbk_decimal_rescale (l->tara, l->valor.scale, &tara, NULL)))
    return 0;
  t[0] = TBK_STX;
  t[1] = (guint8) (SW_FIJO | 0x08 | (l->valor.scale + 2));
  t[2] = (guint8) (SW_FIJO | (l->clase == TBK_CLASE_NETO ? SWB_NETO : 0)
                   | (negativo ? SWB_NEGATIVO : 0) | (fuera ? SWB_FUERA : 0)
                   | (l->estado == TBK_LECTURA_MOVIMIENTO ? SWB_MOVIMIENTO : 0)
                   | (l->unidad == TBK_MASA_LB ? 0 : SWB_KG)
                   | (l->estado == TBK_LECTURA_FALLA ? SWB_SIN_CERO : 0));
  t[3] = (guint8) (SW_FIJO | (l->unidad == TBK_MASA_G ? 1 : l->unidad == TBK_MASA_T ? 2
                                                                                    : 0));
  if (l->impresa)
    t[3] |= SWC_IMPRESA;
  if (!escribir_cifra (t + 4, l->valor) || !escribir_cifra (t + 4 + DIGITOS, tara))
    return 0;
  t[CON_TARA] = '\r';
  t[CON_TARA + 1] = suma (t, CON_TARA + 1);
  return CON_TARA + 2;
}

static gsize
escribir_sin_suma (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  gsize n = escribir (self, l, t);

  return n > 0 ? n - 1 : 0;
}

const TbkProtocolo tbk_protocolo_toledo = {
  .nombre = "toledo",
  .etiqueta = "Mettler Toledo, continuous, with checksum (8142, IND, 8530)",
  .linea = { 9600, 7, TBK_PARIDAD_PAR, 1 },
  .rasgos = TBK_PROTOCOLO_7BITS | TBK_PROTOCOLO_ESTADO | TBK_PROTOCOLO_SUMA,
  .orden = { [TBK_ORDEN_CERO] = "Z", [TBK_ORDEN_TARA] = "T", [TBK_ORDEN_QUITA_TARA] = "C", [TBK_ORDEN_IMPRIME] = "P" },
  .leer = leer,
  .escribir = escribir,
};

const TbkProtocolo tbk_protocolo_toledo_sin_suma = {
  .nombre = "toledo-sin-suma",
  .etiqueta = "Mettler Toledo, continuous, without checksum",
  .linea = { 9600, 7, TBK_PARIDAD_PAR, 1 },
  .rasgos = TBK_PROTOCOLO_7BITS | TBK_PROTOCOLO_ESTADO,
  .orden = { [TBK_ORDEN_CERO] = "Z", [TBK_ORDEN_TARA] = "T", [TBK_ORDEN_QUITA_TARA] = "C", [TBK_ORDEN_IMPRIME] = "P" },
  .leer = leer_sin_suma,
  .escribir = escribir_sin_suma,
};
