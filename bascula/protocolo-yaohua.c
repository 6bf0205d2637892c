/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Yaohua XK3190, the commonest cheap indicators. Four frames, a setting of the indicator:
 *   A9, A26: STX sign d1..d6 point X1 X2 ETX, X the XOR of bytes 2..9 in two characters; six figures, no state
 *   A12:     "WG004.139kg3D" CR LF, X the XOR of the 11 before it
 *   "=00.1000-" and "=-0001.00": backward and forward. One frame does not tell which: the user names it. */
#include "tbk-campo.h"
#include "tbk-protocolos.h"

/* --- A9, A26, A23 ----------------------------------------------------------- */

#define LARGO 12
#define DIGITOS 6
#define PUNTO 8
#define SUMA 9
#define MAX_PUNTO 4

static char
nibble (guint n)
{
  return (char) (n <= 9 ? '0' + n : 'A' + n - 10);
}

static void
poner_suma (const guint8 *bytes, gsize n, guint8 *dos)
{
  guint8 suma = tbk_campo_xor (bytes, n);

  dos[0] = (guint8) nibble (suma >> 4);
  dos[1] = (guint8) nibble (suma & 0x0f);
}

static gboolean
suma_buena (const guint8 *bytes, gsize n)
{
  guint8 dos[2];

  poner_suma (bytes, n, dos);
  return bytes[n] == dos[0] && bytes[n + 1] == dos[1];
}

static TbkLeido
leer (const TbkProtocolo *self, const guint8 *t, gsize n, gsize *usados, TbkLectura *lectura)
{
  if (!tbk_campo_marca (t, n, TBK_STX, usados))
    return TBK_LEIDO_RUIDO;
  if (n < 2)
    return TBK_LEIDO_FALTA;
  if (t[1] != '+' && t[1] != '-')
    return TBK_LEIDO_RUIDO;
  if (n < LARGO)
    return TBK_LEIDO_FALTA;
  if (t[LARGO - 1] != TBK_ETX || !suma_buena (t + 1, SUMA - 1) || t[PUNTO] < '0' || t[PUNTO] > '0' + MAX_PUNTO)
    return TBK_LEIDO_RUIDO;
  if (!tbk_campo_numero (t + 1, 1 + DIGITOS, &lectura->valor) || lectura->valor.scale != 0)
    return TBK_LEIDO_RUIDO;
  lectura->valor.scale = (guint8) (t[PUNTO] - '0');
  lectura->estado = TBK_LECTURA_MUDA;
  *usados = LARGO;
  return TBK_LEIDO_TRAMA;
}

static gsize
escribir (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  if (!tbk_lectura_con_valor (l) || l->valor.scale > MAX_PUNTO)
    return 0;
  t[0] = TBK_STX;
  t[1] = l->valor.units < 0 ? '-' : '+';
  if (!tbk_campo_poner (t + 2, DIGITOS, '0', (TbkDecimal){ l->valor.units, 0 }))
    return 0;
  t[PUNTO] = (guint8) ('0' + l->valor.scale);
  poner_suma (t + 1, SUMA - 1, t + SUMA);
  t[LARGO - 1] = TBK_ETX;
  return LARGO;
}

const TbkProtocolo tbk_protocolo_yaohua = {
  .nombre = "yaohua",
  .etiqueta = "Yaohua XK3190-A9, A26, A23, continuous",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .rasgos = TBK_PROTOCOLO_SUMA,
  .leer = leer,
  .escribir = escribir,
};

/* --- A12 -------------------------------------------------------------------- */

#define A12_SUMA 11
#define A12_LARGO 13
#define A12_DIGITOS 7
#define A12_UNIDAD 9

static gboolean
leer_cuerpo_a12 (const guint8 *t, TbkLectura *lectura)
{
  if (tbk_campo_todo (t, A12_UNIDAD, ' ')
      && (tbk_campo_par (t + A12_UNIDAD, "OL") || tbk_campo_par (t + A12_UNIDAD, "LO")))
    {
      tbk_campo_sin_valor (lectura, t[A12_UNIDAD] == 'O' ? TBK_LECTURA_SOBRECARGA : TBK_LECTURA_BAJO_CERO);
      return TRUE;
    }
  if (t[0] != 'W' || (t[1] != 'G' && t[1] != 'N') || !tbk_campo_numero (t + 2, A12_DIGITOS, &lectura->valor))
    return FALSE;
  lectura->clase = t[1] == 'N' ? TBK_CLASE_NETO : TBK_CLASE_BRUTO;
  lectura->unidad = tbk_masa_parse ((const char *) t + A12_UNIDAD, 2);
  lectura->estado = TBK_LECTURA_MUDA;
  return lectura->unidad != TBK_MASA_NINGUNA;
}

