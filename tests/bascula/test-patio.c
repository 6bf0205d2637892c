/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the outbox's file keeps besides: whose rows they are, trucks in the yard, tares, lotes, tickets. */
#include "tbk-buzon-place.h"
#include "tbk-libreta.h"
#include "tbk-patio.h"

#define BODY "{\"peso\":\"1234.500\"}"

static void
check_yard (TbkBuzonPlace *place, guint n)
{
  g_autoptr (GPtrArray) list = tbk_patio_list (place->buzon, NULL);

  g_assert_cmpuint (list->len, ==, n);
}

static TbkBuzonCuenta
count (TbkBuzonPlace *place)
{
  TbkBuzonCuenta cuenta;

  g_assert_true (tbk_buzon_count (place->buzon, &cuenta, NULL));
  tbk_buzon_cuenta_clear (&cuenta);
  return cuenta;
}

static void
put_camion (TbkBuzonPlace *place, const char *id)
{
  const TbkCamion camion = { .id = (char *) id, .placa = (char *) "ABC-1234", .datos = (char *) "{}", .desde = 1 };
  g_autoptr (GError) error = NULL;

  g_assert_true (tbk_patio_put (place->buzon, &camion, &error));
  g_assert_no_error (error);
}

/* It leaves the yard and is in the outbox, once; also after another start. */
static void
test_pair (TbkBuzonPlace *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put_camion (place, "one");
  put_camion (place, "two");
  tbk_buzon_place_reopen (place);
  check_yard (place, 2);
  g_assert_true (tbk_patio_finish (place->buzon, "one", BODY, 2, &error));
  check_yard (place, 1);
  g_assert_cmpuint (count (place).esperan, ==, 1);
  g_assert_false (tbk_patio_finish (place->buzon, "one", BODY, 2, &error));
  g_assert_error (error, TBK_BUZON_ERROR, TBK_BUZON_ERROR_FAILED);
  g_assert_cmpuint (count (place).esperan, ==, 1);
}

/* What the outbox does not take leaves the truck where it is. */
static void
test_not_taken (TbkBuzonPlace *place, gconstpointer data)
{
  g_autofree char *large = g_strnfill (TBK_BUZON_MAX_BODY + 1, 'x');

  put_camion (place, "one");
  g_assert_false (tbk_patio_finish (place->buzon, "one", large, 2, NULL));
  check_yard (place, 1);
  g_assert_cmpuint (count (place).esperan, ==, 0);
  g_assert_true (tbk_patio_finish (place->buzon, "one", BODY, 2, NULL));
}

static void
test_dismissed (TbkBuzonPlace *place, gconstpointer data)
{
  put_camion (place, "one");
  g_assert_true (tbk_patio_dismiss (place->buzon, "one", "went home", NULL));
  check_yard (place, 0);
  g_assert_false (tbk_patio_finish (place->buzon, "one", BODY, 2, NULL));
  g_assert_cmpuint (count (place).esperan, ==, 0);
}

/* What one has weighed, no other sends. */
static void
test_users (TbkBuzonPlace *place, gconstpointer data)
{
  g_autoptr (TbkBuzonFila) fila = NULL;

  tbk_buzon_set_usuario (place->buzon, 7);
  g_assert_true (tbk_buzon_put (place->buzon, "a", BODY, 1, NULL));
  g_assert_true (tbk_buzon_put_to (place->buzon, "/pesajes/a/anular", "b", BODY, 2, NULL));
  tbk_buzon_set_usuario (place->buzon, 8);
  g_assert_null (tbk_buzon_peek (place->buzon, NULL));
  g_assert_cmpuint (count (place).esperan, ==, 0);
  g_assert_cmpuint (count (place).ajenas, ==, 2);
  tbk_buzon_set_usuario (place->buzon, 7);
  g_assert_true (tbk_buzon_mark_sent (place->buzon, "a", 3, NULL));
  fila = tbk_buzon_peek (place->buzon, NULL);
  g_assert_cmpstr (fila->ruta, ==, "/pesajes/a/anular");
  g_assert_cmpuint (count (place).ajenas, ==, 0);
}

