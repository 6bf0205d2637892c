/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "tbk-key.h"
#include "tbk-problem.h"
#include "tbk-token.h"

#define SECRET "0123456789abcdef0123456789abcdef-now"
#define OLD_SECRET "fedcba9876543210fedcba9876543210-old"
#define TTL_S 900

static const TbkCaller CALLER = {
  .usuario_id = 41,
  .empresa_id = 7,
  .rol = TBK_ROL_CENTRO,
  .sesion = "3f0c9a52-6c0e-4b7e-9a3e-0c58a5f2c111",
};

static TbkTokens *
tokens_new (const char *secret, const char *previous, guint ttl_s)
{
  g_autoptr (GError) error = NULL;
  TbkTokens *tokens = tbk_tokens_new (secret, previous, ttl_s, &error);

  g_assert_no_error (error);
  return tokens;
}

static void
assert_refused (const TbkTokens *tokens, const char *token)
{
  g_autoptr (GError) error = NULL;
  TbkCaller caller = { 0 };

  g_assert_false (tbk_tokens_verify (tokens, token, &caller, &error));
  g_assert_error (error, TBK_PROBLEM, 401);
  g_assert_cmpint (caller.usuario_id, ==, 0);
}

static void
assert_taken (const TbkTokens *tokens, const char *token)
{
  g_autoptr (GError) error = NULL;
  TbkCaller caller = { 0 };

  g_assert_true (tbk_tokens_verify (tokens, token, &caller, &error));
  g_assert_no_error (error);
  g_assert_cmpint (caller.usuario_id, ==, CALLER.usuario_id);
  g_assert_cmpint (caller.empresa_id, ==, CALLER.empresa_id);
  g_assert_cmpint (caller.rol, ==, CALLER.rol);
  g_assert_cmpstr (caller.sesion, ==, CALLER.sesion);
}

/* A token of the server's own claims under any algorithm and key. */
static char *
forge (jwt_alg_t algorithm, const guint8 *key, int key_length, const char *rol, long issued)
{
  jwt_t *jwt = NULL;

  g_assert_cmpint (jwt_new (&jwt), ==, 0);
  g_assert_cmpint (jwt_set_alg (jwt, algorithm, key, key_length), ==, 0);
  jwt_add_grant (jwt, "sub", "41");
  jwt_add_grant (jwt, "sid", CALLER.sesion);
  jwt_add_grant (jwt, "rol", rol);
  jwt_add_grant_int (jwt, "emp", CALLER.empresa_id);
  jwt_add_grant_int (jwt, "iat", issued);
  jwt_add_grant_int (jwt, "exp", issued + TTL_S);

  char *text = jwt_encode_str (jwt);
  char *token = g_strdup (text);
  free (text);
  jwt_free (jwt);
  return token;
}

static long
now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
test_round_trip (void)
{
  g_autoptr (TbkTokens) tokens = tokens_new (SECRET, NULL, TTL_S);
  g_autofree char *token = tbk_tokens_issue (tokens, &CALLER);
  g_autofree char *again = tbk_tokens_issue (tokens, &CALLER);

  assert_taken (tokens, token);
  g_assert_cmpstr (token, !=, again);
}

static void
test_expired (void)
{
  g_autoptr (TbkTokens) tokens = tokens_new (SECRET, NULL, 0);
  g_autofree char *token = tbk_tokens_issue (tokens, &CALLER);

  assert_refused (tokens, token);
}

static void
test_previous_key (void)
{
  g_autoptr (TbkTokens) before = tokens_new (OLD_SECRET, NULL, TTL_S);
  g_autoptr (TbkTokens) during = tokens_new (SECRET, OLD_SECRET, TTL_S);
  g_autoptr (TbkTokens) after = tokens_new (SECRET, NULL, TTL_S);
  g_autofree char *old_token = tbk_tokens_issue (before, &CALLER);
  g_autofree char *new_token = tbk_tokens_issue (during, &CALLER);

  assert_taken (during, old_token);
  assert_taken (after, new_token);
  assert_refused (after, old_token);
  assert_refused (before, new_token);
}

static void
test_short_secret (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tbk_tokens_new ("0123456789abcdef0123456789abcde", NULL, TTL_S, &error));
  g_assert_error (error, TBK_PROBLEM, 500);
  g_clear_error (&error);
  g_assert_null (tbk_tokens_new (SECRET, "short", TTL_S, &error));
  g_assert_error (error, TBK_PROBLEM, 500);
}

