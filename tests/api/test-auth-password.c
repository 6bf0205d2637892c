/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-password.h"
#include "tbk-problem.h"

#define PASSWORD "arriba-nacional-77"

static TbkPasswords *
passwords_new (guint at_once, guint max_waiting)
{
  g_autoptr (GError) error = NULL;
  TbkPasswords *passwords = tbk_passwords_new (at_once, max_waiting, &error);

  g_assert_no_error (error);
  return passwords;
}

static gboolean
verifies (TbkPasswords *passwords, const char *hash, const char *password)
{
  g_autoptr (GError) error = NULL;
  gboolean right = tbk_passwords_verify (passwords, hash, password, &error);

  g_assert_no_error (error);
  return right;
}

static void
test_round_trip (void)
{
  g_autoptr (TbkPasswords) passwords = passwords_new (1, 0);
  g_autofree char *hash = tbk_passwords_hash (passwords, PASSWORD, NULL);
  g_autofree char *again = tbk_passwords_hash (passwords, PASSWORD, NULL);

  g_assert_true (g_str_has_prefix (hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (verifies (passwords, hash, PASSWORD));
  g_assert_false (verifies (passwords, hash, PASSWORD "x"));
  g_assert_false (verifies (passwords, hash, ""));
  g_assert_false (verifies (passwords, "not a hash", PASSWORD));
}

/* A decomposed accent is the composed one. */
static void
test_normal_form (void)
{
  g_autoptr (TbkPasswords) passwords = passwords_new (1, 0);
  g_autofree char *hash = tbk_passwords_hash (passwords, "caf\xc3\xa9 de altura", NULL);

  g_assert_true (verifies (passwords, hash, "cafe\xcc\x81 de altura"));
}

static void
test_unknown_account (void)
{
  g_autoptr (TbkPasswords) passwords = passwords_new (1, 0);

  g_assert_false (verifies (passwords, NULL, PASSWORD));
}

static void
test_too_long (void)
{
  g_autoptr (TbkPasswords) passwords = passwords_new (1, 0);
  g_autofree char *longest = g_strnfill (TBK_PASSWORD_MAX_BYTES, 'k');
  g_autofree char *longer = g_strnfill (TBK_PASSWORD_MAX_BYTES + 1, 'k');
  g_autofree char *hash = tbk_passwords_hash (passwords, longest, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (verifies (passwords, hash, longest));
  g_assert_false (verifies (passwords, hash, longer));
  g_assert_null (tbk_passwords_hash (passwords, longer, &error));
  g_assert_error (error, TBK_PROBLEM, 503);
}

static gpointer
hash_thread (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = tbk_passwords_hash (data, PASSWORD, &error);

  g_assert_true (hash != NULL || g_error_matches (error, TBK_PROBLEM, 503));
  return GINT_TO_POINTER (hash != NULL);
}

/* Six at once in a lane of one with one to wait: some are served, and the lane is free afterwards. */
static void
test_storm (void)
{
  g_autoptr (TbkPasswords) passwords = passwords_new (1, 1);
  GThread *threads[6];
  int served = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("hash", hash_thread, passwords);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    served += GPOINTER_TO_INT (g_thread_join (threads[i]));
  g_assert_cmpint (served, >=, 1);

  g_autofree char *hash = tbk_passwords_hash (passwords, PASSWORD, NULL);
  g_assert_nonnull (hash);
}

static void
test_check (void)
{
  static const struct
  {
    const char *password;
    const char *type; /* of the field error; NULL: good */
  } cases[] = {
    { PASSWORD, NULL },
    { "diez letra", NULL },
    { "ñandúñandú", NULL },
    { "short pwd", "length" },
    { "ñandúñand", "length" },
    { "Contraseña123", "format" },
    { "QWERTYUIOP", "format" },
    { "1234567890", "format" },
    { "aaaaaaaaaaaaaaa", "format" },
    { "abababababab", "format" },
    { "maria.loor@demo.ec", "format" },
    { "Maria.Loor.2026", "format" },
    { "María Belén Loor", "format" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean good = tbk_password_check (cases[i].password, "maria.loor@demo.ec", "María Belén Loor", "password",
                                          &error);

      g_test_message ("%s", cases[i].password);
      g_assert_cmpint (good, ==, cases[i].type == NULL);
      if (cases[i].type == NULL)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, TBK_PROBLEM, 422);
      const TbkFieldError *bad = g_ptr_array_index (tbk_problem_get_fields (error), 0);
      g_assert_cmpstr (bad->loc, ==, "password");
      g_assert_cmpstr (bad->type, ==, cases[i].type);
    }
}

static void
test_check_unnamed (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tbk_password_check (PASSWORD, NULL, NULL, "password", &error));
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/auth/password/round-trip", test_round_trip);
  g_test_add_func ("/auth/password/normal-form", test_normal_form);
  g_test_add_func ("/auth/password/unknown-account", test_unknown_account);
  g_test_add_func ("/auth/password/too-long", test_too_long);
  g_test_add_func ("/auth/password/storm", test_storm);
  g_test_add_func ("/auth/password/check", test_check);
  g_test_add_func ("/auth/password/check-unnamed", test_check_unnamed);
  return g_test_run ();
}
