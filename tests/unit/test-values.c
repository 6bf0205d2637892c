/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-values.h"

static void
test_absent_null_text (void)
{
  g_autoptr (TbkValues) values = tbk_values_new ();

  g_assert_cmpuint (tbk_values_size (values), ==, 0);
  g_assert_false (tbk_values_has (values, "calidad"));
  g_assert_null (tbk_values_get (values, "calidad"));

  g_assert_true (tbk_values_set (values, "calidad", NULL));
  g_assert_true (tbk_values_has (values, "calidad"));
  g_assert_null (tbk_values_get (values, "calidad"));

  g_assert_true (tbk_values_set (values, "calidad", ""));
  g_assert_cmpstr (tbk_values_get (values, "calidad"), ==, "");
  g_assert_true (tbk_values_set (values, "calidad", "ASS"));
  g_assert_cmpstr (tbk_values_get (values, "calidad"), ==, "ASS");
  g_assert_cmpuint (tbk_values_size (values), ==, 1);
}

static void
test_copies_both_strings (void)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  char name[] = "codigo";
  char text[] = "CT-2026-00001";

  tbk_values_set (values, name, text);
  name[0] = 'x';
  text[0] = 'x';
  g_assert_cmpstr (tbk_values_get (values, "codigo"), ==, "CT-2026-00001");
}

static void
test_own_text_set_again (void)
{
  g_autoptr (TbkValues) values = tbk_values_new ();

  tbk_values_set (values, "a", "some text that lies in the entry");
  tbk_values_set (values, "a", tbk_values_get (values, "a") + 5);
  g_assert_cmpstr (tbk_values_get (values, "a"), ==, "text that lies in the entry");
}

static void
test_order (void)
{
  g_autoptr (TbkValues) values = tbk_values_new ();

  tbk_values_set (values, "c", "1");
  tbk_values_set (values, "a", NULL);
  tbk_values_set (values, "b", "3");
  tbk_values_set (values, "c", "4"); /* keeps its place */
  g_assert_cmpstr (tbk_values_name_at (values, 0), ==, "c");
  g_assert_cmpstr (tbk_values_text_at (values, 0), ==, "4");
  g_assert_cmpstr (tbk_values_name_at (values, 1), ==, "a");
  g_assert_null (tbk_values_text_at (values, 1));

  tbk_values_unset (values, "a");
  tbk_values_unset (values, "nobody");
  g_assert_cmpuint (tbk_values_size (values), ==, 2);
  g_assert_cmpstr (tbk_values_name_at (values, 1), ==, "b");
  tbk_values_unset (values, "b");
  tbk_values_unset (values, "c");
  g_assert_cmpuint (tbk_values_size (values), ==, 0);
}

typedef struct
{
  const char *text;
  gint64 number;
} IntCase;

static const IntCase int_cases[] = {
  { .text = "0", .number = 0 },
  { .text = "-7", .number = -7 },
  { .text = "9223372036854775807", .number = G_MAXINT64 },
  { .text = "-9223372036854775808", .number = G_MININT64 },
  { .text = "9223372036854775808", .number = -1 },
  { .text = "1e3", .number = -1 },
  { .text = " 1", .number = -1 },
  { .text = "", .number = -1 },
  { .text = NULL, .number = -1 },
  { .text = "12x", .number = -1 },
  { .text = "\xd9\xa3", .number = -1 }, /* Arabic-Indic 3 */
};

static void
test_int (void)
{
  g_autoptr (TbkValues) values = tbk_values_new ();

  g_assert_cmpint (tbk_values_get_int (values, "n", -1), ==, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (int_cases); i++)
    {
      tbk_values_set (values, "n", int_cases[i].text);
      g_assert_cmpint (tbk_values_get_int (values, "n", -1), ==, int_cases[i].number);
    }
  tbk_values_set_int (values, "n", G_MININT64);
  g_assert_cmpstr (tbk_values_get (values, "n"), ==, "-9223372036854775808");
}

static void
test_full (void)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkValues) one = tbk_values_new ();

  for (int i = 0; i < TBK_VALUES_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("name%d", i);

      g_assert_true (tbk_values_set_int (values, name, i));
    }
  g_assert_false (tbk_values_set (values, "one more", "x"));
  g_assert_cmpuint (tbk_values_size (values), ==, TBK_VALUES_MAX);
  g_assert_false (tbk_values_has (values, "one more"));
  g_assert_true (tbk_values_set (values, "name127", "replaced"));

  tbk_values_set (one, "another", "x");
  g_assert_false (tbk_values_merge (values, one));
  tbk_values_unset (values, "name0");
  g_assert_true (tbk_values_merge (values, one));
  g_assert_cmpstr (tbk_values_get (values, "another"), ==, "x");
  g_assert_cmpstr (tbk_values_get (values, "name127"), ==, "replaced");
}

static void
test_merge_and_copy (void)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (TbkValues) other = tbk_values_new ();
  g_autoptr (TbkValues) copy = NULL;

  tbk_values_set (values, "a", "1");
  tbk_values_set (values, "b", "2");
  tbk_values_set (other, "b", NULL);
  tbk_values_set (other, "c", "3");
  g_assert_true (tbk_values_merge (values, other));
  g_assert_cmpuint (tbk_values_size (values), ==, 3);
  g_assert_cmpstr (tbk_values_get (values, "a"), ==, "1");
  g_assert_null (tbk_values_get (values, "b"));
  g_assert_cmpstr (tbk_values_get (values, "c"), ==, "3");

  copy = tbk_values_copy (values);
  tbk_values_set (values, "a", "changed");
  tbk_values_set (copy, "d", "4");
  g_assert_cmpstr (tbk_values_get (copy, "a"), ==, "1");
  g_assert_true (tbk_values_has (copy, "b"));
  g_assert_null (tbk_values_get (copy, "b"));
  g_assert_false (tbk_values_has (values, "d"));

  g_assert_true (tbk_values_merge (copy, copy));
  g_assert_cmpuint (tbk_values_size (copy), ==, 4);
  g_assert_cmpstr (tbk_values_get (copy, "c"), ==, "3");
}

/* The same random steps on a GHashTable: both must always hold the same. */
static void
test_like_a_hash (void)
{
  g_autoptr (TbkValues) values = tbk_values_new ();
  g_autoptr (GHashTable) model = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (int step = 0; step < 5000; step++)
    {
      g_autofree char *name = g_strdup_printf ("n%d", g_test_rand_int_range (0, 40));
      g_autofree char *text = g_strdup_printf ("t%d", g_test_rand_int_range (0, 1000));

      if (g_test_rand_int_range (0, 3) == 0)
        {
          tbk_values_unset (values, name);
          g_hash_table_remove (model, name);
        }
      else
        {
          tbk_values_set (values, name, text);
          g_hash_table_insert (model, g_strdup (name), g_strdup (text));
        }
      g_assert_cmpuint (tbk_values_size (values), ==, g_hash_table_size (model));
      g_assert_cmpstr (tbk_values_get (values, name), ==, g_hash_table_lookup (model, name));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/values/absent-null-text", test_absent_null_text);
  g_test_add_func ("/values/copies-both-strings", test_copies_both_strings);
  g_test_add_func ("/values/own-text-set-again", test_own_text_set_again);
  g_test_add_func ("/values/order", test_order);
  g_test_add_func ("/values/int", test_int);
  g_test_add_func ("/values/full", test_full);
  g_test_add_func ("/values/merge-and-copy", test_merge_and_copy);
  g_test_add_func ("/values/like-a-hash", test_like_a_hash);
  return g_test_run ();
}