static gboolean
leer_linea_a12 (const guint8 *t, gsize largo, TbkLectura *lectura)
{
  return largo == A12_LARGO && suma_buena (t, A12_SUMA) && leer_cuerpo_a12 (t, lectura);
}

static gsize
escribir_a12 (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  memset (t, ' ', A12_UNIDAD);
  if (l->estado == TBK_LECTURA_FALLA)
    return 0;
  if (!tbk_lectura_con_valor (l))
    memcpy (t + A12_UNIDAD, l->estado == TBK_LECTURA_SOBRECARGA ? "OL" : "LO", 2);
  else
    {
      t[0] = 'W';
      t[1] = l->clase == TBK_CLASE_NETO ? 'N' : 'G';
      t[2] = l->valor.units < 0 ? '-' : '0';
      if (!tbk_campo_poner (t + 3, A12_DIGITOS - 1, '0', l->valor))
        return 0;
      tbk_campo_poner_unidad (t + A12_UNIDAD, 2, TRUE, l->unidad);
    }
  poner_suma (t, A12_SUMA, t + A12_SUMA);
  memcpy (t + A12_LARGO, "\r\n", 2);
  return A12_LARGO + 2;
}

const TbkProtocolo tbk_protocolo_yaohua_a12 = {
  .nombre = "yaohua-a12",
  .etiqueta = "Yaohua XK3190-A12, A12E",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .rasgos = TBK_PROTOCOLO_SUMA | TBK_PROTOCOLO_LINEAS,
  .fin = '\r',
  .leer_linea = leer_linea_a12,
  .escribir = escribir_a12,
};

/* --- "=" and eight characters ------------------------------------------------- */

#define IGUAL 9 /* the next frame's '=' ends it: there is no other end */

static TbkLeido
leer_igual (const guint8 *t, gsize n, gsize *usados, gboolean inverso, TbkLectura *lectura)
{
  guint8 campo[IGUAL - 1];

  if (!tbk_campo_marca (t, n, '=', usados))
    return TBK_LEIDO_RUIDO;
  if (n <= IGUAL)
    return TBK_LEIDO_FALTA;
  if (t[IGUAL] != '=')
    return TBK_LEIDO_RUIDO;
  for (gsize i = 0; i < sizeof campo; i++)
    campo[i] = t[1 + (inverso ? sizeof campo - 1 - i : i)];
  if (memchr (campo, ' ', sizeof campo) != NULL || !tbk_campo_numero (campo, sizeof campo, &lectura->valor))
    return TBK_LEIDO_RUIDO;
  lectura->estado = TBK_LECTURA_MUDA;
  *usados = IGUAL;
  return TBK_LEIDO_TRAMA;
}

static gsize
escribir_igual (const TbkLectura *l, gboolean inverso, guint8 *t)
{
  guint8 campo[IGUAL - 1];

  if (!tbk_lectura_con_valor (l) || !tbk_campo_poner (campo, sizeof campo, '0', l->valor))
    return 0;
  if (l->valor.units < 0)
    {
      if (campo[0] != '0' || campo[1] == '.')
        return 0;
      campo[0] = '-';
    }
  t[0] = '=';
  for (gsize i = 0; i < sizeof campo; i++)
    t[1 + (inverso ? sizeof campo - 1 - i : i)] = campo[i];
  return IGUAL;
}

static TbkLeido
leer_inverso (const TbkProtocolo *self, const guint8 *t, gsize n, gsize *usados, TbkLectura *lectura)
{
  return leer_igual (t, n, usados, TRUE, lectura);
}

static gsize
escribir_inverso (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  return escribir_igual (l, TRUE, t);
}

static TbkLeido
leer_directo (const TbkProtocolo *self, const guint8 *t, gsize n, gsize *usados, TbkLectura *lectura)
{
  return leer_igual (t, n, usados, FALSE, lectura);
}

static gsize
escribir_directo (const TbkProtocolo *self, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  return escribir_igual (l, FALSE, t);
}

const TbkProtocolo tbk_protocolo_yaohua_inverso = {
  .nombre = "yaohua-inverso",
  .etiqueta = "Yaohua XK3190, =00.1000- (backward)",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .leer = leer_inverso,
  .escribir = escribir_inverso,
};

const TbkProtocolo tbk_protocolo_yaohua_directo = {
  .nombre = "yaohua-directo",
  .etiqueta = "Yaohua XK3190, =-0001.00 (forward)",
  .linea = { 9600, 8, TBK_PARIDAD_NINGUNA, 1 },
  .leer = leer_directo,
  .escribir = escribir_directo,
};
