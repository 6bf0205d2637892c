/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-patron.h"

#include <gio/gio.h>

#include "tbk-campo.h"

#define MAX_DECIMALES 6

typedef enum
{
  LETRA,
  NUMERO,
  CUALQUIERA,
  ESTADO,
} Clase;

typedef struct
{
  Clase clase;
  guint8 byte;
} Lugar;

typedef struct
{
  TbkProtocolo base; /* first: `self` of its functions */
  Lugar lugares[TBK_TRAMA_MAX];
  gsize n;
  gsize numero; /* where the run of # begins, and its length */
  gsize n_numero;
  TbkMasa unidad;
  guint8 decimales;
  guint8 estable;
  gboolean con_estado;
} Patron;

/* --- reading ------------------------------------------------------------------ */

static gboolean
fits (const Patron *self, const guint8 *t)
{
  for (gsize i = 0; i < self->n; i++)
    if (self->lugares[i].clase == LETRA && self->lugares[i].byte != t[i])
      return FALSE;
  return TRUE;
}

static gboolean
read_frame (const Patron *self, const guint8 *t, TbkLectura *lectura)
{
  if (!fits (self, t) || !tbk_campo_numero (t + self->numero, self->n_numero, &lectura->valor))
    return FALSE;
  if (lectura->valor.scale == 0)
    lectura->valor.scale = self->decimales;
  lectura->unidad = self->unidad;
  lectura->estado = self->con_estado ? TBK_LECTURA_MOVIMIENTO : TBK_LECTURA_MUDA;
  for (gsize i = 0; i < self->n; i++)
    if (self->lugares[i].clase == ESTADO && t[i] == self->estable)
      lectura->estado = TBK_LECTURA_ESTABLE;
  return TRUE;
}

/* A frame that begins with a control byte is found by it; others are what stands between two ends. */
static TbkLeido
leer_marcada (const TbkProtocolo *base, const guint8 *t, gsize n, gsize *usados, TbkLectura *lectura)
{
  const Patron *self = (const Patron *) base;

  if (!tbk_campo_marca (t, n, self->lugares[0].byte, usados))
    return TBK_LEIDO_RUIDO;
  if (n < self->n)
    return TBK_LEIDO_FALTA;
  if (!read_frame (self, t, lectura))
    return TBK_LEIDO_RUIDO;
  *usados = self->n;
  return TBK_LEIDO_TRAMA;
}

/* An end inside the frame (CR before LF) is no end: the last byte alone is. */
static TbkLeido
leer_linea (const TbkProtocolo *base, const guint8 *t, gsize n, gsize *usados, TbkLectura *lectura)
{
  const Patron *self = (const Patron *) base;
  const guint8 *fin = memchr (t, base->fin, MIN (n, TBK_TRAMA_MAX));

  *usados = 1;
  if (base->fin == '\r' && t[0] == '\n') /* of an indicator that sends both where the picture has one */
    return TBK_LEIDO_RUIDO;
  if (fin == NULL)
    {
      *usados = MIN (n, TBK_TRAMA_MAX);
      return n >= TBK_TRAMA_MAX ? TBK_LEIDO_RUIDO : TBK_LEIDO_FALTA;
    }
  *usados = (gsize) (fin - t) + 1;
  return *usados == self->n && read_frame (self, t, lectura) ? TBK_LEIDO_TRAMA : TBK_LEIDO_RUIDO;
}

/* --- writing, for the simulator ------------------------------------------------ */

static gsize
escribir (const TbkProtocolo *base, const TbkLectura *l, guint8 t[TBK_TRAMA_MAX])
{
  const Patron *self = (const Patron *) base;
  TbkDecimal valor = l->valor;

  if (!tbk_lectura_con_valor (l))
    return 0;
  for (gsize i = 0; i < self->n; i++)
    switch (self->lugares[i].clase)
      {
      case LETRA:
        t[i] = self->lugares[i].byte;
        break;
      case ESTADO:
        t[i] = l->estado == TBK_LECTURA_ESTABLE ? self->estable : (guint8) (self->estable == '?' ? '!' : '?');
        break;
      case NUMERO:
      case CUALQUIERA:
      default:
        t[i] = ' ';
        break;
      }
  if (valor.scale == self->decimales && self->decimales > 0)
    valor.scale = 0;
  return tbk_campo_poner_signo (t + self->numero, self->n_numero, valor) ? self->n : 0;
}

/* --- the template --------------------------------------------------------------- */

static gboolean
fail (const char *template, gsize at, const char *what, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "pattern '%s', character %zu: %s",
               template, at + 1, what);
  return FALSE;
}

