/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-simulador.h"

#include <string.h>

#include <gio/gio.h>

#define MAX_PASOS 1000
#define MAX_SEGUNDOS 86400
#define MAX_RATE 50
#define RATE 10

typedef enum
{
  PASO_ZERO,
  PASO_MOVE,
  PASO_STABLE,
  PASO_TARE,
  PASO_OVERLOAD,
  PASO_UNDER,
  PASO_FAULT,
  PASO_OFF,
  PASO_NOISE,
  PASO_PULL,
  PASO_PRINT,
  PASO_LOOP,
  PASO_UNIT,
  PASO_RATE,
  PASO_SEED,
} PasoClase;

typedef enum
{
  NADA,
  NUMERO,      /* seconds, frames a second, a seed */
  PESO_NUMERO, /* a weight and seconds */
  MASA,
} Argumentos;

/* clang-format off */
static const struct
{
  const char *palabra;
  PasoClase clase;
  Argumentos argumentos;
  guint max;
} palabras[] = {
  { "zero", PASO_ZERO, NUMERO, MAX_SEGUNDOS }, { "move", PASO_MOVE, PESO_NUMERO, MAX_SEGUNDOS },
  { "stable", PASO_STABLE, NUMERO, MAX_SEGUNDOS }, { "tare", PASO_TARE, NADA, 0 },
  { "overload", PASO_OVERLOAD, NUMERO, MAX_SEGUNDOS }, { "under", PASO_UNDER, NUMERO, MAX_SEGUNDOS },
  { "fault", PASO_FAULT, NUMERO, MAX_SEGUNDOS }, { "off", PASO_OFF, NUMERO, MAX_SEGUNDOS },
  { "noise", PASO_NOISE, NUMERO, MAX_SEGUNDOS }, { "pull", PASO_PULL, NUMERO, MAX_SEGUNDOS },
  { "print", PASO_PRINT, NADA, 0 }, { "loop", PASO_LOOP, NADA, 0 }, { "unit", PASO_UNIT, MASA, 0 },
  { "rate", PASO_RATE, NUMERO, MAX_RATE }, { "seed", PASO_SEED, NUMERO, G_MAXINT32 },
};
/* clang-format on */

typedef struct
{
  PasoClase clase;
  TbkDecimal peso;
  guint numero;
  TbkMasa masa;
} Paso;

struct _TbkSimulador
{
  const TbkProtocolo *protocolo;
  GArray *pasos;
  guint at;      /* step */
  guint periodo; /* within the step */
  guint rate;    /* frames a second */
  GRand *rand;
  TbkMasa unidad;
  TbkDecimal peso;  /* on the plate */
  TbkDecimal desde; /* where a move began */
  TbkDecimal tara;
  TbkDecimal cero;
  gboolean con_tara;
  gboolean impresa;
  gboolean hizo; /* something took time since the last loop */
};

/* --- the script ------------------------------------------------------------------------- */

static gboolean
parse_number (const char *word, guint max, guint *out)
{
  guint64 value;

  if (word == NULL || !g_ascii_string_to_unsigned (word, 10, 0, max, &value, NULL))
    return FALSE;
  *out = (guint) value;
  return TRUE;
}

static gboolean
parse_arguments (char **words, guint n, gsize row, Paso *paso)
{
  switch (palabras[row].argumentos)
    {
    case NADA:
      return n == 1;
    case NUMERO:
      return n == 2 && parse_number (words[1], palabras[row].max, &paso->numero)
             && (paso->clase != PASO_RATE || paso->numero > 0);
    case PESO_NUMERO:
      return n == 3 && tbk_decimal_parse (words[1], &paso->peso, NULL) && paso->peso.scale <= 5
             && parse_number (words[2], palabras[row].max, &paso->numero);
    case MASA:
    default:
      paso->masa = n == 2 ? tbk_masa_parse (words[1], strlen (words[1])) : TBK_MASA_NINGUNA;
      return paso->masa != TBK_MASA_NINGUNA;
    }
}

/* The line's words, without empty ones and what stands behind '#'. */
static char **
split_words (const char *line)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) comment = g_strsplit (line, "#", 2);
  g_auto (GStrv) words = g_strsplit_set (comment[0] != NULL ? comment[0] : "", " \t\r", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (builder, words[i]);
  return g_strv_builder_end (builder);
}

