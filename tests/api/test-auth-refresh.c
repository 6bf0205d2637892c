/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tbk-problem.h"
#include "tbk-refresh.h"

#define SECRET "0123456789abcdef0123456789abcdef-now"

static TbkRefresh *
refresh_new (const char *secret)
{
  g_autoptr (GError) error = NULL;
  TbkRefresh *refresh = tbk_refresh_new (secret, &error);

  g_assert_no_error (error);
  return refresh;
}

static void
test_make (void)
{
  g_autofree char *token = tbk_refresh_make ();
  g_autofree char *other = tbk_refresh_make ();
  g_autofree char *hash = tbk_refresh_hash (token);

  g_assert_cmpuint (strlen (token), ==, 43);
  g_assert_cmpstr (token, !=, other);
  g_assert_cmpuint (strlen (hash), ==, 64);
  g_assert_null (strstr (hash, token));
}

static void
test_hash_vector (void)
{
  g_autofree char *hash = tbk_refresh_hash ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

  /* SHA-256 of 32 zero bytes. */
  g_assert_cmpstr (hash, ==, "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
}

static void
test_successor (void)
{
  g_autoptr (TbkRefresh) refresh = refresh_new (SECRET);
  g_autoptr (TbkRefresh) other_worker = refresh_new (SECRET);
  g_autoptr (TbkRefresh) other_server = refresh_new (SECRET "-of-another");
  g_autofree char *token = tbk_refresh_make ();
  g_autofree char *next = tbk_refresh_successor (refresh, token);
  g_autofree char *again = tbk_refresh_successor (other_worker, token);
  g_autofree char *foreign = tbk_refresh_successor (other_server, token);
  g_autofree char *after = tbk_refresh_successor (refresh, next);

  g_assert_cmpstr (next, ==, again);
  g_assert_cmpstr (next, !=, token);
  g_assert_cmpstr (next, !=, foreign);
  g_assert_cmpstr (after, !=, next);
  g_assert_cmpstr (after, !=, token);
}

static void
test_not_a_token (void)
{
  g_autoptr (TbkRefresh) refresh = refresh_new (SECRET);
  const char *const bad[] = {
    "",
    "abc",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",   /* a character short */
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", /* one too many */
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",  /* the other alphabet */
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",  /* bits beyond the last byte */
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "AAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAA",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (tbk_refresh_hash (bad[i]));
      g_assert_null (tbk_refresh_successor (refresh, bad[i]));
    }
  g_assert_null (tbk_refresh_hash (NULL));
}

static void
test_short_secret (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tbk_refresh_new ("short", &error));
  g_assert_error (error, TBK_PROBLEM, 500);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/auth/refresh/make", test_make);
  g_test_add_func ("/auth/refresh/hash-vector", test_hash_vector);
  g_test_add_func ("/auth/refresh/successor", test_successor);
  g_test_add_func ("/auth/refresh/not-a-token", test_not_a_token);
  g_test_add_func ("/auth/refresh/short-secret", test_short_secret);
  return g_test_run ();
}
