/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-campo.h"

#define MAX_DIGITOS 12
#define MAX_DECIMALES 9

static const struct
{
  guint8 letra;
  TbkLecturaEstado estado;
} faltas[] = {
  { 'O', TBK_LECTURA_SOBRECARGA },
  { 'U', TBK_LECTURA_BAJO_CERO },
  { 'E', TBK_LECTURA_FALLA },
};

static gsize
saltar (const guint8 *campo, gsize i, gsize n)
{
  while (i < n && campo[i] == ' ')
    i++;
  return i;
}

gboolean
tbk_campo_numero (const guint8 *campo, gsize n, TbkDecimal *out)
{
  gsize i = saltar (campo, 0, n);
  gboolean negativo = i < n && campo[i] == '-', punto = FALSE;
  guint digitos = 0, decimales = 0;
  gint64 units = 0;

  if (i < n && (campo[i] == '-' || campo[i] == '+'))
    i = saltar (campo, i + 1, n);
  for (; i < n && campo[i] != ' '; i++)
    {
      if (g_ascii_isdigit (campo[i]))
        {
          units = units * 10 + (campo[i] - '0');
          decimales += punto ? 1 : 0;
          if (++digitos > MAX_DIGITOS || decimales > MAX_DECIMALES)
            return FALSE;
        }
      else if ((campo[i] == '.' || campo[i] == ',') && !punto)
        punto = TRUE;
      else
        return FALSE;
    }
  if (digitos == 0 || saltar (campo, i, n) != n)
    return FALSE;
  *out = (TbkDecimal){ negativo ? -units : units, (guint8) decimales };
  return TRUE;
}

gboolean
tbk_campo_todo (const guint8 *campo, gsize n, char c)
{
  for (gsize i = 0; i < n; i++)
    if (campo[i] != (guint8) c)
      return FALSE;
  return TRUE;
}

gboolean
tbk_campo_es (const guint8 *campo, gsize n, const char *palabra)
{
  gsize i = saltar (campo, 0, n), largo = strlen (palabra);

  while (n > i && campo[n - 1] == ' ')
    n--;
  return n - i == largo && memcmp (campo + i, palabra, largo) == 0;
}

gboolean
tbk_campo_uno_de (guint8 byte, const char *letras)
{
  return byte != 0 && strchr (letras, byte) != NULL;
}

gboolean
tbk_campo_par (const guint8 *campo, const char *par)
{
  return campo[0] == (guint8) par[0] && campo[1] == (guint8) par[1];
}

/* The magnitude's text, digits from the right; returns its length, 0 where it exceeds `max`. */
static gsize
magnitud (TbkDecimal valor, guint8 *texto, gsize max)
{
  guint64 resto = (guint64) ABS (valor.units);
  gsize n = 0;

  for (guint i = 0; resto > 0 || i <= valor.scale; i++)
    {
      if (n + 2 > max)
        return 0;
      if (i == valor.scale && i > 0)
        texto[n++] = '.';
      texto[n++] = (guint8) ('0' + resto % 10);
      resto /= 10;
    }
  return n;
}

static gboolean
poner (guint8 *campo, gsize ancho, char relleno, TbkDecimal valor, gboolean con_signo)
{
  guint8 texto[32];
  gsize n = magnitud (valor, texto, sizeof texto - 1);

  if (n > 0 && con_signo && valor.units < 0)
    texto[n++] = '-';
  if (n == 0 || n > ancho)
    return FALSE;
  memset (campo, relleno, ancho - n);
  for (gsize i = 0; i < n; i++)
    campo[ancho - 1 - i] = texto[i];
  return TRUE;
}

gboolean
tbk_campo_poner (guint8 *campo, gsize ancho, char relleno, TbkDecimal valor)
{
  return poner (campo, ancho, relleno, valor, FALSE);
}

gboolean
tbk_campo_poner_signo (guint8 *campo, gsize ancho, TbkDecimal valor)
{
  return poner (campo, ancho, ' ', valor, TRUE);
}

void
tbk_campo_poner_unidad (guint8 *campo, gsize ancho, gboolean derecha, TbkMasa unidad)
{
  const char *simbolo = tbk_masa_symbol (unidad);
  gsize n = MIN (strlen (simbolo), ancho);

  memset (campo, ' ', ancho);
  memcpy (derecha ? campo + ancho - n : campo, simbolo, n);
}

guint8
tbk_campo_xor (const guint8 *bytes, gsize n)
{
  guint8 suma = 0;

  for (gsize i = 0; i < n; i++)
    suma ^= bytes[i];
  return suma;
}

gboolean
tbk_campo_marca (const guint8 *bytes, gsize n, guint8 marca, gsize *usados)
{
  const guint8 *lugar;

  if (bytes[0] == marca)
    {
      *usados = 1; /* where it turns out to be no frame, the mark alone is skipped */
      return TRUE;
    }
  lugar = memchr (bytes, marca, n);
  *usados = lugar != NULL ? (gsize) (lugar - bytes) : n;
  return FALSE;
}

gboolean
tbk_campo_leer_falta (guint8 letra, TbkLectura *lectura)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faltas); i++)
    if (letra == faltas[i].letra)
      {
        tbk_campo_sin_valor (lectura, faltas[i].estado);
        return TRUE;
      }
  return FALSE;
}

guint8
tbk_campo_letra_falta (const TbkLectura *lectura, guint8 con_valor)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faltas); i++)
    if (lectura->estado == faltas[i].estado)
      return faltas[i].letra;
  return con_valor;
}

void
tbk_campo_sin_valor (TbkLectura *lectura, TbkLecturaEstado estado)
{
  lectura->estado = estado;
  lectura->valor = (TbkDecimal){ 0 };
}