static gboolean
parse_line (TbkSimulador *self, const char *line)
{
  g_auto (GStrv) words = split_words (line);
  guint n = g_strv_length (words);

  if (n == 0)
    return TRUE;
  for (gsize row = 0; row < G_N_ELEMENTS (palabras); row++)
    if (g_str_equal (words[0], palabras[row].palabra))
      {
        Paso paso = { .clase = palabras[row].clase };

        if (self->pasos->len == MAX_PASOS || !parse_arguments (words, n, row, &paso))
          return FALSE;
        g_array_append_val (self->pasos, paso);
        return TRUE;
      }
  return FALSE;
}

TbkSimulador *
tbk_simulador_new (const TbkProtocolo *protocolo, const char *script, GError **error)
{
  g_autoptr (TbkSimulador) self = g_new0 (TbkSimulador, 1);
  g_auto (GStrv) lines = g_strsplit (script, "\n", -1);

  self->protocolo = protocolo;
  self->pasos = g_array_new (FALSE, FALSE, sizeof (Paso));
  self->rand = g_rand_new_with_seed (1);
  self->rate = RATE;
  self->unidad = (protocolo->rasgos & TBK_PROTOCOLO_HUMEDAD) != 0 ? TBK_MASA_PCT : TBK_MASA_KG;
  for (guint i = 0; lines[i] != NULL; i++)
    if (!parse_line (self, lines[i]))
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                     "script, line %u: not understood: %s", i + 1, lines[i]);
        return NULL;
      }
  return g_steal_pointer (&self);
}

void
tbk_simulador_free (TbkSimulador *self)
{
  g_array_unref (self->pasos);
  g_rand_free (self->rand);
  g_free (self);
}

guint
tbk_simulador_period_ms (TbkSimulador *self)
{
  return 1000 / self->rate;
}

/* --- playing ---------------------------------------------------------------------------- */

/* Less the zero and the tare, in the decimals of what is on the plate. */
static TbkDecimal
shown (const TbkSimulador *self)
{
  TbkDecimal value = self->peso, less;

  if (tbk_decimal_sub (value, self->cero, &less, NULL))
    value = less;
  if (self->con_tara && tbk_decimal_sub (value, self->tara, &less, NULL))
    value = less;
  return value;
}

static gsize
write_frame (TbkSimulador *self, TbkLecturaEstado estado, guint8 *bytes, TbkLectura *lectura)
{
  const TbkLectura said = { .valor = estado <= TBK_LECTURA_MOVIMIENTO ? shown (self) : (TbkDecimal){ 0 },
                            .tara = self->tara,
                            .unidad = self->unidad,
                            .estado = estado,
                            .clase = self->con_tara ? TBK_CLASE_NETO : TBK_CLASE_BRUTO,
                            .con_tara = self->con_tara,
                            .en_cero = estado == TBK_LECTURA_ESTABLE && shown (self).units == 0,
                            .impresa = self->impresa };

  self->impresa = FALSE;
  if (lectura != NULL)
    *lectura = said;
  return self->protocolo->escribir (self->protocolo, &said, bytes);
}

/* Between two weights, with a sway that the seed gives; exact, in the target's decimals. */
static void
move_on (TbkSimulador *self, const Paso *paso, guint periods)
{
  TbkDecimal from = { 0 };
  gint64 way, sway;

  if (!tbk_decimal_rescale (self->desde, paso->peso.scale, &from, NULL))
    from = paso->peso;
  way = paso->peso.units - from.units;
  sway = ABS (way) / 50 + 1;
  self->peso.scale = paso->peso.scale;
  self->peso.units
      = from.units + way / (gint64) periods * (gint64) self->periodo
        + g_rand_int_range (self->rand, -(gint32) MIN (sway, 1000), (gint32) MIN (sway, 1000) + 1);
  if (self->periodo + 1 >= periods)
    self->peso = paso->peso;
}

static gsize
write_noise (TbkSimulador *self, guint8 *bytes)
{
  gsize n = (gsize) g_rand_int_range (self->rand, 8, 40);

  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) g_rand_int_range (self->rand, 0x80, 0x100);
  return n;
}

