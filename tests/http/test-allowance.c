/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-allowance.h"

#define BEGAN_US G_GINT64_CONSTANT (7000000)
#define TENTH_US (G_USEC_PER_SEC / 10)

static guint
take_all (TbkAllowance *allowance, gint64 now_us)
{
  guint n = 0;

  while (tbk_allowance_take (allowance, now_us))
    n++;
  return n;
}

static void
test_burst (void)
{
  TbkAllowance allowance;

  tbk_allowance_init (&allowance, 5, 10, BEGAN_US);
  g_assert_cmpuint (take_all (&allowance, BEGAN_US), ==, 5);
}

static void
test_steady (void)
{
  TbkAllowance allowance;

  tbk_allowance_init (&allowance, 5, 10, BEGAN_US);
  for (guint i = 0; i < 1000; i++)
    g_assert_true (tbk_allowance_take (&allowance, BEGAN_US + i * TENTH_US));
}

/* Who was refused has taken, too: it gets that back before anything else. */
static void
test_comes_back (void)
{
  TbkAllowance allowance;

  tbk_allowance_init (&allowance, 5, 10, BEGAN_US);
  take_all (&allowance, BEGAN_US);
  g_assert_false (tbk_allowance_take (&allowance, BEGAN_US + TENTH_US));
  g_assert_cmpuint (take_all (&allowance, BEGAN_US + 6 * TENTH_US), ==, 4);
  g_assert_cmpuint (take_all (&allowance, BEGAN_US + 1000 * TENTH_US), ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/allowance/burst", test_burst);
  g_test_add_func ("/allowance/steady", test_steady);
  g_test_add_func ("/allowance/comes-back", test_comes_back);
  return g_test_run ();
}
