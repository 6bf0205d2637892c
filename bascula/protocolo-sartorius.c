/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sartorius SBI: 16 characters, sign, weight in nine places, space, unit; or 22, with a name of six
 * before them. The unit is blank while the weight moves: its presence is the sign of rest. */
#include "tbk-campo.h"
#include "tbk-protocolos.h"

#define CORTA 14 /* without CR LF */
#define NOMBRE 6
#define VALOR 10 /* sign and weight */
#define UNIDAD 11

static TbkClase
clase_de (const guint8 *nombre)
{
  switch (nombre[0])
    {
    case 'G':
      return TBK_CLASE_BRUTO;
    case 'N':
      return TBK_CLASE_NETO;
    case 'T':
      return TBK_CLASE_TARA;
    default:
      return TBK_CLASE_DESCONOCIDA;
    }
}

/* What stands in the weight's place where there is none. */
static gboolean
leer_aviso (const guint8 *t, TbkLectura *lectura)
{
  if (tbk_campo_es (t, CORTA, "H") || tbk_campo_es (t, CORTA, "HH"))
    tbk_campo_sin_valor (lectura, TBK_LECTURA_SOBRECARGA);
  else if (tbk_campo_es (t, CORTA, "L") || tbk_campo_es (t, CORTA, "LL"))
    tbk_campo_sin_valor (lectura, TBK_LECTURA_BAJO_CERO);
  else if (tbk_campo_es (t, CORTA, "--") || tbk_campo_es (t, CORTA, "C") || memcmp (t, "   Err ", 7) == 0)
    tbk_campo_sin_valor (lectura, TBK_LECTURA_FALLA);
  else
    return FALSE;
  return TRUE;
}

static gboolean
leer_valor (const guint8 *t, TbkLectura *lectura)
{
  if (!tbk_campo_uno_de (t[0], "+- ") || t[VALOR] != ' ' || t[VALOR - 1] == ' '
      || !tbk_campo_numero (t, VALOR, &lectura->valor))
    return FALSE;
  lectura->unidad = tbk_masa_parse ((const char *) t + UNIDAD, CORTA - UNIDAD);
  if (tbk_campo_todo (t + UNIDAD, CORTA - UNIDAD, ' '))
    lectura->estado = TBK_LECTURA_MOVIMIENTO;
  else if (lectura->unidad != TBK_MASA_NINGUNA)
    lectura->estado = TBK_LECTURA_ESTABLE;
  else
    return FALSE;
  return TRUE;
}

static gboolean
leer_linea (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  if (largo == CORTA + NOMBRE && g_ascii_isalpha (t[0]) && memchr (t, '\0', NOMBRE) == NULL)
    {
      lectura->clase = clase_de (t);
      t += NOMBRE;
    }
  else if (largo != CORTA)
    return FALSE;
  return leer_aviso (t, lectura) || leer_valor (t, lectura);
}

static const char *
aviso_de (const TbkLectura *l)
{
  switch (l->estado)
    {
    case TBK_LECTURA_SOBRECARGA:
      return "      H       \r\n";
    case TBK_LECTURA_BAJO_CERO:
      return "      L       \r\n";
    case TBK_LECTURA_FALLA:
      return "   Err 102    \r\n";
    case TBK_LECTURA_MUDA:
    case TBK_LECTURA_ESTABLE:
    case TBK_LECTURA_MOVIMIENTO:
    default:
      return NULL;
    }
}

static gsize
escribir (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  const char *aviso = aviso_de (l);
  guint8 *p = t + NOMBRE;

  memcpy (t, l->clase == TBK_CLASE_NETO ? "N     " : l->clase == TBK_CLASE_TARA ? "T1    "
                                                                                : "G     ",
          NOMBRE);
  if (aviso != NULL)
    {
      memcpy (p, aviso, CORTA + 2);
      return NOMBRE + CORTA + 2;
    }
  p[0] = l->valor.units < 0 ? '-' : '+';
  if (!tbk_campo_poner (p + 1, VALOR - 1, ' ', l->valor))
    return 0;
  p[VALOR] = ' ';
  tbk_campo_poner_unidad (p + UNIDAD, CORTA - UNIDAD, FALSE,
                          l->estado == TBK_LECTURA_MOVIMIENTO ? TBK_MASA_NINGUNA : l->unidad);
  memcpy (p + CORTA, "\r\n", 2);
  return NOMBRE + CORTA + 2;
}

const TbkProtocolo tbk_protocolo_sartorius = {
  .nombre = "sartorius",
  .etiqueta = "Sartorius SBI",
  .linea = { 1200, 7, TBK_PARIDAD_IMPAR, 1 },
  .rasgos = TBK_PROTOCOLO_7BITS | TBK_PROTOCOLO_ESTADO | TBK_PROTOCOLO_LINEAS,
  .fin = '\r',
  .orden = { [TBK_ORDEN_CERO] = "\033V\r\n", [TBK_ORDEN_TARA] = "\033U\r\n", [TBK_ORDEN_PIDE] = "\033P\r\n" },
  .leer_linea = leer_linea,
  .escribir = escribir,
};