/* What a step leaves behind, or does in no time. */
static void
do_at_once (TbkSimulador *self, const Paso *paso)
{
  switch (paso->clase)
    {
    case PASO_MOVE: /* at its end, or in no time */
      self->peso = paso->peso;
      break;
    case PASO_TARE:
      self->tara = self->peso;
      self->con_tara = TRUE;
      break;
    case PASO_PRINT:
      self->impresa = TRUE;
      break;
    case PASO_UNIT:
      self->unidad = paso->masa;
      break;
    case PASO_RATE:
      self->rate = paso->numero;
      break;
    case PASO_SEED:
      g_rand_set_seed (self->rand, paso->numero);
      break;
    case PASO_ZERO:
    case PASO_STABLE:
    case PASO_OVERLOAD:
    case PASO_UNDER:
    case PASO_FAULT:
    case PASO_OFF:
    case PASO_NOISE:
    case PASO_PULL:
    case PASO_LOOP:
    default:
      break;
    }
}

/* The step that takes this period; NULL at the end, also of a loop in which nothing takes time. */
static const Paso *
find_step (TbkSimulador *self, guint *periods)
{
  while (self->at < self->pasos->len)
    {
      const Paso *paso = &g_array_index (self->pasos, Paso, self->at);

      *periods = paso->clase <= PASO_PULL ? paso->numero * self->rate : 0;
      if (self->periodo < *periods)
        {
          self->hizo = TRUE;
          return paso;
        }
      if (paso->clase == PASO_LOOP && !self->hizo)
        return NULL;
      do_at_once (self, paso);
      self->at = paso->clase == PASO_LOOP ? 0 : self->at + 1;
      self->hizo = self->hizo && paso->clase != PASO_LOOP;
      self->periodo = 0;
      self->desde = self->peso;
    }
  return NULL;
}

static TbkLecturaEstado
estado_de (PasoClase clase)
{
  switch (clase)
    {
    case PASO_MOVE:
      return TBK_LECTURA_MOVIMIENTO;
    case PASO_OVERLOAD:
      return TBK_LECTURA_SOBRECARGA;
    case PASO_UNDER:
      return TBK_LECTURA_BAJO_CERO;
    case PASO_FAULT:
      return TBK_LECTURA_FALLA;
    case PASO_ZERO:
    case PASO_STABLE:
    case PASO_TARE:
    case PASO_OFF:
    case PASO_NOISE:
    case PASO_PULL:
    case PASO_PRINT:
    case PASO_LOOP:
    case PASO_UNIT:
    case PASO_RATE:
    case PASO_SEED:
    default:
      return TBK_LECTURA_ESTABLE;
    }
}

TbkSimuladorAct
tbk_simulador_next (TbkSimulador *self, guint8 bytes[TBK_TRAMA_MAX], gsize *n, TbkLectura *lectura)
{
  guint periods;
  const Paso *paso = find_step (self, &periods);

  *n = 0;
  if (paso == NULL)
    return TBK_SIMULADOR_END;
  if (paso->clase == PASO_ZERO)
    {
      self->peso.units = 0;
      self->con_tara = FALSE;
    }
  if (paso->clase == PASO_MOVE)
    move_on (self, paso, periods);
  self->periodo++;
  if (paso->clase == PASO_OFF)
    return TBK_SIMULADOR_SILENT;
  if (paso->clase == PASO_PULL)
    return TBK_SIMULADOR_PULLED;
  *n = paso->clase == PASO_NOISE ? write_noise (self, bytes)
                                 : write_frame (self, estado_de (paso->clase), bytes, lectura);
  return *n > 0 ? TBK_SIMULADOR_BYTES : TBK_SIMULADOR_SILENT;
}

static gboolean
is_command (const TbkSimulador *self, TbkOrden orden, const guint8 *bytes, gsize n)
{
  const char *word = self->protocolo->orden[orden];

  return word != NULL && strlen (word) == n && memcmp (word, bytes, n) == 0;
}

void
tbk_simulador_command (TbkSimulador *self, const guint8 *bytes, gsize n)
{
  if (is_command (self, TBK_ORDEN_CERO, bytes, n))
    self->cero = self->peso;
  else if (is_command (self, TBK_ORDEN_TARA, bytes, n))
    {
      self->tara = shown (self);
      self->con_tara = TRUE;
    }
  else if (is_command (self, TBK_ORDEN_QUITA_TARA, bytes, n))
    self->con_tara = FALSE;
}
