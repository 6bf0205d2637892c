/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documented frames say what their manuals say, however the bytes come, and noise between them never makes a weight. */
#include "casos.h"
#include "tbk-estable.h"
#include "tbk-trama.h"

#include <string.h>

#define RUIDO_RONDAS 400
#define RUIDO_MAX 40

static void
oido_cb (const TbkLectura *lectura, gpointer data)
{
  g_array_append_vals (data, lectura, 1);
}

static const TbkProtocolo *
protocolo_de (const Caso *caso)
{
  const TbkProtocolo *protocolo = tbk_protocolo_find (caso->protocolo);

  g_assert_nonnull (protocolo);
  return protocolo;
}

/* Loose line protocols take no first line on trust: they are given an end of one before. */
static TbkTramas *
tramas_de (const Caso *caso)
{
  TbkTramas *tramas = tbk_tramas_new (protocolo_de (caso));
  GArray *lecturas = g_array_new (FALSE, FALSE, sizeof (TbkLectura));

  if ((protocolo_de (caso)->rasgos & TBK_PROTOCOLO_AJUSTADO) != 0)
    tbk_tramas_feed (tramas, (const guint8 *) "\r", 1, oido_cb, lecturas);
  g_assert_cmpuint (lecturas->len, ==, 0);
  g_array_unref (lecturas);
  return tramas;
}

static void
feed (TbkTramas *tramas, const char *bytes, gsize n, GArray *lecturas)
{
  g_autofree guint8 *exact = g_memdup2 (bytes, n);

  tbk_tramas_feed (tramas, exact, n, oido_cb, lecturas);
}

static void
check_decimal (TbkDecimal value, const char *text)
{
  g_autofree char *is = tbk_decimal_to_text (value);

  g_assert_cmpstr (is, ==, text);
}

static void
check_lectura (const Caso *caso, const TbkLectura *lectura)
{
  g_assert_cmpint (lectura->estado, ==, caso->estado);
  g_assert_cmpint (tbk_lectura_con_valor (lectura), ==, caso->valor != NULL);
  check_decimal (lectura->valor, caso->valor != NULL ? caso->valor : "0");
  g_assert_cmpint (lectura->unidad, ==, caso->unidad);
  g_assert_cmpint (lectura->clase, ==, caso->clase);
  g_assert_cmpint (lectura->con_tara, ==, caso->tara != NULL);
  if (caso->tara != NULL)
    check_decimal (lectura->tara, caso->tara);
  g_assert_cmpuint (lectura->n_cruda, >, 0);
  g_assert_cmpmem (lectura->cruda, MIN (lectura->n_cruda, caso->n - 2), caso->bytes,
                   MIN (lectura->n_cruda, caso->n - 2));
}

static gboolean
same_weight (const TbkLectura *lectura, const Caso *caso)
{
  TbkDecimal meant = { 0 };

  g_assert_true (caso->valor == NULL || tbk_decimal_parse (caso->valor, &meant, NULL));
  return tbk_decimal_compare (lectura->valor, meant) == 0 && lectura->unidad == caso->unidad;
}

static void
test_documented (gconstpointer data)
{
  const Caso *caso = data;
  g_autoptr (TbkTramas) tramas = tramas_de (caso);
  g_autoptr (GArray) lecturas = g_array_new (FALSE, FALSE, sizeof (TbkLectura));

  feed (tramas, caso->bytes, caso->n, lecturas);
  feed (tramas, caso_sigue (caso), strlen (caso_sigue (caso)), lecturas);
  g_assert_cmpuint (lecturas->len, ==, 1);
  check_lectura (caso, &g_array_index (lecturas, TbkLectura, 0));
  g_assert_cmpuint (tbk_tramas_get_ruido (tramas), ==, 0);
}

/* The bit of parity that a line set to 8 bits leaves in: the families that carry one lose it. */
static void
test_parity (gconstpointer data)
{
  const Caso *caso = data;
  g_autoptr (TbkTramas) tramas = tramas_de (caso);
  g_autoptr (GArray) lecturas = g_array_new (FALSE, FALSE, sizeof (TbkLectura));
  g_autofree char *bytes = g_memdup2 (caso->bytes, caso->n);

  if ((protocolo_de (caso)->rasgos & TBK_PROTOCOLO_7BITS) == 0)
    {
      g_test_skip ("eight bits");
      return;
    }
  for (gsize i = 0; i < caso->n; i++)
    bytes[i] = (char) (bytes[i] | 0x80);
  feed (tramas, bytes, caso->n, lecturas);
  g_assert_cmpuint (lecturas->len, ==, 1);
  check_lectura (caso, &g_array_index (lecturas, TbkLectura, 0));
}

/* Three in a row, cut at each byte, and a byte at a time. */
static void
test_split (gconstpointer data)
{
  const Caso *caso = data;
  g_autoptr (GString) stream = g_string_new (NULL);

  for (int i = 0; i < 3; i++)
    g_string_append_len (stream, caso->bytes, (gssize) caso->n);
  g_string_append (stream, caso_sigue (caso));
  for (gsize cut = 0; cut <= stream->len; cut++)
    {
      g_autoptr (TbkTramas) tramas = tramas_de (caso);
      g_autoptr (GArray) lecturas = g_array_new (FALSE, FALSE, sizeof (TbkLectura));

      feed (tramas, stream->str, cut, lecturas);
      for (gsize i = cut; i < stream->len; i++)
        feed (tramas, stream->str + i, 1, lecturas);
      g_assert_cmpuint (lecturas->len, ==, 3);
      for (guint i = 0; i < 3; i++)
        check_lectura (caso, &g_array_index (lecturas, TbkLectura, i));
    }
}