/* Also with the right key: only HS256 counts. */
static void
test_algorithms (void)
{
  g_autoptr (TbkTokens) tokens = tokens_new (SECRET, NULL, TTL_S);
  guint8 key[TBK_KEY_BYTES];

  g_assert_true (tbk_key_derive (SECRET, "access token", key, NULL));
  g_autofree char *good = forge (JWT_ALG_HS256, key, sizeof key, "centro", now_s ());
  g_autofree char *none = forge (JWT_ALG_NONE, NULL, 0, "centro", now_s ());
  g_autofree char *hs384 = forge (JWT_ALG_HS384, key, sizeof key, "centro", now_s ());
  g_autofree char *hs512 = forge (JWT_ALG_HS512, key, sizeof key, "centro", now_s ());
  assert_taken (tokens, good);
  assert_refused (tokens, none);
  assert_refused (tokens, hs384);
  assert_refused (tokens, hs512);
}

/* The secret itself, or a key for another use, signs nothing. */
static void
test_other_keys (void)
{
  g_autoptr (TbkTokens) tokens = tokens_new (SECRET, NULL, TTL_S);
  guint8 key[TBK_KEY_BYTES];

  g_assert_true (tbk_key_derive (SECRET, "refresh successor", key, NULL));
  g_autofree char *by_secret = forge (JWT_ALG_HS256, (const guint8 *) SECRET, strlen (SECRET), "admin", now_s ());
  g_autofree char *by_other = forge (JWT_ALG_HS256, key, sizeof key, "admin", now_s ());
  assert_refused (tokens, by_secret);
  assert_refused (tokens, by_other);
}

static void
test_claims (void)
{
  g_autoptr (TbkTokens) tokens = tokens_new (SECRET, NULL, TTL_S);
  guint8 key[TBK_KEY_BYTES];

  g_assert_true (tbk_key_derive (SECRET, "access token", key, NULL));
  g_autofree char *no_rol = forge (JWT_ALG_HS256, key, sizeof key, "jefe", now_s ());
  g_autofree char *future = forge (JWT_ALG_HS256, key, sizeof key, "centro", now_s () + 3600);
  g_autofree char *past = forge (JWT_ALG_HS256, key, sizeof key, "centro", now_s () - TTL_S - 1);
  assert_refused (tokens, no_rol);
  assert_refused (tokens, future);
  assert_refused (tokens, past);
}

static void
test_every_byte (void)
{
  g_autoptr (TbkTokens) tokens = tokens_new (SECRET, NULL, TTL_S);
  g_autofree char *token = tbk_tokens_issue (tokens, &CALLER);

  for (gsize i = 0; token[i] != '\0'; i++)
    {
      g_autofree char *altered = g_strdup (token);
      altered[i] = altered[i] == 'A' ? 'B' : 'A';
      assert_refused (tokens, altered);
    }
}

static void
test_cut_and_grown (void)
{
  g_autoptr (TbkTokens) tokens = tokens_new (SECRET, NULL, TTL_S);
  g_autofree char *token = tbk_tokens_issue (tokens, &CALLER);
  g_autofree char *huge = g_strnfill (100000, 'A');

  for (gsize length = 0; length < strlen (token); length++)
    {
      g_autofree char *cut = g_strndup (token, length);
      assert_refused (tokens, cut);
    }
  g_autofree char *grown = g_strconcat (token, ".A", NULL);
  assert_refused (tokens, grown);
  assert_refused (tokens, huge);
  assert_refused (tokens, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/auth/token/round-trip", test_round_trip);
  g_test_add_func ("/auth/token/expired", test_expired);
  g_test_add_func ("/auth/token/previous-key", test_previous_key);
  g_test_add_func ("/auth/token/short-secret", test_short_secret);
  g_test_add_func ("/auth/token/algorithms", test_algorithms);
  g_test_add_func ("/auth/token/other-keys", test_other_keys);
  g_test_add_func ("/auth/token/claims", test_claims);
  g_test_add_func ("/auth/token/every-byte", test_every_byte);
  g_test_add_func ("/auth/token/cut-and-grown", test_cut_and_grown);
  return g_test_run ();
}
