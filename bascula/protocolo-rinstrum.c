/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rinstrum's automatic output between STX and ETX:
 *   FMT_1  sign w7 state                 state G N (at rest), M moves, U under, O over, E error
 *   FMT_2  sign w7 S1 S2 S3 S4 unit(3)   the unit is blank while it moves
 *   FMT_3  w8 G/N M/S I/O/U Z two spaces
 * FMT_4 is A&D's "ST,GS,", FMT_5 Rice Lake's without STX. */
#include "tbk-campo.h"
#include "tbk-protocolos.h"

#define SIGNO_PESO 8
#define FMT_1 10 /* where ETX stands */
#define FMT_2 16
#define FMT_3 15

/* G, N: gross, net; U, O, E: no value. */
static gboolean
leer_letra (guint8 letra, TbkLectura *lectura)
{
  lectura->clase = letra == 'N' ? TBK_CLASE_NETO : letra == 'G' ? TBK_CLASE_BRUTO
                                                                : TBK_CLASE_DESCONOCIDA;
  if (lectura->clase == TBK_CLASE_DESCONOCIDA)
    return tbk_campo_leer_falta (letra, lectura);
  lectura->estado = TBK_LECTURA_ESTABLE;
  return TRUE;
}

static gboolean
mueve (TbkLectura *lectura)
{
  if (tbk_lectura_con_valor (lectura))
    lectura->estado = TBK_LECTURA_MOVIMIENTO;
  return TRUE;
}

static gboolean
leer_fmt_1 (const guint8 *t, TbkLectura *lectura)
{
  return t[8] == 'M' ? mueve (lectura) : leer_letra (t[8], lectura);
}

static gboolean
leer_fmt_2 (const guint8 *t, TbkLectura *lectura)
{
  if (!leer_letra (t[8], lectura) || (t[9] != 'M' && t[9] != ' ') || (t[10] != 'Z' && t[10] != ' ')
      || !tbk_campo_uno_de (t[11], "-12 "))
    return FALSE;
  lectura->en_cero = t[10] == 'Z';
  lectura->unidad = tbk_masa_parse ((const char *) t + 12, 3);
  if (t[9] == 'M')
    return mueve (lectura);
  return lectura->unidad != TBK_MASA_NINGUNA || !tbk_lectura_con_valor (lectura);
}

static gboolean
leer_fmt_3 (const guint8 *t, TbkLectura *lectura)
{
  if ((t[8] != 'G' && t[8] != 'N') || (t[9] != 'M' && t[9] != 'S') || !tbk_campo_todo (t + 12, 2, ' '))
    return FALSE;
  if (t[10] == 'I')
    leer_letra (t[8], lectura);
  else if ((t[10] != 'O' && t[10] != 'U') || !leer_letra (t[10], lectura))
    return FALSE;
  lectura->en_cero = t[11] == 'Z';
  return t[9] == 'M' ? mueve (lectura) : TRUE;
}

/* Which of the three: by where ETX stands. 0: none of them. */
static gsize
busca_fin (const guint8 *t, gsize n)
{
  const gsize fines[] = { FMT_1, FMT_3, FMT_2 };

  for (gsize i = 0; i < G_N_ELEMENTS (fines); i++)
    if (n > fines[i] && t[fines[i]] == TBK_ETX)
      return fines[i];
  return 0;
}

static TbkLeido
leer (const TbkProtocolo *self, const guint8 *t, gsize n, gsize *usados, TbkLectura *lectura)
{
  gsize fin;
  gboolean bien;

  if (!tbk_campo_marca (t, n, TBK_STX, usados))
    return TBK_LEIDO_RUIDO;
  fin = busca_fin (t, n);
  if (n > 1 && (g_ascii_iscntrl ((char) t[1]) || (t[1] & 0x80) != 0))
    return TBK_LEIDO_RUIDO;
  if (fin == 0)
    return n > FMT_2 ? TBK_LEIDO_RUIDO : TBK_LEIDO_FALTA;
  bien = fin == FMT_1 ? leer_fmt_1 (t + 1, lectura) : fin == FMT_2 ? leer_fmt_2 (t + 1, lectura)
                                                                   : leer_fmt_3 (t + 1, lectura);
  if (!bien || (tbk_lectura_con_valor (lectura) && !tbk_campo_numero (t + 1, SIGNO_PESO, &lectura->valor)))
    return TBK_LEIDO_RUIDO;
  *usados = fin + 1;
  return TBK_LEIDO_TRAMA;
}

/* FMT_2, the one that says most. */
static gsize
escribir (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  gboolean movimiento = l->estado == TBK_LECTURA_MOVIMIENTO;

  if (l->clase == TBK_CLASE_TARA || (l->unidad == TBK_MASA_NINGUNA && !movimiento))
    return 0;
  if (!tbk_campo_poner (t + 2, SIGNO_PESO - 1, ' ', l->valor))
    return 0;
  t[0] = TBK_STX;
  t[1] = l->valor.units < 0 ? '-' : ' ';
  t[9] = tbk_campo_letra_falta (l, l->clase == TBK_CLASE_NETO ? 'N' : 'G');
  t[10] = movimiento ? 'M' : ' ';
  t[11] = l->en_cero ? 'Z' : ' ';
  t[12] = '-';
  tbk_campo_poner_unidad (t + 13, 3, TRUE, movimiento ? TBK_MASA_NINGUNA : l->unidad);
  t[FMT_2] = TBK_ETX;
  return FMT_2 + 1;
}

const TbkProtocolo tbk_protocolo_rinstrum = {
  .nombre = "rinstrum",
  .etiqueta = "Rinstrum, FMT_1 to FMT_3 (R320, C530, R427)",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .rasgos = TBK_PROTOCOLO_ESTADO,
  .leer = leer,
  .escribir = escribir,
};