/* The end of a frame is none, or says the same weight (a name or an address before it is lost);
 * what follows is read. */
static void
test_half (gconstpointer data)
{
  const Caso *caso = data;

  for (gsize from = 1; from < caso->n; from++)
    {
      g_autoptr (TbkTramas) tramas = tbk_tramas_new (protocolo_de (caso));
      g_autoptr (GArray) lecturas = g_array_new (FALSE, FALSE, sizeof (TbkLectura));

      feed (tramas, caso->bytes + from, caso->n - from, lecturas);
      feed (tramas, caso->bytes, caso->n, lecturas);
      feed (tramas, caso_sigue (caso), strlen (caso_sigue (caso)), lecturas);
      g_assert_cmpuint (lecturas->len, >=, 1);
      g_assert_cmpuint (lecturas->len, <=, 2);
      for (guint i = 0; i < lecturas->len; i++)
        g_assert_true (same_weight (&g_array_index (lecturas, TbkLectura, i), caso));
      check_lectura (caso, &g_array_index (lecturas, TbkLectura, lecturas->len - 1));
    }
}

/* --- noise ---------------------------------------------------------------------- */

/* Even rounds: any bytes; odd ones: bytes that frames are made of, the hardest noise. */
static gsize
make_noise (GRand *rand, const Caso *caso, gboolean hard, char *noise)
{
  gsize n = (gsize) g_rand_int_range (rand, 0, RUIDO_MAX);

  for (gsize i = 0; i < n; i++)
    noise[i] = hard ? caso->bytes[g_rand_int_range (rand, 0, (gint32) caso->n)]
                    : (char) g_rand_int_range (rand, 0, 256);
  return n;
}

/* "Looks stable": by the window that every weight must pass; and where the noise is not made of the
 * frames' own bytes, by the indicator's word alone. */
static gboolean
looks_stable (const TbkLectura *lectura, TbkEstable *window, guint nth, gboolean hard)
{
  gboolean stands = tbk_estable_add (window, lectura, nth * 150 * G_TIME_SPAN_MILLISECOND);

  return stands || (!hard && lectura->estado == TBK_LECTURA_ESTABLE);
}

static void
check_no_wrong_weight (const Caso *caso, GArray *lecturas, gboolean hard)
{
  TbkEstable window;

  tbk_estable_init (&window, &tbk_estable_regla);
  for (guint i = 0; i < lecturas->len; i++)
    {
      const TbkLectura *lectura = &g_array_index (lecturas, TbkLectura, i);

      if (looks_stable (lectura, &window, i, hard) && !same_weight (lectura, caso))
        {
          g_autofree char *text = tbk_lectura_to_text (lectura);

          g_error ("noise made a weight: %s", text);
        }
    }
}

static void
test_noise (gconstpointer data)
{
  const Caso *caso = data;
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint found = 0;

  g_test_message ("seed %u", seed);
  for (int round = 0; round < RUIDO_RONDAS; round++)
    {
      g_autoptr (TbkTramas) tramas = tramas_de (caso);
      g_autoptr (GArray) lecturas = g_array_new (FALSE, FALSE, sizeof (TbkLectura));

      for (int frame = 0; frame < 5; frame++)
        {
          char noise[RUIDO_MAX];

          feed (tramas, noise, make_noise (rand, caso, round % 2 == 1, noise), lecturas);
          feed (tramas, caso->bytes, caso->n, lecturas);
        }
      /* A quiet line, and it is heard again. */
      feed (tramas, caso->bytes, caso->n, lecturas);
      feed (tramas, caso->bytes, caso->n, lecturas);
      feed (tramas, caso_sigue (caso), strlen (caso_sigue (caso)), lecturas);
      check_no_wrong_weight (caso, lecturas, round % 2 == 1);
      g_assert_cmpuint (lecturas->len, >, 0);
      found += lecturas->len;
    }
  g_assert_cmpuint (found, >, RUIDO_RONDAS);
}

/* Ten thousand bytes without an end are forgotten as they come. */
static void
test_endless (void)
{
  gsize n;
  const TbkProtocolo *const *protocolos = tbk_protocolos (&n);

  for (gsize p = 0; p < n; p++)
    for (int c = 0; c < 256; c += 5)
      {
        g_autoptr (TbkTramas) tramas = tbk_tramas_new (protocolos[p]);
        g_autoptr (GArray) lecturas = g_array_new (FALSE, FALSE, sizeof (TbkLectura));
        char many[10000];

        memset (many, c, sizeof many);
        feed (tramas, many, sizeof many, lecturas);
        g_assert_cmpuint (lecturas->len, ==, 0);
      }
}

int
main (int argc, char **argv)
{
  const struct
  {
    const char *name;
    GTestDataFunc func;
  } areas[] = {
    { "documented", test_documented },
    { "parity", test_parity },
    { "split", test_split },
    { "half", test_half },
    { "noise", test_noise },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize a = 0; a < G_N_ELEMENTS (areas); a++)
    for (gsize i = 0; i < n_casos; i++)
      {
        g_autofree char *path = g_strdup_printf ("/tramas/%s/%s/%zu", areas[a].name, casos[i].protocolo, i);

        g_test_add_data_func (path, &casos[i], areas[a].func);
      }
  g_test_add_func ("/tramas/endless", test_endless);
  return g_test_run ();
}