/* The byte behind a backslash. Returns how many characters of the text it took, 0: none such. */
static gsize
parse_escape (const char *text, guint8 *byte)
{
  switch (*text)
    {
    case 'r':
      *byte = '\r';
      return 1;
    case 'n':
      *byte = '\n';
      return 1;
    case 't':
      *byte = '\t';
      return 1;
    case '\\':
    case '#':
    case '?':
    case '!':
      *byte = (guint8) *text;
      return 1;
    case 'x':
      if (!g_ascii_isxdigit (text[1]) || !g_ascii_isxdigit (text[2]))
        return 0;
      *byte = (guint8) (g_ascii_xdigit_value (text[1]) * 16 + g_ascii_xdigit_value (text[2]));
      return 3;
    default:
      return 0;
    }
}

static Clase
class_of (char c)
{
  return c == '#' ? NUMERO : c == '?' ? CUALQUIERA
                         : c == '!'   ? ESTADO
                                      : LETRA;
}

static gboolean
parse_places (Patron *self, const char *text, GError **error)
{
  for (gsize i = 0; text[i] != '\0'; i++)
    {
      Lugar *lugar = &self->lugares[self->n];

      if (self->n == TBK_TRAMA_MAX)
        return fail (text, i, "a frame is 96 bytes at most", error);
      lugar->clase = class_of (text[i]);
      lugar->byte = (guint8) text[i];
      if (text[i] == '\\')
        {
          gsize took = parse_escape (text + i + 1, &lugar->byte);

          if (took == 0)
            return fail (text, i, "\\ wants one of r n t \\ # ? ! or xHH behind it", error);
          i += took;
        }
      self->n++;
    }
  return TRUE;
}

static gboolean
find_number (Patron *self, const char *text, GError **error)
{
  while (self->numero < self->n && self->lugares[self->numero].clase != NUMERO)
    self->numero++;
  while (self->numero + self->n_numero < self->n && self->lugares[self->numero + self->n_numero].clase == NUMERO)
    self->n_numero++;
  if (self->n_numero == 0)
    return fail (text, 0, "no place for the number (#)", error);
  for (gsize i = self->numero + self->n_numero; i < self->n; i++)
    if (self->lugares[i].clase == NUMERO)
      return fail (text, i, "the number (#) is one run", error);
  return TRUE;
}

static gboolean
is_control (const Lugar *lugar)
{
  return lugar->clase == LETRA && lugar->byte < ' ';
}

static gboolean
check_ends (Patron *self, const TbkPatronAjuste *ajuste, GError **error)
{
  if (!is_control (&self->lugares[self->n - 1]))
    return fail (ajuste->plantilla, strlen (ajuste->plantilla) - 1, "it must end in a control byte such as \\r", error);
  for (gsize i = 0; i < self->n; i++)
    self->con_estado |= self->lugares[i].clase == ESTADO;
  if (self->con_estado && ajuste->estable == '\0')
    return fail (ajuste->plantilla, 0, "with ! the letter for \"stands still\" is wanted", error);
  if (ajuste->decimales > MAX_DECIMALES)
    return fail (ajuste->plantilla, 0, "6 decimals at most", error);
  return TRUE;
}

TbkProtocolo *
tbk_patron_new (const TbkPatronAjuste *ajuste, GError **error)
{
  g_autofree Patron *self = g_new0 (Patron, 1);
  gboolean marcada;

  if (!parse_places (self, ajuste->plantilla, error)
      || !find_number (self, ajuste->plantilla, error) || !check_ends (self, ajuste, error))
    return NULL;
  marcada = is_control (&self->lugares[0]) && self->lugares[0].byte != '\r' && self->lugares[0].byte != '\n';
  self->unidad = ajuste->unidad;
  self->decimales = ajuste->decimales;
  self->estable = (guint8) ajuste->estable;
  self->base.nombre = "patron";
  self->base.etiqueta = "";
  self->base.linea = (TbkLinea){ 9600, 8, TBK_PARIDAD_NINGUNA, 1, TBK_FLUJO_NINGUNO };
  self->base.rasgos = TBK_PROTOCOLO_AJUSTADO | (marcada ? 0 : TBK_PROTOCOLO_LINEAS)
                      | (self->con_estado ? TBK_PROTOCOLO_ESTADO : 0)
                      | (ajuste->unidad == TBK_MASA_PCT ? TBK_PROTOCOLO_HUMEDAD : 0);
  self->base.fin = self->lugares[self->n - 1].byte;
  self->base.leer = marcada ? leer_marcada : leer_linea;
  self->base.escribir = escribir;
  return &g_steal_pointer (&self)->base;
}

void
tbk_patron_free (TbkProtocolo *patron)
{
  g_free (patron);
}
