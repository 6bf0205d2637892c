/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ohaus Defender and Ranger: sign, space, weight(7) or weight(11), space, unit, '?' while it moves,
 * legend G, NET, T. */
#include "tbk-campo.h"
#include "tbk-protocolos.h"

#define PESO_FIN 9        /* where the space after the weight stands, */
#define PESO_FIN_NUEVO 11 /* in newer ones */
#define UNIDAD_MAX 5
#define RESTO_MAX 12

/* "G", "NET", "T", or nothing. */
static gboolean
leer_leyenda (const guint8 *t, gsize n, TbkLectura *lectura)
{
  if (tbk_campo_es (t, n, ""))
    return TRUE;
  if (tbk_campo_es (t, n, "G"))
    lectura->clase = TBK_CLASE_BRUTO;
  else if (tbk_campo_es (t, n, "N") || tbk_campo_es (t, n, "NET"))
    lectura->clase = TBK_CLASE_NETO;
  else if (tbk_campo_es (t, n, "T"))
    lectura->clase = TBK_CLASE_TARA;
  else
    return FALSE;
  return TRUE;
}

/* "kg", "kg?", "kg ? NET", "kg   G". */
static gboolean
leer_resto (const guint8 *t, gsize n, TbkLectura *lectura)
{
  gsize i = 0, unidad;

  while (i < n && g_ascii_isalpha (t[i]))
    i++;
  unidad = i;
  lectura->unidad = tbk_masa_parse ((const char *) t, unidad);
  while (i < n && t[i] == ' ')
    i++;
  lectura->estado = i < n && t[i] == '?' ? TBK_LECTURA_MOVIMIENTO : TBK_LECTURA_ESTABLE;
  if (i < n && t[i] == '?')
    i++;
  return unidad > 0 && unidad <= UNIDAD_MAX && lectura->unidad != TBK_MASA_NINGUNA && n <= RESTO_MAX
         && leer_leyenda (t + i, n - i, lectura);
}

/* In the new form the sign stands right before the figures; one apart is noise before a frame of the old form. */
static gboolean
signo_junto (const guint8 *t, gsize n)
{
  const guint8 *signo = memchr (t, '-', n);

  return signo == NULL || signo + 1 == t + n || signo[1] != ' ';
}

static gboolean
leer_peso (const guint8 *t, gsize largo, gsize fin, TbkLectura *lectura)
{
  return largo > fin + 1 && (fin == PESO_FIN || signo_junto (t, fin)) && t[fin] == ' ' && t[fin - 1] != ' '
         && tbk_campo_numero (t, fin, &lectura->valor)
         && leer_resto (t + fin + 1, largo - fin - 1, lectura);
}

static gboolean
leer_linea (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  if (largo == 2 && tbk_campo_par (t, "ES"))
    tbk_campo_sin_valor (lectura, TBK_LECTURA_FALLA);
  else if (!leer_peso (t, largo, PESO_FIN, lectura) && !leer_peso (t, largo, PESO_FIN_NUEVO, lectura))
    return FALSE;
  return TRUE;
}

static gsize
escribir (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  const char *leyenda = l->clase == TBK_CLASE_NETO ? "NET" : l->clase == TBK_CLASE_TARA ? "T  "
                                                                                        : "G  ";

  if (l->estado == TBK_LECTURA_FALLA)
    {
      memcpy (t, "ES\r\n", 4);
      return 4;
    }
  t[0] = l->valor.units < 0 ? '-' : ' ';
  t[1] = ' ';
  if (!tbk_lectura_con_valor (l) || !tbk_campo_poner (t + 2, PESO_FIN - 2, ' ', l->valor))
    return 0;
  t[PESO_FIN] = ' ';
  tbk_campo_poner_unidad (t + 10, 2, FALSE, l->unidad);
  t[12] = l->estado == TBK_LECTURA_MOVIMIENTO ? '?' : ' ';
  t[13] = ' ';
  memcpy (t + 14, leyenda, 3);
  memcpy (t + 17, "\r\n", 2);
  return 19;
}

const TbkProtocolo tbk_protocolo_ohaus = {
  .nombre = "ohaus",
  .etiqueta = "Ohaus Defender, Ranger",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .rasgos = TBK_PROTOCOLO_ESTADO | TBK_PROTOCOLO_LINEAS,
  .fin = '\r',
  .orden = { [TBK_ORDEN_CERO] = "Z\r\n",
             [TBK_ORDEN_TARA] = "T\r\n",
             [TBK_ORDEN_IMPRIME] = "SP\r\n",
             [TBK_ORDEN_PIDE] = "IP\r\n" },
  .leer_linea = leer_linea,
  .escribir = escribir,
};
