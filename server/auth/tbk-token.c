/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-token.h"

#include <jwt.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "tbk-key.h"
#include "tbk-problem.h"

#define TOKEN_MAX_BYTES 1024
/* How far the clocks of two machines that share the secret may stand apart. */
#define CLOCK_SKEW_S 60

struct _TbkTokens
{
  guint8 keys[2][TBK_KEY_BYTES]; /* current, previous */
  guint n_keys;
  guint access_ttl_s;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (jwt_t, jwt_free)

TbkTokens *
tbk_tokens_new (const char *secret, const char *previous, guint access_ttl_s, GError **error)
{
  g_autoptr (TbkTokens) tokens = g_new0 (TbkTokens, 1);

  tokens->access_ttl_s = access_ttl_s;
  tokens->n_keys = previous != NULL ? 2 : 1;
  if (!tbk_key_derive (secret, "access token", tokens->keys[0], error))
    return NULL;
  if (previous != NULL && !tbk_key_derive (previous, "access token", tokens->keys[1], error))
    return NULL;
  return g_steal_pointer (&tokens);
}

void
tbk_tokens_free (TbkTokens *tokens)
{
  if (tokens == NULL)
    return;
  sodium_memzero (tokens, sizeof *tokens);
  g_free (tokens);
}

guint
tbk_tokens_get_ttl (const TbkTokens *tokens)
{
  return tokens->access_ttl_s;
}

static gint64
now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

char *
tbk_tokens_issue (const TbkTokens *tokens, const TbkCaller *caller)
{
  g_autoptr (jwt_t) jwt = NULL;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *usuario = g_strdup_printf ("%" G_GINT64_FORMAT, caller->usuario_id);
  gint64 now = now_s ();

  /* These fail by lack of memory only, where GLib ends the process too. */
  gboolean ok = jwt_new (&jwt) == 0
                && jwt_set_alg (jwt, JWT_ALG_HS256, tokens->keys[0], TBK_KEY_BYTES) == 0
                && jwt_add_grant (jwt, "jti", id) == 0
                && jwt_add_grant (jwt, "sub", usuario) == 0
                && jwt_add_grant (jwt, "sid", caller->sesion) == 0
                && jwt_add_grant (jwt, "rol", tbk_rol_to_text (caller->rol)) == 0
                && jwt_add_grant_int (jwt, "emp", caller->empresa_id) == 0
                && jwt_add_grant_int (jwt, "iat", now) == 0
                && jwt_add_grant_int (jwt, "exp", now + tokens->access_ttl_s) == 0;
  char *text = ok ? jwt_encode_str (jwt) : NULL;
  if (text == NULL)
    g_error ("an access token could not be made");

  char *token = g_strdup (text);
  free (text);
  return token;
}

/* The library takes whatever algorithm the header names, so a token counts only when that is ours. */
static jwt_t *
decode (const TbkTokens *tokens, const char *token)
{
  for (guint i = 0; i < tokens->n_keys; i++)
    {
      g_autoptr (jwt_t) jwt = NULL;
      if (jwt_decode (&jwt, token, tokens->keys[i], TBK_KEY_BYTES) == 0 && jwt_get_alg (jwt) == JWT_ALG_HS256)
        return g_steal_pointer (&jwt);
    }
  return NULL;
}

static gboolean
read_claims (jwt_t *jwt, TbkCaller *out)
{
  const char *usuario = jwt_get_grant (jwt, "sub");
  const char *sesion = jwt_get_grant (jwt, "sid");
  const char *rol = jwt_get_grant (jwt, "rol");

  if (usuario == NULL || sesion == NULL || rol == NULL || !g_uuid_string_is_valid (sesion))
    return FALSE;
  out->empresa_id = jwt_get_grant_int (jwt, "emp");
  out->rol = tbk_rol_from_text (rol);
  g_strlcpy (out->sesion, sesion, sizeof out->sesion);
  return out->rol != TBK_ROL_NONE && g_ascii_string_to_signed (usuario, 10, 1, G_MAXINT64, &out->usuario_id, NULL);
}

gboolean
tbk_tokens_verify (const TbkTokens *tokens, const char *token, TbkCaller *out, GError **error)
{
  gint64 now = now_s ();
  TbkCaller caller = { 0 };
  g_autoptr (jwt_t) jwt = NULL;

  if (token != NULL && strlen (token) <= TOKEN_MAX_BYTES)
    jwt = decode (tokens, token);
  if (jwt == NULL || !read_claims (jwt, &caller) || jwt_get_grant_int (jwt, "iat") > now + CLOCK_SKEW_S)
    {
      tbk_problem_set (error, 401, "the access token is not valid");
      return FALSE;
    }
  if (jwt_get_grant_int (jwt, "exp") <= now)
    {
      tbk_problem_set (error, 401, "the access token has expired");
      return FALSE;
    }
  *out = caller;
  return TRUE;
}
