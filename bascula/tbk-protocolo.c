/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-protocolo.h"

#include <gio/gio.h>

#include "tbk-protocolos.h"

/* clang-format off */
static const TbkProtocolo *const todos[] = {
  &tbk_protocolo_yaohua, &tbk_protocolo_yaohua_a12, &tbk_protocolo_yaohua_inverso, &tbk_protocolo_yaohua_directo,
  &tbk_protocolo_toledo, &tbk_protocolo_toledo_sin_suma, &tbk_protocolo_sics,
  &tbk_protocolo_and, &tbk_protocolo_cas, &tbk_protocolo_cas_10,
  &tbk_protocolo_ricelake, &tbk_protocolo_rinstrum, &tbk_protocolo_rinstrum_f,
  &tbk_protocolo_dini, &tbk_protocolo_ohaus, &tbk_protocolo_sartorius, &tbk_protocolo_sma,
  &tbk_protocolo_tesma,
};
static const guint velocidades[] = { 300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200 };
static const struct
{
  TbkFlujo flujo;
  const char *texto;
} flujos[] = {
  { TBK_FLUJO_RTSCTS, "rtscts" }, { TBK_FLUJO_XONXOFF, "xonxoff" },
};
/* clang-format on */

static const char paridades[] = "NEO"; /* by TbkParidad */

const TbkProtocolo *const *
tbk_protocolos (gsize *n)
{
  *n = G_N_ELEMENTS (todos);
  return todos;
}

const TbkProtocolo *
tbk_protocolo_find (const char *nombre)
{
  for (gsize i = 0; nombre != NULL && i < G_N_ELEMENTS (todos); i++)
    if (g_ascii_strcasecmp (todos[i]->nombre, nombre) == 0)
      return todos[i];
  return NULL;
}

char *
tbk_linea_to_text (const TbkLinea *linea)
{
  const char *flujo = "";

  for (gsize i = 0; i < G_N_ELEMENTS (flujos); i++)
    if (flujos[i].flujo == linea->flujo)
      flujo = flujos[i].texto;
  return g_strdup_printf ("%u %u%c%u%s%s", linea->baudios, linea->bits, paridades[linea->paridad], linea->parada,
                          *flujo != '\0' ? " " : "", flujo);
}

static gboolean
fail (const char *what, const char *text, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "%s in '%s': a line is written as 9600 8N1 or 2400 7E1 rtscts", what, text);
  return FALSE;
}

static gboolean
parse_speed (const char *word, guint *baudios)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (word, 10, 1, G_MAXUINT, &value, NULL))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (velocidades); i++)
    if (velocidades[i] == value)
      {
        *baudios = (guint) value;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_frame (const char *word, TbkLinea *linea)
{
  const char *paridad = word[0] != '\0' && word[1] != '\0' ? strchr (paridades, g_ascii_toupper (word[1])) : NULL;

  if (paridad == NULL || strlen (word) != 3 || (word[0] != '7' && word[0] != '8') || (word[2] != '1' && word[2] != '2'))
    return FALSE;
  linea->bits = (guint8) (word[0] - '0');
  linea->paridad = (TbkParidad) (paridad - paridades);
  linea->parada = (guint8) (word[2] - '0');
  return TRUE;
}

static gboolean
parse_flow (const char *word, TbkFlujo *flujo)
{
  for (gsize i = 0; i < G_N_ELEMENTS (flujos); i++)
    if (g_ascii_strcasecmp (flujos[i].texto, word) == 0)
      {
        *flujo = flujos[i].flujo;
        return TRUE;
      }
  return FALSE;
}

gboolean
tbk_linea_parse (const char *text, TbkLinea *linea, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 4);
  guint n = g_strv_length (words);
  TbkLinea read = { 0 };

  if (n < 2 || n > 3)
    return fail ("two or three words are wanted", text, error);
  if (!parse_speed (words[0], &read.baudios))
    return fail ("no speed of serial lines", text, error);
  if (!parse_frame (words[1], &read))
    return fail ("no bits, parity and stop bits", text, error);
  if (n == 3 && !parse_flow (words[2], &read.flujo))
    return fail ("no flow control", text, error);
  *linea = read;
  return TRUE;
}
