/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-estable.h"

#define MS G_TIME_SPAN_MILLISECOND

typedef struct
{
  const char *name;
  TbkEstableRegla regla;
  TbkLecturaEstado estado;
  gint64 every_ms;
  const char *values; /* a reading each; "!" moves, "~" comes after noise, "?" has no value, "k" changes the unit */
  const char *stands; /* a character a reading: 1 stands */
} Caso;

#define MUDA TBK_LECTURA_MUDA
#define ESTABLE TBK_LECTURA_ESTABLE

/* clang-format off */
static const Caso casos[] = {
  { "three-alike", { .lecturas = 3 }, MUDA, 100, "5 5 5 5", "0011" },
  { "one-differs", { .lecturas = 3 }, MUDA, 100, "5 5 6 6 6", "00001" },
  { "tolerance", { .lecturas = 3, .tolerancia = { 1, 0 } }, MUDA, 100, "5 6 5 6", "0011" },
  { "creeps-away", { .lecturas = 3, .tolerancia = { 1, 0 } }, MUDA, 100, "5 6 7 8 9", "00000" },
  { "finer-tolerance", { .lecturas = 2, .tolerancia = { 5, 1 } }, MUDA, 100, "5.0 5.5 6.1", "010" },
  { "time", { .lecturas = 2, .tiempo_us = 300 * MS }, MUDA, 100, "5 5 5 5 5", "00011" },
  { "moves", { .lecturas = 2 }, ESTABLE, 100, "5 5 ! 5 5", "01001" },
  { "no-value", { .lecturas = 2 }, ESTABLE, 100, "5 5 ? 5 5", "01001" },
  { "other-unit", { .lecturas = 2 }, ESTABLE, 100, "5 5 k 5 5", "01001" },
  { "after-noise", { .lecturas = 2 }, ESTABLE, 100, "5 5 ~ 5 5", "01011" },
  { "gap", { .lecturas = 2 }, ESTABLE, 2000, "5 5 5", "000" },
  { "flag-wanted", { .lecturas = 2, .exige_estado = TRUE }, MUDA, 100, "5 5 5", "000" },
  { "flag-there", { .lecturas = 2, .exige_estado = TRUE }, ESTABLE, 100, "5 5 5", "011" },
  { "one-is-enough", { .lecturas = 1 }, ESTABLE, 100, "5 6 7", "111" },
  { "none-is-one", { .lecturas = 0 }, ESTABLE, 100, "5", "1" },
};
/* clang-format on */

static TbkLectura
reading (const Caso *caso, const char *word)
{
  TbkLectura lectura = { .estado = caso->estado, .unidad = TBK_MASA_KG };

  if (*word == '!')
    lectura.estado = TBK_LECTURA_MOVIMIENTO;
  else if (*word == '?')
    lectura.estado = TBK_LECTURA_SOBRECARGA;
  else if (*word == '~')
    {
      lectura.tras_ruido = TRUE;
      lectura.valor = (TbkDecimal){ 5, 0 };
    }
  else if (*word == 'k')
    lectura.unidad = TBK_MASA_LB;
  else
    g_assert_true (tbk_decimal_parse (word, &lectura.valor, NULL));
  return lectura;
}

static void
test_case (gconstpointer data)
{
  const Caso *caso = data;
  g_auto (GStrv) words = g_strsplit (caso->values, " ", -1);
  TbkEstable estable;

  tbk_estable_init (&estable, &caso->regla);
  for (guint i = 0; words[i] != NULL; i++)
    {
      TbkLectura lectura = reading (caso, words[i]);

      g_assert_cmpint (tbk_estable_add (&estable, &lectura, (i + 1) * caso->every_ms * MS), ==, caso->stands[i] == '1');
    }
}

/* A window longer than its ring of places still knows since when the weight stands. */
static void
test_long (void)
{
  const TbkEstableRegla regla = { .lecturas = TBK_ESTABLE_MAX, .tiempo_us = 60 * G_TIME_SPAN_SECOND };
  const Caso caso = { .estado = ESTABLE };
  TbkLectura lectura = reading (&caso, "5");
  TbkEstable estable;
  int first = 0;

  tbk_estable_init (&estable, &regla);
  for (int i = 0; i < 1000 && first == 0; i++)
    if (tbk_estable_add (&estable, &lectura, i * 100 * MS))
      first = i;
  g_assert_cmpint (first, ==, 600);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (casos); i++)
    {
      g_autofree char *path = g_strconcat ("/estable/", casos[i].name, NULL);

      g_test_add_data_func (path, &casos[i], test_case);
    }
  g_test_add_func ("/estable/long", test_long);
  return g_test_run ();
}
