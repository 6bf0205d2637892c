/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rice Lake and Condec: STX sign weight(7) unit G/N state CR [LF]. Rinstrum's FMT_5 is the same without STX. */
#include "tbk-campo.h"
#include "tbk-protocolos.h"

#define CUERPO 11 /* from the sign to the state */
#define SIGNO_PESO 8

static TbkMasa
unidad_de (guint8 letra)
{
  switch (letra)
    {
    case 'L':
      return TBK_MASA_LB;
    case 'K':
      return TBK_MASA_KG;
    case 'T':
      return TBK_MASA_T;
    case 'G':
      return TBK_MASA_G;
    case 'O':
      return TBK_MASA_OZ;
    default:
      return TBK_MASA_NINGUNA;
    }
}

static char
letra_de (TbkMasa unidad)
{
  for (const char *letra = "LKTGO"; *letra != '\0'; letra++)
    if (unidad_de ((guint8) *letra) == unidad)
      return *letra;
  return '\0';
}

/* ' ' valid, Z at zero, M moves, H held (not live, so not to be captured), I invalid, O over or under by the sign. */
static gboolean
leer_estado (guint8 letra, gboolean negativo, TbkLectura *lectura)
{
  lectura->en_cero = letra == 'Z';
  switch (letra)
    {
    case ' ':
    case 'Z':
      lectura->estado = TBK_LECTURA_ESTABLE;
      return TRUE;
    case 'M':
    case 'H':
      lectura->estado = TBK_LECTURA_MOVIMIENTO;
      return TRUE;
    case 'I':
      tbk_campo_sin_valor (lectura, TBK_LECTURA_FALLA);
      return TRUE;
    case 'O':
      tbk_campo_sin_valor (lectura, negativo ? TBK_LECTURA_BAJO_CERO : TBK_LECTURA_SOBRECARGA);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
leer_cuerpo (const guint8 *t, TbkLectura *lectura)
{
  gboolean hay = tbk_campo_numero (t, SIGNO_PESO, &lectura->valor);

  if ((t[0] != ' ' && t[0] != '-') || (t[9] != 'G' && t[9] != 'N'))
    return FALSE;
  lectura->unidad = unidad_de (t[8]);
  lectura->clase = t[9] == 'N' ? TBK_CLASE_NETO : TBK_CLASE_BRUTO;
  if (lectura->unidad == TBK_MASA_NINGUNA || !leer_estado (t[10], t[0] == '-', lectura))
    return FALSE;
  if (!hay && (tbk_campo_todo (t + 1, SIGNO_PESO - 1, '-') || tbk_campo_todo (t + 1, SIGNO_PESO - 1, ' ')))
    {
      if (tbk_lectura_con_valor (lectura))
        tbk_campo_sin_valor (lectura, TBK_LECTURA_FALLA);
      return TRUE;
    }
  return hay;
}

static TbkLeido
leer (const TbkProtocolo *self, const guint8 *t, gsize n, gsize *usados, TbkLectura *lectura)
{
  if (!tbk_campo_marca (t, n, TBK_STX, usados))
    return TBK_LEIDO_RUIDO;
  if (n < 2)
    return TBK_LEIDO_FALTA;
  if (t[1] != ' ' && t[1] != '-')
    return TBK_LEIDO_RUIDO;
  if (n < CUERPO + 2)
    return TBK_LEIDO_FALTA;
  if (t[CUERPO + 1] != '\r' || !leer_cuerpo (t + 1, lectura))
    return TBK_LEIDO_RUIDO;
  *usados = CUERPO + 2;
  return TBK_LEIDO_TRAMA;
}

static char
estado_de (const TbkLectura *l)
{
  switch (l->estado)
    {
    case TBK_LECTURA_MOVIMIENTO:
      return 'M';
    case TBK_LECTURA_SOBRECARGA:
    case TBK_LECTURA_BAJO_CERO:
      return 'O';
    case TBK_LECTURA_FALLA:
      return 'I';
    case TBK_LECTURA_MUDA:
    case TBK_LECTURA_ESTABLE:
    default:
      return l->en_cero ? 'Z' : ' ';
    }
}

static gsize
escribir_cuerpo (const TbkLectura *l, guint8 *t)
{
  t[0] = l->valor.units < 0 || l->estado == TBK_LECTURA_BAJO_CERO ? '-' : ' ';
  t[8] = (guint8) letra_de (l->unidad);
  t[9] = l->clase == TBK_CLASE_NETO ? 'N' : 'G';
  t[10] = (guint8) estado_de (l);
  if (t[8] == '\0' || !tbk_campo_poner (t + 1, SIGNO_PESO - 1, ' ', l->valor))
    return 0;
  memcpy (t + CUERPO, "\r\n", 2);
  return CUERPO + 2;
}

static gsize
escribir (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  gsize n = escribir_cuerpo (l, t + 1);

  t[0] = TBK_STX;
  return n > 0 ? n + 1 : 0;
}

static gboolean
leer_linea (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  return largo == CUERPO && leer_cuerpo (t, lectura);
}

static gsize
escribir_f (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  return escribir_cuerpo (l, t);
}

const TbkProtocolo tbk_protocolo_ricelake = {
  .nombre = "ricelake",
  .etiqueta = "Rice Lake, Condec (480, 680, 920i)",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .rasgos = TBK_PROTOCOLO_ESTADO,
  .orden = { [TBK_ORDEN_CERO] = "KZERO\r", [TBK_ORDEN_TARA] = "KTARE\r", [TBK_ORDEN_IMPRIME] = "KPRINT\r" },
  .leer = leer,
  .escribir = escribir,
};

const TbkProtocolo tbk_protocolo_rinstrum_f = {
  .nombre = "rinstrum-f",
  .etiqueta = "Rinstrum, FMT_5: as Rice Lake, without STX",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .rasgos = TBK_PROTOCOLO_ESTADO | TBK_PROTOCOLO_LINEAS,
  .fin = '\r',
  .leer_linea = leer_linea,
  .escribir = escribir_f,
};
