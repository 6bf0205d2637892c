/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CAS, 22 bytes: "ST,GS," id lamp "," weight(8) " kg" CR LF. The lamp byte has bit 7 set and the id
 * may be any figure, so fields are taken by their place. And its short form: weight(8) CR LF,
 * nothing else. */
#include "tbk-campo.h"
#include "tbk-protocolos.h"
#include "tbk-st.h"

#define LARGO 20
#define LAMPARAS 7
#define PESO 9
#define ANCHO 8
#define LAMPARA_FIJA 0x80
#define LAMPARA_ESTABLE 0x40
#define LAMPARA_HOLD 0x10 /* the weight is held, not live */
#define LAMPARA_BRUTO 0x04
#define LAMPARA_TARA 0x02
#define LAMPARA_CERO 0x01

static gboolean
leer_linea (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  if (largo != LARGO || t[2] != ',' || t[5] != ',' || t[8] != ',' || t[17] != ' ' || (t[LAMPARAS] & LAMPARA_FIJA) == 0)
    return FALSE;
  if (!tbk_st_estado (t, lectura) || !tbk_st_clase (t + 3, lectura) || !tbk_st_valor (t + PESO, ANCHO, lectura))
    return FALSE;
  lectura->unidad = tbk_masa_parse ((const char *) t + PESO + ANCHO + 1, 2);
  lectura->en_cero = (t[LAMPARAS] & LAMPARA_CERO) != 0;
  if (lectura->estado == TBK_LECTURA_ESTABLE && (t[LAMPARAS] & LAMPARA_HOLD) != 0)
    lectura->estado = TBK_LECTURA_MOVIMIENTO;
  return lectura->unidad != TBK_MASA_NINGUNA;
}

static gsize
escribir (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  const char *estado = tbk_st_escribir_estado (l);
  const guint8 clase = l->clase == TBK_CLASE_NETO ? LAMPARA_TARA : LAMPARA_BRUTO;

  if (estado == NULL || l->clase == TBK_CLASE_TARA)
    return 0;
  memcpy (t, estado, 2);
  memcpy (t + 2, l->clase == TBK_CLASE_NETO ? ",NT,1" : ",GS,1", 5);
  t[LAMPARAS]
      = (guint8) (LAMPARA_FIJA | clase | (l->estado == TBK_LECTURA_ESTABLE ? LAMPARA_ESTABLE : 0)
                  | (l->en_cero ? LAMPARA_CERO : 0));
  t[8] = ',';
  if (!tbk_lectura_con_valor (l))
    memset (t + PESO, ' ', ANCHO);
  else if (!tbk_campo_poner_signo (t + PESO, ANCHO, l->valor))
    return 0;
  t[17] = ' ';
  tbk_campo_poner_unidad (t + 18, 2, TRUE, l->unidad);
  memcpy (t + LARGO, "\r\n", 2);
  return LARGO + 2;
}

static gboolean
leer_linea_10 (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  return largo == ANCHO && tbk_campo_numero (t, ANCHO, &lectura->valor);
}

static gsize
escribir_10 (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  if (!tbk_lectura_con_valor (l) || !tbk_campo_poner_signo (t, ANCHO, l->valor))
    return 0;
  memcpy (t + ANCHO, "\r\n", 2);
  return ANCHO + 2;
}

const TbkProtocolo tbk_protocolo_cas = {
  .nombre = "cas",
  .etiqueta = "CAS, 22 bytes (CI, NT, PDI)",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .rasgos = TBK_PROTOCOLO_ESTADO | TBK_PROTOCOLO_LINEAS,
  .fin = '\r',
  .orden = { [TBK_ORDEN_CERO] = "01MZ\r\n", [TBK_ORDEN_TARA] = "01MT\r\n", [TBK_ORDEN_PIDE] = "01RW\r\n" },
  .leer_linea = leer_linea,
  .escribir = escribir,
};

const TbkProtocolo tbk_protocolo_cas_10 = {
  .nombre = "cas-10",
  .etiqueta = "CAS, 10 bytes: the weight alone",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .rasgos = TBK_PROTOCOLO_LINEAS | TBK_PROTOCOLO_AJUSTADO,
  .fin = '\r',
  .leer_linea = leer_linea_10,
  .escribir = escribir_10,
};
