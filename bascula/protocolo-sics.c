/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MT-SICS: "S S     100.00 g", "S D      12.34 kg", "S +", "T S ...", "ES". The weight takes 10 places, and a fault is
 * written into them, so it is looked for first. */
#include "tbk-campo.h"
#include "tbk-protocolos.h"

#define PESO 4   /* where the weight begins */
#define ANCHO 10 /* its places */
#define UNIDAD_MAX 5

/* "ES", "ET", "EL", and an answer of one letter: the command was not done. */
static gboolean
leer_corta (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  if (largo == 2 && t[0] == 'E' && tbk_campo_uno_de (t[1], "STL"))
    tbk_campo_sin_valor (lectura, TBK_LECTURA_FALLA);
  else if (largo == 3 && tbk_campo_uno_de (t[0], "SZT") && t[1] == ' ' && t[2] == '+')
    tbk_campo_sin_valor (lectura, TBK_LECTURA_SOBRECARGA);
  else if (largo == 3 && tbk_campo_uno_de (t[0], "SZT") && t[1] == ' ' && t[2] == '-')
    tbk_campo_sin_valor (lectura, TBK_LECTURA_BAJO_CERO);
  else if (largo == 3 && tbk_campo_uno_de (t[0], "SZT") && t[1] == ' ' && (t[2] == 'I' || t[2] == 'L'))
    tbk_campo_sin_valor (lectura, TBK_LECTURA_FALLA);
  else
    return FALSE;
  return TRUE;
}

static gboolean
leer_peso (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  if (largo < PESO + ANCHO || (t[0] != 'S' && t[0] != 'T') || t[1] != ' ' || t[3] != ' '
      || (t[2] != 'S' && t[2] != 'D'))
    return FALSE;
  if (largo <= PESO + ANCHO + 1 && memcmp (t + PESO, " Error ", 7) == 0)
    {
      tbk_campo_sin_valor (lectura, TBK_LECTURA_FALLA);
      return TRUE;
    }
  if (largo < PESO + ANCHO + 2 || largo > PESO + ANCHO + 1 + UNIDAD_MAX || t[PESO + ANCHO] != ' ')
    return FALSE;
  if (!tbk_campo_numero (t + PESO, ANCHO, &lectura->valor))
    return FALSE;
  lectura->unidad = tbk_masa_parse ((const char *) t + PESO + ANCHO + 1, largo - PESO - ANCHO - 1);
  lectura->estado = t[2] == 'S' ? TBK_LECTURA_ESTABLE : TBK_LECTURA_MOVIMIENTO;
  lectura->clase = t[0] == 'T' ? TBK_CLASE_TARA : TBK_CLASE_DESCONOCIDA;
  return lectura->unidad != TBK_MASA_NINGUNA;
}

static gboolean
leer_linea (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  return leer_corta (t, largo, lectura) || leer_peso (t, largo, lectura);
}

static gsize
escribir_texto (guint8 *t, const char *texto)
{
  gsize n = strlen (texto);

  memcpy (t, texto, n);
  return n;
}

static gsize
escribir (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  gsize n;

  if (l->estado == TBK_LECTURA_SOBRECARGA)
    return escribir_texto (t, "S +\r\n");
  if (l->estado == TBK_LECTURA_BAJO_CERO)
    return escribir_texto (t, "S -\r\n");
  if (l->estado == TBK_LECTURA_FALLA)
    return escribir_texto (t, "S S  Error 10b\r\n");
  n = escribir_texto (t, l->clase == TBK_CLASE_TARA ? "T " : "S ");
  n += escribir_texto (t + n, l->estado == TBK_LECTURA_MOVIMIENTO ? "D " : "S ");
  if (!tbk_campo_poner_signo (t + n, ANCHO, l->valor))
    return 0;
  n += ANCHO;
  t[n++] = ' ';
  n += escribir_texto (t + n, tbk_masa_symbol (l->unidad));
  return n + escribir_texto (t + n, "\r\n");
}

const TbkProtocolo tbk_protocolo_sics = {
  .nombre = "sics",
  .etiqueta = "Mettler Toledo, MT-SICS",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .rasgos = TBK_PROTOCOLO_ESTADO | TBK_PROTOCOLO_LINEAS,
  .fin = '\r',
  .orden = { [TBK_ORDEN_CERO] = "Z\r\n",
             [TBK_ORDEN_TARA] = "T\r\n",
             [TBK_ORDEN_QUITA_TARA] = "TAC\r\n",
             [TBK_ORDEN_IMPRIME] = "S\r\n",
             [TBK_ORDEN_PIDE] = "SI\r\n" },
  .leer_linea = leer_linea,
  .escribir = escribir,
};
