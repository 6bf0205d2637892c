/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A&D: "ST,+00123.45  g", and "ST,GS,+01234.5kg" of its industrial indicators, which Jadever, KERN, Triner, Rinstrum's
 * FMT_4 and many more write too. */
#include "tbk-campo.h"
#include "tbk-protocolos.h"
#include "tbk-st.h"

#define CORTA 15 /* "ST,+00123.45  g" */
#define VALOR 9
#define UNIDAD 3
#define INDUSTRIAL 6 /* where the weight begins after "ST,GS," */
#define VALOR_MIN 7
#define VALOR_MAX 9
#define UNIDAD_MAX 4

/* Where the unit begins: at the first letter, or a moisture meter's percent sign. `largo` where there is none. */
static gsize
busca_unidad (const guint8 *t, gsize largo)
{
  gsize i = INDUSTRIAL;

  while (i < largo && t[i] != '%' && !(g_ascii_isalpha (t[i]) && t[i] != 'E'))
    i++;
  return i;
}

static gboolean
leer_industrial (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  gsize fin, unidad;

  if (largo < INDUSTRIAL + VALOR_MIN || t[5] != ',' || !tbk_st_clase (t + 3, lectura))
    return FALSE;
  fin = unidad = busca_unidad (t, largo);
  while (fin > INDUSTRIAL && t[fin - 1] == ' ')
    fin--;
  if (largo - unidad > UNIDAD_MAX || (unidad == largo && tbk_lectura_con_valor (lectura)))
    return FALSE;
  lectura->unidad = tbk_masa_parse ((const char *) t + unidad, largo - unidad);
  if (!tbk_lectura_con_valor (lectura))
    return tbk_st_valor (t + INDUSTRIAL, fin - INDUSTRIAL, lectura);
  if (fin - INDUSTRIAL < VALOR_MIN || fin - INDUSTRIAL > VALOR_MAX || lectura->unidad == TBK_MASA_NINGUNA)
    return FALSE;
  return tbk_st_valor (t + INDUSTRIAL, fin - INDUSTRIAL, lectura);
}

/* "OL,+9999999E+19" has no unit. */
static gboolean
leer_corta (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  if (largo != CORTA)
    return FALSE;
  if (!tbk_lectura_con_valor (lectura))
    return tbk_st_valor (t + 3, VALOR + UNIDAD, lectura);
  lectura->unidad = tbk_masa_parse ((const char *) t + 3 + VALOR, UNIDAD);
  return (t[3] == '+' || t[3] == '-') && lectura->unidad != TBK_MASA_NINGUNA && tbk_st_valor (t + 3, VALOR, lectura);
}

static gboolean
leer_linea (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  if (largo < CORTA - 3 || t[2] != ',' || !tbk_st_estado (t, lectura))
    return FALSE;
  return leer_corta (t, largo, lectura) || leer_industrial (t, largo, lectura);
}

static gsize
escribir (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  const char *estado = tbk_st_escribir_estado (l);

  if (estado == NULL)
    return 0;
  memcpy (t, estado, 2);
  t[2] = ',';
  memcpy (t + 3, tbk_st_escribir_clase (l), 2);
  t[5] = ',';
  t[6] = l->valor.units < 0 ? '-' : '+';
  if (!tbk_lectura_con_valor (l))
    memset (t + 7, ' ', 7);
  else if (!tbk_campo_poner (t + 7, 7, '0', l->valor))
    return 0;
  tbk_campo_poner_unidad (t + 14, 2, TRUE, l->unidad);
  memcpy (t + 16, "\r\n", 2);
  return 18;
}

const TbkProtocolo tbk_protocolo_and = {
  .nombre = "and",
  .etiqueta = "A&D, and others that send ST,GS,+01234.5kg",
  .linea = { 2400, 7, TBK_PARIDAD_PAR, 1 },
  .rasgos = TBK_PROTOCOLO_7BITS | TBK_PROTOCOLO_ESTADO | TBK_PROTOCOLO_LINEAS,
  .fin = '\r',
  .orden = { [TBK_ORDEN_CERO] = "Z\r\n",
             [TBK_ORDEN_TARA] = "T\r\n",
             [TBK_ORDEN_QUITA_TARA] = "CT\r\n",
             [TBK_ORDEN_IMPRIME] = "S\r\n",
             [TBK_ORDEN_PIDE] = "Q\r\n" },
  .leer_linea = leer_linea,
  .escribir = escribir,
};
