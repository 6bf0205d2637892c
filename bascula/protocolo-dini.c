/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dini Argeo: "ST,GS,   123.4,kg", with an address of two figures before it on RS-485, and its extended string
 * "1,ST,     123.4,PT     1.0,         0,         0,kg": net, tare, pieces, mean piece. */
#include "tbk-campo.h"
#include "tbk-protocolos.h"
#include "tbk-st.h"

#define VALOR 8
#define LARGO 17 /* with a unit of two; 16 with one */
#define EXTENDIDA 50
#define EXT_NETO 5
#define EXT_TARA 16
#define EXT_CAMPO 10

static gboolean
leer_normal (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  if (largo == LARGO + 2 && g_ascii_isdigit (t[0]) && g_ascii_isdigit (t[1]))
    {
      t += 2;
      largo -= 2;
    }
  if ((largo != LARGO && largo != LARGO - 1) || t[2] != ',' || t[5] != ',' || t[14] != ',')
    return FALSE;
  if (!tbk_st_estado (t, lectura) || !tbk_st_clase (t + 3, lectura) || !tbk_st_valor (t + 6, VALOR, lectura))
    return FALSE;
  lectura->unidad = tbk_masa_parse ((const char *) t + 15, largo - 15);
  return lectura->unidad != TBK_MASA_NINGUNA;
}

static gboolean
leer_extendida (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  const gsize comas[] = { 1, 4, 15, 28, 39, EXTENDIDA };

  if ((largo != EXTENDIDA + 2 && largo != EXTENDIDA + 3) || !g_ascii_isdigit (t[0]))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (comas); i++)
    if (t[comas[i]] != ',')
      return FALSE;
  if (!tbk_campo_par (t + EXT_TARA, "PT") && !tbk_campo_todo (t + EXT_TARA, 2, ' '))
    return FALSE;
  if (!tbk_st_estado (t + 2, lectura) || !tbk_st_valor (t + EXT_NETO, EXT_CAMPO, lectura)
      || !tbk_campo_numero (t + EXT_TARA + 2, EXT_CAMPO, &lectura->tara))
    return FALSE;
  lectura->con_tara = lectura->tara.units != 0;
  lectura->clase = lectura->con_tara ? TBK_CLASE_NETO : TBK_CLASE_BRUTO;
  lectura->unidad = tbk_masa_parse ((const char *) t + EXTENDIDA + 1, largo - EXTENDIDA - 1);
  return lectura->unidad != TBK_MASA_NINGUNA;
}

static gboolean
leer_linea (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  if (largo == 5 && memcmp (t, "ERR0", 4) == 0 && t[4] >= '1' && t[4] <= '4')
    {
      tbk_campo_sin_valor (lectura, TBK_LECTURA_FALLA);
      return TRUE;
    }
  return leer_normal (t, largo, lectura) || leer_extendida (t, largo, lectura);
}

static gsize
escribir (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  const char *estado = tbk_st_escribir_estado (l);

  if (l->estado == TBK_LECTURA_FALLA)
    {
      memcpy (t, "ERR03\r\n", 7);
      return 7;
    }
  if (estado == NULL || l->clase == TBK_CLASE_TARA || !tbk_campo_poner_signo (t + 6, VALOR, l->valor))
    return 0;
  memcpy (t, estado, 2);
  t[2] = ',';
  memcpy (t + 3, tbk_st_escribir_clase (l), 2);
  t[5] = t[14] = ',';
  tbk_campo_poner_unidad (t + 15, 2, TRUE, l->unidad);
  memcpy (t + LARGO, "\r\n", 2);
  return LARGO + 2;
}

const TbkProtocolo tbk_protocolo_dini = {
  .nombre = "dini",
  .etiqueta = "Dini Argeo (3590, DFW)",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .rasgos = TBK_PROTOCOLO_ESTADO | TBK_PROTOCOLO_LINEAS,
  .fin = '\r',
  .orden = { [TBK_ORDEN_CERO] = "ZERO\r\n",
             [TBK_ORDEN_TARA] = "TARE\r\n",
             [TBK_ORDEN_QUITA_TARA] = "C\r\n",
             [TBK_ORDEN_PIDE] = "READ\r\n" },
  .leer_linea = leer_linea,
  .escribir = escribir,
};
