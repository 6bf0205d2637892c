/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tbk-problem.h"
#include "tbk-signed.h"

#define SECRET "0123456789abcdef0123456789abcdef-now"
#define OLD_SECRET "fedcba9876543210fedcba9876543210-old"
#define PATH "/documentos/17/download"
#define NOW G_GINT64_CONSTANT (1764000000)
#define EXPIRES (NOW + TBK_SIGNED_TTL_S)

static const TbkCaller CALLER = {
  .usuario_id = 41,
  .rol = TBK_ROL_CENTRO,
  .sesion = "3f0c9a52-6c0e-4b7e-9a3e-0c58a5f2c111",
};

static TbkSigner *
signer_new (const char *secret, const char *previous)
{
  g_autoptr (GError) error = NULL;
  TbkSigner *signer = tbk_signer_new (secret, previous, &error);

  g_assert_no_error (error);
  return signer;
}

/* The query of what a signer gives out. */
static char *
query_of (const TbkSigner *signer)
{
  g_autofree char *url = tbk_signer_sign (signer, PATH, &CALLER, EXPIRES);

  g_assert_true (g_str_has_prefix (url, PATH "?"));
  return g_strdup (url + strlen (PATH "?"));
}

static void
assert_refused (const TbkSigner *signer, const char *path, const char *query, gint64 now_s)
{
  g_autoptr (GError) error = NULL;
  TbkCaller caller = { 0 };

  g_assert_false (tbk_signer_verify (signer, path, query, now_s, &caller, &error));
  g_assert_error (error, TBK_PROBLEM, 403);
  g_assert_cmpint (caller.usuario_id, ==, 0);
}

static void
assert_taken (const TbkSigner *signer, const char *query, gint64 now_s)
{
  g_autoptr (GError) error = NULL;
  TbkCaller caller = { 0 };

  g_assert_true (tbk_signer_verify (signer, PATH, query, now_s, &caller, &error));
  g_assert_no_error (error);
  g_assert_cmpint (caller.usuario_id, ==, CALLER.usuario_id);
  g_assert_cmpint (caller.rol, ==, CALLER.rol);
  g_assert_cmpstr (caller.sesion, ==, CALLER.sesion);
}

static void
test_good (void)
{
  g_autoptr (TbkSigner) signer = signer_new (SECRET, NULL);
  g_autofree char *query = query_of (signer);

  assert_taken (signer, query, NOW);
  assert_taken (signer, query, EXPIRES - 1);
  assert_refused (signer, PATH, query, EXPIRES);
}

/* Every bit of every byte; one byte more or less at either end. */
static void
test_altered (void)
{
  g_autoptr (TbkSigner) signer = signer_new (SECRET, NULL);
  g_autofree char *query = query_of (signer);
  gsize length = strlen (query);

  for (gsize i = 0; i < length; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autofree char *altered = g_strdup (query);

        altered[i] ^= (char) (1 << bit);
        assert_refused (signer, PATH, altered, NOW);
      }
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *cut = g_strndup (query, i);
      assert_refused (signer, PATH, cut, NOW);
      assert_refused (signer, PATH, query + i + 1, NOW);
    }
  g_autofree char *longer = g_strconcat (query, "&x=1", NULL);
  g_autofree char *before = g_strconcat ("x=1&", query, NULL);
  assert_refused (signer, PATH, longer, NOW);
  assert_refused (signer, PATH, before, NOW);
}

static void
test_other_path (void)
{
  g_autoptr (TbkSigner) signer = signer_new (SECRET, NULL);
  g_autofree char *query = query_of (signer);

  assert_refused (signer, "/documentos/18/download", query, NOW);
  assert_refused (signer, "/documentos/1/download", query, NOW);
  assert_refused (signer, "/documentos/017/download", query, NOW);
}

static void
test_keys (void)
{
  g_autoptr (TbkSigner) old = signer_new (OLD_SECRET, NULL);
  g_autoptr (TbkSigner) rotated = signer_new (SECRET, OLD_SECRET);
  g_autoptr (TbkSigner) other = signer_new (SECRET, NULL);
  g_autofree char *query = query_of (old);

  assert_taken (rotated, query, NOW);
  assert_refused (other, PATH, query, NOW);
}

static void
test_short_secret (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tbk_signer_new ("short", NULL, &error));
  g_assert_error (error, TBK_PROBLEM, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/auth-signed/good", test_good);
  g_test_add_func ("/auth-signed/altered", test_altered);
  g_test_add_func ("/auth-signed/other-path", test_other_path);
  g_test_add_func ("/auth-signed/keys", test_keys);
  g_test_add_func ("/auth-signed/short-secret", test_short_secret);
  return g_test_run ();
}
