/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-ruc.h"

#include <string.h>

#include "unit-cases.h"

typedef struct
{
  const char *ruc;
  TbkRucResult result;
  const char *kind;
} RucCase;

static const RucCase ruc_cases[] = {
  { .ruc = "1710034065001", .result = TBK_RUC_VALID, .kind = "natural" },
  { .ruc = "1760001550001", .result = TBK_RUC_VALID, .kind = "publica" },
  { .ruc = "1790011674001", .result = TBK_RUC_VALID, .kind = "privada" },
  { .ruc = "1792060346001", .result = TBK_RUC_VALID, .kind = "privada" },
  { .ruc = "1790085783001", .result = TBK_RUC_VALID, .kind = "privada" },
  { .ruc = "1793189549001", .result = TBK_RUC_WARN, .kind = "privada" },
  { .ruc = "1710034066001", .result = TBK_RUC_CHECK_DIGIT, .kind = "natural" },
  { .ruc = "1760001560001", .result = TBK_RUC_CHECK_DIGIT, .kind = "publica" },
  { .ruc = "1710034065000", .result = TBK_RUC_ESTABLISHMENT, .kind = "natural" },
  { .ruc = "1760001550000", .result = TBK_RUC_ESTABLISHMENT, .kind = "publica" },
  { .ruc = "1790011674000", .result = TBK_RUC_ESTABLISHMENT, .kind = "privada" },
  { .ruc = "2510034065001", .result = TBK_RUC_PROVINCE, .kind = "natural" },
  { .ruc = "0010034065001", .result = TBK_RUC_PROVINCE, .kind = "natural" },
  { .ruc = "9999999999999", .result = TBK_RUC_PROVINCE, .kind = "privada" },
  { .ruc = "1770011674001", .result = TBK_RUC_KIND, .kind = NULL },
  { .ruc = "1780011674001", .result = TBK_RUC_KIND, .kind = NULL },
  { .ruc = "171003406500", .result = TBK_RUC_LENGTH, .kind = NULL },
  { .ruc = "17100340650011", .result = TBK_RUC_LENGTH, .kind = NULL },
  { .ruc = "1710034065", .result = TBK_RUC_LENGTH, .kind = NULL },
  { .ruc = "", .result = TBK_RUC_LENGTH, .kind = NULL },
  { .ruc = NULL, .result = TBK_RUC_LENGTH, .kind = NULL },
  { .ruc = "171003406500a", .result = TBK_RUC_LENGTH, .kind = NULL },
  { .ruc = "-710034065001", .result = TBK_RUC_LENGTH, .kind = NULL },
  { .ruc = "\xd9\xa1\xd9\xa7\xd9\xa1\xd9\xa0\xd9\xa0\xd9\xa3x", .result = TBK_RUC_LENGTH, .kind = NULL },
};

static void
test_check (gconstpointer data)
{
  const RucCase *c = data;

  g_assert_cmpint (tbk_ruc_check (c->ruc), ==, c->result);
  g_assert_cmpstr (tbk_ruc_kind (c->ruc), ==, c->kind);
}

static void
test_message (void)
{
  g_assert_null (tbk_ruc_message (TBK_RUC_VALID));
  for (int result = TBK_RUC_WARN; result <= TBK_RUC_ESTABLISHMENT; result++)
    g_assert_true (g_str_has_suffix (tbk_ruc_message (result), "."));
}

/* Any one digit of the first ten changed is noticed: that is what a check digit is for. */
static void
test_one_wrong_digit (void)
{
  for (int i = 2; i < 10; i++)
    for (char digit = '0'; digit <= '5'; digit++)
      {
        char ruc[] = "1710034065001";

        if (ruc[i] == digit)
          continue;
        ruc[i] = digit;
        g_assert_cmpint (tbk_ruc_check (ruc), ==, TBK_RUC_CHECK_DIGIT);
      }
}

/* Of ten check digits exactly one fits (modulus 10), at most one (modulus 11). */
static void
test_one_fits (void)
{
  for (int round = 0; round < 2000; round++)
    {
      const int kinds[] = { g_test_rand_int_range (0, 6), 6, 9 };
      int kind = kinds[round % 3];
      int place = kind == 6 ? 8 : 9;
      int fitting = 0;
      g_autofree char *ruc = g_strdup_printf ("%02d%d%07d001", g_test_rand_int_range (1, 25), kind,
                                              g_test_rand_int_range (0, 10000000));

      for (char digit = '0'; digit <= '9'; digit++)
        {
          ruc[place] = digit;
          fitting += tbk_ruc_check (ruc) == TBK_RUC_VALID;
        }
      g_assert_cmpint (fitting, <=, 1);
      if (kind < 6)
        g_assert_cmpint (fitting, ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  unit_add_cases ("/ruc/check", ruc_cases, test_check);
  g_test_add_func ("/ruc/message", test_message);
  g_test_add_func ("/ruc/one-wrong-digit", test_one_wrong_digit);
  g_test_add_func ("/ruc/one-fits", test_one_fits);
  return g_test_run ();
}
