/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-refresh.h"

#include <sodium.h>
#include <string.h>

#include "tbk-key.h"

#define TOKEN_BYTES 32
#define TOKEN_CHARS 43
#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

struct _TbkRefresh
{
  guint8 key[TBK_KEY_BYTES];
};

G_STATIC_ASSERT (TBK_KEY_BYTES == crypto_auth_hmacsha256_KEYBYTES);
G_STATIC_ASSERT (TOKEN_BYTES == crypto_auth_hmacsha256_BYTES);

TbkRefresh *
tbk_refresh_new (const char *secret, GError **error)
{
  g_autoptr (TbkRefresh) refresh = g_new0 (TbkRefresh, 1);

  if (!tbk_key_derive (secret, "refresh successor", refresh->key, error))
    return NULL;
  return g_steal_pointer (&refresh);
}

void
tbk_refresh_free (TbkRefresh *refresh)
{
  if (refresh == NULL)
    return;
  sodium_memzero (refresh, sizeof *refresh);
  g_free (refresh);
}

static char *
encode (const guint8 bytes[TOKEN_BYTES])
{
  char text[TOKEN_CHARS + 1];

  return g_strdup (sodium_bin2base64 (text, sizeof text, bytes, TOKEN_BYTES, VARIANT));
}

static gboolean
decode (const char *token, guint8 bytes[TOKEN_BYTES])
{
  size_t length = 0;

  if (token == NULL || strlen (token) != TOKEN_CHARS)
    return FALSE;
  return sodium_base642bin (bytes, TOKEN_BYTES, token, TOKEN_CHARS, NULL, &length, NULL, VARIANT) == 0
         && length == TOKEN_BYTES;
}

char *
tbk_refresh_make (void)
{
  guint8 bytes[TOKEN_BYTES];

  randombytes_buf (bytes, sizeof bytes);
  return encode (bytes);
}

char *
tbk_refresh_successor (const TbkRefresh *refresh, const char *token)
{
  guint8 bytes[TOKEN_BYTES];
  guint8 next[TOKEN_BYTES];

  if (!decode (token, bytes))
    return NULL;
  crypto_auth_hmacsha256 (next, bytes, sizeof bytes, refresh->key);
  return encode (next);
}

char *
tbk_refresh_hash (const char *token)
{
  guint8 bytes[TOKEN_BYTES];

  if (!decode (token, bytes))
    return NULL;
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, sizeof bytes);
}
