/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-st.h"

#include "tbk-campo.h"

/* clang-format off */
static const struct
{
  const char *dos;
  TbkLecturaEstado estado;
} estados[] = {
  { "ST", TBK_LECTURA_ESTABLE }, { "US", TBK_LECTURA_MOVIMIENTO },
  { "OL", TBK_LECTURA_SOBRECARGA }, { "UL", TBK_LECTURA_BAJO_CERO },
};
static const struct
{
  const char *dos;
  TbkClase clase;
} clases[] = {
  { "GS", TBK_CLASE_BRUTO }, { "NT", TBK_CLASE_NETO }, { "TR", TBK_CLASE_TARA },
  { "G ", TBK_CLASE_BRUTO }, { "N ", TBK_CLASE_NETO }, { "T ", TBK_CLASE_TARA },
};
/* clang-format on */

gboolean
tbk_st_estado (const guint8 *dos, TbkLectura *lectura)
{
  for (gsize i = 0; i < G_N_ELEMENTS (estados); i++)
    if (tbk_campo_par (dos, estados[i].dos))
      {
        lectura->estado = estados[i].estado;
        return TRUE;
      }
  return FALSE;
}

gboolean
tbk_st_clase (const guint8 *dos, TbkLectura *lectura)
{
  for (gsize i = 0; i < G_N_ELEMENTS (clases); i++)
    if (tbk_campo_par (dos, clases[i].dos))
      {
        lectura->clase = clases[i].clase;
        return TRUE;
      }
  return FALSE;
}

/* Figures, signs, points, blanks and dashes; A&D writes +9999999E+19 when overloaded. */
static gboolean
sin_valor (const guint8 *campo, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!tbk_campo_uno_de (campo[i], " +-.,E_") && !g_ascii_isdigit (campo[i]))
      return FALSE;
  return TRUE;
}

gboolean
tbk_st_valor (const guint8 *campo, gsize n, TbkLectura *lectura)
{
  if (tbk_lectura_con_valor (lectura))
    return tbk_campo_numero (campo, n, &lectura->valor);
  return sin_valor (campo, n);
}

const char *
tbk_st_escribir_estado (const TbkLectura *lectura)
{
  for (gsize i = 0; i < G_N_ELEMENTS (estados); i++)
    if (lectura->estado == estados[i].estado)
      return estados[i].dos;
  return NULL;
}

const char *
tbk_st_escribir_clase (const TbkLectura *lectura)
{
  for (gsize i = 0; i < G_N_ELEMENTS (clases); i++)
    if (lectura->clase == clases[i].clase)
      return clases[i].dos;
  return "GS";
}