/* Only what was refused is given up, and it is kept, also when what was sent is forgotten. */
static void
test_given_up (TbkBuzonPlace *place, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_true (tbk_buzon_put (place->buzon, "a", BODY, 1, NULL));
  g_assert_true (tbk_buzon_give_up (place->buzon, "a", "no", NULL));
  g_assert_cmpuint (count (place).esperan, ==, 1);
  g_assert_true (tbk_buzon_mark_refused (place->buzon, "a", "no such lot", NULL));
  g_assert_true (tbk_buzon_give_up (place->buzon, "a", "by hand", NULL));
  g_assert_true (tbk_buzon_forget_sent (place->buzon, G_MAXINT64, NULL));
  rows = tbk_buzon_list (place->buzon, TBK_BUZON_GIVEN_UP, 0, 10, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (((TbkBuzonFila *) g_ptr_array_index (rows, 0))->error, ==, "no such lot: by hand");
  g_assert_true (tbk_buzon_retry (place->buzon, "a", NULL));
  g_assert_cmpuint (count (place).esperan, ==, 0);
}

static void
put_tara (TbkBuzonPlace *place, const char *clase, const char *nombre, const char *kg, gint64 en, gboolean pendiente)
{
  const TbkTaraGuardada tara
      = { (char *) clase, (char *) nombre, (char *) kg, .pesada_en = en, .pendiente = pendiente };

  g_assert_true (tbk_libreta_put_tara (place->buzon, &tara, NULL));
}

static void
assert_tara (TbkBuzonPlace *place, const char *clase, const char *nombre, const char *kg)
{
  g_autoptr (TbkTaraGuardada) found = tbk_libreta_find_tara (place->buzon, clase, nombre, NULL);

  g_assert_cmpstr (found != NULL ? found->kg : NULL, ==, kg);
}

/* The later one counts, in whatever order they come; a plate is no kind of sack. */
static void
test_tares (TbkBuzonPlace *place, gconstpointer data)
{
  g_autoptr (GPtrArray) all = NULL;

  put_tara (place, "vehiculo", "ABC-1234", "8120.000", 5, TRUE);
  put_tara (place, "vehiculo", "ABC-1234", "8130.000", 9, TRUE);
  put_tara (place, "vehiculo", "ABC-1234", "8000.000", 7, TRUE);
  put_tara (place, "saco", "Yute", "0.750", 1, TRUE);
  assert_tara (place, "vehiculo", "ABC-1234", "8130.000");
  assert_tara (place, "saco", "ABC-1234", NULL);
  all = tbk_libreta_list_taras (place->buzon, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((TbkTaraGuardada *) g_ptr_array_index (all, 0))->nombre, ==, "ABC-1234");
}

/* The server's list takes the last one's place; what it does not have yet stays until it has it. */
static void
test_tares_of_server (TbkBuzonPlace *place, gconstpointer data)
{
  g_autoptr (GPtrArray) server = g_ptr_array_new ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  TbkTaraGuardada one = { .clase = (char *) "vehiculo",
                          .nombre = (char *) "XYZ-1",
                          .kg = (char *) "7000.000",
                          .pesada_en = 3 };
  TbkTaraGuardada old = { .clase = (char *) "vehiculo",
                          .nombre = (char *) "ABC-1234",
                          .kg = (char *) "1.000",
                          .pesada_en = 1 };
  TbkTaraGuardada mine = { .clase = (char *) "vehiculo", .nombre = (char *) "ABC-1234", .pesada_en = 5 };

  put_tara (place, "vehiculo", "ABC-1234", "8120.000", 5, TRUE);
  put_tara (place, "saco", "Yute", "0.750", 1, FALSE);
  g_ptr_array_add (server, &one);
  g_ptr_array_add (server, &old);
  g_assert_true (tbk_libreta_replace_taras (place->buzon, server, NULL));
  assert_tara (place, "saco", "Yute", NULL);
  assert_tara (place, "vehiculo", "XYZ-1", "7000.000");
  assert_tara (place, "vehiculo", "ABC-1234", "8120.000");
  mine.pesada_en = 4; /* another one was sent */
  g_assert_true (tbk_libreta_mark_tara (place->buzon, &mine, NULL));
  g_assert_true (tbk_libreta_replace_taras (place->buzon, none, NULL));
  assert_tara (place, "vehiculo", "ABC-1234", "8120.000");
  mine.pesada_en = 5;
  g_assert_true (tbk_libreta_mark_tara (place->buzon, &mine, NULL));
  g_assert_true (tbk_libreta_replace_taras (place->buzon, none, NULL));
  assert_tara (place, "vehiculo", "ABC-1234", NULL);
}

static void
test_facts (TbkBuzonPlace *place, gconstpointer data)
{
  g_autoptr (GBytes) one = g_bytes_new_static ("a\0b", 3);
  g_autoptr (GBytes) two = g_bytes_new_static ("c", 1);
  g_autoptr (GBytes) found = NULL;

  g_assert_null (tbk_libreta_get_dato (place->buzon, "logo", NULL));
  g_assert_true (tbk_libreta_put_dato (place->buzon, "logo", one, NULL));
  found = tbk_libreta_get_dato (place->buzon, "logo", NULL);
  g_assert_true (g_bytes_equal (found, one));
  g_assert_true (tbk_libreta_put_dato (place->buzon, "logo", two, NULL));
  g_bytes_unref (found);
  found = tbk_libreta_get_dato (place->buzon, "logo", NULL);
  g_assert_true (g_bytes_equal (found, two));
  g_assert_true (tbk_libreta_put_dato (place->buzon, "logo", NULL, NULL));
  g_assert_null (tbk_libreta_get_dato (place->buzon, "logo", NULL));
}

static void
test_notebook (TbkBuzonPlace *place, gconstpointer data)
{
  g_autoptr (GPtrArray) lotes = NULL;
  guint before = 9;

  g_assert_true (tbk_libreta_put_lote (place->buzon, 9, "LT-9", 1, NULL));
  g_assert_true (tbk_libreta_put_lote (place->buzon, 3, "LT-3", 2, NULL));
  lotes = tbk_libreta_list_lotes (place->buzon, NULL);
  g_assert_cmpuint (lotes->len, ==, 2);
  g_assert_cmpstr (((TbkLoteUsado *) g_ptr_array_index (lotes, 0))->codigo, ==, "LT-3");
  g_assert_cmpstr (((TbkLoteUsado *) g_ptr_array_index (lotes, 0))->detalle, ==, "");
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (tbk_libreta_count_print (place->buzon, "a", &before, NULL));
      g_assert_cmpuint (before, ==, i);
    }
}

