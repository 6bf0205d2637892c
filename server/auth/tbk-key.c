/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tbk-key.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "tbk-problem.h"

gboolean
tbk_key_derive (const char *secret, const char *purpose, guint8 key[TBK_KEY_BYTES], GError **error)
{
  guint8 extracted[TBK_KEY_BYTES];
  gnutls_datum_t input = { (unsigned char *) secret, secret != NULL ? strlen (secret) : 0 };
  gnutls_datum_t salt = { (unsigned char *) "triboka", strlen ("triboka") };
  gnutls_datum_t pseudorandom = { extracted, sizeof extracted };
  gnutls_datum_t info = { (unsigned char *) purpose, strlen (purpose) };

  if (input.size < TBK_SECRET_MIN_BYTES)
    {
      tbk_problem_set (error, 500, "SECRET_KEY has %u bytes, %d are the least", input.size, TBK_SECRET_MIN_BYTES);
      return FALSE;
    }

  int code = gnutls_hkdf_extract (GNUTLS_MAC_SHA256, &input, &salt, extracted);
  if (code == 0)
    code = gnutls_hkdf_expand (GNUTLS_MAC_SHA256, &pseudorandom, &info, key, TBK_KEY_BYTES);
  gnutls_memset (extracted, 0, sizeof extracted);
  if (code == 0)
    return TRUE;
  tbk_problem_set (error, 500, "no key could be derived for %s: %s", purpose, gnutls_strerror (code));
  return FALSE;
}
