/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-signed.h"

#include <sodium.h>
#include <string.h>

#include "tbk-key.h"
#include "tbk-problem.h"

#define PURPOSE "signed address"
#define SIGNATURE "&firma="
#define SIGNATURE_DIGITS (2 * crypto_auth_hmacsha256_BYTES)
#define MAX_QUERY_BYTES 400

struct _TbkSigner
{
  guint8 keys[2][TBK_KEY_BYTES]; /* current, previous */
  guint n_keys;
};

TbkSigner *
tbk_signer_new (const char *secret, const char *previous, GError **error)
{
  g_autoptr (TbkSigner) signer = g_new0 (TbkSigner, 1);

  signer->n_keys = previous != NULL ? 2 : 1;
  if (!tbk_key_derive (secret, PURPOSE, signer->keys[0], error))
    return NULL;
  if (previous != NULL && !tbk_key_derive (previous, PURPOSE, signer->keys[1], error))
    return NULL;
  return g_steal_pointer (&signer);
}

void
tbk_signer_free (TbkSigner *signer)
{
  if (signer == NULL)
    return;
  sodium_memzero (signer, sizeof *signer);
  g_free (signer);
}

/* `text`: the path, a question mark, and the query up to the signature. */
static void
compute (const guint8 *key, const char *path, const char *query, gsize length, char digits[SIGNATURE_DIGITS + 1])
{
  guint8 mac[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_state state;

  crypto_auth_hmacsha256_init (&state, key, TBK_KEY_BYTES);
  crypto_auth_hmacsha256_update (&state, (const guint8 *) path, strlen (path));
  crypto_auth_hmacsha256_update (&state, (const guint8 *) "?", 1);
  crypto_auth_hmacsha256_update (&state, (const guint8 *) query, length);
  crypto_auth_hmacsha256_final (&state, mac);
  sodium_bin2hex (digits, SIGNATURE_DIGITS + 1, mac, sizeof mac);
}

char *
tbk_signer_sign (const TbkSigner *signer, const char *path, const TbkCaller *caller, gint64 expires_s)
{
  char digits[SIGNATURE_DIGITS + 1];
  g_autofree char *query = g_strdup_printf (
      "exp=%" G_GINT64_FORMAT "&sesion=%s&usuario=%" G_GINT64_FORMAT "&rol=%s", expires_s, caller->sesion,
      caller->usuario_id, tbk_rol_to_text (caller->rol));

  compute (signer->keys[0], path, query, strlen (query), digits);
  return g_strconcat (path, "?", query, SIGNATURE, digits, NULL);
}

static gboolean
is_signed (const TbkSigner *signer, const char *path, const char *query, gsize length)
{
  const char *given = query + length + strlen (SIGNATURE);
  gboolean good = FALSE;

  for (guint i = 0; i < signer->n_keys; i++)
    {
      char digits[SIGNATURE_DIGITS + 1];

      compute (signer->keys[i], path, query, length, digits);
      good |= sodium_memcmp (digits, given, SIGNATURE_DIGITS) == 0;
    }
  return good;
}

/* The four members, in the order in which we wrote them: what is read here was signed. */
static gboolean
read_query (const char *query, gsize length, gint64 *expires_s, TbkCaller *out)
{
  static const char *const names[] = { "exp=", "sesion=", "usuario=", "rol=" };
  g_autofree char *text = g_strndup (query, length);
  g_auto (GStrv) members = g_strsplit (text, "&", G_N_ELEMENTS (names) + 1);

  if (g_strv_length (members) != G_N_ELEMENTS (names))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (!g_str_has_prefix (members[i], names[i]))
      return FALSE;
  *out = (TbkCaller){ .rol = tbk_rol_from_text (members[3] + strlen (names[3])) };
  g_strlcpy (out->sesion, members[1] + strlen (names[1]), sizeof out->sesion);
  return g_ascii_string_to_signed (members[0] + strlen (names[0]), 10, 1, G_MAXINT64, expires_s, NULL)
         && g_ascii_string_to_signed (members[2] + strlen (names[2]), 10, 1, G_MAXINT64, &out->usuario_id, NULL);
}

gboolean
tbk_signer_verify (const TbkSigner *signer,
                   const char *path,
                   const char *query,
                   gint64 now_s,
                   TbkCaller *out,
                   GError **error)
{
  gsize tail = strlen (SIGNATURE) + SIGNATURE_DIGITS;
  gsize length = strlen (query);
  gint64 expires_s = 0;
  TbkCaller caller;

  if (length <= tail || length > MAX_QUERY_BYTES
      || strncmp (query + length - tail, SIGNATURE, strlen (SIGNATURE)) != 0
      || !is_signed (signer, path, query, length - tail) || !read_query (query, length - tail, &expires_s, &caller))
    {
      tbk_problem_set (error, 403, "this address is not one that was given out");
      return FALSE;
    }
  if (expires_s <= now_s)
    {
      tbk_problem_set (error, 403, "this address has expired, ask for another");
      return FALSE;
    }
  *out = caller;
  return TRUE;
}