static char *
show_lotes (GPtrArray *lotes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lotes->len; i++)
    {
      const TbkLoteUsado *lote = g_ptr_array_index (lotes, i);

      g_string_append_printf (text, "%s(%s) ", lote->codigo, lote->detalle);
    }
  g_ptr_array_unref (lotes);
  return g_string_free (text, FALSE);
}

static char *
list_lotes (TbkBuzonPlace *place)
{
  return show_lotes (tbk_libreta_list_lotes (place->buzon, NULL));
}

static char *
list_pesables (TbkBuzonPlace *place)
{
  return show_lotes (tbk_libreta_list_pesables (place->buzon, NULL));
}

/* What the server told last replaces what it told before; what was weighed here stays, and comes first. */
static void
test_known (TbkBuzonPlace *place, gconstpointer data)
{
  const TbkLoteUsado first[] = { { 4, (char *) "LT-4", (char *) "Ana" }, { 5, (char *) "LT-5", (char *) "Boto" } };
  const TbkLoteUsado second[] = { { 4, (char *) "LT-4", (char *) "Ana" }, { 6, (char *) "LT-6", (char *) "" } };
  g_autofree char *told = NULL;
  g_autofree char *used = NULL;
  g_autofree char *again = NULL;

  g_assert_true (tbk_libreta_put_conocidos (place->buzon, first, G_N_ELEMENTS (first), TRUE, NULL));
  told = list_lotes (place);
  g_assert_cmpstr (told, ==, "LT-5(Boto) LT-4(Ana) ");
  g_assert_true (tbk_libreta_put_lote (place->buzon, 4, "LT-4", 1, NULL));
  used = list_lotes (place);
  g_assert_cmpstr (used, ==, "LT-4(Ana) LT-5(Boto) ");
  g_assert_true (tbk_libreta_put_conocidos (place->buzon, second, G_N_ELEMENTS (second), TRUE, NULL));
  again = list_lotes (place);
  g_assert_cmpstr (again, ==, "LT-4(Ana) LT-6() ");
}

/* Of what was weighed here, what the server does not tell of among all that may be weighed is
 * offered no more; where it has more to tell, nobody knows. */
static void
test_pesables (TbkBuzonPlace *place, gconstpointer data)
{
  const TbkLoteUsado lotes[] = { { 4, (char *) "LT-4", (char *) "Ana" } };
  g_autofree char *untold = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *every = NULL;
  g_autofree char *part = NULL;

  g_assert_true (tbk_libreta_put_lote (place->buzon, 3, "LT-3", 1, NULL));
  untold = list_pesables (place);
  g_assert_cmpstr (untold, ==, "LT-3() ");
  g_assert_true (tbk_libreta_put_conocidos (place->buzon, lotes, G_N_ELEMENTS (lotes), TRUE, NULL));
  whole = list_pesables (place);
  g_assert_cmpstr (whole, ==, "LT-4(Ana) ");
  every = list_lotes (place);
  g_assert_cmpstr (every, ==, "LT-3() LT-4(Ana) ");
  g_assert_true (tbk_libreta_put_conocidos (place->buzon, lotes, G_N_ELEMENTS (lotes), FALSE, NULL));
  part = list_pesables (place);
  g_assert_cmpstr (part, ==, "LT-3() LT-4(Ana) ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                          \
  g_test_add ("/patio/" path, TbkBuzonPlace, NULL, tbk_buzon_place_set_up, func, \
              tbk_buzon_place_tear_down)
  ADD ("pair", test_pair);
  ADD ("not-taken", test_not_taken);
  ADD ("dismissed", test_dismissed);
  ADD ("users", test_users);
  ADD ("given-up", test_given_up);
  ADD ("tares", test_tares);
  ADD ("tares-of-server", test_tares_of_server);
  ADD ("facts", test_facts);
  ADD ("notebook", test_notebook);
  ADD ("known", test_known);
  ADD ("weighable", test_pesables);
  return g_test_run ();
}
